"""Every row of ours says in words what it is, and asks the database nothing for it."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from tests.canaries.filling import fill_field
from tests.canaries.standing import OURS

Model = type[models.Model]


def ours() -> list[Model]:
    """Return the models that are not somebody else's."""
    configs = [config for config in apps.get_app_configs() if config.name.split(".")[0] in OURS]
    return [model for config in configs for model in config.get_models()]


def made(model: Model, above: tuple[Model, ...] = ()) -> models.Model:
    """Return a row with a word in every text, and those that it points to; none of them is saved."""
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        other: Any = field.related_model
        if other is None:
            value = fill_field(field, "a", 1, {})
        else:
            value = models.NOT_PROVIDED if other in (model, *above) else made(other, (model, *above))
        if value is not models.NOT_PROVIDED:
            values[field.name] = value
    return model(**values)


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_row_says_what_it_is(model: Model) -> None:
    said = str(made(model))

    assert said.strip(" ,:()") != ""
    assert " object (" not in said
    assert "DatabaseDefault" not in said
