"""What the news shows in the region's console."""

from django.urls import reverse
from django.utils.translation import gettext as _

from app_modules.news import queries
from app_modules.news.models import Comment
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import may
from tenants.portal.contributions import FirstStep


def badges(actor: Actor) -> dict[str, int]:
    """Return how many comments wait for who may check them."""
    if not may(actor, "news.moderate"):
        return {}
    return {"news_console:comments": queries.comments(Comment.State.WAITING).count()}


def first_steps(actor: Actor) -> list[FirstStep]:
    """Return that an article is published; a sample is none of the region's own."""
    if not may(actor, "news.publish"):
        return []
    return [
        FirstStep(
            title=_("Publish the first article"),
            why=_("The home page shows what is new in your region."),
            label=_("Write an article"),
            url=reverse("news_console:index"),
            order=70,
            seen_in=(queries.published().filter(is_sample=False),),
        )
    ]
