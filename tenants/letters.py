"""A letter: one plain text, and the same text as HTML in the region's face."""

import re
from dataclasses import dataclass
from email.utils import formataddr
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from kernel.ui.theme import Brand, tokens
from tenants.customization import queries as customization
from tenants.isolation import hosts
from tenants.isolation.current import Tenancy, place
from tenants.notices import bounces

PLATFORM_NAME = "LIVE Partnership"
NAME, REPLY_TO = "portal.mail_name", "portal.reply_to"
BULLET = "- "
PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to whom. `leave`: where one click ends letters of its sort; `ends`: sentences below, with links."""

    to: str
    subject: str
    text: str
    language: str = "id"
    leave: str = ""
    ends: tuple[tuple[str, str], ...] = ()


def address(path: str) -> str:
    """Return the full address of a path on the current portal."""
    here = place()
    return hosts.address(here.domain if isinstance(here, Tenancy) else settings.PLATFORM_DOMAIN, path)


def sender() -> str:
    """Return who writes: the region, or the platform."""
    return customization.branding().name if isinstance(place(), Tenancy) else PLATFORM_NAME


def message(letter: Letter) -> EmailMultiAlternatives:
    """Return the letter as it is sent: the installation's address under the region's name, answers to the region."""
    name = own(NAME) or sender()
    headers = {"From": formataddr((line(name), settings.DEFAULT_FROM_EMAIL)), "Auto-Submitted": "auto-generated"}
    if letter.leave:
        headers |= {"List-Unsubscribe": f"<{letter.leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    with translation.override(letter.language):
        made = EmailMultiAlternatives(
            line(letter.subject),
            plain(letter),
            bounces.envelope(letter.to),
            [letter.to],
            headers=headers,
            reply_to=[own(REPLY_TO)] if own(REPLY_TO) else None,
        )
        made.attach_alternative(html(letter), "text/html")
    return made


def plain(letter: Letter) -> str:
    """Return the letter as text."""
    more = [f"{sentence}\n{link}" for sentence, link in letter.ends]
    return "\n\n".join([PARAGRAPHS.sub("\n\n", letter.text.strip()), *more]) + "\n"


def html(letter: Letter, nonce: str = "") -> str:
    """Return the letter as HTML. `nonce`: of the page on which it is only shown."""
    picture = customization.emblem_picture() if isinstance(place(), Tenancy) else None
    context = {
        "letter": letter,
        "blocks": blocks(letter.text),
        "name": sender(),
        "home": address("/"),
        "emblem": address(reverse("file", urlconf=settings.TENANT_URLCONF, args=[picture.key])) if picture else "",
        "colours": _colours(),
        "nonce": nonce,
        "plain": plain(letter) if nonce else "",
    }
    return render_to_string("mail.html", context)


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """Return a text's parts as ("text" | "list" | "link", lines). Only what leads to this portal is a link."""
    return [part for paragraph in PARAGRAPHS.split(text.strip()) for part in _parts(paragraph)]


def _parts(paragraph: str) -> list[tuple[str, list[str]]]:
    parts = groupby(paragraph.splitlines(), key=_sort)
    return [
        (sort, [written.removeprefix(BULLET) if sort == "list" else written for written in lines])
        for sort, lines in parts
    ]


def _sort(written: str) -> str:
    if written.startswith(BULLET):
        return "list"
    return "link" if written.startswith(address("/")) and " " not in written else "text"


def own(key: str) -> str:
    """Return a part of the letters' head that the region set itself; empty on the platform."""
    if not isinstance(place(), Tenancy):
        return ""
    return str(customization.values().get(("setting", key), ""))


def line(text: str) -> str:
    """Return what people typed as one line, since a header is one."""
    return " ".join(text.split())


def _colours() -> dict[str, str]:
    colour = customization.branding().colour if isinstance(place(), Tenancy) else customization.DEFAULT_COLOUR
    return {name.replace("-", "_"): value.hex for name, value in tokens(Brand.from_hex(colour), dark=False).items()}
