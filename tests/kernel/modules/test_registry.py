import pytest
from django.core.exceptions import ImproperlyConfigured

from kernel.modules import registry
from kernel.modules.manifest import Module
from kernel.text import Text

TEXT = Text(id="Taman", en="Parks")


def module(name: str, *requires: str) -> Module:
    return Module(
        name=name, title=TEXT, summary=TEXT, version="1.0.0", path=name, pillars=("L",), dimension="living",
        requires=requires,
    )  # fmt: skip


def test_modules_stand_behind_what_they_require():
    found = registry.in_order([module("a", "b", "c"), module("b", "c"), module("c")])

    assert [item.name for item in found] == ["c", "b", "a"]


def test_a_requirement_that_does_not_exist_is_named():
    with pytest.raises(ImproperlyConfigured) as refused:
        registry.in_order([module("a", "b"), module("b", "zoo")])

    assert str(refused.value) == "app_modules/b/manifest.py: requires 'zoo', which does not exist."


def test_a_circle_is_named():
    with pytest.raises(ImproperlyConfigured) as refused:
        registry.in_order([module("a", "b"), module("b", "a"), module("c")])

    assert str(refused.value) == "The modules a, b require each other in a circle."


def test_a_path_is_one_module_alone():
    with pytest.raises(ImproperlyConfigured) as refused:
        registry.in_order([module("a"), Module(**{**_values(module("b")), "path": "a"})])

    assert str(refused.value) == "app_modules/b/manifest.py: path 'a' belongs to the module 'a'."


def _values(given: Module) -> dict[str, object]:
    return {name: getattr(given, name) for name in Module.__dataclass_fields__}
