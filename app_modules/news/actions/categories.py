"""The categories of a region's news."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify

from app_modules.news.errors import CategoryExists, CategoryInUse
from app_modules.news.models import Category, Version
from kernel import turns
from kernel.accounts.actor import Actor
from kernel.accounts.permissions import require
from kernel.audit import actions as audit


@transaction.atomic
def add(name: str, *, by: Actor) -> Category:
    """Add a category.

    Raises: CategoryExists.
    """
    by = require(by, "news.publish")
    _claim(name, Category.objects.all())
    category = Category.objects.create(name=name, slug=_free_slug(name))
    audit.record("news.add_category", category, by=by, summary="Added a category", after={"name": name})
    return category


@transaction.atomic
def rename(category: Category, name: str, *, by: Actor) -> Category:
    """Call a category something else; its address stays, so links keep working.

    Raises: CategoryExists.
    """
    by = require(by, "news.publish")
    _claim(name, Category.objects.exclude(pk=category.pk))
    locked = Category.objects.select_for_update().get(pk=category.pk)
    before, locked.name = locked.name, name
    locked.save(update_fields=["name"])
    audit.record(
        "news.rename_category",
        locked,
        by=by,
        summary="Renamed a category",
        before={"name": before},
        after={"name": name},
    )
    return locked


@transaction.atomic
def remove(category: Category, *, by: Actor) -> None:
    """Remove a category that no text ever had.

    Raises: CategoryInUse.
    """
    by = require(by, "news.publish")
    locked = Category.objects.select_for_update().get(pk=category.pk)
    if Version.objects.filter(category=locked).exists():
        raise CategoryInUse
    audit.record("news.remove_category", locked, by=by, summary="Removed a category", before={"name": locked.name})
    locked.delete()


def _claim(name: str, others: QuerySet[Category]) -> None:
    """Make sure that no other category has the name, until the transaction ends.

    Raises: CategoryExists.
    """
    turns.wait("news.category")
    if others.filter(name__iexact=name).exists():
        raise CategoryExists


def _free_slug(name: str) -> str:
    base = slugify(name)[:60] or "kategori"
    taken = set(Category.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
