"""The region's mails: who writes them, and their texts."""

from typing import Any

from csp.constants import NONCE, SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import View, needs
from kernel.accounts.queries import actor_of
from tenants.notices import actions, pages
from tenants.notices.forms import LetterForm, SenderForm

NEEDED = "settings.change"


def framed(view: View) -> View:
    """Let the portal's own pages show a view in a frame, with styles of its own."""
    with_styles: Any = csp_replace({"style-src": [SELF, NONCE], "frame-ancestors": [SELF]})
    made: View = xframe_options_sameorigin(with_styles(view))
    return made


@needs(NEEDED)
def letters(request: HttpRequest) -> HttpResponse:
    """Show which mails there are, and change who writes them."""
    form = SenderForm(request.POST or None)
    if form.is_valid():
        actions.change_sender(form.changes(), by=actor_of(request))
        messages.success(request, _("Saved. It holds from the next mail on."))
        return redirect("letters")
    return render(request, "notices/letters.html", {"form": form, "rows": pages.letters()})


@needs(NEEDED)
def letter(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Change the texts of one mail in one language."""
    form = LetterForm(pages.kind(kind), pages.language(language), request.POST or None)
    if form.is_valid():
        actions.change_letter(form.changes(), by=actor_of(request))
        messages.success(request, _("Saved. It holds from the next mail on."))
        return redirect("letter", kind=kind, language=language)
    return render(request, "notices/letter.html", pages.letter(form))


@needs(NEEDED)
@framed
def letter_preview(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Show the mail as it would go out with what is typed, with made-up values: as HTML and as text."""
    form = LetterForm(pages.kind(kind), pages.language(language), request.POST or None)
    if form.is_bound and not form.is_valid():
        return render(request, "notices/preview.html", {"form": form})
    return HttpResponse(pages.preview(form, str(request.csp_nonce)))  # type: ignore[attr-defined]  # of django-csp


@require_POST
@needs(NEEDED)
def letter_default(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """Bring the texts back that the mail came with."""
    actions.bring_back(pages.kind(kind), pages.language(language), by=actor_of(request))
    messages.success(request, _("The mail has its first text again."))
    return redirect("letter", kind=kind, language=language)
