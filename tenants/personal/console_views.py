"""What officers see and answer of citizens' requests."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from kernel.errors import DomainError
from tenants.personal import actions, holdings, queries
from tenants.personal.forms import AnswerForm
from tenants.personal.models import DataRequest

NEEDED = "personal.answer"
SHOWN = 100


@needs(NEEDED)
def data_requests(request: HttpRequest) -> HttpResponse:
    """Show what waits, the nearest term first, then what was answered."""
    context = {"waiting": queries.waiting(), "answered": queries.answered()[:SHOWN]}
    return render(request, "personal/list.html", context)


@needs(NEEDED)
def data_request(request: HttpRequest, key: str) -> HttpResponse:
    """Show one request and what is held of her; answer it."""
    row = get_object_or_404(DataRequest, key=key)
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            actions.answer(row, form.cleaned_data["text"], is_done="done" in request.POST, by=actor_of(request))
            messages.success(request, _("Answered."))
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("data_request", key=key)
        return redirect("data_requests")
    parts = holdings.held(queries.subject_of(row)) if row.is_open else []
    return render(request, "personal/request.html", {"row": row, "form": form, "holdings": parts})
