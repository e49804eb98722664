"""What operators see of a region's limits, and how they change one."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from kernel.audit.models import Entry
from tenants.isolation.current import Tenancy, enter
from tenants.jobs.models import Job
from tenants.registry.models import Tenant
from tests.partnership.test_console import address
from tests.tenants.quotas.conftest import quota, set_quota

REASON = "Arsip foto lama dipindahkan ke sini."
EMPTY = {"rows": "", "storage": "", "mails": "", "jobs": ""}


def change(console, where: Tenancy, **typed: str):
    return console.post(address("change_limits", where.key), {**EMPTY, "reason": REASON, **typed})


def said(page: str) -> list[str]:
    return re.findall(r"<li>([^<]+)</li>", page.partition('id="plan"')[2].partition("</ol>")[0])


def command(*words: str) -> list[str]:
    out = io.StringIO()
    call_command("portal", "quota", *words, stdout=out)
    return out.getvalue().splitlines()


def test_region_s_page_shows_four_meters(rani, makassar) -> None:
    set_quota(makassar, "rows", used=900_000, allowed=1_000_000)

    page = rani.get(address("region", makassar.key)).content.decode()

    assert re.findall(r'<progress class="bar" value="(\d+)" max="100" aria-label="([^"]+)">', page) == [
        ("90", "Baris data"),
        ("0", "Berkas"),
        ("0", "Email per hari"),
        ("0", "Tugas per hari"),
    ]
    assert ("900.000 dari 1.000.000" in page, "Hampir habis" in page, "sedang ditahan" in page) == (True, True, False)


def test_region_s_page_says_what_is_kept_back(rani, makassar) -> None:
    Job.objects.create(tenant_role=makassar.role, name="mail.send", state=Job.State.PARKED)

    assert "1 tugas dan email sedang ditahan." in rani.get(address("region", makassar.key)).content.decode()


def test_list_marks_the_region_that_is_short_of_room(rani, makassar) -> None:
    before = rani.get(address("home")).content.decode()
    set_quota(makassar, "rows", used=900, allowed=1000)

    after = rani.get(address("home")).content.decode()

    assert [page.count("Kuota hampir habis") for page in (before, after)] == [0, 1]


def test_plan_of_other_limits_changes_nothing(rani, makassar) -> None:
    set_quota(makassar, "rows", used=900)
    set_quota(makassar, "storage", used=0)

    page = change(rani, makassar, rows="800", storage="10").content.decode()

    assert said(page) == [
        "Baris data: 2.000.000 menjadi 800. Batas itu sudah tercapai: 900 terpakai. Tidak ada yang dihapus.",
        "Berkas: 20,0\xa0GB menjadi 10,0\xa0MB. 0\xa0bita terpakai.",
    ]
    assert quota(makassar, "rows").allowed is None


def test_limits_are_changed_with_a_reason_that_both_histories_keep(rani, makassar) -> None:
    change(rani, makassar, storage="10", do="1")

    kept = {"storage": 10, "reason": REASON}
    assert quota(makassar, "storage").allowed == 10 * 1024**2
    assert Entry.objects.get(action="regions.limits").after == kept
    with enter(makassar):
        line = Entry.objects.get(action="portal.limits")
    assert (line.actor.name, line.before, line.after) == ("Rani", {"storage": None}, kept)


def test_what_is_left_empty_is_the_usual_limit_again(rani, makassar) -> None:
    change(rani, makassar, storage="10", do="1")

    change(rani, makassar, do="1")

    assert quota(makassar, "storage").allowed is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"rows": "0"}, "rows"), ({"jobs": "viel"}, "jobs"), ({"mails": "9", "reason": " "}, "reason"), ({}, "")],
    ids=["zero", "word", "no reason", "no change"],
)
def test_nonsense_is_refused_at_its_field(rani, makassar, typed, field) -> None:
    response = change(rani, makassar, **typed)

    assert (response.status_code, quota(makassar, "mails").allowed) == (422, None)
    assert not field or f'id="id_{field}_error"' in response.content.decode()


def test_who_may_only_look_changes_nothing(watcher, makassar) -> None:
    assert change(watcher, makassar, rows="9", do="1").status_code == 403
    assert quota(makassar, "rows").allowed is None


def test_a_region_without_a_portal_has_no_limits_to_change(rani, makassar) -> None:
    Tenant.objects.filter(pk=makassar.id).update(state="provisioning")

    assert change(rani, makassar, rows="9", do="1").status_code == 422


def test_command_shows_what_is_used(on_platform, makassar) -> None:
    set_quota(makassar, "rows", used=100)
    set_quota(makassar, "storage", used=0)

    assert command("73.71") == [
        "Rows: 100 of 2,000,000 (0 %)",
        "Files: 0\xa0bytes of 20.0\xa0GB (0 %)",
        "Mails a day: 0 of 5,000 (0 %)",
        "Jobs a day: 0 of 100,000 (0 %)",
    ]


def test_command_shows_the_plan_and_changes(on_platform, makassar) -> None:
    set_quota(makassar, "mails", used=0)

    plan = command("73.71", "--mails", "100", "--plan")
    planned = quota(makassar, "mails").allowed
    done = command("73.71", "--mails", "100", "--reason", REASON)
    command("73.71", "--mails", "usual", "--reason", REASON)

    assert (plan, planned) == (["  1. Mails a day: 5,000 becomes 100. 0 are used."], None)
    assert (done[2], quota(makassar, "mails").allowed) == ("Mails a day: 0 of 100 (0 %)", None)
    assert Entry.objects.filter(action="regions.limits").count() == 2


def test_command_given_again_changes_nothing(on_platform, makassar) -> None:
    command("73.71", "--mails", "100", "--reason", REASON)
    command("73.71", "--mails", "100", "--reason", REASON)

    assert Entry.objects.filter(action="regions.limits").count() == 1


@pytest.mark.parametrize("words", [("--rows", "0"), ("--rows", "many"), ("--rows", "9"), ("--rows", "1000000001")])
def test_command_refuses_nonsense_and_wants_a_reason(on_platform, makassar, words) -> None:
    with pytest.raises(CommandError):
        command("73.71", *words)

    assert quota(makassar, "rows").allowed is None
