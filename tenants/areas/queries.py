"""The region's districts and villages."""

from django.db.models import QuerySet

from tenants.areas.models import Area


def districts() -> QuerySet[Area]:
    """Return the region's districts by name."""
    return Area.objects.filter(level=Area.Level.DISTRICT)


def villages(district: str | None = None) -> QuerySet[Area]:
    """Return the region's villages by name, of one district where its code is given."""
    found = Area.objects.filter(level=Area.Level.VILLAGE).select_related("parent")
    return found.filter(parent_id=district) if district else found
