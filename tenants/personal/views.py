"""What a citizen sees, takes and asks of her own data."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.errors import DomainError
from tenants.citizens.entering import own
from tenants.citizens.models import Citizen, CitizenSession
from tenants.personal import account, actions, consents, exporting, holdings, queries
from tenants.personal.forms import AskForm
from tenants.personal.holdings import Holding
from tenants.personal.models import DataRequest


@own
def my_data(request: HttpRequest, session: CitizenSession) -> HttpResponse:
    """Show what is held of her, and what she asked."""
    subject = account.subject_of(session.citizen)
    context = {
        "holdings": _all(session.citizen),
        "requests": queries.of_citizen(subject.key),
        "kinds": DataRequest.Kind,
        "choices": consents.of(subject),
    }
    return render(request, "personal/my_data.html", context)


def _all(citizen: Citizen) -> list[Holding]:
    return [*account.holdings(citizen), *holdings.held(account.subject_of(citizen))]


@require_POST
@own
def download(request: HttpRequest, session: CitizenSession) -> HttpResponseBase:
    """Send her all of it at once: nobody has to wait three days for what a machine can do."""
    try:
        actions.note_download(account.subject_of(session.citizen))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("my_data")
    content = exporting.write([*_all(session.citizen), *account.said(session.citizen)])
    return FileResponse(content, as_attachment=True, filename=_("my-data.zip"), content_type="application/zip")


@own
def ask(request: HttpRequest, session: CitizenSession, right: str) -> HttpResponse:
    """Ask the region."""
    if right not in DataRequest.Kind:
        raise Http404
    form = AskForm(right, request.POST or None)
    if form.is_valid():
        try:
            actions.ask(account.subject_of(session.citizen), right, form.cleaned_data["text"])
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Sent. The answer comes within 3 × 24 hours."))
            return redirect("my_data")
    return render(request, "personal/ask.html", {"form": form, "kind": DataRequest.Kind(right)})


@require_POST
@own
def take_back(request: HttpRequest, session: CitizenSession, key: str) -> HttpResponse:
    """Wait for no answer any more."""
    try:
        actions.take_back(get_object_or_404(queries.of_citizen(session.citizen.key), key=key))
        messages.success(request, _("Taken back."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("my_data")


@require_POST
@own
def choose(request: HttpRequest, session: CitizenSession, purpose: str) -> HttpResponse:
    """Agree to a purpose, or do not."""
    asked = holdings.purposes().get(purpose)
    if asked is None:
        raise Http404
    (consents.agree if "yes" in request.POST else consents.withdraw)(account.subject_of(session.citizen), asked)
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("my_data")
