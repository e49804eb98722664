"""What an administrator changes: settings, words, the region's face; and the theme file that follows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of
from kernel.errors import NotFound
from kernel.modules import registry
from kernel.modules.manifest import Module
from kernel.ui.motifs import MOTIFS
from tenants.customization import actions, pages, queries
from tenants.customization import theme as themes
from tenants.customization.errors import EmblemRefused
from tenants.customization.forms import BrandForm, SettingsForm, WordsForm
from tenants.customization.models import Value
from tenants.files.errors import FileRefused
from tenants.isolation.current import tenant

PAGES = {Value.Kind.SETTING.value: "module_settings", Value.Kind.WORD.value: "module_words"}
FOR_EVER = "public, max-age=31536000, immutable"


def theme(request: HttpRequest, digest: str) -> HttpResponse:
    """Send the theme; an older address gets today's, but not for ever."""
    brand = queries.branding()
    response = HttpResponse(themes.css(brand.colour, brand.motif), content_type="text/css; charset=utf-8")
    is_current = digest == themes.digest(brand.colour, brand.motif)
    response["Cache-Control"] = FOR_EVER if is_current else "no-cache"
    return response


@needs("settings.change")
def settings(request: HttpRequest, name: str) -> HttpResponse:
    """Change a module's settings."""
    module = _enabled(name)
    form = SettingsForm(module, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change(Value.Kind.SETTING, form.changes(), by=actor_of(request))
        messages.success(request, _("Settings saved. They hold from now on."))
        return redirect("module_settings", name)
    return render(request, "customization/settings.html", pages.settings(module, form))


@needs("settings.change")
def words(request: HttpRequest, name: str) -> HttpResponse:
    """Say a module's texts in the region's own words."""
    module = _enabled(name)
    form = WordsForm(module, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change(Value.Kind.WORD, form.changes(), by=actor_of(request))
        messages.success(request, _("Words saved. Citizens read them from now on."))
        return redirect("module_words", name)
    return render(request, "customization/words.html", pages.words(module, form))


@require_POST
@needs("settings.change")
def reset(request: HttpRequest, name: str) -> HttpResponse:
    """Take one setting's or word's default back."""
    module = _enabled(name)
    back = PAGES.get(request.POST.get("kind", ""))
    if back is None:
        raise NotFound(_("There is no such default."))
    actions.change(
        Value.Kind(request.POST["kind"]), {f"{module.name}.{request.POST.get('key', '')}": None}, by=actor_of(request)
    )
    messages.success(request, _("The default holds again."))
    return redirect(back, name)


@needs("brand.change")
def brand(request: HttpRequest) -> HttpResponse:
    """Change the region's face: look at it first, then publish."""
    form = BrandForm(request.POST or None, request.FILES or None, initial=pages.brand_values())
    if request.method == "POST" and form.is_valid() and "publish" in request.POST and _publish(request, form):
        messages.success(request, _("Published. Everybody sees the portal like this now."))
        return redirect("brand")
    return render(request, "customization/brand.html", pages.brand(form))


def _publish(request: HttpRequest, form: BrandForm) -> bool:
    try:
        actions.publish(form.changes(), upload=form.cleaned_data["emblem"], by=actor_of(request))
    except (EmblemRefused, FileRefused) as error:
        form.add_error("emblem", error.message)
        return False
    return True


@require_POST
@needs("brand.change")
def reset_brand(request: HttpRequest) -> HttpResponse:
    """Take the default name, colour and motif back; the emblem and the address stay."""
    defaults = dict.fromkeys(("name", "tagline", "colour", "motif"))
    actions.publish(defaults, by=actor_of(request))
    messages.success(request, _("The defaults hold again."))
    return redirect("brand")


@needs("brand.change")
def preview(request: HttpRequest) -> HttpResponse:
    """Send the theme of a colour that is not published yet, for the preview's frames only."""
    colour, motif = request.GET.get("colour", ""), request.GET.get("motif", "")
    if not themes.is_colour(colour) or motif not in MOTIFS:
        raise NotFound(_("This is not a colour."))
    return HttpResponse(themes.preview_css(colour, motif), content_type="text/css; charset=utf-8")


def _enabled(name: str) -> Module:
    module = registry.get(name)
    if module is None or not tenant().has_enabled(name):
        raise NotFound(_("This module is not enabled here."))
    return module
