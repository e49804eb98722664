"""What the history calls reports (by their tickets, never by what a citizen wrote) and categories."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from app_modules.complaints.forms.category import CategoryForm
from app_modules.complaints.models import Case, Category
from tenants.portal.contributions import Link

CASE = {
    "unit_id": _("Unit"),
    "officer_name": _("Officer"),
    "due_on": _("Deadline"),
    "closed_at": _("Closed"),
    "released_at": _("Shown to the public"),
    "next_step": _("Next step"),
}


def fields(kind: str) -> dict[str, Any]:
    """Return what the fields of reports are called, and those of categories where they are written."""
    if kind == "complaints.category":
        return {name: field.label for name, field in CategoryForm.base_fields.items()}
    return CASE if kind == "complaints.case" else {}


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
