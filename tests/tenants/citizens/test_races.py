"""What is under way in a citizen's browser while an officer recovers her account adds nothing to it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.ids import new_id
from tenants.citizens import actions, passkeys, recovery, sessions
from tenants.citizens.errors import NoCode
from tenants.citizens.models import Citizen, CitizenSession
from tenants.isolation.current import Tenancy, enter

LOST = "hilang@example.org"


@pytest.fixture
def session(place: Tenancy) -> CitizenSession:
    with enter(place):
        citizen = Citizen.objects.create(name="Citra", email=LOST, registered_at=timezone.now())
        return CitizenSession.objects.create(citizen=citizen, token_hash=new_id())


def keep_address(session: CitizenSession) -> None:
    actions.keep_address(session, kind="phone", address="+6281211112222")


def add_passkey(session: CitizenSession) -> None:
    passkeys.add(session, "x", name="HP")


def log_in(session: CitizenSession) -> None:
    citizen = session.citizen
    sessions.begin(RequestFactory().get("/"), citizen, proof=Citizen.objects.filter(pk=citizen.pk, email=LOST))


@pytest.mark.parametrize("act", [keep_address, add_passkey, log_in])
def test_what_is_under_way_while_the_account_is_recovered_is_refused(
    place: Tenancy, session: CitizenSession, act: Callable[[CitizenSession], None]
) -> None:
    given = {"kind": "email", "address": "baru@example.org", "reason": "HP dicuri", "other_lost": True}
    is_recovered, is_done = Event(), Event()

    def recover() -> object:
        with enter(place), transaction.atomic():
            recovery.recover(session.citizen, **given, by=PLATFORM)
            is_recovered.set()
            return is_done.wait(timeout=0.5)

    def go_on() -> object:
        is_recovered.wait(timeout=10)
        with enter(place), pytest.raises(NoCode):
            act(session)
        is_done.set()
        return True

    with ThreadPoolExecutor(2) as pool:
        was_faster, _refused = pool.map(closing, (recover, go_on))

    with enter(place):
        row = Citizen.objects.get(pk=session.citizen_id)
        held = (row.email, row.phone, row.sessions.count(), row.passkeys.count())
    assert (was_faster, held) == (False, ("baru@example.org", "", 0, 0))


def closing(act: Callable[[], object]) -> object:
    """Do it on a connection of this thread's own."""
    try:
        return act()
    finally:
        connection.close()
