"""The page of one entry of the history."""

import html
import re

import pytest

from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.models import Role, Unit
from kernel.accounts.queries import as_actor
from kernel.audit import actions as audit
from kernel.audit.models import Entry
from tenants.isolation.current import enter
from tenants.support import actions as support
from tests import environment
from tests.conftest import queries as counted
from tests.partnership.conftest import make_operator, open_console

SEALED = (
    "INSERT INTO {}.audit_seal (sequence, digest, version, sealed_at, entry_id) VALUES (7, '\\xabcd', 2, now(), %s)"
)
VERIFIED = """
    INSERT INTO proofs_verification
        (tenant_id, entries, problem, sequence, until, heads, key, since, lost, started_at, finished_at)
    VALUES (%s, %s, %s, 3, now(), 0, '', 0, 0, now(), now())
"""


def page(browser, entry: Entry) -> str:
    """Return the page of an entry as a reader sees it: words only."""
    body = browser.get(f"/konsol/riwayat/{entry.key}/").content.decode()
    text = re.sub(r"<[^>]+>", " ", body.partition("<main")[2])
    return re.sub(r"\s+", " ", html.unescape(text))


def write(sari, action: str = "units.add", **told) -> Entry:
    by = Actor(ActorKind.PERSON, sari.key, sari.name)
    return audit.record(action, "accounts.unit", by=by, summary="Wrote something", **told)


def test_history_leads_to_the_page_of_each_entry(console, in_makassar, sari):
    entry = write(sari)

    assert f'href="/konsol/riwayat/{entry.key}/"' in console.get("/konsol/riwayat/").content.decode()
    assert "Menambah unit kerja" in page(console, entry)


def test_entry_is_told_with_its_time_here_and_in_utc(console, in_makassar, sari):
    entry = write(sari)

    told = page(console, entry)

    assert f"{entry.at:%H.%M.%S} UTC" in told
    assert "WITA" in told


def test_role_unit_and_rights_are_told_in_words(console, in_makassar, sari):
    role, unit = Role.objects.get(key="officer"), Unit.objects.create(name="Dinas Kebudayaan")
    entry = write(sari, after={"role": role.key, "unit": unit.key, "area": "", "permissions": ["audit.view"]})

    told = page(console, entry)

    assert f"Peran {role}" in told
    assert "Unit kerja Dinas Kebudayaan" in told
    assert "Wilayah tidak ada" in told
    assert "Hak Membaca riwayat" in told


def test_before_and_after_stand_side_by_side(console, in_makassar, sari):
    told = page(console, write(sari, before={"name": "Dinas Pariwisata"}, after={"name": "Dinas Kebudayaan"}))

    assert "Isian Sebelum Sesudah Nama Dinas Pariwisata Dinas Kebudayaan" in told


def test_unit_of_a_report_is_told_by_its_name(console, in_makassar, sari):
    unit = Unit.objects.create(name="Dinas Pekerjaan Umum")
    by = Actor(ActorKind.PERSON, sari.key, sari.name)
    change = {"before": {"unit_id": None, "state": "received"}, "after": {"unit_id": unit.pk, "state": "in_progress"}}
    entry = audit.record("complaints.forward", "complaints.case", by=by, summary="Forwarded", **change)

    told = page(console, entry)

    assert "Unit kerja tidak ada Dinas Pekerjaan Umum" in told
    assert "Status Diterima Diproses" in told


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "Ya"),
        ("2026-11-27", "Jumat, 27 November 2026"),
        ("2026-11-27T03:00:00+00:00", "Jumat, 27 November 2026, 11.00 WITA"),
        ("2026-99-99", "2026-99-99"),
        (7, "7"),
        ({"files": 3}, "files: 3"),
        ([{"files": 3}], "{'files': 3}"),
    ],
    ids=["yes", "day", "moment", "no-day", "number", "figures", "list of figures"],
)
def test_value_is_said_as_people_say_it(console, in_makassar, sari, value, said):
    assert f"Nama {said}" in page(console, write(sari, after={"name": value}))


def test_names_of_what_changed_are_told_in_words(console, in_makassar, sari):
    told = page(console, write(sari, after={"changed": ["email", "phone"]}))

    assert "Yang berubah Email, Nomor HP" in told


def test_setting_word_and_mail_are_called_as_on_their_pages(console, in_makassar, sari):
    by = Actor(ActorKind.PERSON, sari.key, sari.name)
    after = {"news.articles_per_page": 20, "portal.invitation:subject:id": "Mari bergabung"}
    entry = audit.record("customization.setting", "customization", by=by, summary="Changed", after=after)

    told = page(console, entry)

    assert "Berita: Berita per halaman 20" in told
    assert "(Judul, Indonesia) Mari bergabung" in told


