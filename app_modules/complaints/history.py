"""What the reports in the history are called: by their tickets, never by what a citizen wrote."""

from django.urls import reverse

from app_modules.complaints.models import Case
from tenants.portal.contributions import Link


def named(kind: str, keys: list[str]) -> dict[str, Link]:
    """Return the reports' tickets."""
    if kind != "complaints.case":
        return {}
    rows = Case.objects.filter(key__in=keys).values_list("key", "ticket")
    return {key: Link(ticket, reverse("complaints_console:case", args=[key])) for key, ticket in rows}
