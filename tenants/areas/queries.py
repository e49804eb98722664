"""The region's districts and villages."""

from collections.abc import Collection

from django.db.models import QuerySet

from tenants.areas.models import Area


def districts() -> QuerySet[Area]:
    """Return the region's districts by name."""
    return Area.objects.filter(level=Area.Level.DISTRICT)


def villages(district: str | None = None) -> QuerySet[Area]:
    """Return the region's villages by name, of one district where its code is given."""
    found = Area.objects.filter(level=Area.Level.VILLAGE).select_related("parent")
    return found.filter(parent_id=district) if district else found


def labelled() -> dict[str, Area]:
    """Return all districts, then all villages with their districts, by what tells each from the others."""
    found = Area.objects.select_related("parent").order_by("level", "parent__name", "name")
    return {", ".join(str(one) for one in (area, area.parent) if one): area for area in found}


def names(codes: Collection[str]) -> dict[str, str]:
    """Return what the areas of these codes are called. One query, none without codes."""
    return {area.code: str(area) for area in Area.objects.filter(code__in=codes)}
