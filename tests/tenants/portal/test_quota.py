"""What a region's people see of their limits."""

import pytest

from tests.tenants.quotas.conftest import set_quota


def test_page_shows_what_is_used_and_whom_to_ask(console, makassar) -> None:
    set_quota(makassar, "rows", used=500, allowed=1000)

    page = console.get("/konsol/kuota/").content.decode()

    assert ("500 dari 1.000" in page, "Mintalah kepada petugas Kota Tangerang" in page) == (True, True)


@pytest.mark.parametrize(
    ("used", "title"),
    [(799, None), (800, "Ruang hampir habis"), (1000, "Ada batas yang sudah tercapai")],
)
def test_today_warns_administrators(console, makassar, used, title) -> None:
    set_quota(makassar, "rows", used=used, allowed=1000)

    page = console.get("/konsol/").content.decode()

    assert ("Kuota" in page, title is None or title in page) == (True, True)
    assert ('href="/konsol/kuota/">Apa yang' in page) is (title is not None)


def test_today_of_an_officer_says_nothing_of_it(makassar, budi, portal) -> None:
    set_quota(makassar, "rows", used=1000, allowed=1000)

    assert "kuota" not in portal(makassar, budi).get("/konsol/").content.decode().lower()


def test_a_region_sees_its_own_limits_only(console, jayapura) -> None:
    set_quota(jayapura, "rows", used=777_123, allowed=777_124)

    assert "777.12" not in console.get("/konsol/kuota/").content.decode()
