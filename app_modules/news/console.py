"""What the news shows in the console's menu."""

from app_modules.news import queries
from app_modules.news.models import Comment
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import may


def badges(actor: Actor) -> dict[str, int]:
    """Return how many comments wait for who may check them."""
    if not may(actor, "news.moderate"):
        return {}
    return {"news_console:comments": queries.comments(Comment.State.WAITING).count()}
