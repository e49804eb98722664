"""Mail that leaves by a job, so that it is sent if and only if the action was committed."""

from email.utils import formataddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from tenants.customization.queries import branding
from tenants.isolation import hosts
from tenants.isolation.current import Tenancy, place
from tenants.jobs.actions import enqueue
from tenants.jobs.registry import job

PLATFORM_NAME = "LIVE Partnership"


def send(to: str, *, subject: str, template: str, language: str = "id", **context: Any) -> None:
    """Write a mail into the current transaction. `template` renders its text; `context` is plain data."""
    enqueue("mail.send", to=to, subject=subject, template=template, language=language, context=context)


def address(path: str) -> str:
    """Return the full address of a path on the current portal."""
    here = place()
    return hosts.address(here.domain if isinstance(here, Tenancy) else settings.PLATFORM_DOMAIN, path)


@job("mail.send", is_atomic=False)
def send_now(to: str, subject: str, template: str, language: str, context: dict[str, Any]) -> None:
    """Render one mail and send it."""
    name = sender()
    with translation.override(language):
        text = render_to_string(template, {**context, "brand_name": name})
    deliver(to, subject, text)


@job("mail.deliver", is_atomic=False)
def deliver(to: str, subject: str, text: str) -> None:
    """Send one mail that is written already."""
    EmailMessage(_line(subject), text, formataddr((_line(sender()), settings.DEFAULT_FROM_EMAIL)), [to]).send()


def _line(text: str) -> str:
    """Return what people typed as one line, since a header is one."""
    return " ".join(text.split())


def sender() -> str:
    """Return who writes: the region, or the platform."""
    return branding().name if isinstance(place(), Tenancy) else PLATFORM_NAME
