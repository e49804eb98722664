"""Enter the place that the request's host leads to. For requests nothing else switches."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override

from tenants.customization import queries as customization
from tenants.isolation import hosts
from tenants.isolation.crowd import Crowd
from tenants.isolation.current import Place, Tenancy, enter
from tenants.portal import closed, probe

RETRY_AFTER = "3600"
RETRY_SOON = "3"
# How long a region's request waits in a rush before it is asked to come back, and how many threads of a process no
# request may wait in: a page of another region finds one at once.
PATIENCE = 1.5
KEPT_FREE = 4
# A load balancer asks by address, so these are answered on any host.
HEALTH = ("/healthz", "/readyz")
# What a suspended region's page itself asks for; of files, the view then sends only those of no module.
ITS_FACE = frozenset({"theme", "file"})
# By what its administrators still leave with everything: they log in, in two steps, and open that one page.
LOG_IN = frozenset({"account_login", "account_logout", "mfa_authenticate", "passkey_login", "security", "set_up_app"})
LEAVING = LOG_IN | {"exports", "ask_for_export", "export"}
POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; frame-ancestors 'none'"


class TenantMiddleware:
    """Host → tenant or platform; the rest of the request runs there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._crowd = Crowd(settings.REQUESTS_A_TENANT, room=settings.WEB_THREADS - KEPT_FREE, patience=PATIENCE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in HEALTH:
            return self._on_platform(request)
        if tenancy := hosts.at_home(request.META.get("HTTP_HOST", "")):
            return self._at_home(request, tenancy)
        host = request.get_host().rsplit(":", 1)[0].lower().rstrip(".")
        if hosts.is_platform(host):
            return self._on_platform(request)
        tenancy = hosts.find(host, request.META.get("HTTP_HOST", ""))
        if tenancy is None or tenancy.state == hosts.ARCHIVED:
            return _page(request, "host_unknown.html", 404)
        if host != tenancy.domain:
            _lead(request, settings.TENANT_URLCONF, tenancy)
            return _moved(request, tenancy.domain)
        return self._at_home(request, tenancy)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Answer in a page's stead where it is closed; which page it is, is known only now."""
        return closed.answer_instead(request)

    def _on_platform(self, request: HttpRequest) -> HttpResponse:
        _lead(request, settings.PUBLIC_URLCONF, Place.PLATFORM)
        with enter(Place.PLATFORM):
            return self.get_response(request)

    def _at_home(self, request: HttpRequest, tenancy: Tenancy) -> HttpResponse:
        _lead(request, settings.TENANT_URLCONF, tenancy)
        with enter(tenancy):
            return self._in_tenant(request, tenancy)

    def _in_tenant(self, request: HttpRequest, tenancy: Tenancy) -> HttpResponse:
        if tenancy.state == "suspended" and not _stays_open(request) and not probe.is_probe(request):
            return _later(request, "suspended.html", RETRY_AFTER)
        with self._crowd.entered(tenancy.key) as is_inside:
            return self.get_response(request) if is_inside else _busy(request)


def _lead(request: HttpRequest, urlconf: str, where: Tenancy | Place) -> None:
    """Note where the request is, for who writes its line, and which addresses Django looks through."""
    customization.forget()  # what the thread's request before had read
    request.place = where  # type: ignore[attr-defined]  # as said
    request.urlconf = urlconf  # type: ignore[attr-defined]  # as said


def _moved(request: HttpRequest, domain: str) -> HttpResponse:
    """Lead from a domain of before to the same page under the first one; what is posted is posted there."""
    address = hosts.address(domain, request.get_full_path())
    is_read = request.method in ("GET", "HEAD")
    response = HttpResponsePermanentRedirect(address, preserve_request=not is_read)
    # A browser that kept it would go in circles once the region moves back.
    response["Cache-Control"] = "no-cache"
    return response


def _stays_open(request: HttpRequest) -> bool:
    """Say whether a suspended region answers this; the address is looked up as its language would be later."""
    path = request.path_info
    with override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            return resolve(path).view_name in ITS_FACE | LEAVING
        except Resolver404:
            return False


def _busy(request: HttpRequest) -> HttpResponse:
    request.is_failing = True  # type: ignore[attr-defined]  # the page asks the database for nothing
    return _later(request, "busy.html", RETRY_SOON)


def _later(request: HttpRequest, template: str, seconds: str) -> HttpResponse:
    response = _page(request, template, 503)
    response["Retry-After"] = seconds
    return response


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    response = render(request, template, status=status)
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "no-store"
    return response
