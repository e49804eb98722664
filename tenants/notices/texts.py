"""The texts of a kind of notice: the region's own, else the kind's."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.translation import override

from tenants.customization.models import Value
from tenants.notices import kinds
from tenants.notices.kinds import Kind, filled

PARTS = ("subject", "text")


class Texts(NamedTuple):
    """Subject and text of a mail in one language, with placeholders."""

    subject: str
    text: str

    def filled(self, values: Mapping[str, str]) -> "Texts":
        """Return both with the values in place of the placeholders."""
        return Texts(filled(self.subject, values), filled(self.text, values))


def key(kind: Kind, part: str, language: str) -> str:
    """Return under which key the region's own text is kept."""
    return f"{kind.key}:{part}:{language}"


def default(kind: Kind, language: str) -> Texts:
    """Return the texts that the kind was declared with."""
    return Texts(*(str(getattr(getattr(kind, part), language)) for part in PARTS))


def of(kind: Kind, language: str) -> Texts:
    """Return the texts that hold here. One query."""
    keys = {key(kind, part, language): part for part in PARTS}
    own = dict(Value.objects.filter(kind=Value.Kind.NOTICE, key__in=keys).values_list("key", "value"))
    return default(kind, language)._replace(**{keys[name]: text for name, text in own.items()})


def subjects(known: Mapping[str, Kind], language: str) -> dict[str, str]:
    """Return the subject of each kind as it holds here. One query."""
    rows = Value.objects.filter(kind=Value.Kind.NOTICE, key__endswith=f":subject:{language}")
    own = dict(rows.values_list("key", "value"))
    with override(language):
        return {name: own.get(key(kind, "subject", language), str(kind.subject)) for name, kind in known.items()}


def changed() -> set[tuple[str, str]]:
    """Return of which kinds, in which languages, the region wrote its own texts."""
    keys = Value.objects.filter(kind=Value.Kind.NOTICE).values_list("key", flat=True)
    return {(parts[0], parts[2]) for name in keys if len(parts := name.split(":")) > len(PARTS)}


def letters(keys: Iterable[str]) -> list[str]:
    """Return what the mails are called whose texts are kept under these keys; nothing for any other keys."""
    known = kinds.here()
    found = {name for name, *rest in (key.split(":") for key in keys) if len(rest) == len(PARTS) and name in known}
    return sorted(str(known[name].title) for name in found)
