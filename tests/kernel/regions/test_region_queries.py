"""Questions about regions."""

import pytest

from kernel.errors import NotFound
from kernel.regions import queries
from kernel.regions.models import Region

pytestmark = pytest.mark.usefixtures("on_platform")


def _names(regions: list[Region]) -> list[str]:
    return [str(region) for region in regions]


def test_a_region_is_found_by_its_code() -> None:
    tangerang = queries.find(" 36.71 ")

    assert (tangerang.name, tangerang.kind, tangerang.time_zone) == ("Kota Tangerang", "city", "Asia/Jakarta")
    assert tangerang.parent.name == "Banten"


@pytest.mark.parametrize("code", ["", "00", "36.71;", "3671", "36.99", "%"])
def test_an_unknown_code_is_not_found(code: str) -> None:
    with pytest.raises(NotFound):
        queries.find(code)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tangerang", ["Kota Tangerang", "Kabupaten Tangerang", "Kota Tangerang Selatan"]),
        ("kab. tangerang", ["Kabupaten Tangerang"]),
        ("selatan TANGERANG", ["Kota Tangerang Selatan"]),
        ("36.7", ["Kota Serang", "Kota Cilegon", "Kota Tangerang", "Kota Tangerang Selatan"]),
        ("prov papua", ["Papua", "Papua Barat", "Papua Tengah"]),
        ("sukarasa", []),
        ("100%", []),
        ("", []),
        ("prov", []),
    ],
)
def test_governments_are_searched(text: str, found: list[str]) -> None:
    assert _names(queries.search(text, limit=4))[: len(found) or 4] == found


def test_a_search_returns_no_more_than_its_limit() -> None:
    assert len(queries.search("kota", limit=3)) == 3


def test_children_are_of_the_next_level() -> None:
    assert _names(list(queries.children(queries.find("36"))))[-2:] == ["Kota Serang", "Kota Tangerang Selatan"]
    assert queries.children(queries.find("36.71")).count() == 13


def test_areas_are_districts_then_villages() -> None:
    areas = queries.areas_of(queries.find("91.71"))

    assert [area.level for area in areas] == ["district"] * 5 + ["village"] * 39
    assert areas[0] == queries.Area("91.71.01", "Jayapura Utara", "district", "Distrik", None)
    assert areas[5] == queries.Area("91.71.01.1001", "Gurabesi", "village", "Kelurahan", "91.71.01")


def test_tangerang_has_13_districts_and_104_villages() -> None:
    areas = queries.areas_of(queries.find("36.71"))

    assert [sum(area.level == level for area in areas) for level in ("district", "village")] == [13, 104]


def test_a_province_has_the_areas_of_its_regencies() -> None:
    areas = queries.areas_of(queries.find("36"))

    assert {area.parent_code for area in areas if area.level == "district"} == {None}
    assert len(areas) == Region.objects.filter(code__startswith="36.", kind__in=queries.AREAS).count()


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("36.71", "tangerang"),
        ("36.03", "kab-tangerang"),
        ("36", "prov-banten"),
        ("72.04", "kab-toli-toli"),
        ("36.74", "tangerang-selatan"),
        ("13.74", "padang-panjang"),
        ("34", "prov-daerah-istimewa-yogyakarta"),
    ],
)
def test_a_slug_follows_from_kind_and_name(code: str, slug: str) -> None:
    assert queries.default_slug(queries.find(code)) == slug


def test_no_two_governments_have_the_same_slug() -> None:
    slugs = [queries.default_slug(region) for region in queries.governments().filter(autonomous=True)]

    assert len(set(slugs)) == len(slugs) == 546
    assert max(map(len, slugs)) <= 60


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("makassar", "Kota Makassar"),
        ("kab-poso", "Kabupaten Poso"),
        ("prov-sulawesi-tengah", "Sulawesi Tengah"),
        ("poso", None),
        ("jakarta-pusat", None),
    ],
)
def test_region_is_found_by_its_usual_slug(on_platform, slug: str, name: str | None) -> None:
    found = queries.with_slug(slug)

    assert (found.name if found else None) == name
