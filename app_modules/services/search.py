"""What the portal's search finds here."""

from django.utils.translation import gettext as _

from app_modules.services import queries
from tenants.portal.contributions import Hit


def search(text: str, limit: int) -> list[Hit]:
    """Return the services that fit the text, the best first."""
    return [Hit(row.title, row.get_absolute_url(), _("Service"), row.summary) for row in queries.found(text, limit)]
