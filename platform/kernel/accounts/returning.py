"""What somebody typed into a form after her session had ended, kept until she has logged in again."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from kernel.ids import new_id

LIMIT = 64 * 1024
SECONDS = 2 * 60 * 60
KEY = "typed"


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent: where to, and its fields in order."""

    path: str
    fields: list[tuple[str, str]]


def keep(request: HttpRequest) -> str:
    """Keep a form in the session; return where to continue after logging in.

    Files and what is too long cannot be kept: then it is the form's own page.
    """
    fields = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LIMIT:
        return request.get_full_path()
    key = new_id()
    request.session[KEY] = {"key": key, "path": request.get_full_path(), "fields": fields}
    if not request.user.is_authenticated:
        request.session.set_expiry(SECONDS)
    return reverse("account_continue", args=[key])


def find(request: HttpRequest, key: str) -> Typed | None:
    """Return what was kept under this key, or None."""
    kept = request.session.get(KEY)
    if not kept or kept["key"] != key:
        return None
    return Typed(kept["path"], [(name, value) for name, value in kept["fields"]])
