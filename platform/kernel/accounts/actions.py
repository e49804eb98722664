"""Invite people, change what they may do, keep the units."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from kernel.accounts import rights
from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.errors import AlreadyAssigned, AlreadyJoined, InvitationUsed, UnitExists
from kernel.accounts.models import Assignment, Invitation, InvitedRole, Person, Role, Unit
from kernel.accounts.scopes import EVERYWHERE, Offer, Scope
from kernel.accounts.sessions import actions as sessions
from kernel.audit import actions as audit


@transaction.atomic
def invite(  # noqa: PLR0913 - each is a field of the form
    email: str,
    *,
    name: str,
    role: Role,
    scope: Scope = EVERYWHERE,
    further: Iterable[Offer] = (),
    language: str = settings.LANGUAGE_CODE,
    by: Actor,
) -> Invitation:
    """Invite somebody to one role or several; an older invitation to the same address stops working.

    Raises: AlreadyJoined, MoreThanOwn.
    """
    email = email.strip().lower()
    first, *others = dict.fromkeys((Offer(role, scope), *further))
    for offer in (first, *others):
        rights.require_own(by, offer.role.permissions)
    if Person.objects.filter(email__iexact=email).exists():
        raise AlreadyJoined
    _replace(Invitation.open().filter(email__iexact=email), by)
    invitation = Invitation.objects.create(email=email, name=name, language=language, invited_by=by, **_columns(first))
    InvitedRole.objects.bulk_create(InvitedRole(invitation=invitation, **_columns(offer)) for offer in others)
    for offer in (first, *others):
        summary, after = f"Invited somebody as {offer.role.key}", _said(offer.role, offer.scope)
        audit.record("people.invite", invitation, by=by, summary=summary, after=after)
    return invitation


def _replace(older: QuerySet[Invitation], by: Actor) -> None:
    for offer in (offer for invitation in older for offer in invitation.offers):
        rights.require_own(by, offer.role.permissions)
    older.delete()


def _columns(offer: Offer) -> dict[str, Any]:
    return {"role": offer.role, "unit": offer.scope.unit, "area_code": offer.scope.area_code}


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str | None) -> Person:
    """Let the invited person join, written to in the language of her invitation. Locks it: one joins by it.

    Without a password she comes in by the provider, or asks for one by mail.

    Raises: AlreadyJoined, BadToken, InvitationUsed.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at:
        raise InvitationUsed
    if Person.objects.filter(email__iexact=locked.email).exists():
        raise AlreadyJoined
    rights.require_inviter(locked)
    person = Person.objects.create_user(locked.email, name, password, language=locked.language)
    offers = locked.offers
    for one in offers:
        where = {"role": one.role, "unit": one.unit, "area_code": one.area_code}
        Assignment.objects.create(person=person, given_by=locked.invited_by, **where)
    locked.accepted_at = timezone.now()
    locked.save(update_fields=["accepted_at"])
    summary = f"Joined as {', '.join(one.role.key for one in offers)}"
    audit.record("people.join", person, by=_as_herself(person), summary=summary)
    return person


def _as_herself(person: Person) -> Actor:
    return Actor(ActorKind.PERSON, person.key, person.name)


@transaction.atomic
def choose_language(person: Person, language: str, *, by: Actor) -> None:
    """Write to the person in this language from now on; the same one changes nothing."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    before = {"language": locked.language}
    if language == locked.language:
        return
    locked.language = language
    locked.save(update_fields=["language"])
    after = {"language": language}
    audit.record("people.language", locked, by=by, summary="Chose a language", before=before, after=after)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor) -> None:
    """Take back an invitation that nobody has accepted.

    Raises: InvitationUsed.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at:
        raise InvitationUsed
    audit.record("people.withdraw", locked, by=by, summary="Withdrew an invitation")
    locked.delete()


@transaction.atomic
def deactivate(person: Person, *, by: Actor) -> None:
    """Keep the person out from her next click on; what she has invited others to is withdrawn.

    Raises: LastAdministrator, MoreThanOwn.
    """
    locked = _lock(person, by)
    if not locked.is_active:
        return
    rights.keep_an_administrator(locked)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    rights.keep_a_manager()
    sessions.end_quietly(locked)
    audit.record("people.deactivate", locked, by=by, summary="Deactivated a person")
    for invitation in Invitation.open().filter(invited_by_kind=ActorKind.PERSON, invited_by_key=locked.key):
        withdraw(invitation, by=by)


