"""What the module adds to the citizen's home."""

from app_modules.services import queries
from tenants.portal.contributions import Link

ROWS = 4


def pillar_rows(pillar: str) -> list[Link]:
    """Return the first services of a pillar, in the region's order."""
    return [Link(row.title, row.get_absolute_url()) for row in queries.of_pillar(pillar)[:ROWS]]
