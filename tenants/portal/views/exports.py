"""A copy of all data: asked for, made by a job, taken away by an administrator."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from kernel.signing import BadToken
from tenants.files import exports as copies
from tenants.files.models import Export
from tenants.isolation.current import tenant

NEEDED = "exports.make"
SHOWN = 10


@needs(NEEDED)
def exports(request: HttpRequest) -> HttpResponse:
    """Show the copies, and how far the one is that is being made; as a fragment every two seconds until then."""
    template = "portal/_exports.html" if request.htmx else "portal/exports.html"  # type: ignore[attr-defined]  # by django-htmx
    shown = [(export, _link(export)) for export in Export.objects.all()[:SHOWN]]
    is_open = any(export.state == Export.State.WAITING for export, _address in shown)
    return render(request, template, {"exports": shown, "is_open": is_open})


def _link(export: Export) -> str:
    is_ready = export.state == Export.State.READY
    return f"{reverse('export', args=[export.key])}?izin={copies.EXPORT.sign(export.key)}" if is_ready else ""


@require_POST
@needs(NEEDED)
def ask_for_export(request: HttpRequest) -> HttpResponse:
    """Ask for a copy."""
    copies.ask(by=actor_of(request))
    return redirect("exports")


@needs(NEEDED)
def export(request: HttpRequest, key: str) -> HttpResponseBase:
    """Send a copy to an administrator who has a fresh link to it."""
    found = get_object_or_404(Export, key=key, state=Export.State.READY)
    if not _is_allowed(request, found) or not copies.path_of(found).is_file():
        raise Http404
    copies.note_taken(found, by=actor_of(request))
    name = f"{tenant().slug}-{found.created_at:%Y-%m-%d}.zip"
    if not settings.FILES_ACCEL:
        return FileResponse(copies.path_of(found).open("rb"), as_attachment=True, filename=name)
    response = HttpResponse(content_type="application/zip")
    response["X-Accel-Redirect"] = f"{settings.FILES_ACCEL}{copies.place_of(found)}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _is_allowed(request: HttpRequest, found: Export) -> bool:
    try:
        return bool(copies.EXPORT.read(request.GET.get("izin", "")) == found.key)
    except BadToken:
        return False
