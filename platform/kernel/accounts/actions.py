"""Invite people, change what they may do, keep the units."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from kernel.accounts import queries
from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.errors import AlreadyJoined, InvitationUsed, LastAdministrator, MoreThanOwn, UnitExists
from kernel.accounts.models import Assignment, Invitation, Person, Role, Unit
from kernel.accounts.sessions import actions as sessions
from kernel.audit import actions as audit


@transaction.atomic
def invite(email: str, *, name: str, role: Role, unit: Unit | None = None, by: Actor) -> Invitation:
    """Invite somebody; an older invitation to the same address stops working.

    Raises: AlreadyJoined, MoreThanOwn.
    """
    email = email.strip().lower()
    require_own(by, role)
    if Person.objects.filter(email__iexact=email).exists():
        raise AlreadyJoined
    Invitation.open().filter(email__iexact=email).delete()
    invitation = Invitation.objects.create(email=email, name=name, role=role, unit=unit, invited_by=by)
    audit.record("people.invite", invitation, by=by, summary=f"Invited somebody as {role.key}")
    return invitation


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str) -> Person:
    """Let the invited person join. Locks the invitation, so that a link joins one person only.

    Raises: AlreadyJoined, InvitationUsed.
    """
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if locked.accepted_at:
        raise InvitationUsed
    if Person.objects.filter(email__iexact=locked.email).exists():
        raise AlreadyJoined
    person = Person.objects.create_user(locked.email, name, password)
    Assignment.objects.create(person=person, role=locked.role, unit=locked.unit)
    locked.accepted_at = timezone.now()
    locked.save(update_fields=["accepted_at"])
    audit.record("people.join", person, by=_as_herself(person), summary=f"Joined as {locked.role.key}")
    return person


def _as_herself(person: Person) -> Actor:
    return Actor(ActorKind.PERSON, person.key, person.name)


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
    """Keep the person out from her next click on.

    Raises: LastAdministrator, MoreThanOwn.
    """
    locked = _lock(person, by)
    if not locked.is_active:
        return
    _keep_an_administrator(locked)
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    sessions.end_quietly(locked)
    audit.record("people.deactivate", locked, by=by, summary="Deactivated a person")


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
def assign(person: Person, *, role: Role, unit: Unit | None = None, by: Actor) -> None:
    """Give the person this role instead of those she had, everywhere or in one unit.

    Raises: LastAdministrator, MoreThanOwn.
    """
    locked = _lock(person, by)
    require_own(by, role)
    if "*" not in role.permissions or unit is not None:
        _keep_an_administrator(locked)
    before = {"roles": sorted(locked.assignments.values_list("role__key", flat=True))}
    locked.assignments.all().delete()
    Assignment.objects.create(person=locked, role=role, unit=unit)
    after = {"roles": [role.key], "unit": unit.key if unit else None}
    audit.record("people.assign", locked, by=by, summary=f"Made a person {role.key}", before=before, after=after)


def _lock(person: Person, by: Actor) -> Person:
    """Lock all administrators' roles first, so that two of them cannot remove each other at once."""
    list(Role.objects.select_for_update().filter(permissions__contains=["*"]).order_by("pk"))
    locked = Person.objects.select_for_update().get(pk=person.pk)
    require_own_roles(locked, by=by)
    return locked


def require_own_roles(person: Person, *, by: Actor) -> None:
    """Let nobody touch the account of who holds what she does not.

    Raises: MoreThanOwn.
    """
    for assignment in person.assignments.select_related("role"):
        require_own(by, assignment.role)


def require_own(by: Actor, role: Role) -> None:
    """Let nobody hand out what she does not hold everywhere herself.

    Raises: MoreThanOwn.
    """
    everywhere = [grant for grant in by.grants if grant.is_everywhere]
    for permission in role.permissions:
        if not any(grant.covers(permission) for grant in everywhere):
            raise MoreThanOwn


def _keep_an_administrator(person: Person) -> None:
    administrators = queries.administrators()
    if administrators.filter(pk=person.pk).exists() and not administrators.exclude(pk=person.pk).exists():
        raise LastAdministrator


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
