"""Lending one's rights to a colleague while one is away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts import queries as accounts_queries
from kernel.accounts.errors import DelegationRefused
from kernel.accounts.models import Person
from kernel.accounts.permissions import may, needs_log_in
from kernel.accounts.queries import MANAGING, actor_of
from tenants.portal import actions, pages
from tenants.portal.forms import DelegationForm


@needs_log_in
def delegations(request: HttpRequest) -> HttpResponse:
    """Show what one lends and is lent, and lend something."""
    person = get_object_or_404(Person, key=actor_of(request).key)
    form = DelegationForm(person, request.POST or None)
    if form.is_valid():
        try:
            actions.delegate(**form.given(), by=actor_of(request))
        except DelegationRefused as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Lent. Both of you get a mail."))
            return redirect("delegations")
    return render(request, "portal/delegations.html", {"form": form, **pages.delegations(person)})


@require_POST
@needs_log_in
def end_delegation(request: HttpRequest, key: str) -> HttpResponse:
    """Take lent rights back at once."""
    actor = actor_of(request)
    found = accounts_queries.unended_delegations().select_related("assignment__person", "receiver")
    hers = found if may(actor, MANAGING) else found.filter(assignment__person__key=actor.key)
    delegation = get_object_or_404(hers, key=key)
    actions.end_delegation(delegation, by=actor)
    messages.success(request, _("Ended. It holds from the next page on."))
    giver = delegation.assignment.person.key
    return redirect("delegations") if giver == actor.key else redirect("person", giver)
