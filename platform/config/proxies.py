"""Where a request comes from when servers of ours pass it on."""

from collections.abc import Callable
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from kernel.audit.origin import coming_from


class ProxyMiddleware:
    """Put the visitor's address into REMOTE_ADDR, if `LIVE_TRUSTED_PROXIES` says how many servers are before us.

    The audit log keeps from there who acted (`kernel.audit.origin`).

    Each of them adds one address at the end of X-Forwarded-For. What is left of that came from the visitor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if address := _told(request, settings.TRUSTED_PROXIES):
            request.META["REMOTE_ADDR"] = address
        with coming_from(request.META.get("REMOTE_ADDR", "")):
            return self.get_response(request)


def _told(request: HttpRequest, proxies: int) -> str:
    addresses = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if not proxies or len(addresses) < proxies:
        return ""
    try:
        return str(ip_address(addresses[-proxies]))
    except ValueError:
        return ""
