"""The console's pages about citizens' accounts: find one, recover it, note that her identity card was seen."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from tenants.citizens import identity, queries, recovery
from tenants.citizens.forms import CardForm, RecoveryForm
from tenants.citizens.models import Citizen
from tenants.portal import contributions


@needs(recovery.RECOVER)
def citizens(request: HttpRequest) -> HttpResponse:
    """Find a citizen by name, address or the number of what she sent; nobody leafs through all."""
    text = request.GET.get("q", "").strip()
    context = {"q": text, "found": queries.find(text), "senders": contributions.senders(text)}
    return render(request, "citizens/console/list.html", context)


@needs(recovery.RECOVER)
def citizen(request: HttpRequest, key: str) -> HttpResponse:
    """Show one account, and what may be done for her."""
    return _page(request, get_object_or_404(Citizen, key=key))


@require_POST
@needs(recovery.RECOVER)
def recover(request: HttpRequest, key: str) -> HttpResponse:
    """Give her a new address in place of the lost one."""
    row = get_object_or_404(Citizen, key=key)
    form = RecoveryForm(request.POST, kinds=queries.kinds())
    form.attempt(partial(_recover, row, request))
    if form.errors:
        return _page(request, row, form=form, status=form.status)
    messages.success(request, _("Done. She logs in with the new address; all her devices are logged out."))
    return redirect("console_citizen", key=key)


def _recover(row: Citizen, request: HttpRequest, *, card_seen: bool, **given: object) -> None:
    """Recover the account of who was seen: the form asks that the card was."""
    recovery.recover(row, **given, by=actor_of(request))  # type: ignore[arg-type]  # what the form has checked


@require_POST
@needs(recovery.RECOVER)
def verify(request: HttpRequest, key: str) -> HttpResponse:
    """Note the NIK that an officer has read on the identity card."""
    row, card = get_object_or_404(Citizen, key=key), CardForm(request.POST)
    if not card.is_valid():
        return _page(request, row, card=card)
    identity.see(row, nik=card.cleaned_data["nik"], by=actor_of(request))
    messages.success(request, _("Saved. The NIK counts as seen on the identity card."))
    return redirect("console_citizen", key=key)


def _page(request: HttpRequest, row: Citizen, status: int = 200, **forms: object) -> HttpResponse:
    recovery.look(row, by=actor_of(request))
    context = {"row": row, "form": RecoveryForm(kinds=queries.kinds()), "card": CardForm(), **forms}
    return render(request, "citizens/console/citizen.html", context, status=status)
