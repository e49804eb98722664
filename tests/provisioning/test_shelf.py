"""A region's administrators see its backups and ask for one; they neither restore nor see another region's."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Person
from kernel.audit.models import Entry
from provisioning import runner
from provisioning.backups import asking, shelf
from provisioning.errors import OrderRefused
from provisioning.models import Backup, BackupRule, Deletion, Run
from tenants.isolation.current import Place, Tenancy, enter
from tenants.registry.queries import tenancy
from tests.conftest import kept
from tests.provisioning.conftest import order

PAGE = "/konsol/cadangan/"
NOON = datetime(2026, 11, 26, 4, tzinfo=UTC)  # in Makassar
AS, ALL = "disimpan sebagai cadangan ", "harian, mingguan, bulanan"


@pytest.fixture
def console(makassar: Tenancy, sari: Person, portal) -> Client:
    """Sari's browser."""
    return portal(makassar, sari)


def made(where: Tenancy, **facts: object) -> Backup:
    given = {"occasion": "scheduled", "state": "kept", "taken_at": NOON, "size": 2_500_000}
    with enter(Place.PLATFORM):
        return Backup.objects.create(tenant_id=where.id, tenant_key=where.key, name=where.name, **{**given, **facts})


def read(console: Client, **headers: str) -> str:
    return " ".join(console.get(PAGE, headers=headers).content.decode().split())


def rows(page: str) -> list[str]:
    part = page.partition('id="kept"')[2].partition("</section>")[0]
    found = re.findall(r"<li .*?</li>", part)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def ask(console: Client) -> str:
    """Press the button; return what is said above the page that follows."""
    followed = console.post(f"{PAGE}sekarang/", follow=True)
    said = re.findall(r'<div class="toast-info".*?<div[^>]*>(.*?)</div>', followed.content.decode(), re.DOTALL)
    return " ".join(said)


def runs(where: Tenancy) -> int:
    with enter(Place.PLATFORM):
        return Run.objects.filter(tenant_id=where.id, title_en__startswith="Backing up").count()


def test_page_says_what_is_kept_why_and_whether_it_was_tried(console, makassar) -> None:
    made(makassar, verified_at=NOON + timedelta(minutes=5))
    made(makassar, taken_at=NOON - timedelta(days=1), occasion="asked", size=2_000_000)
    made(makassar, taken_at=NOON - timedelta(days=60), problem="“manifest.json” rusak.")
    with enter(Place.PLATFORM):
        BackupRule.objects.create(tenant_id=makassar.id, hour=22, daily=1, weekly=1, monthly=2)

    page = read(console)

    assert rows(page) == [
        f"Kamis, 26 November 2026, 12.00 WITA Terjadwal · 2,4 MB · {AS}{ALL} Sudah dicoba dipulihkan",
        "Rabu, 25 November 2026, 12.00 WITA Diminta · 1,9 MB · tersedia sampai Jumat, 25 Desember 2026 Belum dicoba",
        f"Minggu, 27 September 2026, 12.00 WITA Terjadwal · 2,4 MB · {AS}bulanan Tidak bisa dipulihkan",
    ]
    assert "Kamis, 26 November 2026, 12.05 WITA · semuanya kembali sama persis" in page
    assert ("pukul 22.00 WITA" in page, "Sebuah cadangan gagal dipulihkan" in page) == (True, True)


def test_page_shows_neither_keys_nor_what_an_error_said(console, makassar, settings) -> None:
    backup = made(makassar, problem="“manifest.json” rusak.")

    page = read(console)

    assert [told for told in (backup.key, settings.BACKUPS_ROOT, "manifest.json") if str(told) in page] == []


def test_page_without_backups_says_so(console) -> None:
    page = read(console)

    assert (rows(page), page.count("Belum ada")) == (["Belum ada"], 2)


def test_backup_that_no_period_keeps_says_so(console, makassar) -> None:
    made(makassar)
    made(makassar, taken_at=NOON - timedelta(hours=1))

    assert "tidak lagi disimpan menurut aturan" in rows(read(console))[1]


def test_backup_is_ordered_once_and_both_logs_say_by_whom(console, makassar, as_sari) -> None:
    said = [ask(console), ask(console)]

    assert runs(makassar) == 1
    assert said == ["", "Portal Anda sedang dikerjakan: Mencadangkan Kota Makassar. Minta lagi setelah itu selesai."]
    with enter(makassar):
        assert [entry.actor for entry in Entry.objects.filter(action="backups.ask")] == [kept(as_sari)]
    with enter(Place.PLATFORM):
        ordered = Entry.objects.filter(action="provisioning.order").latest("pk")
    assert (ordered.actor.kind, ordered.actor.key, ordered.actor.name) == ("person", "", "Kota Makassar")


