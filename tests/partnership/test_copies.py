"""The operators' page on which a copy of a backup is ordered, and what they see of copies."""

import pytest
from django.test import Client

from provisioning.models import Backup, Run
from tenants.isolation.current import Tenancy
from tenants.registry.models import Tenant
from tests.partnership.test_backups import kinds, made, run_of
from tests.partnership.test_console import address

NAMED = {"slug": "salinan-makassar", "name": "Salinan Kota Makassar"}


@pytest.fixture
def backup(on_platform, makassar: Tenancy) -> Backup:
    return made(makassar)


def page_of(where: Tenancy, backup: Backup) -> str:
    return f"{address('restore_beside', where.key)}?cadangan={backup.key}"


def order(rani: Client, makassar: Tenancy, backup: Backup) -> Run:
    return run_of(rani.post(page_of(makassar, backup), {**NAMED, "do": "1"}))


def test_plan_is_shown_before_the_copy_is_ordered(rani, makassar, backup) -> None:
    offered = rani.get(page_of(makassar, backup)).content.decode()
    planned = rani.post(page_of(makassar, backup), NAMED).content.decode()

    assert 'value="salinan-makassar"' in offered
    assert "Di salinan-makassar.localhost dibuat salinan" in planned
    assert "812 baris dan 7 berkas" in planned
    assert Tenant.objects.filter(state="copy").count() == 0


def test_copy_is_ordered_once_however_often_the_button_is_clicked(rani, makassar, backup) -> None:
    runs = {order(rani, makassar, backup) for _click in range(2)}

    assert [kinds(run) for run in runs] == [
        ["CreateRole", "CreateSchema", "RestoreBackup", "RepeatDeletions", "AttachDomain", "Probe"],
    ]
    assert Tenant.objects.get(copied_from=makassar.id).name == "Salinan Kota Makassar"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"slug": "Salah!"}, "tidak dapat dipakai"),
        ({"slug": "jayapura"}, "Kota Jayapura"),
        ({"name": "Kota Makassar"}, "adalah nama portalnya sendiri"),
        ({"name": ""}, "Tulis namanya"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(rani, makassar, backup, typed, said) -> None:
    response = rani.post(page_of(makassar, backup), {**NAMED, **typed, "do": "1"})

    page = response.content.decode()
    assert (response.status_code, said in page) == (422, True)
    assert all(value in page for value in {**NAMED, **typed}.values())


def test_backup_of_another_region_is_not_found(rani, jayapura, backup) -> None:
    assert rani.get(page_of(jayapura, backup))["Location"] == address("backups", jayapura.key)


def test_portal_and_copy_lead_to_each_other(rani, makassar, backup) -> None:
    copy = order(rani, makassar, backup).tenant

    of_portal = rani.get(address("region", makassar.key)).content.decode()
    of_copy = rani.get(address("region", copy.key)).content.decode()

    assert "Salinan Kota Makassar</a>" in of_portal
    assert "Salinan Kota Makassar untuk dilihat" in of_copy
    assert address("region", makassar.key) in of_copy
    assert address("back_up", copy.key) not in rani.get(address("backups", copy.key)).content.decode()


def test_copy_is_no_region_and_has_no_limits(rani, makassar, backup) -> None:
    copy = order(rani, makassar, backup).tenant

    home = rani.get(address("home")).content.decode()
    page = rani.get(address("region", copy.key)).content.decode()
    planned = rani.post(address("change_limits", copy.key), {"rows": "5", "reason": "Mencoba"}).content.decode()

    assert ("2 daerah" in home, "Salinan Kota Makassar" in home) == (True, True)
    assert ("<progress" in page, "Salinan Kota Makassar belum siap." in planned) == (False, True)


def test_copy_is_deleted_within_the_hour(rani, makassar, backup) -> None:
    copy = order(rani, makassar, backup).tenant

    assert "Dimulai dalam satu jam" in rani.get(address("delete", copy.key)).content.decode()
