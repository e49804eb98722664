"""What the module adds to the citizen's home."""

from django.urls import reverse
from django.utils.translation import gettext as _

from app_modules.services import queries
from app_modules.services.models import Service
from tenants.portal.contributions import Link

ROWS = 4
CHIPS = 3


def pillar_rows(pillar: str) -> list[Link]:
    """Return the first services of a pillar, in the region's order."""
    return [_link(row) for row in queries.of_pillar(pillar)[:ROWS]]


def pillar_all() -> dict[str, Link]:
    """Return the way to all services of each pillar that has some."""
    return {
        pillar.letter: Link(
            _("All %(pillar)s services") % {"pillar": pillar.name}, reverse("services:pillar", args=[pillar.path])
        )
        for pillar in queries.pillars()
    }


def overview() -> Link:
    """Return the way to the list of all services."""
    return Link(_("All services, A–Z"), reverse("services:index"))


def frequent() -> list[Link]:
    """Return the services that the region placed first. They are chosen, not counted."""
    return [_link(row) for row in queries.published()[:CHIPS]]


def _link(row: Service) -> Link:
    return Link(row.title, row.get_absolute_url())
