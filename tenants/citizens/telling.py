"""What a citizen is told outside the portal: by mail, or as a text message."""

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

from tenants import mail, sms
from tenants.citizens.models import Code
from tenants.jobs.actions import enqueue


def tell(to: str, *, kind: str, template: str, subject: str, **known: Any) -> None:
    """Write it into the current transaction, in the active language.

    It waits for no quota, as nothing does that an account's safety needs.
    """
    text = render_to_string(f"citizens/{kind}/{template}.txt", {**known, "brand_name": mail.sender()}).strip()
    if kind == Code.Kind.PHONE:
        sms.send(to, text)
    else:
        enqueue("mail.deliver", to=to, subject=subject, text=text, language=get_language() or settings.LANGUAGE_CODE)
