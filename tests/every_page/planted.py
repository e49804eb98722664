"""The portal's addresses and a few more, each with a fault that the rules must find; and one that is sound."""

from functools import cache
from typing import Any

from django.contrib.sessions.models import Session
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config import urls_tenant
from kernel.accounts.models import Unit
from kernel.accounts.permissions import log_in_first, needs
from tenants.customization.queries import branding
from tenants.isolation.current import enter, tenant

OTHERS: list[Any] = []


def show(text: object) -> HttpResponse:
    return HttpResponse(f"<html>{branding().name} {text}</html>")


@needs("units.manage")
def sound(request: HttpRequest, key: str) -> HttpResponse:
    return show(get_object_or_404(Unit, key=key))


def unguarded(request: HttpRequest, key: str) -> HttpResponse:
    return show(get_object_or_404(Unit, key=key))


@needs("units.manage")
def trespassing(request: HttpRequest, key: str) -> HttpResponse:
    """Look the row up in another region."""
    other = next(place for place in OTHERS if place.id != tenant().id)
    get_object_or_404(Unit, key=key)
    with enter(other):
        return HttpResponse(f"<html>{Unit.objects.get(key=key)}</html>")


@cache
def _name(key: str) -> str:
    return Unit.objects.get(key=key).name


@needs("units.manage")
def remembering(request: HttpRequest, key: str) -> HttpResponse:
    """Remember by the key alone what a region called it."""
    get_object_or_404(Unit, key=key)
    return show(_name(key))


@needs("units.manage")
def telling(request: HttpRequest, key: str) -> HttpResponse:
    """Say of what is not here that it may not be seen."""
    found = Unit.objects.filter(key=key).first()
    return show(found) if found else HttpResponse(status=403)


def signed_everywhere(request: HttpRequest, key: str) -> HttpResponse:
    """Take a signature that carries no region."""
    return show(get_object_or_404(Unit, key=signing.loads(key)))


def trusting(request: HttpRequest) -> HttpResponse:
    """Take a session's row for a session of here, whoever signed it."""
    cookie = request.COOKIES.get("sessionid", "")
    return show("") if Session.objects.filter(session_key=cookie).exists() else log_in_first(request)


@csrf_exempt
@needs("units.manage")
def unprotected(request: HttpRequest, key: str) -> HttpResponse:
    return show(get_object_or_404(Unit, key=key))


@needs("units.manage")
def crashing(request: HttpRequest, key: str) -> HttpResponse:
    raise ValueError(get_object_or_404(Unit, key=key).key)


WITH_A_KEY = (sound, unguarded, trespassing, remembering, telling, signed_everywhere, unprotected, crashing)
urlpatterns = [
    *urls_tenant.urlpatterns,
    *(path(f"tanam/{view.__name__}/<str:key>/", view, name=view.__name__) for view in WITH_A_KEY),
    path("tanam/trusting/", trusting, name="trusting"),
]
