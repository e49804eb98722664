"""What the history calls reports (by their tickets, never by what a citizen wrote) and categories."""

from django.urls import reverse

from app_modules.complaints.models import Case, Category
from tenants.portal.contributions import Link


def named(kind: str, keys: list[str]) -> dict[str, Link]:
    """Return the reports' tickets, and the names of categories."""
    match kind:
        case "complaints.case":
            rows = Case.objects.filter(key__in=keys).values_list("key", "ticket")
            return {key: Link(ticket, reverse("complaints_console:case", args=[key])) for key, ticket in rows}
        case "complaints.category":
            found = Category.objects.filter(key__in=keys)
            return {row.key: Link(str(row), reverse("complaints_console:category", args=[row.key])) for row in found}
    return {}
