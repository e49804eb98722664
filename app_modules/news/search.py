"""What the portal's search finds in the news."""

from django.utils.translation import gettext as _

from app_modules.news import queries
from tenants.portal.contributions import Hit


def search(text: str, limit: int) -> list[Hit]:
    """Return the articles that speak of this, best first."""
    found = queries.search(text)[:limit]
    return [Hit(article.title, article.get_absolute_url(), _("News"), article.summary) for article in found]
