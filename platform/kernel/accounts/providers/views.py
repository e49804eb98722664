"""Log in by the region's provider, and unlink one's account there."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kernel.accounts import limits
from kernel.accounts.factors.views import own
from kernel.accounts.models import Person
from kernel.accounts.providers import actions, flow
from kernel.accounts.providers.errors import NotLetIn
from kernel.accounts.queries import as_actor
from kernel.rates import limited


@require_POST
@limited(limits.PROVIDER)
@never_cache
def begin(request: HttpRequest) -> HttpResponse:
    """Answer with a page that leads on: a form may lead to no other host, and a mere link could be forged."""
    try:
        provider, address = flow.start(request, request.POST.get("next", ""))
    except NotLetIn as error:
        return _refused(request, error)
    return render(request, "accounts/provider.html", {"provider": provider, "address": address})


@require_GET
@limited(limits.PROVIDER)
@never_cache
def come_back(request: HttpRequest) -> HttpResponse:
    """Let in who comes back from the provider, or say why not."""
    try:
        coming = flow.finish(request)
    except NotLetIn as error:
        return _refused(request, error)
    return flow.log_in(request, coming)


def _refused(request: HttpRequest, error: NotLetIn) -> HttpResponse:
    messages.error(request, error.message)
    return redirect("account_login")


@require_POST
@own
def unlink(request: HttpRequest, person: Person) -> HttpResponse:
    """Forget one's account at the provider."""
    actions.unlink(person, by=as_actor(person))
    messages.success(request, _("Unlinked. You log in with your password."))
    return redirect("security")
