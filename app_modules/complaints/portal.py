"""Reports on the citizen's home."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from app_modules.complaints.queries import tickets
from tenants.portal.contributions import HomeBlock, Link


def home(request: HttpRequest) -> list[HomeBlock]:
    """Return the call to report with the look-up of a ticket."""
    return [HomeBlock("aside", "complaints/_home.html", {"ticket_prefix": tickets.prefix()}, order=10)]


def pillar_rows(pillar: str) -> list[Link]:
    """Return what stands under Liveable and under E-City."""
    rows = {
        "L": [Link(_("Report something broken"), reverse("complaints:report"))],
        "E": [
            Link(_("Follow your report"), reverse("complaints:ticket")),
            Link(_("Citizens' reports"), reverse("complaints:index")),
        ],
    }
    return rows.get(pillar, [])
