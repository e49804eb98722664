"""Who is asking, and what may they do."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kernel import signing
from kernel.accounts.actor import CITIZEN, Actor, ActorKind, Grant
from kernel.accounts.errors import InvitationUsed
from kernel.accounts.factors import policy
from kernel.accounts.guests import guest_of
from kernel.accounts.models import Assignment, Delegation, Invitation, InvitedRole, Person, Role, Unit
from kernel.accounts.tokens import INVITATION

MANAGING = policy.MANAGING
HELD = ("role__permissions", "unit_id", "area_code")


def actor_of(request: HttpRequest) -> Actor:
    """Return who makes the request. One query at the first call of a request that is logged in.

    Who lacks the second step that is asked of her is nobody yet: no page, menu or count takes her for more.
    """
    known = getattr(request, "_actor", None)
    if isinstance(known, Actor):
        return known
    person = request.user
    actor = as_actor(person) if isinstance(person, Person) and person.is_active else guest_of(request) or CITIZEN
    if isinstance(person, Person) and policy.is_missing(request, actor):
        actor = CITIZEN
    remember(request, actor)
    return actor


def remember(request: HttpRequest, actor: Actor) -> None:
    """Let this be who makes the request, until it is answered."""
    request._actor = actor  # type: ignore[attr-defined]  # of this request only


def as_actor(person: Person) -> Actor:
    """Return the person with all grants, her own and those lent to her today, in one query.

    She is an operator on the platform, else a region's person.
    """
    own = Assignment.objects.filter(person=person).annotate(lender=Value("")).order_by()
    rows = own.values_list(*HELD, "lender").union(_lent(person), all=True)
    grants = tuple(Grant(frozenset(permissions), *more) for permissions, *more in rows)
    kind = ActorKind.OPERATOR if signing.current_scope() == "platform" else ActorKind.PERSON
    return Actor(kind, person.key, person.name, grants)


def _lent(person: Person) -> QuerySet[Delegation, Any]:
    """Return what is lent to the person today, and by whom."""
    lent = delegations_today().filter(receiver=person).order_by()
    return lent.values_list(*(f"assignment__{name}" for name in HELD), "assignment__person__name")


def unended_delegations() -> QuerySet[Delegation]:
    """Return what is lent and was not taken back, also what is over or begins later."""
    return Delegation.objects.filter(ended_at=None)


def delegations_of(person: Person) -> QuerySet[Delegation]:
    """Return what the person lends or is lent, today or later."""
    found = unended_delegations().filter(last_day__gte=timezone.localdate())
    hers = found.filter(Q(assignment__person=person) | Q(receiver=person))
    return hers.select_related("assignment__role", "assignment__unit", "assignment__person", "receiver")


def delegations_today() -> QuerySet[Delegation]:
    """Return what is lent today by who may still log in."""
    today = timezone.localdate()
    found = unended_delegations().filter(first_day__lte=today, last_day__gte=today, assignment__person__is_active=True)
    return found.select_related("assignment__role", "assignment__unit", "assignment__person", "receiver")


def colleagues(person: Person) -> QuerySet[Person]:
    """Return the active people but this one, by name."""
    return Person.objects.filter(is_active=True).exclude(pk=person.pk).order_by("name")


def people() -> QuerySet[Person]:
    """Return everybody who has joined, with roles, units and `has_second_step`, by name."""
    held = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)
    people = Person.objects.annotate(has_second_step=Exists(held))
    return people.prefetch_related(Prefetch("assignments", _assignments())).order_by("-is_active", "name")


def assignments_of(person: Person) -> QuerySet[Assignment]:
    """Return what the person may do and where, with roles and units, in the order in which it was given."""
    return _assignments().filter(person=person)


def _assignments() -> QuerySet[Assignment]:
    return Assignment.objects.select_related("role", "unit", "person").order_by("pk")


def administrators() -> QuerySet[Person]:
    """Return the active people who may do everything everywhere."""
    everywhere = Assignment.objects.filter(role__permissions__contains=["*"], unit=None, area_code="")
    return Person.objects.filter(is_active=True, pk__in=everywhere.values("person_id"))


def managers() -> QuerySet[Person]:
    """Return the active people who may manage people, everywhere."""
    everywhere = Assignment.objects.filter(role__permissions__overlap=["*", MANAGING], unit=None, area_code="")
    return Person.objects.filter(is_active=True, pk__in=everywhere.values("person_id"))


def roles() -> QuerySet[Role]:
    """Return the roles, each with how many people have it."""
    return Role.objects.annotate(people=Count("assignments__person", distinct=True)).order_by("title_id")


def names_of(role: Role) -> list[str]:
    """Return who has the role or is invited to it, by name."""
    people = Person.objects.filter(assignments__role=role).values_list("name", flat=True)
    offered = Q(role=role) | Q(further__role=role)
    invited = Invitation.open().filter(offered).order_by().values_list("name", flat=True)
    return sorted({*people, *invited})


def open_invitations() -> QuerySet[Invitation]:
    """Return the invitations that nobody has accepted, newest first."""
    return with_offers(Invitation.open())


def with_offers(invitations: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Return the invitations with all that they offer, asked for at once."""
    further = Prefetch("further", InvitedRole.objects.select_related("role", "unit"))
    return invitations.select_related("role", "unit").prefetch_related(further)


def open_units() -> QuerySet[Unit]:
    """Return the units that can be chosen."""
    return Unit.objects.filter(is_active=True)


def invitation_path(invitation: Invitation) -> str:
    """Return the path of the page on which the invited person joins, in her language; good for 14 days."""
    with override(invitation.language):
        return reverse("accept_invitation", args=[INVITATION.sign(invitation.key)])


def invitation_of(token: str) -> Invitation:
    """Return the invitation of a link.

    Raises: BadToken when it is too old, altered, withdrawn or another tenant's; InvitationUsed.
    """
    invitation = with_offers(Invitation.objects.filter(key=INVITATION.read(token))).first()
    if invitation is None:
        raise signing.BadToken
    if invitation.accepted_at:
        raise InvitationUsed
    return invitation
