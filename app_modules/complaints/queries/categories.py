"""What reports can be about."""

from django.db.models import QuerySet

from app_modules.complaints.errors import CategoryNotFound
from app_modules.complaints.models import Category


def listed() -> QuerySet[Category]:
    """Return all categories with their units, those that citizens may choose first."""
    return Category.objects.select_related("unit").order_by("-is_active", "position", "name")


def by_key(key: str) -> Category:
    """Return a category.

    Raises: CategoryNotFound.
    """
    found = Category.objects.select_related("unit").filter(key=key).first()
    if found is None:
        raise CategoryNotFound
    return found
