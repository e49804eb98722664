"""Reference data that a new tenant gets a copy of."""

from kernel.regions import queries as regions
from tenants.areas.models import Area


def areas(region_code: str) -> list[Area]:
    """Return a region's districts, then its villages, as rows to be copied. Runs on the platform."""
    if not region_code:
        return []
    found = regions.areas_of(regions.find(region_code))
    return [
        Area(code=area.code, name=area.name, level=area.level, kind=area.kind, parent_id=area.parent_code)
        for area in found
    ]
