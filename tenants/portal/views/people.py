"""People of the region: who is in, who is invited, what they may do."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts import actions as accounts
from kernel.accounts import queries as accounts_queries
from kernel.accounts import rights
from kernel.accounts.errors import LastAdministrator
from kernel.accounts.factors import actions as factors
from kernel.accounts.models import Invitation, Person
from kernel.accounts.permissions import needs
from kernel.accounts.queries import MANAGING, actor_of
from kernel.accounts.sessions import actions as sessions
from kernel.errors import DomainError
from tenants.notices import failing
from tenants.notices.errors import AddressTaken
from tenants.portal import actions, pages, queries, scopes
from tenants.portal.forms import AddressForm, AssignmentForm, InvitationForm


@needs(MANAGING)
def people(request: HttpRequest) -> HttpResponse:
    """Show everybody who has joined or is invited."""
    return render(request, "portal/people.html", {**pages.people(), "asks_everybody": queries.asks_everybody()})


@require_POST
@needs(MANAGING)
def second_step_rule(request: HttpRequest) -> HttpResponse:
    """Ask a second step of everybody, or of administrators only."""
    verb = actions.ask_everybody if "everybody" in request.POST else actions.ask_administrators_only
    verb(by=actor_of(request))
    messages.success(request, _("Saved. It holds from each person's next log-in on."))
    return redirect("people")


@needs(MANAGING)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by mail, and show the link for sending it oneself."""
    form = InvitationForm.sent(request.POST)
    if form.is_valid():
        try:
            invitation = actions.invite(**form.given(), by=actor_of(request))
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect("invitation", invitation.key)
    return render(request, "portal/invite.html", {"form": form})


@needs(MANAGING)
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Show an open invitation's link: to copy, or to send by WhatsApp."""
    subject = get_object_or_404(accounts_queries.open_invitations(), key=key)
    for offer in subject.offers:  # who has the link can become what it offers
        rights.require_own(actor_of(request), offer.role.permissions)
    context = {
        "invitation": subject,
        "rights": scopes.rights(subject.offers),
        "address": queries.invitation_address(subject),
        "whatsapp": queries.whatsapp_address(subject),
    }
    return render(request, "portal/invitation.html", context)


@require_POST
@needs(MANAGING)
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Take an invitation back: its link stops working at once."""
    accounts.withdraw(get_object_or_404(Invitation, key=key), by=actor_of(request))
    messages.success(request, _("Invitation withdrawn. Its link no longer works."))
    return redirect("people")


@needs(MANAGING)
def person(request: HttpRequest, key: str) -> HttpResponse:
    """Show what a person may do and where, and give her a role more."""
    subject = get_object_or_404(Person, key=key)
    form = AssignmentForm(request.POST or None)
    if form.is_valid():
        try:
            accounts.assign(subject, **form.given(), by=actor_of(request))
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Role given. It holds from the next page on."))
            return redirect("person", key)
    return _shown(request, subject, form=form)


def _shown(request: HttpRequest, subject: Person, **forms: Form) -> HttpResponse:
    return render(request, "portal/person.html", {**pages.person(subject), **forms})


@require_POST
@needs(MANAGING)
def unassign(request: HttpRequest, key: str) -> HttpResponse:
    """Take one role from a person; taken already, nothing is left to do."""
    held = pages.held(get_object_or_404(Person, key=key), request.POST.get("right", ""))
    try:
        if held:
            accounts.unassign(held, by=actor_of(request))
        messages.success(request, _("Role taken back. It holds from the next page on."))
    except LastAdministrator as error:
        messages.error(request, error.message)
    return redirect("person", key)


@require_POST
@needs(MANAGING)
def open_or_close(request: HttpRequest, key: str) -> HttpResponse:
    """Keep a person out from now on, or let her in again; twice is once."""
    subject, is_wanted = get_object_or_404(Person, key=key), request.POST.get("wanted") == "active"
    verb = accounts.activate if is_wanted else accounts.deactivate
    verb(subject, by=actor_of(request))
    messages.success(request, _("Person activated.") if is_wanted else _("Person deactivated."))
    return redirect("people")


@require_POST
@needs(MANAGING)
def reset_second_step(request: HttpRequest, key: str) -> HttpResponse:
    """Let a person whose phone is gone set her second step up again."""
    factors.reset(get_object_or_404(Person, key=key), by=actor_of(request))
    messages.success(request, _("Second step reset. The person was told by mail, and sets it up at the next log-in."))
    return redirect("person", key)


@require_POST
@needs(MANAGING)
def end_sessions(request: HttpRequest, key: str) -> HttpResponse:
    """Log a person out everywhere."""
    subject = get_object_or_404(Person, key=key)
    rights.require_own_roles(subject, by=actor_of(request))
    sessions.end_all(subject, by=actor_of(request))
    messages.success(request, _("The person is logged out everywhere."))
    return redirect("person", key)


@require_POST
@needs(MANAGING)
def correct_address(request: HttpRequest, key: str) -> HttpResponse:
    """Let mails go to a person's address again, or to the right one."""
    subject, form = get_object_or_404(Person, key=key), AddressForm(request.POST)
    if form.is_valid():
        try:
            failing.correct(subject, form.cleaned_data["email"], by=actor_of(request))
        except AddressTaken as error:
            form.add_error("email", error.message)
        else:
            messages.success(request, _("Mails go to %(email)s from now on.") % {"email": subject.email})
            return redirect("person", key)
    return _shown(request, subject, form=AssignmentForm(), address=form)
