"""What citizens see: the home, search, and the short pages at the foot."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kernel.modules.manifest import PILLARS
from tenants.isolation.current import tenant
from tenants.portal import contributions
from tenants.portal.contributions import Link
from tenants.portal.shared import shared
from tenants.portal.texts import PILLAR_LINES

LENGTH = 100
ROWS = 5


@shared
def home(request: HttpRequest) -> HttpResponse:
    """Show the next step first: search and report, then the pillars, then the news."""
    blocks, more = contributions.home(request), contributions.pillar_all()
    context = {
        "aside": [block for block in blocks if block.place == "aside"],
        "body": [block for block in blocks if block.place == "body"],
        "pillars": list(_pillars(more)),
        "overview": contributions.overview() if more else None,  # a list with nothing in it is no way
        "frequent": contributions.frequent(),
    }
    return render(request, "portal/home.html", context)


def _pillars(more: dict[str, Link]) -> list[dict[str, object]]:
    """Return the pillars that have something, with their first rows; each way once, under its first pillar."""
    shown: set[str] = set()
    found = ((letter, name, _new(contributions.pillar_rows(letter), shown)) for letter, name in PILLARS.items())
    return [
        {"letter": letter, "name": name, "line": PILLAR_LINES[letter], "rows": rows[:ROWS], "more": more.get(letter)}
        for letter, name, rows in found
        if rows
    ]


def _new(rows: list[Link], shown: set[str]) -> list[Link]:
    new = [row for row in rows if row.url not in shown]
    shown.update(row.url for row in new)
    return new


def search(request: HttpRequest) -> HttpResponse:
    """Search everything that is on, grouped by what it is."""
    text = " ".join(request.GET.get("q", "").split())[:LENGTH]
    hits = contributions.search(text) if text else []
    groups = [(kind, list(group)) for kind, group in groupby(hits, key=lambda hit: hit.kind)]
    response = render(request, "portal/search.html", {"text": text, "groups": groups, "count": len(hits)})
    response["X-Robots-Tag"] = "noindex"
    return response


@shared
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say what the portal does for everybody to use it, and whom to tell when it fails."""
    return render(request, "portal/accessibility.html")


@shared
def privacy(request: HttpRequest) -> HttpResponse:
    """Say which personal data the portal keeps, and why."""
    return render(request, "portal/privacy.html")


@shared
def contact(request: HttpRequest) -> HttpResponse:
    """Say where the region's government is found."""
    return render(request, "portal/contact.html")


def robots(request: HttpRequest) -> HttpResponse:
    """Keep robots from the console always, and from everything before the region is live."""
    closed = [reverse("console"), reverse("search"), "/akun/", "/undangan/", "/masuk/"]
    if tenant().state != "live":
        closed = ["/"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
