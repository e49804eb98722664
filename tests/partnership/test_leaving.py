"""Order the deletion of a region in the console: with its name typed, and called off there."""

import subprocess
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.audit import actions as audit
from partnership import leaving
from provisioning import certificates, deletions
from provisioning.models import Backup, Deletion, Run
from tenants.files import exports
from tenants.files.models import Export
from tenants.isolation.current import Tenancy, enter
from tenants.jobs.models import Job
from tenants.registry.models import Tenant
from tests.partnership.test_console import address
from tests.provisioning.test_deletions import ask, due, suspended


def tenant_of(where: Tenancy) -> Tenant:
    return Tenant.objects.get(pk=where.id)


def order(console, where: Tenancy, name: str):
    return console.post(address("delete", where.key), {"name": name})


def test_deletion_is_ordered_with_the_name_typed_and_called_off(rani, makassar) -> None:
    suspended(tenant_of(makassar))

    ordered = order(rani, makassar, "Kota Makassar")
    deletion = Deletion.objects.get(number=makassar.id)
    shown = rani.get(ordered["Location"]).content.decode()
    off = rani.post(address("call_off", deletion.key), follow=True).content.decode()

    assert (ordered["Location"], deletion.asked_by.name) == (address("deletion", deletion.key), "Rani")
    assert ("Belum ada yang dihapus." in shown, "Dibatalkan. Kota Makassar tetap" in off) == (True, True)
    assert address("call_off", deletion.key) not in off


@pytest.mark.parametrize("typed", ["", "Kota Jayapura", "kota makassar"])
def test_deletion_asks_for_the_exact_name(rani, makassar, typed) -> None:
    suspended(tenant_of(makassar))

    response = order(rani, makassar, typed)

    page = response.content.decode()
    assert (response.status_code, 'id="id_name_error"' in page, Deletion.objects.count()) == (422, True, 0)
    assert not typed or f'value="{typed}"' in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_live_region_is_not_deleted_and_the_page_leads_to_suspending_it(rani, makassar, method) -> None:
    response = getattr(rani, method)(address("delete", makassar.key), {"name": "Kota Makassar"})

    page = rani.get(response["Location"]).content.decode()
    assert (response["Location"], "masih tayang" in page) == (address("suspend", makassar.key), True)
    assert Deletion.objects.count() == 0


def test_region_that_has_a_copy_is_not_deleted_and_the_page_leads_to_the_copy(rani, makassar) -> None:
    tenant = suspended(tenant_of(makassar))
    given = {"slug": "tiruan", "schema_name": "t_tiruan", "role_name": "tiruan", "state": "copy", "kind": "city"}
    copy = Tenant(name="Salinan Kota Makassar", copied_from=tenant, **given)
    copy.save(force_insert=True)

    page = rani.get(address("delete", makassar.key), follow=True).content.decode()

    assert ("Hapus itu dahulu" in page, address("region", copy.key) in page) == (True, True)


def test_way_to_delete_is_not_offered_for_a_live_region(rani, makassar) -> None:
    assert address("delete", makassar.key) not in rani.get(address("region", makassar.key)).content.decode()


def test_plan_says_who_is_told(rani, makassar) -> None:
    def told(state: str) -> bool:
        Tenant.objects.filter(pk=makassar.id).update(state=state)
        return "Administrator daerah menerima email" in rani.get(address("delete", makassar.key)).content.decode()

    assert (told("suspended"), told("provisioning")) == (True, False)


def test_region_s_page_says_that_it_will_be_deleted(rani, watcher, makassar) -> None:
    deletion = ask(tenant_of(makassar))

    for console in (rani, watcher):
        page = console.get(address("region", makassar.key)).content.decode()
        assert (address("deletion", deletion.key) in page, address("delete", makassar.key) in page) == (True, False)
    assert address("call_off", deletion.key) not in watcher.get(address("deletion", deletion.key)).content.decode()


def test_deletion_under_way_is_followed_and_not_called_off(rani, makassar) -> None:
    deletion = due(ask(tenant_of(makassar)))
    run = deletions.begin(deletion, by=PLATFORM)

    page = rani.get(address("deletion", deletion.key)).content.decode()
    refused = rani.post(address("call_off", deletion.key), follow=True).content.decode()

    assert (address("run", run.key) in page, "Sudah terlambat" in refused) == (True, True)


def deleted(where: Tenancy) -> Deletion:
    """Return the deletion of a region as it is when all is done, without doing it."""
    deletion, tenant = ask(tenant_of(where)), tenant_of(where)
    Backup.objects.create(
        tenant=tenant, tenant_key=tenant.key, name=tenant.name, occasion="asked", state="kept",
        taken_at=datetime(2026, 11, 3, 5, tzinfo=UTC),
    )  # fmt: skip
    deletion.state, deletion.done_at = Deletion.State.DONE, timezone.now()
    deletion.figures = {"tables": 7, "rows": 1, "files": 0, "bytes": 9}
    deletion.copies = [{"made_at": "2026-11-02T05:00:00+00:00", "bytes": 2048, "sha256": "c0ffee" * 10}]
    deletion.certificate, deletion.signature = certificates.issue(deletion, tenant, at=deletion.done_at)
    deletion.save()
    audit.record("provisioning.deleted", deletion, by=PLATFORM, summary="Deleted tenant")
    return deletion


