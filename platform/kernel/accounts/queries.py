"""Who is asking, and what may they do."""

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from kernel import signing
from kernel.accounts.actor import CITIZEN, Actor, ActorKind, Grant
from kernel.accounts.errors import InvitationUsed
from kernel.accounts.factors import policy
from kernel.accounts.models import Assignment, Invitation, Person, Unit
from kernel.accounts.tokens import INVITATION


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes the request. One query at the first call of a request that is logged in.

    Who lacks the second step that is asked of her is nobody yet: no page, menu or count takes her for more.
    """
    known = getattr(request, "_actor", None)
    if isinstance(known, Actor):
        return known
    person = request.user
    actor = as_actor(person) if isinstance(person, Person) and person.is_active else CITIZEN
    if policy.is_missing(request, actor):
        actor = CITIZEN
    request._actor = actor  # type: ignore[attr-defined]  # remembered for this request only
    return actor


def as_actor(person: Person) -> Actor:
    """Return the person with all grants: an operator on the platform, else a region's person."""
    rows = Assignment.objects.filter(person=person).values_list("role__permissions", "unit_id", "area_code")
    grants = tuple(Grant(frozenset(permissions), unit, area) for permissions, unit, area in rows)
    kind = ActorKind.OPERATOR if signing.current_scope() == "platform" else ActorKind.PERSON
    return Actor(kind, person.key, person.name, grants)


def people() -> QuerySet[Person]:
    """Return everybody who has joined, with roles, units and `has_second_step`, by name."""
    held = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    people = Person.objects.annotate(has_second_step=Exists(held))
    return people.prefetch_related("assignments__role", "assignments__unit").order_by("-is_active", "name")


def administrators() -> QuerySet[Person]:
    """Return the active people who may do everything everywhere."""
    everywhere = Assignment.objects.filter(role__permissions__contains=["*"], unit=None, area_code="")
    return Person.objects.filter(is_active=True, pk__in=everywhere.values("person_id"))


def open_invitations() -> QuerySet[Invitation]:
    """Return the invitations that nobody has accepted, newest first."""
    return Invitation.open().select_related("role", "unit")


def open_units() -> QuerySet[Unit]:
    """Return the units that can be chosen."""
    return Unit.objects.filter(is_active=True)


def invitation_path(invitation: Invitation) -> str:
    """Return the path of the page on which the invited person joins; good for 14 days."""
    return reverse("accept_invitation", args=[INVITATION.sign(invitation.key)])


def invitation_of(token: str) -> Invitation:
    """Return the invitation of a link.

    Raises: BadToken when it is too old, altered, withdrawn or another tenant's; InvitationUsed.
    """
    invitation = Invitation.objects.filter(key=INVITATION.read(token)).select_related("role").first()
    if invitation is None:
        raise signing.BadToken
    if invitation.accepted_at:
        raise InvitationUsed
    return invitation
