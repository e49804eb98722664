"""Change what reports can be about, and which unit is suggested for it."""

from typing import Any

from django.db import transaction

from app_modules.complaints.errors import CategoryExists, LastCategory
from app_modules.complaints.models import Category
from kernel import turns
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import require
from kernel.audit import actions as audit
from kernel.ids import new_id

PARTS = ("name", "name_en", "kind", "unit", "position", "is_active")


@transaction.atomic
def add(values: dict[str, Any], *, by: Actor) -> Category:
    """Add a category; its key is random, so that it may be renamed.

    Raises: CategoryExists, NotPermitted.
    """
    by = require(by, "settings.change")
    turns.wait("complaints.category")
    _refuse_twice(values["name"])
    category = Category.objects.create(key=new_id(), **values)
    audit.record("complaints.add_category", category, by=by, summary="Added a category", after=_said(category))
    return category


@transaction.atomic
def change(category: Category, values: dict[str, Any], *, by: Actor) -> Category:
    """Change a category; reports that have it keep it, with their unit and term.

    One at a time, so that two people cannot close the last two at once.

    Raises: CategoryExists, LastCategory, NotPermitted.
    """
    by = require(by, "settings.change")
    turns.wait("complaints.category")
    _refuse_twice(values["name"], besides=category)
    locked = Category.objects.select_for_update(of=("self",)).select_related("unit").get(pk=category.pk)
    before = _said(locked)
    for name in PARTS:
        setattr(locked, name, values[name])
    if not locked.is_active and not Category.objects.filter(is_active=True).exclude(pk=locked.pk).exists():
        raise LastCategory
    locked.save(update_fields=PARTS)
    audit.record(
        "complaints.change_category", locked, by=by, summary="Changed a category", before=before, after=_said(locked)
    )
    return locked


def _refuse_twice(name: str, besides: Category | None = None) -> None:
    others = Category.objects.exclude(pk=besides.pk) if besides else Category.objects.all()
    if others.filter(name__iexact=name).exists():
        raise CategoryExists


def _said(category: Category) -> dict[str, Any]:
    """Return the category as the audit log keeps it."""
    return {
        "name": category.name,
        "name_en": category.name_en,
        "kind": category.kind,
        "unit": category.unit.name if category.unit else "",
        "position": category.position,
        "is_active": category.is_active,
    }
