"""Every module of this release keeps every rule."""

from collections.abc import Callable

import pytest

from kernel.modules import registry
from tests.every_module.checks import CHECKS
from tests.every_module.subject import Subject


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@pytest.mark.parametrize("name", [module.name for module in registry.modules()])
def test_module_keeps_the_rule(on_trial: Callable[..., Subject], name: str, check) -> None:
    assert check(on_trial(name)) == []
