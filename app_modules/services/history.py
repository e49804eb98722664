"""What the services in the history are called."""

from django.urls import reverse

from app_modules.services.models import Service
from tenants.portal.contributions import Link


def named(kind: str, keys: list[str]) -> dict[str, Link]:
    """Return the services' titles."""
    if kind != "services.service":
        return {}
    rows = Service.objects.filter(key__in=keys).values_list("key", "title")
    return {key: Link(title, reverse("services_console:edit", args=[key])) for key, title in rows}
