"""Fill a region: a canary in every text of every row, two rows a table, made from the models alone."""

import datetime
from collections.abc import Callable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache as kept
from django.db import models
from django.utils import timezone
from djmoney.models.fields import MoneyField

from app_modules.news import reading
from kernel.accounts.actor import PLATFORM
from kernel.accounts.fields import ActorField
from kernel.modules import registry
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.customization.queries import BRAND_PARTS
from tenants.files.actions import path_of
from tenants.files.models import StoredFile
from tests.canaries.strings import hatch

Field = Any  # a column: Django's own class takes no parameters when it runs
Rows = dict[str, list[models.Model]]

ROWS = (1, 2)
FILE_BYTES = "files.StoredFile bytes"

# Texts that are not free: the database, the code or a standard says what may stand there.
NOT_FREE = {
    "complaints.Case.language": "one of our languages",
    "files.StoredFile.content_type": "one of the types that are served",
    "services.Service.cost_currency": "a currency",
}
# Seals are the owner's to write: hashes of the entries, in the chain's own digits.
NOT_FILLED = {"audit.Seal"}


def next_month() -> datetime.date:
    """Return a day that does not pass while the rows are looked at."""
    return timezone.localdate() + datetime.timedelta(days=30)


# What a rule demands of a column, by the number of the row: the first is public, the second is not.
DEMANDED: dict[str, tuple[Any, Any]] = {
    "accounts.Delegation.first_day": (timezone.localdate, timezone.localdate),
    "accounts.Delegation.last_day": (next_month, next_month),
    "accounts.Person.is_active": (True, True),
    "citizens.Citizen.registered_at": (timezone.now, None),
    "complaints.Case.language": ("id", "en"),
    "complaints.Case.state": ("received", "done"),
    "complaints.Case.released_at": (timezone.now, None),
    "complaints.Case.answered_at": (None, timezone.now),
    "complaints.Case.closed_at": (None, timezone.now),
    "complaints.Entry.kind": ("received", "note"),
    "complaints.Photo.is_released": (True, False),
    "files.StoredFile.is_private": (False, True),
    "files.StoredFile.content_type": ("text/plain", "text/plain"),
    "news.Article.state": ("published", "draft"),
    "news.Article.published_at": (timezone.now, None),
    "news.Article.shown": (1, None),
    "news.Article.newest": ROWS,
    "news.Comment.state": ("shown", "waiting"),
    "services.Service.state": ("published", "draft"),
    "services.Service.pillar": ("E", "E"),
    "services.Service.cost_currency": ("IDR", "IDR"),
    "support.Access.hours": (3, 168),
}
# What stands around a canary, where a bare word would not be valid.
SHAPES: dict[str, Callable[[str], str]] = {
    "complaints.Case.ticket": str.upper,
    "news.Article.body": "<p>{}</p>".format,
    "news.Version.body": "<p>{}</p>".format,
}


class CannotFill(Exception):
    """A column of a kind that nobody has thought of: it would be a text that no test watches."""


def all_tables() -> list[type[models.Model]]:
    """Return the models that are in a region."""
    configs = [config for config in apps.get_app_configs() if config.name in settings.TENANT_APPS]
    return [model for config in configs for model in config.get_models(include_auto_created=True)]


@cache
def tables() -> tuple[type[models.Model], ...]:
    """Return the models to fill, those that others point to first."""
    found = all_tables()
    graph = {model: {field.related_model for field in _pointing(model)} - {model} for model in found}
    order = TopologicalSorter({model: graph[model] & set(found) for model in found}).static_order()
    return tuple(model for model in order if model._meta.label not in NOT_FILLED)


def _pointing(model: type[models.Model]) -> Iterator[Any]:
    return (field for field in model._meta.concrete_fields if field.remote_field)


def is_text(field: Field) -> bool:
    """Say whether people's words can stand in the column."""
    words = (models.CharField, models.TextField, models.JSONField, ArrayField, models.BinaryField, models.FileField)
    return isinstance(field, words) and not field.remote_field


def is_free(field: Field) -> bool:
    """Say whether any words can: no choice, no actor's kind, nothing that a standard says."""
    model = field.model
    kinds = {f"{actor.name}_kind" for actor in model._meta.private_fields if isinstance(actor, ActorField)}
    return not field.choices and field.name not in kinds and column(field) not in NOT_FREE


def column(field: Field) -> str:
    """Return the column's name in a report."""
    return f"{field.model._meta.label}.{field.name}"


def columns() -> list[Field]:
    """Return every column that must hold canaries."""
    return [field for model in tables() for field in model._meta.concrete_fields if is_text(field) and is_free(field)]


def fill(region: str) -> Rows:
    """Fill the tenant that the code is in with the canaries of region `a` or `b`."""
    rows: Rows = {}
    for model in tables():
        rows[model._meta.label] = [_make(model, region, number, rows) for number in ROWS]
    for number, stored in zip(ROWS, rows["files.StoredFile"], strict=True):
        _write(stored, hatch(region, FILE_BYTES, number))
    customize(region, rows["files.StoredFile"][0])
    remember(region, rows)
    return rows


