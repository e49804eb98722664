"""Become a citizen with an account, and change it."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kernel.audit import actions as audit
from tenants.citizens import sessions, telling
from tenants.citizens.errors import AccountClosed, AddressTaken
from tenants.citizens.models import Citizen, CitizenSession, Code
from tenants.portal import contributions

# How long a registration that was begun can be gone on with, from any browser.
UNFINISHED = timedelta(days=7)


def find_or_begin(proved: Code) -> Citizen:
    """Return whose address was proved; somebody new where it is nobody's, who registers next.

    Raises: AccountClosed.
    """
    language = get_language() or Citizen.language.field.default
    citizen, _is_new = Citizen.objects.get_or_create(**{proved.kind: proved.address}, defaults={"language": language})
    if not citizen.is_active:
        raise AccountClosed
    return citizen


@transaction.atomic
def register(citizen: Citizen, *, name: str) -> None:
    """Give the new citizen a name. Twice is once."""
    citizen = Citizen.objects.select_for_update().get(pk=citizen.pk)
    if citizen.registered_at:
        return
    citizen.name, citizen.registered_at = name, timezone.now()
    citizen.save()
    audit.record("citizens.register", citizen, by=citizen.as_actor(), summary="Registered")


@transaction.atomic
def forget_unfinished() -> None:
    """Delete accounts that were begun a week ago and hold nothing: who comes later begins anew."""
    delete_empty(Citizen.objects.filter(created_at__lt=timezone.now() - UNFINISHED))


def delete_empty(citizens: QuerySet[Citizen]) -> None:
    """Delete those of the accounts that were only begun, without a name and without anything that was sent."""
    for begun in citizens.filter(registered_at=None).select_for_update():
        if not contributions.mine(begun):
            begun.delete()


@transaction.atomic
def keep_address(session: CitizenSession, *, kind: str, address: str) -> None:
    """Let the citizen log in with an address that she has proved; those that she has already hear of it.

    Raises: AddressTaken; NoCode where her session has ended meanwhile.
    """
    citizen = sessions.hold(session.citizen, CitizenSession.objects.filter(pk=session.pk))
    before = addresses(citizen)
    write_address(citizen, kind=kind, address=address)
    audit.record(
        "citizens.change_address",
        citizen,
        by=citizen.as_actor(),
        summary="Changed an address",
        after={"changed": [kind]},
    )
    if address != before[kind]:
        _tell_known(citizen, before, kind=kind, address=address)


def addresses(citizen: Citizen) -> dict[str, str]:
    """Return what she logs in with, by its kind; empty where she has none of it."""
    return {kind: getattr(citizen, kind) for kind in Code.Kind.values}


def write_address(citizen: Citizen, *, kind: str, address: str) -> None:
    """Save the citizen with this address.

    Raises: AddressTaken.
    """
    setattr(citizen, kind, address)
    try:
        with transaction.atomic():
            citizen.save()
    except IntegrityError as error:
        raise AddressTaken from error


def _tell_known(citizen: Citizen, known: dict[str, str], *, kind: str, address: str) -> None:
    """Tell every address from before: who sits at an open session of hers may have added one of his own."""
    with override(citizen.language):
        replaced, added = _("You log in with another address now"), _("An address was added to your account")
        for of, each in known.items():
            template, subject = ("replaced", replaced) if of == kind else ("added", added)
            if each:
                telling.tell(each, kind=of, template=template, subject=subject, name=citizen.name, address=address)


@transaction.atomic
def change(citizen: Citizen, *, name: str, language: str) -> None:
    """Change what she is called, and the language in which she is written to."""
    citizen = Citizen.objects.select_for_update().get(pk=citizen.pk)
    wanted = {"name": name, "language": language}
    changed = [field for field, value in wanted.items() if getattr(citizen, field) != value]
    if not changed:
        return
    citizen.name, citizen.language = name, language
    citizen.save()
    told = {"changed": changed}  # never what she is called: the history outlives the account
    audit.record("citizens.change", citizen, by=citizen.as_actor(), summary="Changed her details", after=told)
