"""What citizens see of the services."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from app_modules.services import qr, queries
from tenants.portal.shared import shared

MAX_TEXT = 100


@shared
def index(request: HttpRequest) -> HttpResponse:
    """All services from A to Z, or what fits the words looked for."""
    text = request.GET.get("q", "").strip()[:MAX_TEXT]
    if text:
        return render(request, "services/found.html", {"text": text, "services": queries.found(text)})
    context = {"letters": queries.by_letter(), "pillars": queries.pillars()}
    return render(request, "services/index.html", context)


@shared
def pillar(request: HttpRequest, path: str) -> HttpResponse:
    """The services of one pillar, in the region's order."""
    chosen = queries.pillar_of(path)
    context = {"pillar": chosen, "services": queries.of_pillar(chosen.letter), "pillars": queries.pillars()}
    return render(request, "services/pillar.html", context)


@shared
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: what to bring, what happens, what it costs, how long it takes, where."""
    found = queries.get_published(slug)
    return render(request, "services/service.html", {"service": found, "related": queries.related(found)})


def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The service on one sheet of paper, with the page's address as a QR code."""
    found = queries.get_published(slug)
    address = request.build_absolute_uri(found.get_absolute_url())
    context = {"service": found, "address": address, "qr": qr.image(address), "now": timezone.now()}
    return render(request, "services/sheet.html", context)