def _make(model: type[models.Model], region: str, number: int, rows: Rows) -> models.Model:
    values = {
        field.attname: value
        for field in model._meta.concrete_fields
        if (value := fill_field(field, region, number, rows)) is not models.NOT_PROVIDED
    }
    return model._base_manager.create(**values)


def fill_field(field: Field, region: str, number: int, rows: Rows) -> Any:
    """Return what stands in the column of the row of this number.

    Raises: CannotFill.
    """
    name = column(field)
    if name in DEMANDED:
        demanded = DEMANDED[name][number - 1]
        return demanded() if callable(demanded) else demanded
    if isinstance(field, (models.AutoField, models.GeneratedField, MoneyField)):
        return models.NOT_PROVIDED
    if field.remote_field:
        return _pointed_at(field, number, rows)
    if is_text(field):
        return _words(field, region, number) if is_free(field) else _allowed(field, number)
    return _plain(field, number)


def _pointed_at(field: Field, number: int, rows: Rows) -> Any:
    """Return the key of the row of the same number; none where a table points to itself."""
    others: Any = field.related_model
    found = rows.get(others._meta.label)
    return found[number - 1].pk if found else None


def _words(field: Field, region: str, number: int) -> Any:
    text = SHAPES.get(column(field), str)(hatch(region, column(field), number))
    if field.max_length and len(text) > field.max_length and not isinstance(field, models.BinaryField):
        raise CannotFill(
            f"{column(field)} is too short for a canary: if no free words stand in it, say so in NOT_FREE."
        )
    if isinstance(field, models.JSONField):
        return {"name": text}
    if isinstance(field, ArrayField):
        return [text]
    if isinstance(field, models.BinaryField):
        return text.encode()
    if isinstance(field, models.EmailField):
        return f"{text}@example.org"
    return f"https://{text}.example.org/" if isinstance(field, models.URLField) else text


def _allowed(field: Field, number: int) -> Any:
    """Return one of the choices; of an actor's kinds, a person."""
    choices = [value for value, _label in field.flatchoices if value]
    return choices[(number - 1) % len(choices)] if choices else "person"


def _plain(field: Field, number: int) -> Any:
    """Return a value for a column without words; nullable ones and those with a default stay as they are born."""
    if field.null or field.has_default() or field.db_default is not models.NOT_PROVIDED:
        return models.NOT_PROVIDED
    plain: list[tuple[type, Any]] = [
        (models.DateTimeField, timezone.now()),
        (models.DateField, datetime.date(2020, 1, number)),
        (models.BooleanField, True),
        (models.IntegerField, number),
        (models.FloatField, float(number)),
    ]
    for kind, value in plain:
        if isinstance(field, kind):
            return value
    raise CannotFill(f"{column(field)} is a {type(field).__name__}: say in {__name__} what stands in one.")


def _write(stored: Any, text: str) -> None:
    path = path_of(stored)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def customize(region: str, emblem: Any) -> None:
    """Set every part of the brand, every word and every setting that is a text, as an administrator does."""
    assert isinstance(emblem, StoredFile)
    free = [part for part in BRAND_PARTS if part not in ("colour", "motif", "emblem", "is_sample")]
    brand = {part: hatch(region, f"customization.Value.value {part}", 0) for part in free}
    customization.change(Value.Kind.BRAND, {**brand, "emblem": emblem.key}, by=PLATFORM)
    words = [f"{module.name}.{word.key}:{language}" for module in registry.modules() for word in module.words
             for language, _name in settings.LANGUAGES]  # fmt: skip
    customization.change(Value.Kind.WORD, {key: hatch(region, f"customization.Value.value {key}", 0) for key in words},
                         by=PLATFORM)  # fmt: skip
    letter = {f"portal.invitation:text:{language}": hatch(region, "customization.Value.value letter", 0) + " {link}"
              for language, _name in settings.LANGUAGES}  # fmt: skip
    customization.change(Value.Kind.NOTICE, letter, by=PLATFORM)
    customization.change(Value.Kind.SETTING, dict(_settings(region)), by=PLATFORM)


def _settings(region: str) -> Iterator[tuple[str, Any]]:
    for module in registry.modules():
        for name, info in module.settings.model_fields.items():
            key = f"{module.name}.{name}"
            if info.annotation is str:
                yield key, hatch(region, f"customization.Value.value {key}", 0)
            elif info.annotation == list[str]:
                yield key, [hatch(region, f"customization.Value.value {key}", 0)]


def remember(region: str, rows: Rows) -> None:
    """Put canaries into the cache, as key and as value, and into the news' sums of readers."""
    kept.set(hatch(region, "cache key", 0), hatch(region, "cache value", 0), 600)
    for article in rows["news.Article"]:
        assert reading.count(article.key, address="192.0.2.7", browser="Mozilla/5.0")  # type: ignore[attr-defined]
