"""May somebody do something: the one place that answers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from kernel.accounts import queries, returning
from kernel.accounts.actor import Actor
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


def require(actor: Actor, permission: str, subject: object | None = None) -> None:
    """Raises: NotPermitted unless `may`."""
    if not may(actor, permission, subject):
        raise NotPermitted


def visible(actor: Actor, queryset: QuerySet[M], permission: str) -> QuerySet[M]:
    """Return the rows that the actor may see: those in the units and areas of the grants.

    The model has `unit` and `area_code` where its rows can be limited by them.
    """
    grants = [grant for grant in actor.grants if grant.covers(permission)]
    if not grants:
        return queryset.none()
    limits = [_limit(queryset, unit_id=grant.unit_id, area_code=grant.area_code) for grant in grants]
    if any(not limit for limit in limits):
        return queryset
    either = Q()
    for limit in limits:
        either |= limit
    return queryset.filter(either)


def _limit(queryset: QuerySet[M], *, unit_id: int | None, area_code: str) -> Q:
    names = {field.name for field in queryset.model._meta.get_fields()}
    limit = Q()
    if unit_id is not None and "unit" in names:
        limit &= Q(unit_id=unit_id)
    if area_code and "area_code" in names:
        limit &= Q(area_code__startswith=area_code)
    return limit


def log_in_first(request: HttpRequest) -> HttpResponse:
    """Ask to log in and then come back, with what was typed; htmx must load a whole page for it."""
    if request.user.is_authenticated:
        return _second_step_first(request)
    if "HX-Request" in request.headers:
        response = redirect_to_login(request.headers.get("HX-Current-URL", request.get_full_path()))
        return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
    return redirect_to_login(returning.keep(request) if request.method == "POST" else request.get_full_path())


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
            require(actor, permission)
            return view(request, *args, **kwargs)

        checked.needs = permission  # type: ignore[attr-defined]  # the access matrix reads it
        return checked

    return decorate
