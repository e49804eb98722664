"""What reports can be about: the list, a new category, a change."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from app_modules.complaints.actions import categories as actions
from app_modules.complaints.errors import CategoryExists, LastCategory
from app_modules.complaints.forms.category import CategoryForm
from app_modules.complaints.models import Category
from app_modules.complaints.queries import categories as queries
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import needs
from kernel.accounts.queries import actor_of

TEMPLATE = "complaints/console/category.html"


@needs("settings.change")
def categories(request: HttpRequest) -> HttpResponse:
    """Show what citizens may choose, and which unit is suggested for it."""
    return render(request, "complaints/console/categories.html", {"categories": queries.listed()})


@needs("settings.change")
def add_category(request: HttpRequest) -> HttpResponse:
    """Add a category."""
    form = CategoryForm(request.POST or None)
    if form.is_valid() and _save(form, None, actor_of(request)):
        messages.success(request, _("Category added."))
        return redirect("complaints_console:categories")
    return render(request, TEMPLATE, {"form": form}, status=400 if form.errors else 200)


@needs("settings.change")
def category(request: HttpRequest, key: str) -> HttpResponse:
    """Change a category."""
    found = queries.by_key(key)
    form = CategoryForm(request.POST or None, category=found)
    if form.is_valid() and _save(form, found, actor_of(request)):
        messages.success(request, _("Category saved."))
        return redirect("complaints_console:categories")
    return render(request, TEMPLATE, {"form": form, "category": found}, status=400 if form.errors else 200)


def _save(form: CategoryForm, found: Category | None, by: Actor) -> bool:
    """Carry the form out; False with the reason beside the field where a rule says no."""
    values: dict[str, Any] = form.cleaned_data
    try:
        if found:
            actions.change(found, values, by=by)
        else:
            actions.add(values, by=by)
    except CategoryExists as error:
        form.add_error("name", error.message)
    except LastCategory as error:
        form.add_error("is_active", error.message)
    return not form.errors
