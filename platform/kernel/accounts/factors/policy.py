"""Of whom a second step is asked, and whether this session has had one.

What a session has had stands in the session, so that no page asks the database for it.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.http import HttpRequest

from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.models import Person

KEY, DONE, DUE = "second_step", "done", "due"
MANAGING = "people.manage"


def is_missing(request: HttpRequest, actor: Actor) -> bool:
    """Say whether the session lacks the second step that is asked of the actor."""
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    had = request.session.get(KEY)
    return had != DONE and (had == DUE or _is_always_asked(actor))


def is_asked_of(actor: Actor) -> bool:
    """Say whether the actor must have a second step."""
    return settings.SECOND_FACTOR_REQUIRED and (_is_always_asked(actor) or _asks_everybody())


def note(request: HttpRequest, person: Person) -> None:
    """Write into the session that begins what it has had.

    Where a region asks everybody, that holds from the next log-in on: who works now is not interrupted.
    """
    if any(record["method"] == "mfa" for record in get_authentication_records(request, person)):
        request.session[KEY] = DONE
    elif settings.SECOND_FACTOR_REQUIRED and _asks_everybody():
        request.session[KEY] = DUE


def note_done(request: HttpRequest) -> None:
    """Write into the session that the second step was set up in it just now."""
    request.session[KEY] = DONE


def _asks_everybody() -> bool:
    adapter: Any = get_adapter()
    return bool(adapter.asks_everybody())


def _is_always_asked(actor: Actor) -> bool:
    """Operators reach every region; some rights there reach everybody's accounts or data."""
    if actor.kind is ActorKind.OPERATOR:
        return True
    return any(grant.covers(right) for right in settings.SECOND_FACTOR_RIGHTS for grant in actor.grants)
