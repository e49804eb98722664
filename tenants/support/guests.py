"""The operator who is in the region's console now: judged anew at each request, each page that she opens on record."""

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor, ActorKind, Grant
from kernel.accounts.guests import Guest
from kernel.accounts.models import Person
from kernel.audit import actions as audit
from tenants.isolation.current import Place, enter
from tenants.support.models import Access
from tenants.support.scopes import permissions

SESSION = "support"
LOOKING = ("GET", "HEAD", "OPTIONS")


def access_of(request: HttpRequest) -> Access | None:
    """Return the open access of whoever makes the request. No query for anybody else; two for her.

    What she opens is written down, each part of a page too: how a browser asks for it says nothing of what it shows.
    """
    if (key := request.session.get(SESSION)) is None:
        return None
    access = Access.objects.filter(key=key).first()
    if access is None or not access.is_on or _is_dismissed(access.operator):
        del request.session[SESSION]
        messages.warning(request, _("Your access to this console has ended. Ask the region for a new one."))
        return None
    if request.method in ("GET", "HEAD"):
        seen = {"path": request.path}
        audit.record("support.look", access, by=access.operator, summary="Opened a page", after=seen)
    return access


def _is_dismissed(operator: Actor) -> bool:
    """Say whether the operator was deactivated; her account is on the platform."""
    with enter(Place.PLATFORM):
        return Person.objects.filter(key=operator.key, is_active=False).exists()


def guest_of(request: HttpRequest) -> Guest | None:
    """Return the operator with what the region let her do; who may only look has no right to send anything."""
    access = access_of(request)
    if access is None or access.ends_at is None:
        return None
    is_allowed = access.may_change or request.method in LOOKING
    grants = (Grant(permissions(access.scopes)),) if is_allowed else ()
    actor = Actor(ActorKind.OPERATOR, access.operator.key, access.operator.name, grants)
    return Guest(actor, access.ends_at, access.may_change, reverse("leave_access"))
