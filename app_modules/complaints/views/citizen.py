"""A citizen reports, follows, and reads what others may know."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from app_modules.complaints import actions
from app_modules.complaints.actions.limits import FOLLOWED, LOOKED_UP
from app_modules.complaints.actions.timeline import citizen
from app_modules.complaints.forms.citizen import InformationForm, ObjectionForm, ResendForm, TicketForm
from app_modules.complaints.models import Case
from app_modules.complaints.queries import cases, links, tickets
from app_modules.complaints.views import pages, reporting
from kernel.accounts.actor import CITIZEN
from kernel.errors import DomainError
from kernel.rates import limited, network
from tenants.areas import queries as areas
from tenants.citizens import queries as citizens
from tenants.citizens.entering import log_in_first, own
from tenants.citizens.models import CitizenSession
from tenants.portal.shared import shared

PAGE = 20


@require_GET
@shared
def index(request: HttpRequest) -> HttpResponse:
    """Offer to report, to look a ticket up, and to read what was released."""
    state, area = request.GET.get("keadaan", ""), request.GET.get("tempat", "")
    found = Paginator(cases.released_in(state, area), PAGE).get_page(request.GET.get("page"))
    context = {"page": found, "rows": pages.public_rows(found), "state": state, "area": area}
    context["ticket_prefix"] = tickets.prefix()
    tabs = pages.public_tabs(request.path, state, area)
    return render(request, "complaints/index.html", {**context, "tabs": tabs, "districts": areas.districts()})


@never_cache
def report(request: HttpRequest) -> HttpResponse:
    """Show the form; take a report in and lead to its ticket, also when it is sent once more."""
    if request.method != "POST":
        return reporting.page(request, reporting.empty_form(citizens.current(request)))
    sent = reporting.Sent.read(request)
    if sent.is_valid():
        try:
            return redirect(sent.lead(by=CITIZEN))
        except DomainError as error:
            sent.form.add_error(None, error.message)
    return reporting.page(request, sent.form, photos=sent.photos, status=reporting.status(sent.form))


@require_GET
@limited(FOLLOWED)
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the report was sent, now or before, and let her keep the link."""
    case, is_again = links.case_of(token), reporting.AGAIN in request.GET
    return _private(render(request, "complaints/sent.html", {"case": case, "is_again": is_again, **pages.keep(case)}))


@require_GET
@limited(FOLLOWED)
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Show the reporter's own page."""
    return _follow(request, links.case_of(token), token)


@require_GET
@own
def mine(request: HttpRequest, session: CitizenSession, key: str) -> HttpResponse:
    """Lead from her account to the page of a report that is in it."""
    return redirect(links.follow_path(cases.in_account(session.citizen, key), get_language()))


@require_POST
def inform(request: HttpRequest, token: str) -> HttpResponse:
    """Add information to a report."""
    form = InformationForm(request.POST, request.FILES)
    reporting.hold_back(form, partial(FOLLOWED.take, network(request)))
    case, photos = links.case_of(token), reporting.photos(request, form)
    for refusal in photos.refused:
        form.add_error("photos", refusal)
    if not form.is_valid():
        return _follow(request, case, token, inform_form=form, photos=photos.items, status=reporting.status(form))
    said = {name: form.cleaned_data[name] for name in ("text", "submission")}
    actions.add_information(case, **said, photos=photos.kept, by=citizen(case))
    messages.success(request, _("Sent. Officers read it with your report."))
    return redirect(f"{reverse('complaints:follow', args=[token])}?keterangan=terkirim")


@require_POST
@limited(FOLLOWED)
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """Put the report into the account of who is logged in; who is not logs in first, and comes back to its page."""
    citizen, page = citizens.current(request), reverse("complaints:follow", args=[token])
    if citizen is None:
        return log_in_first(page)
    actions.keep_in_account(links.case_of(token), citizen=citizen, by=CITIZEN)
    messages.success(request, _("Kept. You find it in your account."))
    return redirect(page)


@require_POST
@limited(FOLLOWED)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Take the reporter's word that it is solved."""
    case = links.case_of(token)
    actions.confirm(case, by=citizen(case))
    messages.success(request, _("Thank you. The report is closed."))
    return redirect("complaints:follow", token=token)


@require_POST
def dispute(request: HttpRequest, token: str) -> HttpResponse:
    """Take the reporter's word that it is not solved."""
    form = ObjectionForm(request.POST)
    reporting.hold_back(form, partial(FOLLOWED.take, network(request)))
    case = links.case_of(token)
    if not form.is_valid():
        return _follow(request, case, token, objection_form=form, status=reporting.status(form))
    actions.object_to_answer(case, text=form.cleaned_data["text"], by=citizen(case))
    messages.success(request, _("Sent. The report is worked on again."))
    return redirect("complaints:follow", token=token)


@limited(LOOKED_UP, only=("GET", "HEAD"))
def ticket(request: HttpRequest) -> HttpResponse:
    """Look a ticket up: its public page, else ask for the secret link or send it again."""
    form = TicketForm(request.GET if "tiket" in request.GET else None)
    if not form.is_valid():
        return render(request, "complaints/ticket.html", {"form": form}, status=400 if form.is_bound else 200)
    number = form.cleaned_data["tiket"]
    if cases.released().filter(ticket=number).exists():
        return redirect("complaints:case", ticket=number)
    return _resend(request, number)


def _resend(request: HttpRequest, number: str) -> HttpResponse:
    form = ResendForm(request.POST or None, initial={"tiket": number})
    if form.is_bound:
        reporting.hold_back(form, partial(reporting.count, request))
    if is_asked := form.is_valid():
        actions.send_link(form.cleaned_data["tiket"], email=form.cleaned_data["email"])
    context = {"number": number, "resend": form, "is_asked": is_asked}
    return render(request, "complaints/ticket.html", context, status=reporting.status(form) if form.errors else 200)


@require_GET
@shared
def case(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show what an officer released of a case."""
    return render(request, "complaints/case.html", pages.public(cases.public(ticket.upper())))


def _follow(request: HttpRequest, case: Case, token: str, status: int = 200, **forms: object) -> HttpResponse:
    citizen = citizens.current(request)
    context = {"inform_form": InformationForm(), "objection_form": ObjectionForm(), **forms}
    context["is_kept"] = citizen is not None and citizen.key == case.citizen_key
    return _private(
        render(request, "complaints/follow.html", {**pages.follow(case), "token": token, **context}, status=status)
    )


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response
