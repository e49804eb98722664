"""What the region's console shows of the module."""

from django.urls import reverse
from django.utils.translation import gettext as _

from app_modules.services import queries
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import may
from tenants.portal.contributions import FirstStep


def badges(actor: Actor) -> dict[str, int]:
    """Return how many links do not work, beside the menu's entry."""
    if not may(actor, "services.write"):
        return {}
    count = queries.editable(actor).filter(queries.BROKEN).count()
    return {"services_console:index": count} if count else {}


def first_steps(actor: Actor) -> list[FirstStep]:
    """Return that a service is published; a sample is none of the region's own."""
    if not may(actor, "services.publish"):
        return []
    return [
        FirstStep(
            title=_("Publish the first service"),
            why=_("Citizens look up requirements, cost and time before they come."),
            label=_("Write a service"),
            url=reverse("services_console:index"),
            order=60,
            seen_in=(queries.published().filter(is_sample=False),),
        )
    ]