def test_page_follows_while_a_backup_is_made(console) -> None:
    before = read(console)
    ask(console)

    whole, part = read(console), read(console, **{"HX-Request": "true"})

    assert [page.count("hx-trigger") for page in (before, whole, part)] == [0, 1, 1]
    assert [page.count("Buat cadangan sekarang") for page in (before, whole, part)] == [1, 0, 0]
    assert ("Sedang berjalan: Mencadangkan Kota Makassar." in part, "<html" in part) == (True, False)


def test_nothing_is_ordered_while_the_portal_is_restored(console, makassar) -> None:
    with enter(Place.PLATFORM):
        title = {"title_id": "Memulihkan Kota Makassar dari cadangan", "title_en": "Restoring Kota Makassar"}
        Run.objects.create(tenant_id=makassar.id, state=Run.State.RUNNING, **title)

    assert ask(console).startswith("Portal Anda sedang dikerjakan: Memulihkan Kota Makassar dari cadangan.")
    assert runs(makassar) == 0


def test_nothing_is_ordered_for_a_portal_that_will_be_deleted(console, makassar) -> None:
    with enter(Place.PLATFORM):
        Deletion.objects.create(number=makassar.id, tenant_key=makassar.key, name=makassar.name)

    assert ask(console).startswith("Portal Anda akan dihapus, jadi cadangan tidak dibuat.")
    assert runs(makassar) == 0


def test_so_many_a_day_are_enough(console, makassar) -> None:
    for _number in range(asking.A_DAY):
        made(makassar, occasion="asked", taken_at=timezone.now())

    assert ask(console).startswith("5 cadangan sudah diminta dalam sehari. Minta lagi besok")
    assert runs(makassar) == 0


@pytest.mark.parametrize(("created", "is_said"), [("after", True), ("before", False)])
def test_backup_that_did_not_come_about_is_said(console, makassar, created, is_said) -> None:
    made(makassar)
    when = NOON + timedelta(hours=1 if created == "after" else -1)
    made(makassar, state="ordered", taken_at=None, created_at=when)

    page = read(console)

    assert (len(rows(page)), "tidak jadi dibuat" in page) == (1, is_said)


def test_first_backup_that_did_not_come_about_is_said(console, makassar) -> None:
    made(makassar, state="ordered", taken_at=None)

    assert "tidak jadi dibuat" in read(console)


def test_regions_never_see_each_other_s(console, makassar, jayapura, dewi, portal) -> None:
    made(makassar)
    made(jayapura, taken_at=NOON - timedelta(days=9))
    ask(portal(jayapura, dewi))

    own, other = read(console), read(portal(jayapura, dewi))

    assert [len(rows(page)) for page in (own, other)] == [1, 1]
    assert ("26 November" in own, "Sedang berjalan" in own) == (True, False)
    assert ("26 November" in other, "Mencadangkan Kota Jayapura" in other) == (False, True)


def test_officers_may_neither_look_nor_ask(makassar, budi, portal) -> None:
    officer = portal(makassar, budi)

    assert (officer.get(PAGE).status_code, officer.post(f"{PAGE}sekarang/").status_code) == (403, 403)
    assert runs(makassar) == 0


@pytest.mark.parametrize("count", [1, 30])
def test_page_asks_no_more_for_more_backups(console, makassar, django_assert_num_queries, count) -> None:
    for number in range(count):
        made(makassar, taken_at=NOON - timedelta(days=number))
    read(console)

    with django_assert_num_queries(11):
        assert len(rows(read(console))) == count


def test_asking_twice_at_once_orders_one_backup(stage) -> None:
    tenant = runner.execute(order().key).tenant
    where, together = tenancy(tenant), Barrier(2)

    def click(_number: int) -> None:
        with enter(where), suppress(OrderRefused):
            together.wait()
            try:
                asking.ask(by=PLATFORM)
            finally:
                connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(click, range(2)))

    with enter(where):
        assert Entry.objects.filter(action="backups.ask").count() == 1
    assert Run.objects.filter(tenant=tenant, title_en__startswith="Backing up").count() == 1


def test_what_was_asked_for_is_made(stage) -> None:
    tenant = runner.execute(order().key).tenant
    with enter(where := tenancy(tenant)):
        asking.ask(by=PLATFORM)

    run = runner.execute(Run.objects.latest("pk").key)

    with enter(where):
        found = shelf.own()
    assert (run.state, len(found.rows), found.under_way, found.has_stopped) == ("done", 1, None, False)
    assert found.rows[0].size == Backup.objects.get(tenant=tenant).size > 0
