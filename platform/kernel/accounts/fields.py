"""How a row keeps who did something."""

from typing import TYPE_CHECKING, Any

from django.db import models

from kernel.accounts.actor import Actor, ActorKind

if TYPE_CHECKING:
    Field = models.Field[Actor, Actor]
else:
    Field = models.Field


class ActorField(Field):
    """An actor's kind, key and name in three columns, read and set as one `Actor`; never a foreign key.

    `saved_by = ActorField()` makes `saved_by_kind`, `saved_by_key` and `saved_by_name`, which queries
    use; the name stays when the person is renamed or removed. `name_column` is where an older
    release already keeps the name. What is read has no grants.
    """

    def __init__(self, *, name_column: str | None = None) -> None:
        super().__init__(editable=False)
        self._columns = {"kind": _column(16), "key": _column(16), "name": _column(120, name_column)}

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Add the three columns, and the attribute over them."""
        super().contribute_to_class(cls, name, private_only=True)
        for part, column in self._columns.items():
            column.contribute_to_class(cls, f"{name}_{part}")
        setattr(cls, name, property(self._read, self._write))

    def get_attname_column(self) -> tuple[str, Any]:
        """Return no column: there are three others."""
        return self.name, None

    def _read(self, row: models.Model) -> Actor:
        kind, key, name = (getattr(row, f"{self.name}_{part}") for part in self._columns)
        return Actor(ActorKind(kind), key, name)

    def _write(self, row: models.Model, actor: Actor) -> None:
        for part, value in (("kind", str(actor.kind)), ("key", actor.key), ("name", actor.signature)):
            setattr(row, f"{self.name}_{part}", value)


def _column(length: int, name: str | None = None) -> "models.CharField[str, str]":
    """Return a column that the release before this one need not fill."""
    return models.CharField(max_length=length, blank=True, default="", db_default="", editable=False, db_column=name)
