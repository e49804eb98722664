"""No operator is in a region's console but by its leave, as long as it lasts, and all of it on record."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kernel.accounts import actions as accounts
from kernel.accounts.actor import PLATFORM, Actor, ActorKind, Grant
from kernel.accounts.models import Assignment, Person, Role, Unit
from kernel.audit.models import Entry
from kernel.signing import BadToken
from tenants.isolation.current import Place, enter
from tenants.support import actions, queries, scopes, tasks
from tenants.support.errors import AnsweredAlready, AskedAlready, NotOpen
from tenants.support.models import Access
from tests.tenants.notices.conftest import carry_out

RANI = Actor(ActorKind.OPERATOR, "rani0rani0", "Rani")
WATI = Actor(ActorKind.OPERATOR, "wati0wati0", "Wati")
HOUR = timedelta(hours=1)

pytestmark = pytest.mark.usefixtures("in_makassar", "operators")


@pytest.fixture
def operators(db) -> None:
    """Rani's and Wati's accounts on the platform."""
    with enter(Place.PLATFORM):
        role = Role.objects.create(key="support", title_id="x", title_en="x", permissions=["*"])
        for who in (RANI, WATI):
            operator = Person.objects.create(key=who.key, name=who.name, email=f"{who.key}@example.org")
            Assignment.objects.create(person=operator, role=role)


def ask(scope: str = "portal", *, may_change: bool = False, hours: int = 3, by: Actor = RANI) -> Access:
    return actions.ask("Tiket 12: kata yang salah", [scope], hours, may_change=may_change, by=by)


@pytest.fixture
def grant(as_sari: Actor) -> Callable[..., Access]:
    return lambda *scope, **more: actions.answer(ask(*scope, **more), is_granted=True, by=as_sari)


@pytest.fixture
def inside(citizen: Client) -> Callable[[Access], Client]:
    """A browser in which the operator has entered."""

    def go_in(access: Access) -> Client:
        citizen.post(f"/operator/masuk/{actions.open_door(access, by=access.operator)}/")
        return citizen

    return go_in


def test_everybody_who_may_let_her_in_is_asked(sari: Person, budi: Person) -> None:
    doorman = Role.objects.create(key="doorman", title_id="x", title_en="x", permissions=["support.grant"])
    Assignment.objects.create(person=budi, role=doorman)

    ask()
    carry_out("notices.spread")
    carry_out("mail.notice")

    assert {mail.to[0] for mail in outbox.outbox} == {sari.email, budi.email}
    assert outbox.outbox[0].subject == "Seorang operator meminta akses ke konsol Anda"
    assert "Tiket 12: kata yang salah" in outbox.outbox[0].body
    assert "http://makassar.localhost:8000/konsol/akses-operator/" in outbox.outbox[0].body


def test_same_operator_asks_once_until_it_is_answered_or_lapses(as_sari: Actor) -> None:
    first = ask()
    with pytest.raises(AskedAlready):
        ask()
    ask(by=WATI)

    actions.answer(first, is_granted=False, by=as_sari)
    second = ask()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert second.state == Access.State.LAPSED
        with pytest.raises(AnsweredAlready):
            actions.answer(second, is_granted=True, by=as_sari)
        ask()


def test_answer_is_given_once(as_sari: Actor) -> None:
    access = ask()
    actions.answer(access, is_granted=False, by=as_sari)

    with pytest.raises(AnsweredAlready):
        actions.answer(access, is_granted=True, by=as_sari)

    access.refresh_from_db()
    assert (access.state, access.answered_by.name) == (Access.State.REFUSED, "Sari")


def test_operator_enters_and_sees_what_was_granted_and_no_more(grant, inside) -> None:
    console = inside(grant())

    seen = {
        path: console.get(path).status_code
        for path in ("/konsol/", "/konsol/kata/", "/konsol/orang/", "/konsol/berita/")
    }

    assert seen == {"/konsol/": 200, "/konsol/kata/": 200, "/konsol/orang/": 403, "/konsol/berita/": 403}


def test_each_page_says_who_is_there_and_until_when(grant, inside) -> None:
    page = inside(grant()).get("/konsol/").content.decode()

    assert "Rani, operator, sampai" in page
    assert "hanya boleh melihat" in page


def test_scope_of_a_module_is_that_module(grant, inside) -> None:
    console = inside(grant("news"))

    assert [console.get(path).status_code for path in ("/konsol/berita/", "/konsol/kata/")] == [200, 403]


def test_who_may_look_changes_nothing(grant, inside) -> None:
    response = inside(grant()).post("/konsol/kata/news/", {"news.menu": "Warta"})

    assert response.status_code == 403


def test_who_may_change_does_and_the_history_names_her(grant, inside) -> None:
    access = grant(may_change=True)

    response = inside(access).post("/konsol/unit/", {"name": "Dinas Uji"})

    assert response.status_code in (200, 302)
    entry = Entry.objects.get(action="units.add")
    assert (entry.actor.kind, entry.actor.name) == (ActorKind.OPERATOR, "Rani")
    assert "units.add" in queries.done(access).values_list("action", flat=True)


def test_region_sees_each_page_that_was_opened(grant, inside, portal, makassar, sari) -> None:
    access = grant()
    inside(access).get("/konsol/kata/?q=rahasia")

    page = portal(makassar, sari).get(f"/konsol/akses-operator/{access.key}/").content.decode()

    assert "/konsol/kata/" in page
    assert "rahasia" not in page


@pytest.mark.parametrize("method", ["get", "head"])
def test_what_a_script_fetches_is_written_down_too(grant, inside, method: str) -> None:
    console = inside(grant())
    getattr(console, method)("/konsol/", headers={"HX-Request": "true"})

    assert Entry.objects.get(action="support.look").after == {"path": "/konsol/"}


def test_access_ends_by_itself(grant, inside) -> None:
    console = inside(grant(hours=3))

    with time_machine.travel(timezone.now() + 2 * HOUR):
        assert console.get("/konsol/kata/").status_code == 200
    with time_machine.travel(timezone.now() + 3 * HOUR):
        response = console.get("/konsol/kata/")
        assert response["Location"].startswith("/masuk/")


def test_access_ends_at_once_when_the_region_says_so(grant, inside, as_sari) -> None:
    access = grant(hours=168)
    console = inside(access)

    actions.end(access, by=as_sari)

    assert console.get("/konsol/kata/")["Location"].startswith("/masuk/")
    page = console.get("/masuk/").content.decode()
    assert "Akses Anda ke konsol ini sudah berakhir" in page
    actions.end(access, by=as_sari)
    assert Entry.objects.filter(action="support.end").count() == 1


def test_door_opens_once(grant, citizen, portal, makassar) -> None:
    token = actions.open_door(grant(), by=RANI)
    assert "Sebagai Rani" in citizen.get(f"/operator/masuk/{token}/").content.decode()
    assert citizen.post(f"/operator/masuk/{token}/")["Location"] == "/konsol/"

    assert portal(makassar).post(f"/operator/masuk/{token}/").status_code == 404
    with pytest.raises(BadToken):
        actions.enter(token)


def test_newer_door_closes_the_older_one_and_each_is_good_for_two_minutes(grant) -> None:
    access = grant()
    older, newer = (actions.open_door(access, by=RANI) for _time in range(2))

    with pytest.raises(BadToken):
        actions.through(older)
    with time_machine.travel(timezone.now() + timedelta(minutes=3)), pytest.raises(BadToken):
        actions.through(newer)


def test_no_door_for_another_operator_nor_before_the_answer_nor_after_the_end(grant, as_sari) -> None:
    with pytest.raises(NotOpen):
        actions.open_door(ask(by=WATI), by=WATI)
    access = grant()
    with pytest.raises(NotOpen):
        actions.open_door(access, by=WATI)
    token = actions.open_door(access, by=RANI)
    with time_machine.travel(timezone.now() + timedelta(seconds=90)):
        Access.objects.filter(pk=access.pk).update(ends_at=timezone.now())
        with pytest.raises(NotOpen):
            actions.enter(token)


def test_whoever_was_logged_in_there_is_logged_out(grant, portal, makassar, budi) -> None:
    console = portal(makassar, budi)

    console.post(f"/operator/masuk/{actions.open_door(grant(), by=RANI)}/")

    assert "Budi" not in console.get("/konsol/kata/").content.decode()


def test_operator_leaves_and_the_browser_is_nobody_s(grant, inside) -> None:
    console = inside(grant())

    console.post("/operator/keluar/")

    assert settings.SESSION_COOKIE_NAME not in {name for name, cookie in console.cookies.items() if cookie.value}
    assert console.get("/konsol/")["Location"].startswith("/masuk/")


def test_leaving_does_not_log_out_who_has_an_account(portal, makassar, budi) -> None:
    console = portal(makassar, budi)

    console.post("/operator/keluar/")

    assert console.get("/konsol/").status_code == 200


def test_access_costs_one_question_and_whoever_else_asks_none(grant, inside, portal, makassar, budi) -> None:
    def asked(console: Client) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert console.get("/konsol/berita/").status_code == 200
        return sum('FROM "support_access"' in query["sql"] for query in queries)

    assert (asked(portal(makassar, budi)), asked(inside(grant("news")))) == (0, 1)


def test_no_scope_reaches_people_copies_or_this_itself(in_makassar) -> None:
    every = scopes.permissions([key for key, _label in scopes.choices(in_makassar.modules)])

    assert not every & {"people.manage", "exports.make", "support.grant", "audit.view"}


def test_scope_of_a_module_that_is_gone_gives_nothing() -> None:
    assert (scopes.permissions(["gone"]), scopes.labels(["gone"])) == (frozenset(), ["gone"])


@pytest.mark.parametrize(
    ("answer", "state", "said"), [("yes", "on", "sekarang boleh masuk"), ("no", "refused", "Ditolak")]
)
def test_administrator_answers_in_the_console(portal, makassar, sari, answer: str, state: str, said: str) -> None:
    access, console = ask(), portal(makassar, sari)
    assert "Menunggu jawaban" in console.get("/konsol/akses-operator/").content.decode()

    page = console.post(f"/konsol/akses-operator/{access.key}/jawab/", {"answer": answer}, follow=True).content.decode()

    access.refresh_from_db()
    assert (access.state, said in page) == (state, True)


def test_second_answer_says_that_there_was_one(portal, makassar, sari, grant) -> None:
    access, console = grant(), portal(makassar, sari)

    page = console.post(f"/konsol/akses-operator/{access.key}/jawab/", {"answer": "no"}, follow=True).content.decode()

    access.refresh_from_db()
    assert access.is_on
    assert "tidak menunggu jawaban lagi" in page


def test_what_waits_stands_first(portal, makassar, sari, grant) -> None:
    waits = ask(by=WATI)
    grant()

    page = portal(makassar, sari).get("/konsol/akses-operator/").content.decode()

    assert page.index(waits.operator.name) < page.index("Rani")


def test_ended_in_the_console_at_once(portal, makassar, sari, grant) -> None:
    access = grant()

    portal(makassar, sari).post(f"/konsol/akses-operator/{access.key}/akhiri/")

    access.refresh_from_db()
    assert (access.state, access.ended_by.name, str(access)) == ("ended", "Sari", "Rani (ended)")


def deactivate(operators) -> None:
    operators.update(is_active=False)


def delete(operators) -> None:
    operators.delete()


def demote(operators) -> None:
    Assignment.objects.filter(person__in=operators).delete()


WAYS_OUT = pytest.mark.parametrize("send_away", [deactivate, delete, demote])


@pytest.fixture
def without_rani() -> Callable[[Callable], None]:
    """Let Rani operate the platform no longer, past every action of ours."""

    def go(send_away: Callable) -> None:
        with enter(Place.PLATFORM):
            send_away(Person.objects.filter(key=RANI.key))

    return go


@WAYS_OUT
def test_who_operates_no_longer_is_out_at_the_next_click_for_good(grant, inside, without_rani, send_away) -> None:
    access = grant()
    console = inside(access)
    before = console.get("/konsol/").status_code

    without_rani(send_away)

    assert (before, console.get("/konsol/").status_code) == (200, 302)
    access.refresh_from_db()
    assert (access.state, access.ended_by.kind) == (Access.State.ENDED, ActorKind.PLATFORM)
    assert Entry.objects.get(action="support.end").actor.kind == ActorKind.PLATFORM


@WAYS_OUT
def test_no_door_opens_to_who_operates_no_longer(grant, citizen, without_rani, send_away) -> None:
    token = actions.open_door(grant(), by=RANI)

    without_rani(send_away)

    assert [
        citizen.get(f"/operator/masuk/{token}/").status_code,
        citizen.post(f"/operator/masuk/{token}/").status_code,
    ] == [400, 404]


@WAYS_OUT
def test_region_reads_that_it_has_ended(grant, without_rani, send_away, portal, makassar, sari) -> None:
    console, pages = portal(makassar, sari), ("/konsol/akses-operator/", f"/konsol/akses-operator/{grant().key}/")
    without_rani(send_away)

    shown = [console.get(page).content.decode() for page in pages]

    assert [("Diakhiri" in page, "Akhiri sekarang" in page) for page in shown] == [(True, False)] * 2


def test_page_of_one_access_ends_it_too(grant, without_rani, portal, makassar, sari) -> None:
    access = grant()
    without_rani(delete)

    assert "Diakhiri" in portal(makassar, sari).get(f"/konsol/akses-operator/{access.key}/").content.decode()


def test_nobody_lets_in_who_operates_no_longer(without_rani, portal, makassar, sari) -> None:
    access = ask()
    without_rani(delete)

    said = portal(makassar, sari).post(f"/konsol/akses-operator/{access.key}/jawab/", {"answer": "yes"}, follow=True)

    access.refresh_from_db()
    assert (access.state, "tidak menunggu jawaban lagi" in said.content.decode()) == ("ended", True)


def test_access_of_a_time_before_does_not_come_back_with_her(grant, without_rani) -> None:
    grant(), actions.answer(ask(by=WATI), is_granted=False, by=PLATFORM)
    without_rani(deactivate)

    tasks.end_dismissed()

    without_rani(lambda operators: operators.update(is_active=True))
    assert [(row.operator.name, row.state) for row in Access.objects.all()] == [("Wati", "refused"), ("Rani", "ended")]


def test_nothing_is_done_by_an_access_that_ended_while_a_page_was_under_way(grant, as_sari) -> None:
    access = grant(may_change=True)
    rani = Actor(ActorKind.OPERATOR, RANI.key, "Rani", (Grant(frozenset({"*"})),), access=access.key)
    accounts.add_unit("Dinas Satu", by=rani)
    actions.end(access, by=as_sari)
    with pytest.raises(NotOpen):
        accounts.add_unit("Dinas Dua", by=rani)

    assert Unit.objects.filter(name__startswith="Dinas ").values_list("name", flat=True).get() == "Dinas Satu"
