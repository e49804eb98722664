"""Serve stored files."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404

from kernel.modules import registry
from kernel.signing import BadToken
from tenants.files.actions import path_of
from tenants.files.models import StoredFile
from tenants.files.queries import PRIVATE_FILE
from tenants.isolation.current import tenant


def file(request: HttpRequest, key: str) -> FileResponse:
    """Send a public file, or a private one to who has a fresh address."""
    stored = get_object_or_404(StoredFile, key=key)
    module = stored.owner.split(".", 1)[0]
    here = tenant()
    if registry.get(module) and (here.state == "suspended" or not here.has_enabled(module)):
        raise Http404
    if stored.is_private and not _is_allowed(request, stored):
        raise Http404
    return _sent(stored)


def _sent(stored: StoredFile) -> FileResponse:
    try:
        response = FileResponse(path_of(stored).open("rb"), content_type=stored.content_type)
    except FileNotFoundError as error:  # restored without its files, say: a gap in a page, not a broken page
        raise Http404 from error
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600" if stored.is_private else "public, max-age=600"
    return response


def _is_allowed(request: HttpRequest, stored: StoredFile) -> bool:
    try:
        return bool(PRIVATE_FILE.read(request.GET.get("izin", "")) == stored.key)
    except BadToken:
        return False
