"""Questions about the news."""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, F, Prefetch, Q, QuerySet

from app_modules.news.errors import ArticleNotFound
from app_modules.news.models import Article, Category, Comment, OldSlug, Related, Version

RELATED_SHOWN = 3


def published() -> QuerySet[Article]:
    """Return what is on the portal, newest first, without what a list does not show."""
    return whole().defer("document", "body")


def whole() -> QuerySet[Article]:
    """Return what is on the portal, newest first, with the texts."""
    shown = Article.objects.filter(state=Article.State.PUBLISHED)
    return shown.select_related("category", "cover").defer("document")


def in_category(category: Category) -> QuerySet[Article]:
    """Return what is on the portal about one thing, newest first."""
    return published().filter(category=category)


def search(text: str) -> QuerySet[Article]:
    """Return what is on the portal and speaks of this, best first."""
    return _best(published(), text)


def _best(articles: QuerySet[Article], text: str) -> QuerySet[Article]:
    asked = SearchQuery(text, config="indonesian", search_type="websearch")
    found = articles.filter(Q(document=asked) | Q(title__icontains=text))
    return found.annotate(match=SearchRank(F("document"), asked)).order_by("-match", "-published_at", "-id")


def article(slug: str) -> Article:
    """Return a published article with all that its page shows: three queries.

    Raises: ArticleNotFound.
    """
    related = Related.objects.filter(other__state=Article.State.PUBLISHED)
    related = related.select_related("other", "other__cover").defer("other__document", "other__body")
    shown = Comment.objects.filter(state=Comment.State.SHOWN)
    found = (
        whole()
        .filter(slug=slug)
        .prefetch_related(
            Prefetch("relations", related[:RELATED_SHOWN], to_attr="related_shown"),
            Prefetch("comments", shown, to_attr="comments_shown"),
        )
        .first()
    )
    if found is None:
        raise ArticleNotFound
    return found


def moved(slug: str) -> Article:
    """Return the published article that once had this address.

    Raises: ArticleNotFound.
    """
    old = OldSlug.objects.filter(slug=slug, article__state=Article.State.PUBLISHED).select_related("article").first()
    if old is None:
        raise ArticleNotFound
    return old.article


def used_categories() -> QuerySet[Category]:
    """Return the categories that have something on the portal."""
    used = Article.objects.filter(state=Article.State.PUBLISHED).values("category")
    return Category.objects.filter(pk__in=used)


def category(slug: str) -> Category:
    """Return a category.

    Raises: ArticleNotFound.
    """
    found = Category.objects.filter(slug=slug).first()
    if found is None:
        raise ArticleNotFound
    return found


def listed(state: str = "", text: str = "") -> QuerySet[Article]:
    """Return the articles for the console: the last changed first, in one state where it is given."""
    articles = Article.objects.select_related("category", "cover").defer("document", "body")
    articles = articles.filter(state=state) if state else articles
    return _best(articles, text) if text else articles.order_by("-changed_at", "-id")


def count_by_state() -> dict[str, int]:
    """Return how many articles there are in each state."""
    counted = Article.objects.order_by().values_list("state").annotate(Count("id"))
    return dict.fromkeys(Article.State.values, 0) | dict(counted)


def by_key(key: str) -> Article:
    """Return an article in any state.

    Raises: ArticleNotFound.
    """
    found = Article.objects.select_related("category", "cover").defer("document").filter(key=key).first()
    if found is None:
        raise ArticleNotFound
    return found


def newest_version(found: Article) -> Version:
    """Return the article's text as it was saved last."""
    return found.versions.select_related("category", "cover").get(number=found.newest)


def version(found: Article, number: int) -> Version:
    """Return a text of the article.

    Raises: ArticleNotFound.
    """
    text = found.versions.select_related("category", "cover").filter(number=number).first()
    if text is None:
        raise ArticleNotFound
    return text


def comments(state: str) -> QuerySet[Comment]:
    """Return the comments in a state for the console: who waits longest first, else the newest."""
    found = Comment.objects.filter(state=state).select_related("article").defer("article__document", "article__body")
    return found.order_by("id") if state == Comment.State.WAITING else found.order_by("-id")


def count_comments() -> dict[str, int]:
    """Return how many comments there are in each state."""
    counted = Comment.objects.order_by().values_list("state").annotate(Count("id"))
    return dict.fromkeys(Comment.State.values, 0) | dict(counted)


def comment(key: str) -> Comment:
    """Return a comment.

    Raises: ArticleNotFound.
    """
    found = Comment.objects.select_related("article").filter(key=key).first()
    if found is None:
        raise ArticleNotFound
    return found


def category_by_key(key: str) -> Category:
    """Return a category.

    Raises: ArticleNotFound.
    """
    found = Category.objects.filter(key=key).first()
    if found is None:
        raise ArticleNotFound
    return found


def categories() -> QuerySet[Category]:
    """Return all categories with the number of their articles, as `size`."""
    return Category.objects.annotate(size=Count("articles")).order_by("name")
