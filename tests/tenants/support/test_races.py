"""An operator and the region on two connections at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier, Event

from django.db import connection, transaction

from kernel.accounts import actions as accounts
from kernel.accounts.actor import PLATFORM, Actor, ActorKind
from kernel.errors import DomainError
from tenants.isolation.current import Tenancy, enter
from tenants.support import actions, queries
from tenants.support.models import Access

EKA = Actor(ActorKind.OPERATOR, "eka-at-once", "Eka")
UNIT = "Dinas Serentak"


def test_one_of_two_requests_is_taken(place: Tenancy) -> None:
    barrier = Barrier(4)

    def ask(_turn: int) -> str:
        try:
            with enter(place):
                barrier.wait(timeout=10)
                return type(actions.ask("Tiket 12", ["portal"], 3, may_change=False, by=EKA)).__name__
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(ask, range(4))) == ["Access", *["AskedAlready"] * 3]


def test_region_that_ends_an_access_waits_for_what_is_under_way_and_sees_it(place: Tenancy) -> None:
    with enter(place):
        access = actions.answer(
            actions.ask("Tiket 12", ["portal"], 3, may_change=True, by=EKA), is_granted=True, by=PLATFORM
        )
    is_written, is_ended = Event(), Event()

    def change() -> bool:
        with enter(place), transaction.atomic():
            accounts.add_unit(UNIT, by=replace(EKA, access=access.key))
            is_written.set()
            return is_ended.wait(timeout=0.5)

    def end() -> None:
        is_written.wait(timeout=10)
        with enter(place):
            actions.end(access, by=PLATFORM)
        is_ended.set()

    with ThreadPoolExecutor(2) as pool:
        was_faster, _ended = pool.map(closing, (change, end))

    with enter(place):
        access.refresh_from_db()
        assert (was_faster, is_ended.is_set(), access.state) == (False, True, Access.State.ENDED)
        assert "units.add" in queries.done(access).values_list("action", flat=True)


def closing(act: Callable[[], object]) -> object:
    """Do it on a connection of this thread's own."""
    try:
        return act()
    finally:
        connection.close()
