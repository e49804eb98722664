"""Cache keys carry the place."""

import pytest
from django.core.cache import cache

from tenants.isolation.cache import forget
from tenants.isolation.current import Place, enter
from tests.tenants.isolation.conftest import nobody


def test_same_key_is_another_in_each_place(makassar, jayapura, clean_cache) -> None:
    places = (makassar, jayapura, Place.PLATFORM)
    for number, place in enumerate(places):
        with enter(place):
            cache.set("shared", number)

    found = []
    for place in places:
        with enter(place):
            found.append(cache.get("shared"))

    assert found == [0, 1, 2]


def test_deleting_is_for_one_place(makassar, jayapura, clean_cache) -> None:
    for place in (makassar, jayapura):
        with enter(place):
            cache.set("shared", "there")

    with enter(makassar):
        cache.delete("shared")

    with enter(jayapura):
        assert cache.get("shared") == "there"


def test_clearing_is_for_one_place(makassar, jayapura, clean_cache) -> None:
    for place in (makassar, jayapura):
        with enter(place):
            cache.set("shared", "there")

    with enter(makassar):
        cache.clear()
        mine = cache.get("shared")

    with enter(jayapura):
        assert (mine, cache.get("shared")) == (None, "there")


def test_nobody_clears_nothing() -> None:
    with nobody(), pytest.raises(RuntimeError):
        cache.clear()


def test_stored_key_names_the_tenant(makassar) -> None:
    with enter(makassar):
        assert cache.make_key("shared").startswith(f"{makassar.key}:")


def test_nobody_has_no_cache() -> None:
    with nobody(), pytest.raises(RuntimeError):
        cache.get("shared")


def test_forgetting_a_place_that_has_nothing_changes_nothing(makassar, jayapura, clean_cache) -> None:
    with enter(makassar):
        cache.set("shared", "there")

    forget(jayapura.key)

    with enter(makassar):
        assert cache.get("shared") == "there"
