"""What one tenant signed is worth nothing in another."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from pkgutil import walk_packages

import pytest
from time_machine import travel

from kernel import signing
from kernel.signing import KINDS, BadToken
from tenants.isolation.current import Place, enter
from tests.tenants.isolation.conftest import nobody

MADE_HERE = "made-by-a-test"


def _declare_all() -> None:
    """Import what declares kinds: every package of ours but migrations."""
    for package in ("kernel", "tenants", "app_modules", "partnership"):
        found = walk_packages(import_module(package).__path__, f"{package}.")
        for module in found:
            if ".migrations" not in module.name:
                import_module(module.name)


_declare_all()


def declared() -> list[str]:
    """Return the kinds of the product, not those that a test made."""
    return sorted(name for name in KINDS if name != MADE_HERE)


def test_kinds_are_known() -> None:
    assert {"invitation", "private-file", "probe"} <= set(KINDS)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_value_is_good_where_it_was_signed(makassar, name) -> None:
    with enter(makassar):
        assert KINDS[name].read(KINDS[name].sign("kept")) == "kept"


@pytest.mark.parametrize("name", sorted(KINDS))
def test_value_is_refused_elsewhere(makassar, jayapura, name) -> None:
    with enter(makassar):
        token = KINDS[name].sign("stolen")

    for where in (jayapura, Place.PLATFORM):
        with enter(where), pytest.raises(BadToken):
            KINDS[name].read(token)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_value_is_refused_as_another_kind(makassar, name) -> None:
    with enter(makassar):
        token = KINDS[name].sign("mistaken")

        for other in set(KINDS) - {name}:
            with pytest.raises(BadToken):
                KINDS[other].read(token)


@pytest.mark.parametrize("name", sorted(name for name, kind in KINDS.items() if kind.max_age))
def test_value_expires(makassar, name) -> None:
    with enter(makassar):
        token = KINDS[name].sign("old")
        later = datetime.now(UTC) + KINDS[name].max_age + timedelta(seconds=2)

        with travel(later), pytest.raises(BadToken):
            KINDS[name].read(token)


def test_nobody_signs_nothing() -> None:
    with nobody(), pytest.raises(RuntimeError, match="inside a tenant"):
        signing.Kind(MADE_HERE)._salt()
