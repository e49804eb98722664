"""The provider by which the region's people may log in: set by who may do everything."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from kernel.accounts import rights
from kernel.accounts.permissions import needs
from kernel.accounts.providers import actions, flow, queries
from kernel.accounts.providers.errors import ProviderFault
from kernel.accounts.providers.forms import ProviderForm
from kernel.accounts.queries import MANAGING, actor_of


@sensitive_post_parameters("secret")
@needs(MANAGING)
def provider(request: HttpRequest) -> HttpResponse:
    """Show the provider, and set it up or change it."""
    rights.require_own(actor_of(request), actions.ALL)
    row = queries.provider()
    form = ProviderForm.of(row, request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_saved(request, form):
        messages.success(request, _("Saved. The log-in page has the button now: try it in another browser."))
        return redirect("provider")
    context = {"form": form, "row": row, "callback": flow.callback(request)}
    return render(request, "portal/provider.html", context)


def _is_saved(request: HttpRequest, form: ProviderForm) -> bool:
    try:
        actions.save(form.content(), secret=form.cleaned_data["secret"], by=actor_of(request))
    except ProviderFault as error:
        form.add_error(error.field, error.message)
    return form.is_valid()


@require_POST
@needs(MANAGING)
def remove(request: HttpRequest) -> HttpResponse:
    """Take the button away; everybody keeps her password."""
    if row := queries.provider():
        actions.remove(row, by=actor_of(request))
    messages.success(request, _("Removed. People log in with their passwords."))
    return redirect("provider")
