"""Write down each attempt to log in as somebody, tell her of a new browser, and undo what a stranger did.

What is kept is bounded: a stranger who tries for ever adds to rows that are there, and pushes no log-in out.
"""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kernel.accounts import trusted
from kernel.accounts.actor import Actor
from kernel.accounts.models import LogIn, Person
from kernel.accounts.sessions import actions as sessions
from kernel.accounts.sessions.devices import address_of, agent_of, describe
from kernel.accounts.tokens import DISOWN
from kernel.audit import actions as audit
from kernel.signing import BadToken

KEPT = timedelta(days=90)
# Of a person: so many log-ins, and so many rows of failures.
MOST = 50
TOGETHER = timedelta(days=1)
MAIL = "accounts/email/new_browser"


@transaction.atomic
def failed(request: HttpRequest, email: str, result: str) -> None:
    """Count a failure where the address is somebody's: one row a day for its sort and from where it came.

    Who is held back is one row from wherever she comes: what is refused unread needs no row of its own.
    """
    person = Person.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        return
    same = LogIn.objects.filter(person=person, result=result, began_at__gt=timezone.now() - TOGETHER)
    if result != LogIn.Result.HELD:
        same = same.filter(address=address_of(request))
    if (row := same.select_for_update().first()) is None:
        _add(request, person, result)
        return
    row.times, row.at, row.agent, row.address = row.times + 1, timezone.now(), agent_of(request), address_of(request)
    row.save(update_fields=["times", "at", "agent", "address"])


@transaction.atomic
def succeeded(request: HttpRequest, person: Person) -> None:
    """Write down that the person came in, and by which way; a browser that is new to her is told by mail."""
    records = get_authentication_records(request, person)
    way, provider = _way(records), _provider(records)
    row = _add(request, person, LogIn.Result.IN, way=way, provider=provider)
    if way != LogIn.Way.INVITATION and not trusted.number(request, person.email.lower()):
        _tell(request, row)


def _add(request: HttpRequest, person: Person, result: str, **by: str) -> LogIn:
    row = LogIn.objects.create(person=person, result=result, agent=agent_of(request), address=address_of(request), **by)
    alike = LogIn.objects.filter(person=person)
    alike = alike.filter(result=result) if row.is_in else alike.exclude(result=LogIn.Result.IN)
    LogIn.objects.filter(pk__in=alike.values("pk")[MOST:]).delete()
    return row


def _way(records: list[dict[str, Any]]) -> str:
    methods = {record["method"] for record in records}
    if "provider" in methods:
        return LogIn.Way.PROVIDER
    if "mfa" not in methods:
        return LogIn.Way.PASSWORD if methods else LogIn.Way.INVITATION
    if any(record.get("passwordless") for record in records):
        return LogIn.Way.PASSKEY
    return LogIn.Way.BOTH if any(record.get("type") == "webauthn" for record in records) else LogIn.Way.CODE


def _provider(records: list[dict[str, Any]]) -> str:
    return next((record["provider"] for record in records if record["method"] == "provider"), "")


def _tell(request: HttpRequest, row: LogIn) -> None:
    with override(row.person.language):
        address = request.build_absolute_uri(reverse("disown_log_in", args=[DISOWN.sign(row.key)]))
        told = {"person": row.person, "row": row, "device": describe(row.agent), "address": address}
        get_adapter().send_mail(MAIL, row.person.email, told)


@transaction.atomic
def disown(row: LogIn, *, by: Actor) -> Person:
    """Undo what a stranger who logged in may have done, once: no session, password, link or newer second step is good.

    Raises: BadToken the second time.
    """
    person = Person.objects.select_for_update().get(pk=row.person_id)
    if not LogIn.objects.filter(pk=row.pk, disowned_at=None).update(disowned_at=timezone.now()):
        raise BadToken
    person.set_unusable_password()
    person.save(update_fields=["password"])
    SocialAccount.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person, created_at__gte=row.began_at).delete()
    sessions.end_quietly(person)
    audit.record("sessions.disown", person, by=by, summary="Said that a log-in was not hers")
    return person


@transaction.atomic
def forget_old() -> None:
    """Delete what is older than is kept."""
    LogIn.objects.filter(at__lt=timezone.now() - KEPT).delete()
