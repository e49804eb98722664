"""A text in both languages of the interface, as plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """What a manifest says in Indonesian and in English; `str()` gives the active language."""

    id: str
    en: str

    def __str__(self) -> str:
        from django.utils.translation import get_language  # here, so that a manifest needs no Django

        return self.en if get_language() == "en" else self.id