def test_choice_of_notices_is_told_in_words(console, in_makassar, sari):
    by = Actor(ActorKind.PERSON, sari.key, sari.name)
    entry = audit.record("notices.choose", "notices", by=by, summary="Chose", after={"support.asked": "none"})

    assert "Tidak sama sekali" in page(console, entry)


def test_who_stands_in_for_whom_is_told(console, in_makassar, sari):
    by = Actor(ActorKind.PERSON, sari.key, "Budi", on_behalf_of="Sari")
    entry = audit.record("units.add", "test", by=by, summary="Added")

    told = page(console, entry)

    assert "Siapa Budi Atas nama Sari" in told


def test_leave_by_which_an_operator_came_is_linked(console, in_makassar, sari):
    rani, by = Actor(ActorKind.OPERATOR, "rani0rani0", "Rani"), as_actor(sari)
    asked = support.ask("Kata yang salah", ["portal"], 3, may_change=True, by=rani)
    before = audit.record("customization.word", "customization", by=rani, summary="Before her leave")
    leave = support.answer(asked, is_granted=True, by=by)
    during = audit.record("customization.word", "customization", by=rani, summary="With her leave")

    assert "Dengan izin Anda" not in page(console, before)
    assert "dari Kota Tangerang" in page(console, during)
    assert f"Dengan izin Anda Akses yang diizinkan oleh {sari.name}" in page(console, during)
    support.end(leave, by=by)
    assert "Dengan izin Anda" in page(console, during)


def test_entry_without_a_seal_gets_one_soon(console, in_makassar, sari):
    assert "Segelnya dipasang dalam satu menit" in page(console, write(sari))


@pytest.fixture
def sealed(makassar):
    """An entry of Makassar's that was written before the test, as number 7 of its chain."""
    with enter(makassar):
        entry = Entry.objects.order_by("id")[0]
    with environment.superuser() as cursor:
        cursor.execute(SEALED.format(makassar.schema), [entry.pk])
    yield entry
    with environment.superuser() as cursor:
        cursor.execute(f"DELETE FROM {makassar.schema}.audit_seal")


@pytest.fixture
def verified(makassar):
    """Write what verifying Makassar's chain came to: so many entries, and what is wrong."""

    def write(entries: int, problem: str = "") -> None:
        with environment.superuser() as cursor:
            cursor.execute(VERIFIED, [makassar.id, entries, problem])

    yield write
    with environment.superuser() as cursor:
        cursor.execute("DELETE FROM proofs_verification")


@pytest.mark.parametrize(
    ("entries", "problem", "said"),
    [
        (9, "", "masih seperti saat ditulis"),
        (6, "", "lebih baru daripada pemeriksaan terakhir"),
        (9, "changed", "no. 3"),
    ],
    ids=["verified", "newer", "tampered"],
)
def test_place_in_the_chain_is_told(console, sealed, verified, entries, problem, said):
    verified(entries, problem)

    told = page(console, sealed)

    assert "Nomor 7 Disegel" in told
    assert "abcd" in told
    assert said in told


def test_entry_asks_few_questions(console, in_makassar, sari):
    entry = write(sari, before={"name": "Dinas A"}, after={"name": "Dinas B"})
    page(console, entry)

    with counted(11):
        page(console, entry)


def test_entry_of_another_region_is_not_there(console, in_jayapura, dewi):
    entry = write(dewi)

    assert console.get(f"/konsol/riwayat/{entry.key}/").status_code == 404


def test_entry_is_for_who_may_read_the_history(makassar, in_makassar, budi, portal, sari):
    assert portal(makassar, budi).get(f"/konsol/riwayat/{write(sari).key}/").status_code == 403


def test_operators_read_an_entry_of_the_platform(on_platform):
    by = Actor(ActorKind.OPERATOR, "rani0rani0", "Rani")
    told = {"before": {"rows": None}, "after": {"rows": 500, "reason": "Foto jalan"}}
    entry = audit.record("regions.limits", "test", by=by, summary="Changed the quota", **told)
    rani = open_console(make_operator("Rani", ["*"]))

    body = rani.get(f"/riwayat/{entry.key}/").content.decode()

    assert "Mengubah kuota" in body
    assert "Foto jalan" in body
    assert f'href="/riwayat/{entry.key}/"' in rani.get("/riwayat/").content.decode()
