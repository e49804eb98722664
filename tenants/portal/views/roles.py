"""The region's roles: what each may do, a new one, a change, back to the default."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts import queries as accounts_queries
from kernel.accounts import roles as accounts
from kernel.accounts.errors import RoleExists
from kernel.accounts.models import Role
from kernel.accounts.permissions import needs
from kernel.accounts.queries import MANAGING, actor_of
from kernel.errors import DomainError
from tenants.portal import actions
from tenants.portal import roles as of
from tenants.portal.forms import RoleForm


@needs(MANAGING)
def roles(request: HttpRequest) -> HttpResponse:
    """Show the roles, and how many people have each."""
    return render(request, "portal/roles.html", {"roles": accounts_queries.roles()})


@needs(MANAGING)
def add_role(request: HttpRequest) -> HttpResponse:
    """Make a role."""
    form = RoleForm(None, request.POST or None)
    if _is_done(form, lambda: accounts.add(form.content(), by=actor_of(request))):
        messages.success(request, _("Role made. You can give it to people now."))
        return redirect("roles")
    return render(request, "portal/role.html", {"form": form})


@needs(MANAGING)
def role(request: HttpRequest, key: str) -> HttpResponse:
    """Change a role; who administers has the one that only can be looked at."""
    subject = get_object_or_404(Role, key=key)
    form, base = RoleForm(subject, request.POST or None), request.POST.get("base", "")
    if _is_done(form, lambda: accounts.change(subject, form.content(), base=base, by=actor_of(request))):
        messages.success(request, _("Role saved. It holds from the next page on."))
        return redirect("roles")
    return render(request, "portal/role.html", {"form": form, **_page(subject, base)})


def _page(subject: Role, base: str) -> dict[str, Any]:
    """Return what the page shows of the role; with `now` where it is no longer as it was when the form was opened."""
    state = accounts.state(subject)
    return {
        "role": subject,
        "names": accounts_queries.names_of(subject),
        "is_usual": subject.key in of.USUAL,
        "base": state,
        "now": of.said(subject) if base not in ("", state) else None,
    }


def _is_done(form: RoleForm, carry: Callable[[], object]) -> bool:
    """Carry a valid form out; False with what is wrong beside the field where a rule says no."""
    if not form.is_valid():
        return False
    try:
        carry()
    except RoleExists as error:
        form.add_error("title_id", error.message)
    except DomainError as error:
        form.add_error(None, error.message)
    return not form.errors


@require_POST
@needs(MANAGING)
def bring_back(request: HttpRequest, key: str) -> HttpResponse:
    """Make a usual role what it is in a new portal."""
    actions.bring_role_back(get_object_or_404(Role, key=key, key__in=of.USUAL), by=actor_of(request))
    messages.success(request, _("The role is as in a new portal again."))
    return redirect("role", key)


@require_POST
@needs(MANAGING)
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Remove a role that nobody has. Usual ones stay, since modules give them rights."""
    subject = get_object_or_404(Role.objects.exclude(key__in=of.USUAL), key=key)
    try:
        accounts.remove(subject, by=actor_of(request))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("role", key)
    messages.success(request, _("Role removed."))
    return redirect("roles")