@transaction.atomic
def activate(person: Person, *, by: Actor) -> None:
    """Let the person in again.

    Raises: MoreThanOwn.
    """
    locked = _lock(person, by)
    if locked.is_active:
        return
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    audit.record("people.activate", locked, by=by, summary="Activated a person")


@transaction.atomic
def review(person: Person, *, by: Actor) -> None:
    """Write down that somebody has looked through what the person may do."""
    locked = Person.objects.select_for_update().get(pk=person.pk)
    locked.reviewed_at, locked.reviewed_by = timezone.now(), by
    locked.save(update_fields=["reviewed_at", *(f"reviewed_by_{part}" for part in ("kind", "key", "name"))])
    audit.record("people.review", locked, by=by, summary="Looked through what a person may do")


@transaction.atomic
def assign(person: Person, *, role: Role, scope: Scope = EVERYWHERE, by: Actor) -> Assignment:
    """Give the person one role more, everywhere or where the scope says.

    Raises: AlreadyAssigned, MoreThanOwn.
    """
    locked = _lock(person, by)
    rights.require_own(by, role.permissions)
    where = {"role": role, "unit": scope.unit, "area_code": scope.area_code}
    if locked.assignments.filter(**where).exists():
        raise AlreadyAssigned
    assignment = Assignment.objects.create(person=locked, given_by=by, **where)
    audit.record("people.assign", locked, by=by, summary=f"Made a person {role.key}", after=_said(role, scope))
    return assignment


@transaction.atomic
def unassign(assignment: Assignment, *, by: Actor) -> None:
    """Take one role from a person; taking it again changes nothing.

    Raises: LastAdministrator, MoreThanOwn.
    """
    person = _lock(assignment.person, by)
    held = person.assignments.select_related("role", "unit").filter(pk=assignment.pk).first()
    if held is None:
        return
    if held.role.has_all and held.is_everywhere:
        rights.keep_an_administrator(person)
    held.delete()
    rights.keep_a_manager()
    before = _said(held.role, Scope(held.unit, held.area_code))
    audit.record(
        "people.unassign", person, by=by, summary=f"Took the role {held.role.key} from a person", before=before
    )


def _said(role: Role, scope: Scope) -> dict[str, str | None]:
    return {"role": role.key, "unit": scope.unit.key if scope.unit else None, "area": scope.area_code}


def _lock(person: Person, by: Actor) -> Person:
    rights.lock()
    locked = Person.objects.select_for_update().get(pk=person.pk)
    rights.require_own_roles(locked, by=by)
    return locked


@transaction.atomic
def add_unit(name: str, *, by: Actor) -> Unit:
    """Add a unit of the region's government.

    Raises: UnitExists.
    """
    unit = Unit(name=name.strip())
    _save_unit(unit)
    audit.record("units.add", unit, by=by, summary=f"Added the unit {unit.name}"[:300])
    return unit


@transaction.atomic
def rename_unit(unit: Unit, name: str, *, by: Actor) -> None:
    """Call a unit something else.

    Raises: UnitExists.
    """
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    before = {"name": locked.name}
    locked.name = name.strip()
    _save_unit(locked)
    audit.record(
        "units.rename", locked, by=by, summary=f"Renamed a unit to {locked.name}"[:300],
        before=before, after={"name": locked.name},
    )  # fmt: skip


def _save_unit(unit: Unit) -> None:
    try:
        with transaction.atomic():
            unit.save()
    except IntegrityError as error:
        raise UnitExists(unit.name) from error


@transaction.atomic
def close_unit(unit: Unit, *, by: Actor) -> None:
    """Offer the unit no more; what belongs to it stays."""
    _open_or_close(unit, is_active=False, by=by)


@transaction.atomic
def reopen_unit(unit: Unit, *, by: Actor) -> None:
    """Offer the unit again."""
    _open_or_close(unit, is_active=True, by=by)


def _open_or_close(unit: Unit, *, is_active: bool, by: Actor) -> None:
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.is_active == is_active:
        return
    locked.is_active = is_active
    locked.save(update_fields=["is_active"])
    action, done = ("units.reopen", "Reopened") if is_active else ("units.close", "Closed")
    audit.record(action, locked, by=by, summary=f"{done} the unit {locked.name}"[:300])
