from enum import Enum
from typing import Literal

from django.utils import translation

from kernel.modules.manifest import Settings, setting
from kernel.text import Text
from tenants.customization.typed import choice_label, form_field

TEXTS = {"new": Text(id="Terbaru", en="Newest"), "old": Text(id="Terlama", en="Oldest")}


class Order(Enum):
    NEW = "new"
    OLD = "old"


class Own(Settings):
    named: Literal["new", "old"] = setting("new", label=Text(id="Urutan", en="Order"), choices=TEXTS)
    counted: Order | None = setting(None, label=Text(id="Urutan", en="Order"), choices=TEXTS)


def test_choices_are_offered_in_the_readers_language():
    with translation.override("id"):
        named, counted = (form_field(Own.model_fields[name]) for name in ("named", "counted"))

    assert named.choices == counted.choices == [("new", "Terbaru"), ("old", "Terlama")]


def test_choice_is_called_as_the_reader_says_it():
    with translation.override("en"):
        assert choice_label(Own.model_fields["named"], "old") == "Oldest"
