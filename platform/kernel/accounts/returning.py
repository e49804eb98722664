"""What somebody typed into a form after her session had ended, kept until she has logged in again."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest
from django.urls import reverse

from kernel.accounts import trusted
from kernel.ids import new_id

LIMIT = 64 * 1024
SECONDS = 2 * 60 * 60
KEY = "typed"
# What is written down nowhere readable, or is good for a moment only.
NEVER = re.compile(r"password|secret|credential|token|^nik$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent: where to, and its fields in order."""

    path: str
    fields: list[tuple[str, str]]


def keep(request: HttpRequest) -> str:
    """Keep a form in the session; return where to continue after logging in.

    Files, secrets and what is too long cannot be kept: where nothing else is left, it is the page it was sent from.
    """
    fields = [(name, value) for name, values in request.POST.lists() for value in values if not NEVER.search(name)]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LIMIT:
        return page_of(request) or request.get_full_path()
    key = new_id()
    by = trusted.last(request)
    request.session[KEY] = {"key": key, "by": by, "path": request.get_full_path(), "fields": fields}
    if not request.user.is_authenticated:
        request.session.set_expiry(SECONDS)
    return reverse("account_continue", args=[key])


def page_of(request: HttpRequest) -> str:
    """Return the page to come back to; of what is sent, the one that it was sent from, "" where that is not known.

    What a button leads to cannot be opened.
    """
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    sent_from = urlsplit(request.headers.get("Referer", ""))
    return urlunsplit(("", "", *sent_from[2:])) if sent_from.netloc == request.get_host() else ""


def find(request: HttpRequest, key: str) -> Typed | None:
    """Return what was kept under this key; None also to who was not the last to log in with the browser then."""
    kept = request.session.get(KEY)
    if not kept or kept["key"] != key or not trusted.is_of(kept["by"], getattr(request.user, "email", "")):
        return None
    return Typed(kept["path"], [(name, value) for name, value in kept["fields"]])
