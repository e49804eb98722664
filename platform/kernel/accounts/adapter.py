"""What allauth may do here: log people in, reset passwords; nobody signs up by herself."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kernel.accounts import limits
from kernel.accounts.factors import actions as factors
from kernel.accounts.factors import policy
from kernel.accounts.log_ins import actions as log_ins
from kernel.accounts.models import LogIn
from kernel.accounts.queries import as_actor
from kernel.accounts.sessions import actions as sessions
from kernel.audit import actions as audit
from kernel.errors import TooMany

SENTENCES = {
    **DefaultAccountAdapter.error_messages,
    "email_password_mismatch": _("This e-mail address and password do not belong together. Check both."),
    "rate_limited": _("Too many attempts. Wait a few minutes, then try again."),
    "account_inactive": _("This account has been deactivated. Ask an administrator of your region."),
    "incorrect_password": _("This is not your present password."),
    "enter_current_password": _("Write your present password."),
    "unknown_email": _("Nobody has joined with this e-mail address."),
    "invalid_password_reset": _("This link is no longer valid. Ask for a new one."),
}


class AccountAdapter(DefaultAccountAdapter):
    """People join by invitation only. The sentences are ours, so that they are all translated."""

    error_messages = SENTENCES

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count attempts as we do everywhere; allauth's own limits are off in the settings."""
        try:
            limits.before_log_in(request, credentials.get("email", ""))
        except TooMany:
            log_ins.failed(request, credentials.get("email", ""), LogIn.Result.HELD)
            raise

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        person = super().authenticate(request, **credentials)
        if person is not None:
            limits.succeeded(request, credentials.get("email", ""))
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        log_ins.failed(request, credentials.get("email", ""), LogIn.Result.PASSWORD)

    def pre_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse | None:
        """Keep out who was deactivated, and write down that she came."""
        refusal: HttpResponse | None = super().pre_login(request, user, **more)
        if refusal is not None:
            log_ins.failed(request, user.email, LogIn.Result.INACTIVE)
        return refusal

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session of who gave all that is asked of her."""
        super().login(request, user)
        log_ins.succeeded(request, user)
        policy.note(request, user)
        sessions.begin(request, user)
        limits.logged_in(request, user.email)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Lead on, and let the browser be known."""
        response: HttpResponse = super().post_login(request, user, **more)
        limits.remember(request, response, user.email)
        return response

    def asks_everybody(self) -> bool:
        """Say whether a second step is asked of everybody here, officers too."""
        return False

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Offer the password only: changes of second steps ask for it in their own forms."""
        return [{"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}]

    def set_password(self, user: Any, password: str) -> None:
        """Set it, end all other sessions, and tell her: whoever knew the old one is out."""
        super().set_password(user, password)
        audit.record("people.password", user, by=as_actor(user), summary="Chose a new password")
        factors.tell_changed(user, "password")
        sessions.end_quietly(user, but=current.request.session.session_key or "")
        limits.changed_password(current.request, user.email)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Lead to a new password by the person's public id; allauth's own address has the row's number in it."""
        with override(user.language):
            address = self.get_reset_password_from_key_url(f"{user.key}-{context['key']}")
            super().send_password_reset_mail(user, email, {**context, "uid": user.key, "password_reset_url": address})
