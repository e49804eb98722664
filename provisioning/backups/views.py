"""The region's own page of its backups: what there is, and one more now."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from provisioning.backups import asking, shelf
from provisioning.errors import OrderRefused

# Whoever may take all data away may see how safely they are kept.
NEEDED = "exports.make"


@needs(NEEDED)
def backups(request: HttpRequest) -> HttpResponse:
    """Show the backups; as a fragment every two seconds while the portal is worked on."""
    template = "provisioning/_backups.html" if request.htmx else "provisioning/backups.html"  # type: ignore[attr-defined]  # by django-htmx
    return render(request, template, {"shelf": shelf.own()})


@require_POST
@needs(NEEDED)
def ask_for_backup(request: HttpRequest) -> HttpResponse:
    """Ask for a backup now."""
    try:
        asking.ask(by=actor_of(request))
    except OrderRefused as error:
        messages.info(request, error.message)
    return redirect("backups")
