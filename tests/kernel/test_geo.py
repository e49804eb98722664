"""Places and time zones."""

import math

import pytest

from kernel import geo


def test_a_point_has_its_longitude_first() -> None:
    makassar = geo.point(119.4650, -5.1439)

    assert (makassar.x, makassar.y, makassar.srid) == (119.4650, -5.1439, 4326)


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(-5.1439, 119.4650), (0, 0), (119, 40), (math.nan, -5), (119, math.inf)]
)
def test_a_place_outside_indonesia_is_refused(longitude: float, latitude: float) -> None:
    with pytest.raises(geo.NotInIndonesia) as refused:
        geo.point(longitude, latitude)

    assert (refused.value.code, refused.value.status) == ("not-in-indonesia", 400)


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Asia/Jakarta", "WIB"),
        ("Asia/Pontianak", "WIB"),
        ("Asia/Makassar", "WITA"),
        ("Asia/Jayapura", "WIT"),
    ],
)
def test_a_time_zone_is_named_as_people_say_it(zone: str, name: str) -> None:
    assert geo.zone_name(zone) == name
