"""The news in the region's console."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from app_modules.news import pages, queries
from app_modules.news.actions import articles, categories, comments
from app_modules.news.forms import ArticleForm, CategoryForm, DecisionForm, ReplyForm, refusals
from app_modules.news.models import Article, Comment
from kernel.accounts.permissions import may, needs
from kernel.accounts.queries import actor_of
from kernel.errors import NotPermitted


@needs("news.write")
def index(request: HttpRequest) -> HttpResponse:
    """List the articles, by state and by words."""
    state, text = request.GET.get("state", ""), request.GET.get("q", "").strip()[:100]
    state = state if state in Article.State.values else ""
    found = pages.page(queries.listed(state, text), request, pages.CONSOLE_PAGE)
    values = {"page_obj": found, "tabs": pages.article_tabs(state), "state": state, "text": text}
    return render(request, "news/console/index.html", {**values, "may_publish": _may_publish(request)})


@needs("news.write")
def create(request: HttpRequest) -> HttpResponse:
    """Begin an article; a grant for one unit or district reaches none, so nobody types one in vain."""
    if not may(actor_of(request), "news.write", Article()):
        raise NotPermitted
    form = ArticleForm(request.POST or None, request.FILES or None, author=actor_of(request).name)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            return _saved(request, articles.write(form.content(), by=actor_of(request)))
    return render(request, "news/console/edit.html", {"form": form, "may_publish": _may_publish(request)})


@needs("news.write")
def edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change an article's text."""
    article = queries.by_key(key)
    text = queries.newest_version(article)
    form = ArticleForm(request.POST or None, request.FILES or None, text=text)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            base = form.cleaned_data["base"] or 0
            return _saved(request, articles.rewrite(article, form.content(), by=actor_of(request), base=base))
    return render(request, "news/console/edit.html", pages.editing(article, text, form, _may_publish(request)))


def _saved(request: HttpRequest, article: Article) -> HttpResponse:
    if "publish" in request.POST and (not article.is_published or article.has_changes):
        articles.publish(article, by=actor_of(request))
        messages.success(request, _("Published. The article is on the portal."))
    else:
        messages.success(request, _("Saved."))
    return redirect("news_console:edit", article.key)


def _may_publish(request: HttpRequest) -> bool:
    return may(actor_of(request), "news.publish")


@needs("news.write")
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """Show the newest text as the portal will show it."""
    article = queries.by_key(key)
    return render(request, "news/console/preview.html", pages.preview(article, queries.newest_version(article)))


@require_POST
@needs("news.publish")
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Show the newest text on the portal."""
    articles.publish(queries.by_key(key), by=actor_of(request))
    messages.success(request, _("Published. The article is on the portal."))
    return redirect("news_console:edit", key)


@require_POST
@needs("news.publish")
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take the article off the portal."""
    articles.withdraw(queries.by_key(key), by=actor_of(request))
    messages.success(request, _("Withdrawn. You can publish it again at any time."))
    return redirect("news_console:edit", key)


@require_POST
@needs("news.write")
def revert(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Make an older text the newest again."""
    articles.revert(queries.by_key(key), to=number, by=actor_of(request))
    messages.success(request, _("The older text is back. Publish it to show it on the portal."))
    return redirect("news_console:edit", key)


@needs("news.moderate")
def comments_queue(request: HttpRequest) -> HttpResponse:
    """List the comments in a state; those that wait first."""
    state = request.GET.get("state", "")
    state = state if state in Comment.State.values else Comment.State.WAITING
    found = pages.page(queries.comments(state), request, pages.CONSOLE_PAGE)
    values = {"page_obj": found, "tabs": pages.comment_tabs(state), "state": state, "form": ReplyForm()}
    return render(request, "news/console/comments.html", values)


@require_POST
@needs("news.moderate")
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Show or hide a comment."""
    comment, form = queries.comment(key), DecisionForm(request.POST)
    if form.is_valid():
        state = Comment.State(form.cleaned_data["state"])
        comments.decide(comment, state, by=actor_of(request))
        is_shown = state == Comment.State.SHOWN
        messages.success(request, _("The comment is shown.") if is_shown else _("The comment is hidden."))
    return redirect("news_console:comments")


@require_POST
@needs("news.moderate")
def reply(request: HttpRequest, key: str) -> HttpResponse:
    """Answer below a comment, and show it."""
    comment, form = queries.comment(key), ReplyForm(request.POST)
    if form.is_valid():
        comments.answer(comment, form.cleaned_data["text"], by=actor_of(request))
        messages.success(request, _("Your answer is saved."))
    return redirect("news_console:comments")


@needs("news.publish")
def categories_list(request: HttpRequest) -> HttpResponse:
    """List the categories, and add one."""
    form = CategoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            categories.add(form.cleaned_data["name"], by=actor_of(request))
            return redirect("news_console:categories")
    return render(request, "news/console/categories.html", {"form": form, "categories": queries.categories()})


@needs("news.publish")
def category(request: HttpRequest, key: str) -> HttpResponse:
    """Rename a category."""
    found = queries.category_by_key(key)
    form = CategoryForm(request.POST or None, category=found)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            categories.rename(found, form.cleaned_data["name"], by=actor_of(request))
            return redirect("news_console:categories")
    return render(request, "news/console/category.html", {"form": form, "category": found})


@require_POST
@needs("news.publish")
def remove_category(request: HttpRequest, key: str) -> HttpResponse:
    """Remove a category without articles."""
    categories.remove(queries.category_by_key(key), by=actor_of(request))
    messages.success(request, _("The category is removed."))
    return redirect("news_console:categories")


@needs("news.write")
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain the module to officers."""
    return render(request, "news/help.html")
