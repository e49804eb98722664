"""What somebody was told, and how she wants to hear of it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from kernel.accounts.permissions import needs_log_in
from kernel.accounts.queries import actor_of
from tenants.notices import actions, pages, queries
from tenants.notices.forms import ChoicesForm


@require_safe
@needs_log_in
def notices(request: HttpRequest) -> HttpResponse:
    """Show what the one who is logged in was told, the unread first."""
    return render(request, "notices/list.html", {"rows": pages.rows(queries.unread_first(actor_of(request)))})


@require_safe
@needs_log_in
def open_notice(request: HttpRequest, key: str) -> HttpResponse:
    """Lead to what a notice is about; it is read then."""
    notice = get_object_or_404(queries.of(actor_of(request)), key=key)
    actions.read(notice)
    return redirect(pages.way(notice) or "notices")


@require_POST
@needs_log_in
def read_notices(request: HttpRequest) -> HttpResponse:
    """Note that all was read."""
    actions.read_all(by=actor_of(request))
    messages.success(request, _("All is marked as read."))
    return redirect("notices")


@needs_log_in
def notice_choices(request: HttpRequest) -> HttpResponse:
    """Let somebody choose how she hears of what."""
    actor = actor_of(request)
    form = ChoicesForm(actor, request.POST or None)
    if form.is_valid():
        actions.choose(form.channels(), by=actor)
        messages.success(request, _("Saved."))
        return redirect("notice_choices")
    return render(request, "notices/choices.html", {"form": form})


@csrf_exempt
def leave_notices(request: HttpRequest, token: str) -> HttpResponse:
    """End mails of one kind for who has the link: by a button here, or by one of her mail program (RFC 8058)."""
    kind, actor = pages.left(token)
    is_over = request.method == "POST"
    if is_over:
        actions.leave(kind, by=actor)
    return render(request, "notices/leave.html", {"kind": kind, "is_over": is_over})
