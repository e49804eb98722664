"""What each table and column of a copy means, as the models say."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import override

from kernel.text import Text
from provisioning.archives.manifest import Manifest, Table
from provisioning.exports import left_out

HEAD = ("table", "column", "type", "may_be_empty", "meaning", "values", "refers_to", "left_out")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, what it means, what may stand in it, to which table it refers, why it is left out."""

    name: str
    type: str
    may_be_empty: bool
    meaning: str
    values: str
    refers_to: str
    left_out: Text | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """A table: what one row is, and its columns."""

    table: Table
    meaning: str
    columns: list[Column]

    @property
    def json(self) -> str:
        """Return where the rows lie in the copy as JSON."""
        return f"json/{self.table.name}.json"


def of(kept: Manifest) -> list[Meaning]:
    """Return what the tables of an archive mean, in the language of the code."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    with override("en"):
        return [_meaning(table, models.get(table.name)) for table in kept.tables]


def _meaning(table: Table, model: type[Model] | None) -> Meaning:
    """Return what is known of a table; of one that belongs to no model, the history of its structure, only columns."""
    fields = {field.column: field for field in model._meta.concrete_fields} if model else {}
    columns = [_column(table.name, column.name, column.type, fields.get(column.name)) for column in table.columns]
    return Meaning(table, _first_line(model), columns)


def _first_line(model: type[Model] | None) -> str:
    """Return what the model says of one row; of a table between two others, its name."""
    said = (model.__doc__ or "").strip().partition("\n")[0] if model else ""
    return str(model._meta.verbose_name) if model and said.startswith(f"{model.__name__}(") else said


def _column(table: str, name: str, kind: str, field: Any) -> Column:
    return Column(
        name=name,
        type=kind.rpartition(".")[2] if "(" not in kind else kind.removeprefix("ext."),
        may_be_empty=bool(field and field.null),
        meaning=" · ".join(str(text) for text in (field.verbose_name, field.help_text) if text) if field else "",
        values=", ".join(f"{value} = {label}" for value, label in field.flatchoices) if field else "",
        refers_to=field.related_model._meta.db_table if field and field.related_model else "",
        left_out=left_out.COLUMNS.get((table, name)),
    )


def as_csv(meanings: list[Meaning]) -> str:
    """Return the dictionary as a table, with what was left out whole at its end."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for meaning in meanings:
        writer.writerow([meaning.table.name, "", "", "", meaning.meaning, "", "", ""])
        for column in meaning.columns:
            empty, why = "yes" if column.may_be_empty else "no", column.left_out.en if column.left_out else ""
            facts = (column.name, column.type, empty, column.meaning, column.values, column.refers_to, why)
            writer.writerow([meaning.table.name, *facts])
    for table, reason in left_out.TABLES.items():
        writer.writerow([table, "", "", "", "", "", "", reason.en])
    return out.getvalue()
