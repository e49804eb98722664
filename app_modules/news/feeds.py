"""The Atom feed: complete articles, with addresses of the region's own domain."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from app_modules.news import queries
from tenants.customization.queries import branding, word

LENGTH = 20


def atom(request: HttpRequest) -> str:
    """Return the newest articles as Atom."""
    region = branding().name
    feed = Atom1Feed(
        title=f"{word('news.title')} · {region}",
        link=request.build_absolute_uri(reverse("news:index")),
        feed_url=request.build_absolute_uri(reverse("news:feed")),
        description=region,
        language="id",
        author_name=region,
    )
    for article in queries.whole()[:LENGTH]:
        feed.add_item(
            title=article.title,
            link=request.build_absolute_uri(article.get_absolute_url()),
            description=article.summary,
            content=article.body,
            author_name=article.author_name,
            pubdate=article.published_at,
            updateddate=article.changed_at,
            categories=[article.category.name],
            unique_id=f"tag:{request.get_host()},{article.published_at:%Y-%m-%d}:news/{article.key}",
        )
    return str(feed.writeString("utf-8"))
