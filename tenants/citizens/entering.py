"""The way in: ask for a code in a browser, give it back there; and who may open a citizen's pages."""

from collections.abc import Callable
from functools import cache, partial, wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kernel.accounts import returning
from tenants.citizens import actions, codes, limits, queries, sessions, tokens
from tenants.citizens.errors import NoCode
from tenants.citizens.models import Citizen, CitizenSession, Code
from tenants.notices import queries as notices

AFTER = "next"
View = Callable[..., HttpResponseBase]


def own(view: View) -> View:
    """Open a page about a citizen's own account to who is logged in, with her session as `session`: a decorator."""

    @never_cache
    @sensitive_post_parameters()
    @wraps(view)
    def checked(request: HttpRequest, **named: str) -> HttpResponseBase:
        session = queries.session_of(request)
        if session is None:
            return log_in_first(returning.page_of(request) or reverse("citizen"))
        sessions.touch(request, session)
        _count_news(request, session)
        return view(request, session, **named)

    return checked


def _count_news(request: HttpRequest, session: CitizenSession) -> None:
    """Let the page say how much she has not read: one query, once somebody asks."""
    request.unread = cache(partial(notices.unread, session.citizen.as_actor()))  # type: ignore[attr-defined]  # of hers only


def log_in_first(wanted: str) -> HttpResponse:
    """Lead to where citizens log in, and from there to the page that was wanted."""
    return redirect(f"{reverse('citizen_log_in')}?{urlencode({AFTER: wanted})}")


def send_code(request: HttpRequest, *, kind: str, address: str, citizen: Citizen | None = None) -> HttpResponse:
    """Send a code to the address, and lead to where it is typed; a citizen is logged in, and wants to add it.

    Raises: TooMany.
    """
    limits.before_asking(request, address)
    browser = tokens.of(request) if citizen else tokens.new()
    codes.send(address, kind=kind, browser=browser, citizen=citizen)
    response = redirect(_with_after(request, "citizen_code"))
    tokens.give(response, browser)
    return response


def enter(request: HttpRequest, sent: Code, *, digits: str) -> HttpResponse:
    """Take the code, and lead on: whose address it proves is logged in, or has one more.

    Raises: TooMany, NoCode, CodeOver, CodeWrong, AccountClosed, AddressTaken.
    """
    limits.before_trying(request, sent.address)
    proved = codes.prove(tokens.of(request), digits)
    response = _keep(request, proved.citizen, proved) if proved.citizen else _log_in(request, proved)
    limits.was_right(request, response, sent.address)
    return response


def _keep(request: HttpRequest, citizen: Citizen, proved: Code) -> HttpResponse:
    """Give the address to the citizen who asked; who has logged out meanwhile asks again."""
    session = queries.session_of(request)
    if session is None or session.citizen != citizen:
        raise NoCode
    actions.keep_address(session, kind=proved.kind, address=proved.address)
    messages.success(request, _("Saved. You can log in with it from now on."))
    return redirect("citizen")


def _log_in(request: HttpRequest, proved: Code) -> HttpResponse:
    citizen = actions.find_or_begin(proved)
    return come_in(request, citizen, proof=Citizen.objects.filter(pk=citizen.pk, **{proved.kind: proved.address}))


def come_in(request: HttpRequest, citizen: Citizen, *, proof: QuerySet[Any]) -> HttpResponse:
    """Log the citizen in, and lead to what she wanted to see; who has no name yet is asked for it first.

    `proof` is what she has proved herself by, as long as it is hers.

    Raises: NoCode.
    """
    way_on = "citizen" if citizen.registered_at else "citizen_register"
    response = redirect(after(request) if citizen.registered_at and after(request) else _with_after(request, way_on))
    tokens.give(response, sessions.begin(request, citizen, proof=proof))
    return response


def after(request: HttpRequest) -> str:
    """Return the page of this portal that she wanted to see; empty where there is none."""
    wanted = request.POST.get(AFTER) or request.GET.get(AFTER, "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""


def _with_after(request: HttpRequest, name: str) -> str:
    """Return the address of a page that still knows what she wanted to see."""
    wanted = after(request)
    return f"{reverse(name)}?{urlencode({AFTER: wanted})}" if wanted else reverse(name)
