"""The region's pages about operators' access, and an operator's way in and out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from kernel.errors import DomainError
from tenants.portal import history
from tenants.support import actions, guests, queries, scopes
from tenants.support.models import Access

NEEDED = "support.grant"
SHOWN = 50


@needs(NEEDED)
def support(request: HttpRequest) -> HttpResponse:
    """Show what operators asked for: what waits first, then what is open, then the rest."""
    actions.end_dismissed(queries.unended())
    rows = list(Access.objects.all()[:SHOWN])
    order = (Access.State.ASKED, Access.State.ON)
    rows.sort(key=lambda row: order.index(row.state) if row.state in order else len(order))
    return render(request, "support/list.html", {"rows": [(row, scopes.labels(row.scopes)) for row in rows]})


@needs(NEEDED)
def access(request: HttpRequest, key: str) -> HttpResponse:
    """Show one access, and all that the operator did."""
    row = get_object_or_404(Access, key=key)
    if actions.end_dismissed([row]):
        row.refresh_from_db()
    context = {"row": row, "labels": scopes.labels(row.scopes), "lines": history.lines(queries.done(row)[:200])}
    return render(request, "support/access.html", context)


@require_POST
@needs(NEEDED)
def answer(request: HttpRequest, key: str) -> HttpResponse:
    """Let an operator in, or refuse."""
    row, is_granted = get_object_or_404(Access, key=key), request.POST.get("answer") == "yes"
    actions.end_dismissed([row])
    try:
        row = actions.answer(row, is_granted=is_granted, by=actor_of(request))
        said = _("%(name)s may enter now.") if is_granted else _("Refused. %(name)s cannot enter.")
        messages.success(request, said % {"name": row.operator.name})
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("access", key=key)


@require_POST
@needs(NEEDED)
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End an access at once."""
    row = get_object_or_404(Access, key=key)
    actions.end(row, by=actor_of(request))
    messages.success(request, _("Ended. %(name)s can open nothing here any more.") % {"name": row.operator.name})
    return redirect("access", key=key)


def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Say as whom somebody enters, then let her in; a link that a mail program opens ahead uses nothing up."""
    if request.method != "POST":
        row = actions.through(token)
        return render(request, "support/enter.html", {"row": row, "labels": scopes.labels(row.scopes)})
    row = actions.enter(token)
    request.session.flush()
    request.session[guests.SESSION] = row.key
    assert row.ends_at is not None
    request.session.set_expiry(int((row.ends_at - timezone.now()).total_seconds()))
    rotate_token(request)
    return redirect("console")


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the console; the access stays open until it ends. Whoever has an account here is not concerned."""
    if guests.SESSION not in request.session:
        return redirect("console")
    request.session.flush()
    messages.success(request, _("You have left the console."))
    return redirect("home")
