"""Note where somebody logs in, and end it: a session that is ended is nobody's at its next request."""

import time
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from kernel.accounts.actor import Actor
from kernel.accounts.models import Person, PersonSession
from kernel.accounts.sessions.devices import address_of, agent_of
from kernel.audit import actions as audit

SEEN = "seen"
# How old the noted last use may be: so often a page writes.
EVERY = 5 * 60


def begin(request: HttpRequest, person: Person) -> None:
    """Note that the person has just logged in with this browser."""
    request.session[SEEN] = time.time()
    PersonSession.objects.create(
        person=person,
        session_key=request.session.session_key or "",
        agent=agent_of(request),
        address=address_of(request),
    )


def touch(request: HttpRequest) -> None:
    """Note now and then that the session is used; nearly always that is no query."""
    seen = request.session.get(SEEN)
    if seen is None or time.time() - seen < EVERY:
        return
    request.session[SEEN] = time.time()
    mine = PersonSession.objects.filter(session_key=request.session.session_key)
    mine.update(used_at=timezone.now(), agent=agent_of(request), address=address_of(request))


@transaction.atomic
def end(session: PersonSession, *, by: Actor) -> None:
    """End one session at once."""
    _end(PersonSession.objects.filter(pk=session.pk))
    audit.record("sessions.end", session.person, by=by, summary="Ended a session")


@transaction.atomic
def end_all(person: Person, *, but: str = "", by: Actor) -> None:
    """End all sessions of the person at once, but for the one with this session key."""
    if end_quietly(person, but=but):
        audit.record("sessions.end", person, by=by, summary="Ended all other sessions" if but else "Ended all sessions")


@transaction.atomic
def end_quietly(person: Person, *, but: str = "") -> int:
    """End sessions as part of a change that is in the history itself; return how many."""
    return _end(PersonSession.objects.filter(person=person).exclude(session_key=but))


@transaction.atomic
def forget_old() -> None:
    """Delete what was not used for as long as a session lasts."""
    PersonSession.objects.filter(used_at__lt=oldest()).delete()
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def oldest() -> datetime:
    """Return when a session that is still good was used at least."""
    return timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)


def _end(chosen: QuerySet[PersonSession]) -> int:
    keys = list(chosen.select_for_update().values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    PersonSession.objects.filter(session_key__in=keys).delete()
    return len(keys)
