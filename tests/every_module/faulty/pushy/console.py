"""What the module on trial asks of a new region."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from tenants.portal.contributions import FirstStep


# The fault: it does not ask whether the actor may open the page.
def first_steps(actor: Actor) -> list[FirstStep]:
    """Return a step for everybody."""
    return [FirstStep(title=_("On trial"), why=_("On trial"), label=_("On trial"), url=reverse("pushy_console:desk"))]
