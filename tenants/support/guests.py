"""The operator who is in the region's console now: judged anew at each request, each page that she opens on record."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor, ActorKind, Grant
from kernel.accounts.guests import Guest
from kernel.audit import actions as audit
from tenants.support import actions
from tenants.support.errors import NotOpen
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
    if access is None or not access.is_on or actions.end_dismissed([access]):
        del request.session[SESSION]
        messages.warning(request, _("Your access to this console has ended. Ask the region for a new one."))
        return None
    if request.method in ("GET", "HEAD"):
        seen = {"path": request.path}
        audit.record("support.look", access, by=access.operator, summary="Opened a page", after=seen)
    return access


def guest_of(request: HttpRequest) -> Guest | None:
    """Return the operator with what the region let her do; who may only look has no right to send anything."""
    access = access_of(request)
    if access is None or access.ends_at is None:
        return None
    is_allowed = access.may_change or request.method in LOOKING
    grants = (Grant(permissions(access.scopes)),) if is_allowed else ()
    actor = Actor(ActorKind.OPERATOR, access.operator.key, access.operator.name, grants, access=access.key)
    return Guest(actor, access.ends_at, access.may_change, reverse("leave_access"))


@transaction.atomic
def hold(actor: Actor) -> None:
    """Lock the access by which the operator acts: who ends it waits until what she has begun is on record, or is first.

    Raises: NotOpen.
    """
    if not Access.objects.select_for_update().get(key=actor.access).is_on:
        raise NotOpen
