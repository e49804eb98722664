"""A role limited to one district, from the invitation to the queue; and rights lent to a colleague who is told."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.stage import PASSWORD, WIDTHS, Site, log_in, shoot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]
SLUG = "tangerang"


def cases(site: Site) -> dict[str, set[str]]:
    """Return the tickets that are not closed, by the name of their district."""
    ((schema,),) = site.execute("SELECT schema_name FROM registry_tenant WHERE slug = %s", SLUG)
    rows = site.execute(
        f"SELECT d.name, c.ticket FROM {schema}.complaints_case c JOIN {schema}.areas_area v ON v.code = c.area_code"
        f" JOIN {schema}.areas_area d ON d.code = v.parent_id WHERE c.closed_at IS NULL"
    )
    found: dict[str, set[str]] = {}
    for district, ticket in rows:
        found.setdefault(district, set()).add(ticket)
    return found


@pytest.mark.parametrize("width", WIDTHS, ids=lambda width: f"{width}px")
def test_officer_of_one_district_sees_its_reports_and_no_others(
    site: Site, visitor: Callable[..., Page], width
) -> None:
    sari, ani = visitor(width), visitor(width)
    by_district = cases(site)
    district = sorted(by_district)[0]
    elsewhere = set.union(*(tickets for name, tickets in by_district.items() if name != district))

    log_in(sari, site, SLUG, f"sari@{SLUG}.example")
    sari.goto(site.url(SLUG, "/konsol/orang/undang/"))
    sari.fill("[name=name]", "Ani")
    sari.fill("[name=email]", f"ani{width}@{SLUG}.example")
    sari.select_option("[name=role]", value="officer")
    sari.fill("[name=area]", f"kecamatan {district}")
    shoot(sari, "invite-district")
    sari.locator("main form .btn-primary").click()
    expect(sari.locator("main")).to_contain_text(f"Petugas · Kecamatan {district}")
    ani.goto(sari.locator("#link").input_value())
    ani.fill("[name=password]", PASSWORD)
    ani.locator("main form button").click()
    ani.goto(site.url(SLUG, "/konsol/laporan/"))
    shoot(ani, "queue-district")

    shown = set(re.findall(r"[A-Z]{3}-[0-9A-Z]{5}", ani.locator("main").inner_text()))
    assert (shown, bool(elsewhere)) == (by_district[district], True)


@pytest.mark.parametrize("width", WIDTHS, ids=lambda width: f"{width}px")
def test_colleague_works_with_lent_rights_until_they_are_taken_back(
    site: Site, visitor: Callable[..., Page], width
) -> None:
    sari, budi = visitor(width), visitor(width)
    log_in(budi, site, SLUG, f"budi@{SLUG}.example")
    assert budi.goto(site.url(SLUG, "/konsol/unit/")).status == 403  # type: ignore[union-attr]  # a document answers

    log_in(sari, site, SLUG, f"sari@{SLUG}.example")
    sari.get_by_role("link", name="Titipkan hak Anda selama pergi").click()
    sari.select_option("[name=to]", label="Budi (contoh)")
    sari.fill("[name=last_day]", sari.input_value("[name=first_day]"))
    sari.fill("[name=reason]", "Cuti")
    shoot(sari, "lend")
    sari.get_by_role("button", name="Titipkan hak saya").click()
    expect(sari.locator("main")).to_contain_text("kepada Budi (contoh)")
    site.wait_for_mail(f"budi@{SLUG}.example", "mewakili Sari (contoh)")

    budi.goto(site.url(SLUG, "/konsol/"))
    shoot(budi, "lent")
    expect(budi.locator("main")).to_contain_text("Hari ini Anda juga bekerja dengan hak Sari (contoh).")
    budi.goto(site.url(SLUG, "/konsol/unit/"))
    budi.fill("main form [name=name]", f"Dinas Wakil {width}")
    budi.get_by_role("button", name="Tambah unit").click()
    sari.goto(site.url(SLUG, "/konsol/riwayat/?q=a.n."))
    expect(sari.locator("main")).to_contain_text("Budi (contoh) (a.n. Sari (contoh))")
    shoot(sari, "lent-history")
    sari.goto(site.url(SLUG, "/konsol/wakil/"))
    sari.get_by_role("button", name=re.compile("Akhiri titipan")).click()
    expect(sari.locator("main")).not_to_contain_text("kepada Budi")

    assert budi.goto(site.url(SLUG, "/konsol/unit/")).status == 403  # type: ignore[union-attr]  # a document answers
