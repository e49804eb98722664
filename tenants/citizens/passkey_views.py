"""A citizen's pages about passkeys, and the way in with one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from kernel.accounts import limits
from kernel.accounts.factors import webauthn
from kernel.accounts.factors.errors import PasskeyRefused
from kernel.rates import limited
from tenants.citizens import entering
from tenants.citizens import passkeys as keys
from tenants.citizens.entering import own
from tenants.citizens.errors import AccountClosed
from tenants.citizens.forms import PasskeyForm
from tenants.citizens.models import CitizenSession


@limited(limits.PASSKEY)
@never_cache
def log_in(request: HttpRequest) -> HttpResponse:
    """Log in who answers our challenge; to a script that asks, give the challenge."""
    if request.method != "POST":
        is_script = request.headers.get("Accept") == "application/json"
        return JsonResponse(webauthn.ask(request)) if is_script else redirect("citizen_log_in")
    try:
        passkey = keys.proved(request, webauthn.read(request.POST.get("credential", "")))
    except PasskeyRefused:
        messages.error(request, _("This passkey is not known here, or it took too long. Try again, or ask for a code."))
        return redirect("citizen_log_in")
    except AccountClosed as error:
        messages.error(request, error.message)
        return redirect("citizen_log_in")
    return entering.come_in(request, passkey.citizen, proof=passkey.citizen.passkeys.filter(pk=passkey.pk))


@own
def passkeys(request: HttpRequest, session: CitizenSession) -> HttpResponse:
    """Show her passkeys, and add one."""
    form, citizen = PasskeyForm(request.POST or None), session.citizen
    if form.is_valid():
        try:
            keys.add(session, webauthn.made(request, form.cleaned_data["credential"]), name=form.cleaned_data["name"])
        except PasskeyRefused as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, _("Passkey added."))
            return redirect("citizen_passkeys")
    context = {"passkeys": citizen.passkeys.all(), "form": form, "options": keys.offer(request, citizen)}
    return render(request, "citizens/passkeys.html", context)


@require_POST
@own
def remove(request: HttpRequest, session: CitizenSession, key: str) -> HttpResponse:
    """Let nobody log in with it any more."""
    keys.remove(get_object_or_404(session.citizen.passkeys, key=key))
    messages.success(request, _("Passkey removed."))
    return redirect("citizen_passkeys")
