"""Where undelivered mails come back: an address that says of whom each one was, and that we sent it.

`name+<tenant>-<number>-<seal>@domain`. The seal covers the recipient, so that nobody can make an address fail by
inventing a report of it. All in small letters: some servers change the others.
"""

import re
from email.message import Message
from typing import NamedTuple

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from kernel.ids import new_id
from tenants.isolation.current import Tenancy, place

TOKEN = re.compile(r"\+([a-z0-9]+)-([a-z0-9]+)-([0-9a-f]{20})@")
# Where servers write for whom a mail was that they put into a mailbox.
DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To", "To")


class Bounce(NamedTuple):
    """An undelivered mail: its tenant's key, to whom it was, whether for good, and the other server's words."""

    tenant: str
    email: str
    is_final: bool
    reason: str


def envelope(to: str) -> str:
    """Return to which address a mail to this one comes back."""
    here = place()
    if not settings.MAIL_BOUNCES or not isinstance(here, Tenancy):
        return str(settings.DEFAULT_FROM_EMAIL)
    name, domain = settings.MAIL_BOUNCES.split("@")
    number = new_id()
    return f"{name}+{here.key}-{number}-{_seal(here.key, number, to)}@{domain}"


def _seal(tenant: str, number: str, email: str) -> str:
    return salted_hmac(f"{tenant}:bounce", f"{number}:{email.lower()}", algorithm="sha256").hexdigest()[:20]


def read(message: Message) -> Bounce | None:
    """Return what a delivery report (RFC 3464) says; None for what is none, is of no mail of ours, or only a delay."""
    token = next(
        (found for name in DELIVERED for text in message.get_all(name, []) if (found := TOKEN.search(text))), None
    )
    if token is None:
        return None
    tenant, number, seal = token.groups()
    for fields in _recipients(message):
        email = _address(fields)
        if fields.get("Action", "").strip().lower() == "failed" and constant_time_compare(
            seal, _seal(tenant, number, email)
        ):
            return Bounce(tenant, email, fields.get("Status", "").strip().startswith("5"), _reason(fields))
    return None


def _recipients(message: Message) -> list[Message]:
    """Return the parts of the report that are about one recipient each; the first block of each is about the mail."""
    reports = [part for part in message.walk() if part.get_content_type() == "message/delivery-status"]
    blocks = [block for report in reports for block in report.get_payload() if isinstance(block, Message)]
    return [block for block in blocks if "Final-Recipient" in block]


def _address(fields: Message) -> str:
    """Return whom we wrote to: an address behind a forwarding has another final one."""
    written = fields.get("Original-Recipient") or fields["Final-Recipient"]
    return str(written).partition(";")[2].strip().lower()


def _reason(fields: Message) -> str:
    said = str(fields.get("Diagnostic-Code") or fields.get("Status") or "")
    return " ".join(said.partition(";")[2].split() or said.split())[:300]
