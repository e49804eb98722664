"""Ask a region for access, answer, enter, end: each in the region's own schema and audit log."""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kernel import turns
from kernel.accounts.actor import PLATFORM, Actor
from kernel.accounts.permissions import require
from kernel.audit import actions as audit
from kernel.ids import new_id
from kernel.signing import BadToken
from tenants.notices import actions as notices
from tenants.notices.actions import News
from tenants.support import queries
from tenants.support.errors import AnsweredAlready, AskedAlready, NotOpen
from tenants.support.models import Access
from tenants.support.notices import ASKED
from tenants.support.tokens import DOOR

GRANT = "support.grant"
UNENDED = (Access.State.ASKED, Access.State.ON)


@transaction.atomic
def ask(reason: str, scopes: Iterable[str], hours: int, *, may_change: bool, by: Actor) -> Access:
    """Ask the region that the code is in; who may let her in is told.

    Raises: AskedAlready while the operator's last request waits or is open.
    """
    turns.wait("support.ask")
    last = Access.objects.filter(operator_key=by.key).first()
    if last and last.state in UNENDED:
        raise AskedAlready
    wanted = {"reason": reason, "scopes": sorted(scopes), "hours": hours, "may_change": may_change}
    access = Access.objects.create(operator=by, **wanted)
    audit.record("support.ask", access, by=by, summary="Asked for access to the console", after=wanted)
    with override("id"):
        news = News(
            reverse("support", urlconf=settings.TENANT_URLCONF),
            {"operator": by.name, "reason": reason, "hours": str(hours)},
        )
    notices.spread(ASKED.key, news=news)
    return access


@transaction.atomic
def answer(access: Access, *, is_granted: bool, by: Actor) -> Access:
    """Let the operator in from now on, for the hours that she asked for; or refuse.

    Raises: NotPermitted, AnsweredAlready.
    """
    by, access = require(by, GRANT), _locked(access)
    if access.state != Access.State.ASKED:
        raise AnsweredAlready
    access.answered_by, access.answered_at = by, timezone.now()
    if is_granted:
        access.ends_at = access.answered_at + timedelta(hours=access.hours)
    access.save()
    told = {"name": access.operator.name, "hours": access.hours}
    if is_granted:
        audit.record("support.grant", access, by=by, summary="Let an operator in", after=told)
    else:
        audit.record("support.refuse", access, by=by, summary="Refused an operator", after=told)
    return access


@transaction.atomic
def end(access: Access, *, by: Actor) -> None:
    """Let the operator in no longer, from her next click on; or take a request back. Twice is once.

    Raises: NotPermitted unless it is the operator's own.
    """
    access = _locked(access)
    if by.key != access.operator.key:
        by = require(by, GRANT)
    if access.state not in UNENDED:
        return
    access.ended_by, access.ended_at, access.door = by, timezone.now(), ""
    access.save()
    audit.record("support.end", access, by=by, summary="Ended an access", after={"name": access.operator.name})


def end_dismissed(accesses: Iterable[Access]) -> int:
    """End for good what is open, or waits, of who operates the platform no longer; return how many.

    Whoever looks at an access asks here first: nobody tells a region that an operator was deactivated or deleted, and
    who operates again later asks anew. One query on the platform, none where nothing is open.
    """
    found = [access for access in accesses if access.state in UNENDED]
    known = queries.operating({access.operator.key for access in found}) if found else set()
    gone = [access for access in found if access.operator.key not in known]
    for access in gone:
        end(access, by=PLATFORM)
    return len(gone)


@transaction.atomic
def open_door(access: Access, *, by: Actor) -> str:
    """Return the token of a link through which the operator enters once, within two minutes.

    Raises: NotOpen, also when the access is another operator's.
    """
    access = _locked(access)
    if not access.is_on or access.operator.key != by.key:
        raise NotOpen
    access.door = new_id()
    access.save()
    return DOOR.sign(f"{access.key}.{access.door}")


@transaction.atomic
def enter(token: str) -> Access:
    """Use the link up, and return the access with which somebody is let in.

    Raises: BadToken when the link was used, is too old or another region's; NotOpen.
    """
    access = through(token, is_locked=True)
    access.door = ""
    access.save()
    audit.record("support.enter", access, by=access.operator, summary="Entered the console")
    return access


def through(token: str, *, is_locked: bool = False) -> Access:
    """Return the access that a link belongs to.

    Raises: BadToken, NotOpen.
    """
    key, _dot, door = DOOR.read(token).partition(".")
    rows = Access.objects.select_for_update() if is_locked else Access.objects.all()
    access = rows.filter(key=key, door=door).first() if door else None
    if access is None:
        raise BadToken
    if not access.is_on or end_dismissed([access]):
        raise NotOpen
    return access


def _locked(access: Access) -> Access:
    return Access.objects.select_for_update().get(pk=access.pk)
