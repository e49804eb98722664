"""Accounts whose mail leaves by a job, like every other mail."""

from typing import Any

from allauth.core import context as current
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language

from kernel.accounts.adapter import AccountAdapter
from kernel.accounts.factors.adapter import FactorAdapter
from tenants import mail
from tenants.elsewhere import queries as elsewhere
from tenants.isolation.current import Tenancy, place
from tenants.jobs.actions import enqueue
from tenants.portal import queries


class PortalAdapter(AccountAdapter):
    """Write allauth's mails into the queue: a slow mail server delays nobody, and tells nobody who has joined."""

    def asks_everybody(self) -> bool:
        """Say whether the region asks a second step of its officers too."""
        return queries.asks_everybody()

    def login(self, request: HttpRequest, user: Any) -> None:
        """Begin the session, and let the console's menu know whether there are other regions to go to."""
        super().login(request, user)
        if isinstance(place(), Tenancy):
            request.session[elsewhere.SESSION] = elsewhere.of(user).exists()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        known = {**context, "email": email, "brand_name": mail.sender(), "request": current.request}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", known).split())
        text = render_to_string(f"{template_prefix}_message.txt", known)
        enqueue("mail.deliver", to=email, subject=subject, text=text, language=get_language() or "id")


class PortalFactors(FactorAdapter):
    """Let people's apps show the portal's name."""

    def get_totp_issuer(self) -> str:
        return mail.sender()
