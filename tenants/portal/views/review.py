"""Looking through who may do what, as a page and as a table; and writing down that one has."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts import actions as accounts
from kernel.accounts.models import Person
from kernel.accounts.permissions import needs
from kernel.accounts.queries import MANAGING, actor_of, open_units
from tenants.portal import review as of
from tenants.portal import roles, tables

PEOPLE_A_PAGE = 50


@needs(MANAGING)
def review(request: HttpRequest) -> HttpResponse:
    """Show who may do what, since when and when it was last used."""
    wanted = _wanted(request)
    page = Paginator(of.lines(wanted), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "wanted": wanted,
        "query": query.urlencode(),
        "groups": roles.groups(),
        "units": open_units(),
    }
    return render(request, "portal/review.html", context)


def _wanted(request: HttpRequest) -> of.Wanted:
    given = request.GET
    return of.Wanted(
        given.get("q", "").strip()[:100], given.get("hak", ""), given.get("unit", ""), "perhatian" in given
    )


@needs(MANAGING)
def review_file(request: HttpRequest) -> HttpResponse:
    """Send what the page shows as a table."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tinjauan-hak-{timezone.localdate().isoformat()}.csv"'
    csv.writer(response).writerows(tables.review(of.lines(_wanted(request))))
    return response


@require_POST
@needs(MANAGING)
def mark_reviewed(request: HttpRequest, key: str) -> HttpResponse:
    """Write down that one has looked through what this person may do."""
    subject = get_object_or_404(Person, key=key, is_active=True)
    accounts.review(subject, by=actor_of(request))
    messages.success(request, _("Written down: %(name)s was reviewed today.") % {"name": subject.name})
    return redirect("review")
