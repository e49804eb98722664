"""Look at a region's portal as a citizen does, before anybody else can: in-process, through the whole stack."""

from datetime import timedelta
from functools import cache
from io import BytesIO

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from kernel.modules import registry
from kernel.signing import BadToken, Kind
from tenants.customization.queries import branding
from tenants.isolation import hosts
from tenants.isolation.current import Tenancy, enter

PROBE = Kind("probe", timedelta(seconds=60))
HEADER = "X-Live-Probe"


def is_probe(request: HttpRequest) -> bool:
    """Say whether the request carries a fresh token of this tenant."""
    token = request.headers.get(HEADER)
    if not token:
        return False
    try:
        return bool(PROBE.read(token) == request.path)
    except BadToken:
        return False


def check(tenancy: Tenancy) -> list[str]:
    """Open the home and the first page of each enabled module; return a sentence for each that is not right."""
    hosts.forget()
    with enter(tenancy), translation.override(settings.LANGUAGE_CODE):
        name = branding().name
        return [fault for path in _paths(tenancy) if (fault := _look(tenancy, path, name))]


def _paths(tenancy: Tenancy) -> list[str]:
    first = [
        next((entry.url for entry in module.menu if entry.place == "portal"), None)
        for module in registry.modules()
        if tenancy.has_enabled(module.name)
    ]
    return [reverse(url, urlconf=settings.TENANT_URLCONF) for url in ("home", *filter(None, first))]


def _look(tenancy: Tenancy, path: str, name: str) -> str | None:
    response = _handler().get_response(_request(tenancy, path))
    body = getattr(response, "content", b"")
    if response.status_code != 200:
        return f"{path} answers with status {response.status_code}."
    if escape(name) not in body.decode():
        return f"{path} does not show the name “{name}”."
    return None


def _request(tenancy: Tenancy, path: str) -> WSGIRequest:
    return WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": tenancy.domain,
            "SERVER_PORT": str(settings.PLATFORM_PORT),
            "HTTP_HOST": tenancy.domain,
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_X_LIVE_PROBE": PROBE.sign(path),
            "wsgi.url_scheme": settings.PLATFORM_SCHEME,
            "wsgi.input": BytesIO(),
        }
    )


@cache
def _handler() -> BaseHandler:
    """Return Django's own handler with all middleware, without the signals that would close connections."""
    handler = BaseHandler()
    handler.load_middleware()
    return handler
