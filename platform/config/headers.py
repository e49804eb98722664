"""What every response tells the browser, whoever made it: a page, a file, a style sheet, an error."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

# What pages use: a place in the report form, copying a link, passkeys. Photos need no camera of ours.
# Only names that Chromium knows: it warns of others on every page.
USED = ("geolocation", "clipboard-write", "publickey-credentials-create", "publickey-credentials-get")
UNUSED = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "clipboard-read",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
HEADERS = {
    "Permissions-Policy": ", ".join([f"{name}=(self)" for name in USED] + [f"{name}=()" for name in UNUSED]),
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Pages have the policy of the settings. What has none of its own needs nothing.
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


class HeadersMiddleware:
    """Set what a response does not say itself. Outermost, since some responses come from other middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
