"""Two at once, on two connections."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from app_modules.complaints import actions, personal
from app_modules.complaints.errors import CaseAlreadyClosed
from app_modules.complaints.models import Case, Category, Entry
from app_modules.complaints.queries import links
from kernel.accounts.actor import CITIZEN, Actor, ActorKind, Grant
from kernel.ids import new_id
from tenants.areas.models import Area
from tenants.isolation.current import Tenancy, enter
from tenants.personal import consents
from tenants.personal.holdings import Subject
from tenants.personal.models import Consent

FORM = "/laporan/buat/"
ALL = (Grant(frozenset({"*"})),)
OFFICERS = [Actor(ActorKind.PERSON, "budi", "Budi", ALL), Actor(ActorKind.PERSON, "sari", "Sari", ALL)]


def _report(submission: str) -> Case:
    village = Area.objects.filter(level=Area.Level.VILLAGE).first()
    category = Category.objects.get(key="lampu")
    report = actions.Report(submission=submission, description="Lampu padam", category=category, village=village)
    return actions.receive(report, by=CITIZEN)


def _at_once(where: Tenancy, *acts: Callable[[], object]) -> list[object]:
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            with enter(where):
                barrier.wait(timeout=10)
                return act()
        except CaseAlreadyClosed as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_officers_cannot_close_a_case_twice(place):
    case = _report(new_id())

    results = _at_once(place, *(lambda by=by: actions.close(case, note="Beres.", by=by) for by in OFFICERS))

    assert sorted(type(result).__name__ for result in results) == ["Case", "CaseAlreadyClosed"]
    assert case.entries.filter(kind="closed").count() == 1


def test_two_taps_on_two_forms_of_a_browser_make_one_case(place, posted, clean_cache):
    browser = Client(SERVER_NAME=place.domain)
    forms = [re.search(r'name="submission" value="([^"]+)"', browser.get(FORM).content.decode())[1] for _ in range(2)]

    def send(form: str) -> HttpResponse:
        tap = Client(SERVER_NAME=place.domain)
        tap.cookies = browser.cookies
        return tap.post(FORM, posted(submission=form))

    answers = _at_once(place, *[lambda form=form: send(form) for form in forms * 2])

    made = {links.case_of(answer["Location"].split("/")[3]).pk for answer in answers}
    assert [answer.status_code for answer in answers] == [302] * 4
    assert made == set(Case.objects.filter(is_sample=False).values_list("pk", flat=True))
    assert (len(made), Entry.objects.filter(case__in=made).count()) == (1, 1)


def test_two_taps_make_one_case(place):
    submission = new_id()

    first, second = _at_once(place, *[lambda: _report(submission)] * 2)

    assert first.pk == second.pk
    assert Case.objects.filter(submission=submission).count() == 1


def test_consent_that_is_withdrawn_while_an_officer_shows_the_case_wins(place):
    citra = Subject("citra-serentak", email="", phone="", name="Citra")
    case, (public,) = _report(new_id()), personal.purposes()
    Case.objects.filter(pk=case.pk).update(citizen_key=citra.key)
    is_shown, is_withdrawn = Event(), Event()

    def show():
        with transaction.atomic():
            actions.release(case, actions.Public(title="Lampu", text="Lampu padam"), by=OFFICERS[0])
            is_shown.set()
            is_withdrawn.wait(timeout=0.5)

    def withdraw():
        is_shown.wait(timeout=10)
        consents.withdraw(citra, public)
        is_withdrawn.set()

    _at_once(place, show, withdraw)

    case.refresh_from_db()
    Consent.objects.filter(citizen_key=citra.key).delete()
    assert (is_withdrawn.is_set(), case.is_released) == (True, False)
