"""What is held of a citizen is hers to take away, and nobody else's; what she does not agree to is stopped."""

import json
from collections.abc import Callable
from zipfile import ZipFile

import pytest
from django.db import ProgrammingError, connection

from app_modules.complaints import actions as complaints
from app_modules.complaints.errors import ReporterDeclines
from app_modules.complaints.models import PUBLIC, Case
from kernel.accounts.actor import Actor
from kernel.audit.models import Entry
from tenants.citizens.models import Citizen
from tenants.personal import consents, exporting, holdings
from tenants.personal.holdings import Purpose, Subject

pytestmark = pytest.mark.usefixtures("in_makassar")


@pytest.fixture
def public() -> Purpose:
    return holdings.purposes()[PUBLIC]


def test_only_what_carries_her_confirmed_address_or_number_is_hers(citra: Subject, report: Callable[..., Case]) -> None:
    mine = [report(email=citra.email), report(phone=citra.phone)]
    report(email="lain@example.org", phone="+628111")
    report()

    (part,) = holdings.held(citra)

    assert {thing.facts[0].value for thing in part.things} == {case.ticket for case in mine}
    assert holdings.held(Subject("nobody")) == []


def test_officers_notes_are_not_hers(citra: Subject, as_sari: Actor, report: Callable[..., Case]) -> None:
    case = report(email=citra.email)
    complaints.add_note(case, text="Sering melapor.", by=as_sari)

    (part,) = holdings.held(citra)
    assert "Sering melapor." not in str(part)


def test_export_holds_all_for_people_and_for_machines(citra: Subject, report: Callable[..., Case], photo) -> None:
    case = report(email=citra.email, name="Citra", photo=photo)

    with exporting.write(holdings.held(citra)) as content, ZipFile(content) as archive:
        data = json.loads(archive.read("data.json"))
        page = archive.read("data.html").decode()
        (row,) = data["complaints"]
        assert (row["ticket"], row["reporter_name"]) == (case.ticket, "Citra")
        assert archive.read(row["files"][0])
    assert case.ticket in page
    assert row["files"][0] in page


def test_export_goes_on_where_a_file_was_lost(citra: Subject, report: Callable[..., Case], photo) -> None:
    from tenants.files.actions import path_of

    case = report(email=citra.email, photo=photo)
    path_of(case.photos.get().file).unlink()

    with exporting.write(holdings.held(citra)) as content, ZipFile(content) as archive:
        assert archive.namelist() == ["data.json", "data.html"]


def test_who_says_no_is_not_shown_in_public(
    citra: Subject, public: Purpose, as_sari: Actor, report: Callable[..., Case]
) -> None:
    case = report(email=citra.email)
    complaints.release(case, complaints.Public(title="Lampu padam", text="Lampu jalan padam."), by=as_sari)

    consents.withdraw(citra, public)

    case.refresh_from_db()
    assert case.released_at is None
    Citizen.objects.create(key=citra.key, email=citra.email, name="Citra")
    with pytest.raises(ReporterDeclines):
        complaints.release(case, complaints.Public(title="Lampu padam", text="Lampu jalan padam."), by=as_sari)
    consents.agree(citra, public)
    complaints.release(case, complaints.Public(title="Lampu padam", text="Lampu jalan padam."), by=as_sari)
    assert Entry.objects.filter(action="personal.withdraw", actor_key=citra.key).count() == 1


def test_module_that_stops_nothing_need_not_say_so(citra: Subject, public: Purpose, monkeypatch) -> None:
    monkeypatch.delattr("app_modules.complaints.personal.withdrawn")

    consents.withdraw(citra, public)

    assert consents.refuses(citra.key, PUBLIC)


def test_module_whose_tables_are_not_as_it_thinks_is_not_passed_over(citra: Subject, monkeypatch) -> None:
    def held(subject: Subject) -> None:
        connection.cursor().execute("SELECT nothing FROM complaints_case")

    monkeypatch.setattr("app_modules.complaints.personal.held", held)

    with pytest.raises(ProgrammingError, match="nothing"):
        holdings.held(citra)


def test_consent_is_kept_with_the_words_that_she_read(citra: Subject, public: Purpose) -> None:
    def said() -> tuple[bool, bool]:
        (choice,) = consents.of(citra)
        return choice.at is not None, choice.agrees

    assert said() == (False, False)
    assert not consents.refuses(citra.key, PUBLIC)
    for _twice in range(2):
        consents.agree(citra, public)
    assert said() == (True, True)
    for _twice in range(2):
        consents.withdraw(citra, public)
    assert said() == (True, False)
    assert consents.refuses(citra.key, PUBLIC)
    consents.agree(citra, public)
    assert not consents.refuses(citra.key, PUBLIC)
    assert Entry.objects.filter(action__startswith="personal.").count() == 3
