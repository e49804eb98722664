"""While an officer recovers a citizen's account, and while that is stopped, nothing that is under way slips through."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from kernel.accounts.actor import PLATFORM, Actor, ActorKind, Grant
from kernel.audit.models import Entry
from kernel.ids import new_id
from kernel.signing import BadToken
from tenants.citizens import actions, passkeys, recovery, sessions, stopping
from tenants.citizens.errors import NoCode, StoppedBefore
from tenants.citizens.models import Citizen, CitizenSession, Recovery
from tenants.citizens.tokens import STOP
from tenants.isolation.current import Tenancy, enter
from tests.tenants.citizens.conftest import told
from tests.tenants.notices.conftest import queued

LOST, NEW, NEWER = "hilang@example.org", "baru@example.org", "terbaru@example.org"
BUDI, SARI = (
    Actor(ActorKind.PERSON, f"{name}-serentak", name.title(), (Grant(frozenset({"*"})),)) for name in ("budi", "sari")
)


def open_session(citizen: Citizen) -> CitizenSession:
    return CitizenSession.objects.create(citizen=citizen, token_hash=new_id())


@pytest.fixture
def session(place: Tenancy) -> CitizenSession:
    """Citra's, in a browser in which she came in by the address that she loses."""
    return open_session(Citizen.objects.create(name="Citra", email=LOST, registered_at=timezone.now()))


def recover(citizen: Citizen, address: str = NEW, by: Actor = PLATFORM) -> None:
    recovery.recover(citizen, kind="email", address=address, reason="HP dicuri", other_lost=True, by=by)


@pytest.fixture
def stop(session: CitizenSession, clean_cache: None) -> Callable[[], None]:
    """Stop from the old address what Budi has done: he gave Citra's account a new one."""
    recover(session.citizen, by=BUDI)
    return partial(stopping.stop, STOP.sign(Recovery.objects.get(citizen=session.citizen).key))


def keep_address(session: CitizenSession) -> None:
    actions.keep_address(session, kind="phone", address="+6281211112222")


def add_passkey(session: CitizenSession) -> None:
    passkeys.add(session, "x", name="HP")


def log_in(session: CitizenSession, address: str = LOST) -> None:
    citizen = session.citizen
    sessions.begin(RequestFactory().get("/"), citizen, proof=Citizen.objects.filter(pk=citizen.pk, email=address))


def log_in_anew(session: CitizenSession) -> None:
    log_in(session, NEW)


def waits(place: Tenancy, first: Callable[[], object], then: Callable[[], object]) -> bool:
    """Begin the second while the first is done but not yet committed; say whether it ended after that only."""
    is_done, is_over = Event(), Event()

    def lead() -> bool:
        with enter(place), transaction.atomic():
            first()
            is_done.set()
            return is_over.wait(timeout=0.5)

    def follow() -> None:
        is_done.wait(timeout=10)
        with enter(place):
            then()
        is_over.set()

    with ThreadPoolExecutor(2) as pool:
        was_faster, _nothing = pool.map(closing, (lead, follow))
    return not was_faster


def closing(act: Callable[[], object]) -> object:
    """Do it on a connection of this thread's own."""
    try:
        return act()
    finally:
        connection.close()


def refused(error: type[Exception], act: Callable[[], object]) -> Callable[[], None]:
    def tried() -> None:
        with pytest.raises(error):
            act()

    return tried


def held(session: CitizenSession) -> tuple[str, str, int, int]:
    row = Citizen.objects.get(pk=session.citizen_id)
    return row.email, row.phone, row.sessions.count(), row.passkeys.count()


@pytest.mark.parametrize("act", [keep_address, add_passkey, log_in])
def test_what_is_under_way_while_the_account_is_recovered_is_refused(
    place: Tenancy, session: CitizenSession, act: Callable[[CitizenSession], None]
) -> None:
    assert waits(place, lambda: recover(session.citizen), refused(NoCode, lambda: act(session)))

    assert held(session) == (NEW, "", 0, 0)


@pytest.mark.parametrize("act", [keep_address, add_passkey, log_in_anew])
def test_what_is_under_way_while_the_recovery_is_stopped_is_refused(
    place: Tenancy, session: CitizenSession, stop: Callable[[], None], act: Callable[[CitizenSession], None]
) -> None:
    inside = open_session(session.citizen)

    assert waits(place, stop, refused(NoCode, lambda: act(inside)))

    assert held(session) == (LOST, "", 0, 0)


def test_who_is_coming_in_by_the_new_address_while_it_is_stopped_is_out(
    place: Tenancy, session: CitizenSession, stop: Callable[[], None]
) -> None:
    assert waits(place, lambda: log_in_anew(session), stop)

    assert held(session) == (LOST, "", 0, 0)


def test_address_that_is_kept_while_the_recovery_is_stopped_is_taken_away_and_hears_of_it(
    place: Tenancy, session: CitizenSession, stop: Callable[[], None]
) -> None:
    inside = open_session(session.citizen)

    assert waits(place, lambda: actions.keep_address(inside, kind="email", address=NEWER), stop)

    assert held(session) == (LOST, "", 0, 0)
    assert "menghentikan pemulihan" in told(NEWER)


def test_recovery_is_stopped_once(place: Tenancy, session: CitizenSession, stop: Callable[[], None]) -> None:
    assert waits(place, stop, refused(BadToken, stop))

    assert Entry.objects.filter(action="citizens.stop_recovery", subject_key=session.citizen.key).count() == 1
    assert [row["kind"] for row in queued("notices.spread")].count("citizens.recovery_stopped") == 1


def test_recovery_that_is_under_way_is_stopped_with_the_one_before(
    place: Tenancy, session: CitizenSession, stop: Callable[[], None]
) -> None:
    assert waits(place, lambda: recover(session.citizen, NEWER, SARI), stop)

    assert held(session) == (LOST, "", 0, 0)
    assert not session.citizen.recoveries.filter(stopped_at=None).exists()
    assert "menghentikan pemulihan" in told(NEWER)


def test_officer_who_is_stopped_cannot_recover_it_at_the_same_moment(
    place: Tenancy, session: CitizenSession, stop: Callable[[], None]
) -> None:
    assert waits(place, stop, refused(StoppedBefore, lambda: recover(session.citizen, NEWER, BUDI)))

    assert held(session) == (LOST, "", 0, 0)


def test_colleague_who_recovers_it_while_it_is_stopped_is_final(
    place: Tenancy, session: CitizenSession, stop: Callable[[], None]
) -> None:
    assert waits(place, stop, lambda: recover(session.citizen, NEWER, SARI))

    assert held(session) == (NEWER, "", 0, 0)
    assert not Recovery.stoppable().filter(citizen=session.citizen).exists()
