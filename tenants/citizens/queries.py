"""Which citizen is asking, and where she is logged in."""

from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest

from kernel.accounts.sessions import devices
from kernel.accounts.sessions.devices import Place
from tenants import sms
from tenants.citizens import phones, tokens
from tenants.citizens.models import Citizen, CitizenSession, Code

LEAST, FOUND = 3, 20


def current(request: HttpRequest) -> Citizen | None:
    """Return the citizen who is logged in. One query at the first call of a request whose browser holds a token."""
    session = session_of(request)
    return session.citizen if session else None


def session_of(request: HttpRequest) -> CitizenSession | None:
    """Return the session of the browser that asks, looked for once a request."""
    if not hasattr(request, "_citizen_session"):
        token = tokens.of(request)
        found = CitizenSession.open().filter(token_hash=tokens.digest(token)).first() if token else None
        request._citizen_session = found  # type: ignore[attr-defined]  # of this request only
    kept: CitizenSession | None = request._citizen_session  # type: ignore[attr-defined]  # as above
    return kept


def find(text: str) -> list[Citizen]:
    """Return who is meant by a name, or by a whole address; nobody by fewer than three letters."""
    if len(text) < LEAST:
        return []
    wanted = Q(name__icontains=text) | Q(email__iexact=text)
    with suppress(ValidationError):
        wanted |= Q(phone=phones.normal(text))
    return list(Citizen.objects.filter(wanted).order_by("name", "pk")[:FOUND])


def kinds() -> list[str]:
    """Return what a code can be sent to here."""
    return [Code.Kind.EMAIL, Code.Kind.PHONE] if sms.is_offered() else [Code.Kind.EMAIL]


def code_of(request: HttpRequest) -> Code | None:
    """Return the code that was sent for the browser that asks, also when it is over."""
    token = tokens.of(request)
    return Code.objects.select_related("citizen").filter(browser_hash=tokens.digest(token)).first() if token else None


def places(session: CitizenSession) -> list[Place]:
    """Return where the citizen is logged in, here first, then by when it was used last. One query."""
    rows = CitizenSession.open().filter(citizen=session.citizen).order_by("-used_at")
    return devices.places(rows, is_this=lambda row: row == session)
