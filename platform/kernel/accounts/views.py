"""Joining by invitation, choosing a new password, and continuing after a session ended."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.views import LoginView, PasswordResetFromKeyView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from kernel.accounts import actions, limits, queries, returning
from kernel.accounts.factors.views import own
from kernel.accounts.forms import JoinForm, LanguageForm
from kernel.accounts.models import Person
from kernel.accounts.providers import queries as providers
from kernel.rates import limited


@limited(limits.INVITATION)
@never_cache
@sensitive_post_parameters("password")
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let the invited person choose name and password, and log her in."""
    invitation = queries.invitation_of(token)
    form = JoinForm(request.POST or None, email=invitation.email, initial={"name": invitation.known_name})
    if request.method == "POST" and form.is_valid():
        person = actions.accept(invitation, **form.cleaned_data)
        get_adapter().login(request, person)
        record_authentication(request, person, "password")
        response = redirect("console")
        limits.remember(request, response, person.email)
        return response
    roles = ", ".join(dict.fromkeys(str(offer.role) for offer in invitation.offers))
    context = {"form": form, "invitation": invitation, "roles": roles, "provider": providers.provider()}
    return render(request, "accounts/join.html", context)


@never_cache
def continue_typing(request: HttpRequest, key: str) -> HttpResponse:
    """Show what was typed before the session ended, ready to be sent."""
    typed = returning.find(request, key)
    if typed is None or not queries.actor_of(request).is_known:
        return redirect("console")
    return render(request, "accounts/continue.html", {"typed": typed})


@own
def language(request: HttpRequest, person: Person) -> HttpResponse:
    """Let the person choose in which language she is written to."""
    form = LanguageForm(request.POST or None, initial={"language": person.language})
    if form.is_valid():
        actions.choose_language(person, form.cleaned_data["language"], by=queries.as_actor(person))
        messages.success(request, _("Saved. It holds from the next mail on."))
        return redirect("security")
    return render(request, "accounts/language.html", {"form": form})


class LogIn(LoginView):
    """Ask for the password, and offer the provider where there is one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, provider=providers.provider())


class ChooseNewPassword(PasswordResetFromKeyView):
    """Let who has the link choose a new password; a link that is no longer good, or another tenant's, is not found."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 404 if context.get("token_fail") else 200
        return super().render_to_response(context, status=status, **kwargs)
