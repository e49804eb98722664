"""Questions about services."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from app_modules.services import models
from app_modules.services.errors import ServiceNotFound
from app_modules.services.models import CONFIG, Service
from kernel.accounts.actor import Actor
from kernel.accounts.models import Unit
from kernel.accounts.permissions import may, visible
from kernel.modules.manifest import PILLARS

BROKEN = Q(link_state=Service.LinkState.BROKEN) & ~Q(link="")
STATES = {
    "draft": Q(state=Service.State.DRAFT),
    "published": Q(state=Service.State.PUBLISHED),
    "broken": BROKEN,
}


# What the console's list can be narrowed by: our name, and the one in the address.
WISHES = {"text": "q", "pillar": "pilar", "state": "keadaan"}


@dataclass(frozen=True, slots=True)
class PillarCount:
    """A pillar, its address, and how many public services it has."""

    letter: str
    path: str
    name: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """The services whose titles begin with one letter."""

    letter: str
    services: list[Service]


def published() -> QuerySet[Service]:
    """Return what citizens see, with its unit."""
    return Service.objects.filter(state=Service.State.PUBLISHED).select_related("unit").defer("search")


def of_pillar(pillar: str) -> QuerySet[Service]:
    """Return the public services of one pillar, in the region's order."""
    return published().filter(pillar=pillar)


def pillars() -> list[PillarCount]:
    """Return the pillars that have public services, in their order."""
    counts = dict(published().order_by().values_list("pillar").annotate(Count("pk")))
    return [
        PillarCount(letter, path, str(PILLARS[letter]), counts[letter])
        for path, letter in models.PILLARS.items()
        if letter in counts
    ]


def pillar_of(path: str) -> PillarCount:
    """Return the pillar of an address.

    Raises: ServiceNotFound.
    """
    letter = models.PILLARS.get(path)
    if letter is None:
        raise ServiceNotFound(_("There is no such pillar. Look in the list of all services."))
    return PillarCount(letter, path, str(PILLARS[letter]))


def by_letter() -> list[Letter]:
    """Return all public services, A to Z."""
    ordered = published().order_by(Lower("title"))
    return [Letter(letter, list(rows)) for letter, rows in groupby(ordered, key=_letter)]


def _letter(service: Service) -> str:
    first = service.title[:1].upper()
    return first if first.isalpha() else "#"


def found(text: str, limit: int = 50) -> list[Service]:
    """Return the public services that fit the text, the best first.

    Whole words are compared by their Indonesian stem; a part of the title is enough.
    """
    return list(_matching(published(), text).order_by("-rank", Lower("title"))[:limit])


def _matching(services: QuerySet[Service], text: str) -> QuerySet[Service]:
    query = SearchQuery(text, config=CONFIG, search_type="websearch")
    return services.annotate(rank=SearchRank(F("search"), query)).filter(
        Q(search=query) | Q(title__icontains=text) | Q(keywords__icontains=text)
    )


def get_published(slug: str) -> Service:
    """Return a public service.

    Raises: ServiceNotFound.
    """
    service = published().filter(slug=slug).first()
    if service is None:
        raise ServiceNotFound(_("There is no such service. Look for it in the list of all services."))
    return service


def related(service: Service, limit: int = 4) -> list[Service]:
    """Return other public services of the same pillar."""
    return list(of_pillar(service.pillar).exclude(pk=service.pk)[:limit])


# The console.


def editable(actor: Actor) -> QuerySet[Service]:
    """Return the services that the actor may change."""
    services = Service.objects.select_related("unit").defer("search")
    return visible(actor, services, "services.write")


def listed(actor: Actor, *, text: str = "", pillar: str = "", state: str = "") -> QuerySet[Service]:
    """Return the console's list: broken links first, then in the region's order."""
    services = editable(actor)
    if text:
        services = _matching(services, text)
    if pillar:
        services = services.filter(pillar=pillar)
    if state in STATES:
        services = services.filter(STATES[state])
    return services.alias(is_bad=BROKEN).order_by("-is_bad", "pillar", "position", "title")


def tabs(actor: Actor, *, text: str, pillar: str, state: str) -> list[dict[str, object]]:
    """Return the tabs above the console's list, which keep what else was asked for."""
    counts = state_counts(actor)
    labels = {"all": _("All"), "broken": _("Broken links"), "published": _("Published"), "draft": _("Drafts")}
    kept = {"q": text, "pilar": pillar}
    return [
        {
            "label": label,
            "count": counts[name],
            "url": "?" + urlencode({**kept, "keadaan": "" if name == "all" else name}),
            "current": (state if state in STATES else "all") == name,
        }
        for name, label in labels.items()
    ]


def state_counts(actor: Actor) -> dict[str, int]:
    """Return how many services the actor has in each state, and in all."""
    counts = {name: Count("pk", filter=condition) for name, condition in STATES.items()}
    return editable(actor).order_by().aggregate(all=Count("pk"), **counts)


def get(key: str, actor: Actor) -> Service:
    """Return a service that the actor may change.

    Raises: ServiceNotFound.
    """
    service = editable(actor).filter(key=key).first()
    if service is None:
        raise ServiceNotFound(_("There is no such service, or it belongs to another unit."))
    return service


def rights(actor: Actor, service: Service) -> dict[str, bool]:
    """Return what the actor may do with the service besides changing it."""
    return {"may_publish": may(actor, "services.publish", service)}


def units(actor: Actor) -> list[Unit]:
    """Return the units in which the actor may write services."""
    return [unit for unit in Unit.objects.filter(is_active=True) if may(actor, "services.write", Place(unit.pk))]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service would stand, to ask for a permission before it exists."""

    unit_id: int


def with_links() -> list[Service]:
    """Return the public services whose links are to be checked."""
    return list(published().exclude(link="").order_by("link_checked_at"))
