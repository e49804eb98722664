"""The news on the portal."""

from contextlib import suppress

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from redis.exceptions import RedisError

from app_modules.news import captcha as proof
from app_modules.news import feeds, pages, queries, reading
from app_modules.news.actions import comments
from app_modules.news.errors import ArticleNotFound, TooManyComments
from app_modules.news.forms import CommentForm, refusals
from kernel.rates import limited
from kernel.signing import BadToken
from tenants.portal.shared import shared


@shared
def index(request: HttpRequest) -> HttpResponse:
    """Show the newest articles, or those that were searched for."""
    text = request.GET.get("q", "").strip()[:100]
    articles = queries.search(text) if text else queries.published()
    return render(request, "news/index.html", {"text": text, **pages.article_list(request, articles)})


@shared
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the articles of one category."""
    found = queries.category(slug)
    values = pages.article_list(request, queries.in_category(found), category=found)
    return render(request, "news/index.html", values)


@shared
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an article; an address that it had before leads to it."""
    try:
        found = queries.article(slug)
    except ArticleNotFound:
        return redirect(queries.moved(slug), permanent=True)
    return render(request, "news/article.html", pages.article(request, found))


def comment(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a comment: a page of its own, whose form the article's page fetches."""
    found, form = queries.article(slug), CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals(form):
            taken = comments.take(found, form.cleaned_data, address=request.META["REMOTE_ADDR"])
            return redirect(pages.after_comment(taken))
    template = "news/_comment_form.html" if request.headers.get("HX-Request") else "news/comment.html"
    return render(request, template, {"article": found, "form": form}, status=_status(form))


def _status(form: CommentForm) -> int:
    """Return the status of a page with this form."""
    if form.has_error(NON_FIELD_ERRORS, TooManyComments.code):
        return TooManyComments.status
    return 400 if form.errors else 200


def comment_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what becomes of the comment."""
    return render(request, "news/comment_sent.html", {"article": queries.article(slug)})


@limited(comments.CHALLENGED)
@never_cache
def captcha(request: HttpRequest) -> JsonResponse:
    """Give the captcha's widget something to solve."""
    return JsonResponse(proof.challenge())


@csrf_exempt  # a beacon of a page that may come from a cache; all it can do is count, once a day
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Count a reader."""
    try:
        key = reading.READ.read(request.POST.get("token", ""))
    except BadToken:
        return HttpResponse(status=400)
    browser = request.headers.get("User-Agent", "")
    with suppress(RedisError):  # a reader who is not counted is no fault
        reading.count(key, address=request.META["REMOTE_ADDR"], browser=browser)
    return HttpResponse(status=204)


@shared
def feed(request: HttpRequest) -> HttpResponse:
    """Give the newest articles as Atom."""
    return HttpResponse(feeds.atom(request), content_type="application/atom+xml; charset=utf-8")
