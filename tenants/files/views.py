"""Serve stored files."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from kernel.modules import registry
from kernel.signing import BadToken
from tenants.files.actions import path_of, place_of
from tenants.files.models import StoredFile
from tenants.files.queries import PRIVATE_FILE
from tenants.isolation.current import tenant


def file(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send a public file, or a private one to who has a fresh address."""
    stored = get_object_or_404(StoredFile, key=key)
    module = stored.owner.split(".", 1)[0]
    here = tenant()
    if registry.get(module) and (here.state == "suspended" or not here.has_enabled(module)):
        raise Http404
    if stored.is_private and not _is_allowed(request, stored):
        raise Http404
    return _sent(stored)


def _sent(stored: StoredFile) -> HttpResponseBase:
    response = _handed_over(stored) if settings.FILES_ACCEL else _streamed(stored)
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600" if stored.is_private else "public, max-age=600"
    # Feed readers and other sites show public pictures where they lie; nobody else's page may show a private one.
    response["Cross-Origin-Resource-Policy"] = "same-origin" if stored.is_private else "cross-origin"
    return response


def _streamed(stored: StoredFile) -> HttpResponseBase:
    try:
        return FileResponse(path_of(stored).open("rb"), content_type=stored.content_type)
    except FileNotFoundError as error:  # restored without its files, say: a gap in a page, not a broken page
        raise Http404 from error


def _handed_over(stored: StoredFile) -> HttpResponseBase:
    """Let the web server in front send the bytes; that a file is missing must still be our own page."""
    if not path_of(stored).is_file():
        raise Http404
    response = HttpResponse(content_type=stored.content_type)
    response["X-Accel-Redirect"] = f"{settings.FILES_ACCEL}{place_of(stored)}"
    response["Content-Disposition"] = f'inline; filename="{stored.key}"'
    return response


def _is_allowed(request: HttpRequest, stored: StoredFile) -> bool:
    try:
        return bool(PRIVATE_FILE.read(request.GET.get("izin", "")) == stored.key)
    except BadToken:
        return False
