"""What the services in the history are called."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from app_modules.services.forms import ServiceForm
from app_modules.services.models import Service
from tenants.portal.contributions import Link


def fields(kind: str) -> dict[str, Any]:
    """Return what the parts of a service are called where they are written."""
    if kind != "services.service":
        return {}
    parts = {name: field.label for name, field in ServiceForm.base_fields.items()}
    return parts | {"link_state": _("State of the link"), "problem": _("Problem with the link")}


def named(kind: str, keys: list[str]) -> dict[str, Link]:
    """Return the services' titles."""
    if kind != "services.service":
        return {}
    rows = Service.objects.filter(key__in=keys).values_list("key", "title")
    return {key: Link(title, reverse("services_console:edit", args=[key])) for key, title in rows}
