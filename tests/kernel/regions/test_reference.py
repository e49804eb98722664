"""The reference data: counted, and compared with what is published."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from kernel.regions import codes, reference
from kernel.regions.adopters import ADOPTERS, ORIGIN
from kernel.regions.reference import Row

NAMED = Path(__file__).parents[4] / "shared/data/adopters.csv"


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    return {row.code: row for row in reference.rows()}


def test_all_regions_are_there(rows: dict[str, Row]) -> None:
    assert Counter(row.kind for row in rows.values()) == {
        "province": 38,
        "regency": 416,
        "city": 98,
        "district": 7285,
        "desa": 75_266,
        "kelurahan": 8_496,
    }


def test_546_governments_are_autonomous(rows: dict[str, Row]) -> None:
    autonomous = Counter(row.kind for row in rows.values() if row.autonomous)

    assert autonomous == {"province": 38, "regency": 415, "city": 93}


def test_jakartas_regency_and_cities_are_administrative(rows: dict[str, Row]) -> None:
    governments = [row for row in rows.values() if row.kind in ("province", "regency", "city")]

    administrative = [row.code for row in governments if not row.autonomous]

    assert administrative == ["31.01", "31.71", "31.72", "31.73", "31.74", "31.75"]


def test_every_region_comes_after_the_one_above(rows: dict[str, Row]) -> None:
    seen: set[str | None] = {None}
    for row in rows.values():
        assert row.parent_id in seen
        seen.add(row.code)


@pytest.mark.parametrize("place", [ORIGIN, *ADOPTERS], ids=lambda place: place.code)
def test_a_named_adopter_is_a_region(rows: dict[str, Row], place) -> None:
    row = rows[place.code]

    assert (row.name, codes.time_zone(row.code), row.autonomous) == (place.name, place.time_zone, True)
    assert row.location == f"SRID=4326;POINT({place.longitude} {place.latitude})"


def test_21_adopters_are_named() -> None:
    assert len({place.code for place in ADOPTERS} - {ORIGIN.code}) == 21


@pytest.mark.skipif(not NAMED.exists(), reason="the list in shared/data is not here")
def test_adopters_are_those_of_the_public_list() -> None:
    published = [
        (row["code"], row["name"], row["time_zone"], float(row["latitude"]), float(row["longitude"]))
        for row in csv.DictReader(NAMED.read_text().splitlines())
    ]

    assert [(p.code, p.name, p.time_zone, p.latitude, p.longitude) for p in (ORIGIN, *ADOPTERS)] == published


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("36", "Provinsi"),
        ("36.03", "Kabupaten"),
        ("36.71", "Kota"),
        ("36.71.01", "Kecamatan"),
        ("36.71.01.1001", "Kelurahan"),
        ("36.03.01.2003", "Desa"),
        ("91.71.01", "Distrik"),
        ("91.71.01.2008", "Kampung"),
        ("91.71.01.1001", "Kelurahan"),
        ("11.01.01.2001", "Gampong"),
        ("13.01.01.2001", "Nagari"),
        ("13.77.01.2017", "Desa"),
        ("91.03.01.3007", "Desa Adat"),
        ("34.04.01", "Kapanewon"),
        ("34.71.01", "Kemantren"),
        ("34.04.01.2001", "Kalurahan"),
    ],
)
def test_a_level_has_the_regions_own_name(rows: dict[str, Row], code: str, title: str) -> None:
    assert rows[code].title == title


def test_a_customary_villages_name_does_not_repeat_its_level(rows: dict[str, Row]) -> None:
    assert rows["91.03.01.3007"].name == "Yoboi"


@pytest.mark.parametrize(
    ("code", "zone"),
    [
        ("11.01", "Asia/Jakarta"),
        ("61", "Asia/Jakarta"),
        ("62.71", "Asia/Jakarta"),
        ("51.71", "Asia/Makassar"),
        ("64.72", "Asia/Makassar"),
        ("76", "Asia/Makassar"),
        ("81.71", "Asia/Jayapura"),
        ("96.71", "Asia/Jayapura"),
    ],
)
def test_the_province_decides_the_time_zone(code: str, zone: str) -> None:
    assert codes.time_zone(code) == zone


def test_the_zones_have_18_12_and_8_provinces(rows: dict[str, Row]) -> None:
    zones = Counter(codes.time_zone(row.code) for row in rows.values() if row.kind == "province")

    assert zones == {"Asia/Jakarta": 18, "Asia/Makassar": 12, "Asia/Jayapura": 8}
