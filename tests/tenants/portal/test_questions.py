"""How often a page asks the database. The literal numbers stand beside each module; this is the most for any page."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kernel.accounts.actor import PLATFORM
from kernel.modules import registry
from tenants.isolation.current import enter
from tests.browser.walking import Walk

AT_MOST = 10


@pytest.fixture
def filled(makassar) -> None:
    """Makassar with the sample content of every module."""
    with enter(makassar):
        for _module, code in registry.contributions("provision", makassar.modules):
            code.sample(by=PLATFORM)


def asked(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def test_no_page_of_the_portal_asks_much(filled, citizen) -> None:
    pages = [path for path, _response in Walk(citizen, settings.TENANT_URLCONF).pages("/")]

    much = {path: count for path in pages if (count := asked(citizen, path)) > AT_MOST}

    assert len(pages) > 15
    assert much == {}
