"""Forms of one tenant are refused by every other."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

from kernel.signing import BadToken, Kind

SECRET = Kind("csrf")


class TenantCsrfMiddleware(CsrfViewMiddleware):
    """Django's middleware, with the secret in its cookie signed for the current place.

    Its own cookie is good on every host that it is sent to, or copied to.
    """

    def _get_secret(self, request: HttpRequest) -> str | None:
        try:
            return str(SECRET.read(request.COOKIES[settings.CSRF_COOKIE_NAME]))
        except (KeyError, BadToken):
            return None

    def _set_csrf_cookie(self, request: HttpRequest, response: HttpResponseBase) -> None:
        secret: Any = request.META["CSRF_COOKIE"]
        request.META["CSRF_COOKIE"] = SECRET.sign(secret)
        super()._set_csrf_cookie(request, response)  # type: ignore[misc]  # the stubs leave it out
        request.META["CSRF_COOKIE"] = secret
