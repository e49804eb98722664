"""Begin and end a citizen's sessions: one that is ended is nobody's at its next request."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from kernel.accounts.sessions.devices import address_of, agent_of
from kernel.audit import actions as audit
from tenants.citizens import tokens
from tenants.citizens.errors import NoCode
from tenants.citizens.models import Citizen, CitizenSession

# How old the noted last use may be: so often a page writes.
EVERY = timedelta(minutes=5)


def hold(citizen: Citizen, proof: QuerySet[Any]) -> Citizen:
    """Lock the citizen as she is, if that by which somebody is in, or comes in, is still there.

    An officer who recovers the account, and who stops that, takes it away under the same lock: so nothing is added to
    an account by what was under way at that moment.

    Raises: NoCode.
    """
    locked = Citizen.objects.select_for_update().get(pk=citizen.pk)
    if not proof.exists():
        raise NoCode
    return locked


@transaction.atomic
def begin(request: HttpRequest, citizen: Citizen, *, proof: QuerySet[Any]) -> str:
    """Log the citizen in, and return the token that her browser is to hold.

    Raises: NoCode.
    """
    hold(citizen, proof)
    token = tokens.new()
    CitizenSession.objects.create(citizen=citizen, token_hash=tokens.digest(token), **_seen(request))
    return token


def touch(request: HttpRequest, session: CitizenSession) -> None:
    """Note now and then that the session is used; nearly always that is no query."""
    if timezone.now() - session.used_at >= EVERY:
        CitizenSession.objects.filter(pk=session.pk).update(used_at=timezone.now(), **_seen(request))


def log_out(session: CitizenSession) -> None:
    """End the session of the browser that asks."""
    session.delete()


@transaction.atomic
def end(session: CitizenSession) -> None:
    """End one of the citizen's sessions from another of them."""
    session.delete()
    _record(session.citizen, "Ended a session")


@transaction.atomic
def end_others(session: CitizenSession) -> None:
    """End all sessions of the citizen but this one."""
    ended, _rows = _of(session.citizen).exclude(pk=session.pk).delete()
    if ended:
        _record(session.citizen, "Ended all other sessions")


def forget_old() -> None:
    """Delete sessions that nobody can use any more."""
    CitizenSession.objects.filter(used_at__lt=CitizenSession.oldest()).delete()


def _of(citizen: Citizen) -> QuerySet[CitizenSession]:
    return CitizenSession.objects.filter(citizen=citizen)


def _record(citizen: Citizen, summary: str) -> None:
    audit.record("citizens.end_session", citizen, by=citizen.as_actor(), summary=summary)


def _seen(request: HttpRequest) -> dict[str, str | None]:
    return {"agent": agent_of(request), "address": address_of(request) or None}
