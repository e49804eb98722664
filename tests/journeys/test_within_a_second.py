"""What changes in the registry is seen by every process within a second."""

import time
from collections.abc import Iterator

import pytest

from config.local.processes import status
from tests.browser.stage import Site

pytestmark = pytest.mark.browser
SLUG = "jayapura"
# Both web processes answer several of so many.
REQUESTS = 24


def statuses(site: Site, path: str) -> set[int]:
    return {status(f"{SLUG}.localhost", path, site.port) for _ in range(REQUESTS)}


def after_a_second(site: Site, statement: str, *values: object) -> None:
    site.execute(statement, *values)
    time.sleep(1)


@pytest.fixture
def region(site: Site) -> Iterator[Site]:
    """Jayapura, whose hosts both processes know; it is live again afterwards, with its news."""
    statuses(site, "/berita/")
    yield site
    site.execute("UPDATE registry_tenant SET state = 'live' WHERE slug = %s", SLUG)
    site.execute(
        "UPDATE registry_installedmodule SET is_enabled = true WHERE module = 'news'"
        " AND tenant_id = (SELECT id FROM registry_tenant WHERE slug = %s)",
        SLUG,
    )
    site.execute("DELETE FROM registry_domain WHERE domain = 'baru.localhost'")


def test_state_that_changed(region: Site) -> None:
    after_a_second(region, "UPDATE registry_tenant SET state = 'suspended' WHERE slug = %s", SLUG)

    assert statuses(region, "/berita/") == {503}


def test_module_that_was_switched_off(region: Site) -> None:
    after_a_second(
        region,
        "UPDATE registry_installedmodule SET is_enabled = false WHERE module = 'news'"
        " AND tenant_id = (SELECT id FROM registry_tenant WHERE slug = %s)",
        SLUG,
    )

    assert statuses(region, "/berita/") == {404}


def test_domain_that_is_new(region: Site) -> None:
    before = {status("baru.localhost", "/", region.port) for _ in range(REQUESTS)}
    after_a_second(
        region,
        "INSERT INTO registry_domain (domain, is_primary, tenant_id)"
        " SELECT 'baru.localhost', false, id FROM registry_tenant WHERE slug = %s",
        SLUG,
    )

    assert (before, {status("baru.localhost", "/", region.port) for _ in range(REQUESTS)}) == ({404}, {301})
