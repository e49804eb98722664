"""What the reports show in the region's console: the count beside the queue, and a first step."""

from django.urls import reverse
from django.utils.translation import gettext as _

from app_modules.complaints.models import Category
from app_modules.complaints.queries import cases
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import may
from tenants.portal.contributions import FirstStep


def badges(actor: Actor) -> dict[str, int]:
    """Return how many reports still need an answer from this officer's units."""
    return {"complaints_console:queue": cases.waiting(actor)}


def first_steps(actor: Actor) -> list[FirstStep]:
    """Return that somebody says which unit receives what; done once a category has a unit."""
    if not may(actor, "settings.change"):
        return []
    return [
        FirstStep(
            title=_("Say which unit receives which reports"),
            why=_("Each category then suggests its unit, so that a report is soon with the right people."),
            label=_("Check the categories"),
            url=reverse("complaints_console:categories"),
            order=50,
            seen_in=(Category.objects.filter(is_active=True, unit__isnull=False),),
        )
    ]
