"""How operators change when a region is backed up, and how long that is kept."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from kernel.audit.models import Entry
from provisioning.models import BackupRule
from tenants.isolation.current import Tenancy, enter
from tenants.registry.models import Tenant
from tests.partnership.test_backups import made
from tests.partnership.test_console import address

USUAL = {"hour": 1, "daily": 7, "weekly": 5, "monthly": 12}


def change(console, where: Tenancy, **typed: object):
    return console.post(address("backup_rule", where.key), {**USUAL, **typed})


def said(page: str) -> list[str]:
    return re.findall(r"<li>([^<]+)</li>", page.partition('id="plan"')[2].partition("</ol>")[0])


def rules() -> list[dict[str, int]]:
    return list(BackupRule.objects.values("hour", "daily", "weekly", "monthly"))


def test_form_begins_with_what_holds(rani, makassar) -> None:
    page = rani.get(address("backup_rule", makassar.key)).content.decode()

    assert re.findall(r'name="(\w+)" value="(\d+)"', page) == [(name, str(value)) for name, value in USUAL.items()]
    assert address("backup_rule", makassar.key) in rani.get(address("backups", makassar.key)).content.decode()


def test_plan_says_what_is_deleted_and_changes_nothing(rani, makassar) -> None:
    for days in range(4):
        made(makassar, taken_at=timezone.now() - timedelta(days=days))
    made(makassar, occasion="asked")

    page = change(rani, makassar, hour=14, daily=2, weekly=0, monthly=0).content.decode()

    assert said(page) == [
        "Dicadangkan setiap hari pukul 14.00 WITA, tidak lagi pukul 01.00.",
        "Cadangan terakhir dari setiap hari, minggu, dan bulan disimpan: 2 hari, 0 minggu, 0 bulan.",
        "2 cadangan yang ada sekarang dihapus dalam seperempat jam.",
    ]
    assert rules() == []


def test_plan_that_deletes_nothing_says_so(rani, makassar) -> None:
    made(makassar)

    assert said(change(rani, makassar, daily=9).content.decode())[1:] == ["Tidak ada cadangan yang dihapus."]


def test_rule_is_changed_and_both_histories_say_so(rani, makassar) -> None:
    response = change(rani, makassar, hour=14, do="1")

    after = {**USUAL, "hour": 14}
    assert (response["Location"], rules()) == (address("backups", makassar.key), [after])
    assert Entry.objects.get(action="regions.backup_rule").after == after
    with enter(makassar):
        line = Entry.objects.get(action="portal.backup_rule")
    assert (line.actor.name, line.before, line.after) == ("Rani", USUAL, after)


def test_rule_given_again_changes_nothing(rani, makassar) -> None:
    change(rani, makassar, hour=14, do="1")
    change(rani, makassar, hour=14, do="1")

    assert (len(rules()), Entry.objects.filter(action="regions.backup_rule").count()) == (1, 1)


def test_rule_that_holds_for_all_needs_no_row(rani, makassar) -> None:
    change(rani, makassar, hour=14, do="1")

    change(rani, makassar, do="1")

    assert (rules(), Entry.objects.filter(action="regions.backup_rule").count()) == ([], 2)


@pytest.mark.parametrize(
    ("field", "typed", "wanted"),
    [
        ("hour", "24", "0 sampai 23"),
        ("hour", "", "0 sampai 23"),
        ("daily", "0", "1 sampai 60"),
        ("weekly", "lima", "0 sampai 60"),
        ("monthly", "-1", "0 sampai 120"),
    ],
)
def test_nonsense_is_refused_beside_its_field_and_what_was_typed_stays(rani, makassar, field, typed, wanted) -> None:
    response = change(rani, makassar, **{"daily": "33", field: typed, "do": "1"})

    page = response.content.decode()
    assert (response.status_code, rules()) == (422, [])
    assert f"Tulis bilangan bulat dari {wanted}." in page.partition(f'id="id_{field}_error"')[2][:300]
    assert f'value="{typed or 33}"' in page


def test_rule_that_holds_already_is_refused_with_a_sentence(rani, makassar) -> None:
    response = change(rani, makassar)

    assert (response.status_code, "Ubah sesuatu dahulu" in response.content.decode()) == (422, True)


def test_who_may_only_look_changes_nothing(watcher, makassar) -> None:
    assert change(watcher, makassar, hour=14, do="1").status_code == 403
    assert rules() == []


def test_region_without_a_portal_has_no_rule_to_change(rani, makassar) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state="provisioning")

    assert change(rani, makassar, hour=14, do="1").status_code == 422
    assert rules() == []
