"""Which pages are closed here: off means off, a page of a module that is not enabled does not exist."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from kernel.modules import registry
from tenants.isolation.current import Tenancy, place
from tenants.portal import probe

# Of a suspended region the rest is closed before this (`isolation.middleware`).
OPEN = ("live", "suspended")
# What people need to get in before the region is live, and what their pages need.
OPEN_BEFORE_LIVE = frozenset({"accept_invitation", "mfa_authenticate", "passkey_login", "theme", "file", "robots"})


def answer_instead(request: HttpRequest) -> HttpResponse | None:
    """Hide what is off, and everything from the public before the region is live; None where the page is open."""
    here = place()
    if not isinstance(here, Tenancy):
        return None
    if _module(request) not in (None, *here.modules):
        raise Http404
    if here.state not in OPEN and not _may_look(request):
        return _soon(request)
    return None


def _module(request: HttpRequest) -> str | None:
    """Return the module that the requested page belongs to."""
    match = request.resolver_match
    if match is None or not match.namespaces:
        return None
    name = match.namespaces[0].removesuffix("_console")
    return name if registry.get(name) else None


def _may_look(request: HttpRequest) -> bool:
    """Say whether this is a page for everybody, the region's own person, or the probe."""
    match = request.resolver_match
    name = (match.url_name if match else None) or ""
    if name in OPEN_BEFORE_LIVE or name.startswith("account_"):
        return True
    return probe.is_probe(request) or request.user.is_authenticated


def _soon(request: HttpRequest) -> HttpResponse:
    response = render(request, "soon.html")
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response
