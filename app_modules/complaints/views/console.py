"""The officers' queue and the page of a case."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from app_modules.complaints.queries import cases
from app_modules.complaints.views import desk
from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of

PAGE = 50


@require_GET
@needs("complaints.view")
def queue(request: HttpRequest) -> HttpResponse:
    """Show the officer's cases by urgency."""
    actor, today, wanted = actor_of(request), timezone.localdate(), desk.read_filter(request.GET)
    page = Paginator(cases.queue(actor, wanted, today), PAGE).get_page(request.GET.get("page"))
    tabs, has_sample = desk.tabs(wanted, cases.counts(actor)), any(case.is_sample for case in page)
    context = {"page": page, "wanted": wanted, "today": today, "groups": desk.groups(page)}
    return render(request, "complaints/console/queue.html", {**context, "tabs": tabs, "has_sample": has_sample})


@require_GET
@needs("complaints.view")
def case(request: HttpRequest, key: str) -> HttpResponse:
    """Show a case and what may be done to it."""
    actor = actor_of(request)
    return render(request, "complaints/console/case.html", desk.page(cases.for_officer(actor, key), actor))


@require_GET
@needs("complaints.view")
def guide(request: HttpRequest) -> HttpResponse:
    """Explain the work to an officer."""
    return render(request, "complaints/console/guide.html")
