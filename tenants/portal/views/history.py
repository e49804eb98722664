"""The region's history: looked through, taken away, and proved."""

from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from kernel.audit import queries as audit
from kernel.audit.models import Entry
from tenants.isolation.current import tenant
from tenants.portal import entries
from tenants.portal import history as log
from tenants.portal.looking import HistoryForm
from tenants.proofs import actions, checker, exporting, queries

NEEDED = "audit.view"


@needs(NEEDED)
def history(request: HttpRequest) -> HttpResponse:
    """Show who did what and when, and whether it is as it was written."""
    form = HistoryForm(request.GET)
    part = log.part(audit.found(form.wanted()), request.GET.get("after", ""))
    context = {"form": form, "part": part, "asked": asked(request), "proof": queries.here()}
    return render(request, "portal/history.html", context)


@require_safe
@needs(NEEDED)
def history_entry(request: HttpRequest, key: str) -> HttpResponse:
    """Show one entry: who, what, on whose behalf, what was before and after, and its place in the chain."""
    whole = entries.of_region(get_object_or_404(Entry.objects.select_related("seal"), key=key))
    return render(request, "portal/history_entry.html", {"whole": whole})


def asked(request: HttpRequest) -> str:
    """Return the address's question without its page."""
    question = request.GET.copy()
    question.pop("after", None)
    return question.urlencode()


@require_POST
@needs(NEEDED)
def history_export(request: HttpRequest) -> HttpResponseBase:
    """Send what is looked for as CSV with its seals."""
    form = HistoryForm(request.GET)
    return exported(request, form, tenant().slug)


def exported(request: HttpRequest, form: HistoryForm, name: str) -> HttpResponseBase:
    """Return what is looked for as a file that is made while it is sent."""
    wanted = form.wanted()
    exporting.note(wanted, by=actor_of(request))
    response = StreamingHttpResponse(exporting.lines(audit.found(wanted)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="riwayat-{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    return response


@needs(NEEDED)
def history_proof(request: HttpRequest) -> HttpResponse:
    """Show what verifying the history came to, and how to do it oneself; a fragment while it is under way."""
    template = "proofs/_proof.html" if request.htmx else "portal/history_proof.html"  # type: ignore[attr-defined]  # by django-htmx
    return render(request, template, {"proof": queries.here()})


@require_POST
@needs(NEEDED)
def verify_history(request: HttpRequest) -> HttpResponse:
    """Ask that the history is verified now."""
    actions.ask(by=actor_of(request))
    messages.success(request, _("Your history is being verified. The result stands here in a moment."))
    return redirect("history_proof")


@needs(NEEDED)
def history_head(request: HttpRequest) -> HttpResponse:
    """Send the newest proof, to be kept elsewhere."""
    return receipt(tenant().key, tenant().slug)


def receipt(key: str, name: str) -> HttpResponse:
    """Return the newest proof of the chain with this key as a file to be saved."""
    head = queries.here().head
    if head is None:
        raise Http404
    return as_file(f"{head.receipt(key)}\n", f"bukti-{name}-{head.sequence}.txt")


@needs(NEEDED)
def history_checker(request: HttpRequest) -> HttpResponse:
    """Send the program with which anybody checks an exported history."""
    return program()


def program() -> HttpResponse:
    """Return the program as a file to be saved."""
    return as_file(Path(checker.__file__).read_text(encoding="utf-8"), "periksa.py")


def as_file(text: str, name: str) -> HttpResponse:
    """Return a text as a file to be saved."""
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
