"""What the news shows on the citizen's home."""

from django.http import HttpRequest
from django.urls import reverse

from app_modules.news import queries
from tenants.customization.queries import word
from tenants.portal.contributions import HomeBlock, Link

SHOWN = 4


def home(request: HttpRequest) -> list[HomeBlock]:
    """Return the latest news; nothing while there is none."""
    articles = list(queries.published()[:SHOWN])
    if not articles:
        return []
    return [HomeBlock("body", "news/_home.html", {"lead": articles[0], "articles": articles[1:]}, order=200)]


def pillar_rows(pillar: str) -> list[Link]:
    """Return the way to the news under the pillars that it belongs to."""
    return [Link(word("news.title"), reverse("news:index"))] if pillar in ("E", "V") else []
