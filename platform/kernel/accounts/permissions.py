"""May somebody do something: the one place that answers."""

from collections.abc import Callable
from dataclasses import replace
from functools import reduce, wraps
from operator import or_
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from kernel.accounts import queries, returning
from kernel.accounts.actor import Actor, Grant
from kernel.errors import NotPermitted
from kernel.modules import registry

M = TypeVar("M", bound=Model)
AFTER = "after_second_step"


class View(Protocol):
    """A function view."""

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def may(actor: Actor, permission: str, subject: object | None = None) -> bool:
    """Say whether the actor has the permission, for this subject where a grant is limited.

    A limited grant covers a subject by its `unit_id` and its `area_code` (a code covers what
    begins with it). Without a subject any grant of a module's permission is enough: somebody may
    open the page. What belongs to no module (people, settings, the look) concerns the whole region,
    so a limited grant does not reach it.
    """
    grants = [grant for grant in actor.grants if grant.covers(permission)]
    if subject is None:
        return any(grant.is_everywhere or _is_of_module(permission) for grant in grants)
    unit_id, area_code = getattr(subject, "unit_id", None), getattr(subject, "area_code", "")
    return any(grant.unit_id in (None, unit_id) and (area_code or "").startswith(grant.area_code) for grant in grants)


def _is_of_module(permission: str) -> bool:
    return registry.get(permission.partition(".")[0]) is not None


def require(actor: Actor, permission: str, subject: object | None = None) -> Actor:
    """Return who acts: the actor, on behalf of a colleague where only what she has lent allows it.

    Raises: NotPermitted unless `may`.
    """
    for lender in ("", *actor.lenders):
        grants = tuple(grant for grant in actor.grants if grant.lent_by == lender)
        if may(replace(actor, grants=grants), permission, subject):
            return replace(actor, on_behalf_of=lender)
    raise NotPermitted


def visible(actor: Actor, queryset: QuerySet[M], permission: str) -> QuerySet[M]:
    """Return the rows that the actor may see: those for which `may` says yes.

    Rows have `unit` and `area_code` where they belong to one; a limited grant reaches no others.
    """
    grants = [grant for grant in actor.grants if grant.covers(permission)]
    if any(grant.is_everywhere for grant in grants):
        return queryset
    names = {field.name for field in queryset.model._meta.get_fields()}
    limits = [_limit(grant) for grant in grants if _needed(grant) <= names]
    return queryset.filter(reduce(or_, limits)) if limits else queryset.none()


def _needed(grant: Grant) -> set[str]:
    """Return what a row must have so that the grant can reach it."""
    return {name for name, limit in (("unit", grant.unit_id), ("area_code", grant.area_code)) if limit}


def _limit(grant: Grant) -> Q:
    in_unit = Q(unit_id=grant.unit_id) if grant.unit_id else Q()
    return in_unit & Q(area_code__startswith=grant.area_code) if grant.area_code else in_unit


def log_in_first(request: HttpRequest) -> HttpResponse:
    """Ask to log in and then come back, with what was typed; htmx must load a whole page for it."""
    if request.user.is_authenticated:
        return _second_step_first(request)
    if "HX-Request" in request.headers:
        response = redirect_to_login(request.headers.get("HX-Current-URL", request.get_full_path()))
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return redirect_to_login(returning.keep(request) if request.method == "POST" else request.get_full_path())


def needs_log_in(view: View) -> View:
    """Open a view to everybody who is logged in."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not queries.actor_of(request).is_known:
            return log_in_first(request)
        return view(request, *args, **kwargs)

    return checked


def _second_step_first(request: HttpRequest) -> HttpResponse:
    """Lead to the page where a second step is set up, and from there back."""
    here = urlsplit(request.headers.get("HX-Current-URL", request.get_full_path()))
    typed = request.method == "POST"
    request.session[AFTER] = returning.keep(request) if typed else here._replace(scheme="", netloc="").geturl()
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("security")})
    return redirect("security")


def needs(permission: str) -> Callable[[View], View]:
    """Open a view only to who has the permission; ask who is not logged in to log in."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = queries.actor_of(request)
            if not actor.is_known:
                return log_in_first(request)
            queries.remember(request, require(actor, permission))
            return view(request, *args, **kwargs)

        checked.needs = permission  # type: ignore[attr-defined]  # the access matrix reads it
        return checked

    return decorate
