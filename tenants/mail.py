"""Mail that leaves by a job, so that it is sent if and only if the action was committed."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from tenants.customization.queries import branding
from tenants.isolation.current import tenant
from tenants.jobs.actions import enqueue
from tenants.jobs.registry import job


def send(to: str, *, subject: str, template: str, language: str = "id", **context: Any) -> None:
    """Write a mail into the current transaction. `template` renders its text; `context` is plain data."""
    enqueue("mail.send", to=to, subject=subject, template=template, language=language, context=context)


def address(path: str) -> str:
    """Return the full address of a path on the current tenant's portal."""
    port = "" if settings.PLATFORM_PORT in (80, 443) else f":{settings.PLATFORM_PORT}"
    return f"{settings.PLATFORM_SCHEME}://{tenant().domain}{port}{path}"


@job("mail.send", is_atomic=False)
def send_now(to: str, subject: str, template: str, language: str, context: dict[str, Any]) -> None:
    """Send one mail."""
    brand = branding()
    with translation.override(language):
        text = render_to_string(template, {**context, "brand_name": brand.name})
    EmailMessage(subject, text, f"{brand.name} <{settings.DEFAULT_FROM_EMAIL}>", [to]).send()
