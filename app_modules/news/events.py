"""What happens in the news."""

from dataclasses import dataclass
from typing import ClassVar

from tenants.events import Event


@dataclass(frozen=True, slots=True)
class ArticlePublished(Event):
    """An article, or a new text of it, is on the portal."""

    name: ClassVar[str] = "news.article_published"
    article: str
    title: str
    slug: str
    is_first: bool
