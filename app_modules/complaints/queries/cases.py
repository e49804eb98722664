"""Find cases: an officer's, and those that everybody may see."""

import datetime
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case as Choose
from django.db.models import Count, IntegerField, Q, QuerySet, Value, When

from app_modules.complaints.errors import CaseNotFound
from app_modules.complaints.models import PUBLIC_TEXT, Case, Category, Entry, Photo
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import visible
from tenants.citizens.models import Citizen
from tenants.customization.queries import setting

LATE, TODAY, LATER, WAITING, CLOSED = range(5)
OPEN = ~Q(state=Case.State.DONE)


@dataclass(frozen=True, slots=True)
class Filter:
    """What an officer wants to see: a state, "closed" or "mine", and words."""

    state: str = ""
    is_mine: bool = False
    text: str = ""


def of_officer(actor: Actor) -> QuerySet[Case]:
    """Return the cases in the officer's units and areas."""
    return visible(actor, Case.objects.select_related("unit", "category"), "complaints.view")


def of_submission(submission: str) -> Case | None:
    """Return the case that was made of a submission; None when none was."""
    return Case.objects.filter(submission=submission).first()


def of_citizen(key: str, *, email: str, phone: str) -> QuerySet[Case]:
    """Return what is in a citizen's account, and what was sent with the addresses that she has proved; newest first.

    Who reported by telephone number wrote it as she liked, so only its digits are compared.
    """
    hers = Q(citizen_key=key)
    if email:
        hers |= Q(citizen_key="", reporter_email__iexact=email)
    if phone:
        digits = r"\D*".join(phone.removeprefix("+62"))
        hers |= Q(citizen_key="", reporter_phone__regex=rf"^\D*(62|0)?\D*{digits}\D*$")
    return Case.objects.filter(hers, is_sample=False).order_by("-received_at")


def in_account(citizen: Citizen, key: str) -> Case:
    """Return one of a citizen's reports.

    Raises: CaseNotFound.
    """
    case = of_citizen(citizen.key, email=citizen.email, phone=citizen.phone).filter(key=key).first()
    if case is None:
        raise CaseNotFound
    return case


def queue(actor: Actor, wanted: Filter, today: datetime.date) -> QuerySet[Case]:
    """Return the officer's cases by urgency, then by deadline; closed ones only when they are asked for."""
    found = of_officer(actor).filter(_wanted(actor, wanted))
    return found.annotate(urgency=_urgency(today)).order_by("urgency", "due_on", "id")


def _wanted(actor: Actor, wanted: Filter) -> Q:
    chosen = Q()
    if wanted.state == "closed":
        chosen &= Q(closed_at__isnull=False)
    elif not wanted.text:
        chosen &= Q(closed_at=None)
    if wanted.state in Case.State.values:
        chosen &= Q(state=wanted.state)
    if wanted.is_mine:
        chosen &= Q(officer_key=actor.key)
    for word in wanted.text.split():
        chosen &= (
            Q(ticket__icontains=word)
            | Q(title__icontains=word)
            | Q(place__icontains=word)
            | Q(description__icontains=word)
        )
    return chosen


def _urgency(today: datetime.date) -> Choose:
    return Choose(
        When(closed_at__isnull=False, then=Value(CLOSED)),
        When(state=Case.State.DONE, then=Value(WAITING)),
        When(due_on__lt=today, then=Value(LATE)),
        When(due_on=today, then=Value(TODAY)),
        default=Value(LATER),
        output_field=IntegerField(),
    )


def counts(actor: Actor) -> dict[str, int]:
    """Return how many cases wait, by state, and how many are the officer's own. One query."""
    unclosed = Q(closed_at=None)
    named = {state: Count("pk", filter=unclosed & Q(state=state)) for state in Case.State.values}
    return of_officer(actor).aggregate(
        all=Count("pk", filter=unclosed),
        mine=Count("pk", filter=unclosed & Q(officer_key=actor.key)),
        closed=Count("pk", filter=Q(closed_at__isnull=False)),
        **named,
    )


def waiting(actor: Actor) -> int:
    """Return how many cases still need an answer from the officer's units."""
    return of_officer(actor).filter(OPEN).count()


def for_officer(actor: Actor, key: str) -> Case:
    """Return one case that the officer may see.

    Raises: CaseNotFound.
    """
    case = of_officer(actor).filter(key=key).first()
    if case is None:
        raise CaseNotFound
    return case


def entries(case: Case) -> list[Entry]:
    """Return all that happened to a case, oldest first."""
    return list(case.entries.all())


def photos(case: Case) -> list[Photo]:
    """Return the case's photos with their files."""
    return list(case.photos.select_related("file"))


def released() -> QuerySet[Case]:
    """Return what everybody may see, newest first; nothing where the region keeps no public list."""
    if not setting("complaints.public_list"):
        return Case.objects.none()
    return Case.objects.filter(released_at__isnull=False).order_by("-received_at", "-id")


def released_in(state: str, area_code: str) -> QuerySet[Case]:
    """Return released cases of a state and a district or village, each where it is given."""
    found = released().filter(state=state) if state in Case.State.values else released()
    return found.filter(area_code__startswith=area_code) if area_code else found


def public(ticket: str) -> Case:
    """Return a released case.

    Raises: CaseNotFound.
    """
    case = released().select_related("unit", "category").filter(ticket=ticket).first()
    if case is None:
        raise CaseNotFound
    return case


def search(text: str, limit: int) -> QuerySet[Case]:
    """Return released cases by Indonesian full text, or by their ticket."""
    words = SearchQuery(text, config="indonesian", search_type="websearch")
    found = released().annotate(words=PUBLIC_TEXT)
    return found.filter(Q(words=words) | Q(ticket=text.strip().upper()))[:limit]


def categories() -> QuerySet[Category]:
    """Return what a citizen may choose."""
    return Category.objects.filter(is_active=True)