def test_history_leads_to_what_was_deleted(rani, makassar) -> None:
    deletion = deleted(makassar)

    page = rani.get(address("deletion", deletion.key)).content.decode()

    assert address("deletion", deletion.key) in rani.get(address("history")).content.decode()
    assert (">7<" in page, address("certificate", deletion.key) in page) == (True, True)


def test_stranger_verifies_a_certificate_with_openssl_alone(stranger, on_platform, makassar, tmp_path) -> None:
    deletion = deleted(makassar)
    for part in leaving.PARTS:
        (tmp_path / part).write_bytes(stranger.get(address("certificate_part", deletion.key, part)).content)

    def verify() -> str:
        done = subprocess.run(leaving.VERIFY.split(), cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    good = verify()
    (tmp_path / "surat.json").write_text((tmp_path / "surat.json").read_text().replace("Rani", "Budi"))

    assert (good, verify()) == ("Signature Verified Successfully", "Signature Verification Failure")


def test_certificate_that_was_changed_says_so(stranger, on_platform, makassar) -> None:
    with time_machine.travel("2026-11-05T12:00:00+00:00"):
        deletion = deleted(makassar)
    path = address("certificate", deletion.key)
    before = stranger.get(path).content.decode()

    Deletion.objects.filter(pk=deletion.pk).update(certificate=deletion.certificate.replace('"rows": 1', '"rows": 2'))

    assert ("3 November 2026" in before, "1 Februari 2027" in before) == (True, True)
    assert ("2 November 2026" in before, "c0ffee" * 10 in before) == (True, True)
    said = "Surat ini tidak seperti saat ditandatangani."
    assert (said in before, said in stranger.get(path).content.decode()) == (False, True)


def test_certificate_has_no_other_part(stranger, on_platform, makassar) -> None:
    assert stranger.get(address("certificate_part", deleted(makassar).key, "rahasia.pem")).status_code == 404


def test_command_shows_the_plan_orders_and_calls_off(on_platform, makassar, capsys) -> None:
    tenant = suspended(tenant_of(makassar))

    call_command("delete_tenant", "73.71", "--plan")
    planned, count = capsys.readouterr().out.splitlines(), Deletion.objects.count()
    call_command("delete_tenant", "73.71", "--confirm", tenant.name)
    call_command("delete_tenant", "73.71", "--call-off")

    assert (planned[1], planned[-1], count) == ("  1. Close the portal for good", "  7. Delete the tenant's records", 0)
    assert capsys.readouterr().out.splitlines()[-1] == "Kota Makassar stays as it is."
    assert Deletion.objects.get(number=tenant.pk).state == "called_off"


def test_command_refuses_another_name(on_platform, makassar) -> None:
    suspended(tenant_of(makassar))

    with pytest.raises(CommandError, match="Write the name exactly"):
        call_command("delete_tenant", "73.71", "--confirm", "Makassar")


def test_command_stops_with_the_run(on_platform, makassar) -> None:
    deletion = due(ask(tenant_of(makassar)))
    run = deletions.begin(deletion, by=PLATFORM)
    Run.objects.filter(pk=run.pk).update(state="failed")
    Run.objects.exclude(pk=run.pk).delete()

    with pytest.raises(CommandError, match="Not finished"):
        call_command("delete_tenant", "73.71", "--confirm", "Kota Makassar", "--here")


def test_copy_of_a_region_is_asked_for_and_its_progress_shown(rani, makassar) -> None:
    before = rani.get(address("region", makassar.key)).content.decode()

    rani.post(address("ask_for_copy", makassar.key))

    shown = rani.get(address("region", makassar.key)).content.decode()
    path = f'action="{address("ask_for_copy", makassar.key)}"'
    assert (path in before, path in shown, "Sedang dibuat: 0 %" in shown) == (True, False, True)
    assert Job.objects.filter(name="provisioning.export_of", payload__tenant=makassar.key).count() == 1


def test_copy_is_followed_without_reloading_until_it_is_there(rani, watcher, makassar) -> None:
    rani.post(address("ask_for_copy", makassar.key))
    path = address("copy_progress", makassar.key)
    with enter(makassar):
        Export.objects.update(progress=40)

    waiting = rani.get(path, headers={"HX-Request": "true"}).content.decode()
    with enter(makassar):
        exports.finish(Export.objects.get(), size=2048, sha256="")
    ended = rani.get(path, headers={"HX-Request": "true"}).content.decode()

    assert ("Sedang dibuat: 40 %" in waiting, f'hx-get="{path}" hx-trigger="every 2s"' in waiting) == (True, True)
    assert ("<html" in waiting, "hx-get" in ended) == (False, False)
    assert ("Dibuat pada" in ended, "<form" in ended) == (True, True)
    assert watcher.get(path).status_code == 403


def test_region_without_tables_has_no_copy(rani, makassar) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state="provisioning")

    assert address("ask_for_copy", makassar.key) not in rani.get(address("region", makassar.key)).content.decode()
    assert rani.post(address("ask_for_copy", makassar.key)).status_code == 404
    assert rani.get(address("copy_progress", makassar.key)).status_code == 404
