"""An operator chooses between a region and an agency, and loses nothing by it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import WIDTHS, Site, log_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("width", WIDTHS)
def test_choice_shows_its_own_fields_and_keeps_what_was_typed(
    site: Site, visitor: Callable[..., Page], width: int
) -> None:
    page = visitor(width, java_script_enabled=False)
    log_in(page, site, "", "rani@example.org")
    page.goto(site.url("", "/daerah/siapkan/"))
    page.fill("[name=code]", "Kabupaten Poso")
    expect(page.locator("[name=agency]")).to_be_hidden()

    page.get_by_label("Instansi, misalnya rumah sakit").check()
    page.fill("[name=agency]", "RSUD Kota Poso")
    page.get_by_role("button", name="Lihat rencana").click()

    expect(page.locator("[name=code]")).to_be_hidden()
    expect(page.locator("#id_time_zone_error")).to_be_visible()
    assert page.locator("[name=agency]").input_value() == "RSUD Kota Poso"
    page.get_by_label("Daerah", exact=True).check()
    assert page.locator("[name=code]").input_value() == "Kabupaten Poso"
