"""A portal whose people log in by a provider."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from django.test import Client

from kernel.accounts.models import IdentityProvider
from kernel.accounts.providers import actions, fetching
from tenants.isolation.current import Tenancy, enter
from tests.kernel.accounts.providers.idp import CLIENT, SECRET, Liar, liar

BEGIN, BACK = "/masuk/akun-lain/", "/masuk/akun-lain/kembali/"


@pytest.fixture(autouse=True)
def _near(settings, monkeypatch) -> None:
    settings.PRIVATE_PROVIDERS = True
    monkeypatch.setattr(fetching, "SECONDS", 60)  # what a machine that stands still may take


@pytest.fixture
def idp() -> Iterator[Liar]:
    with liar() as provider:
        yield provider


@pytest.fixture
def set_up(makassar: Tenancy, as_sari) -> Callable[..., IdentityProvider]:
    """Set a provider up in Makassar."""

    def save(issuer: str, **more: object) -> IdentityProvider:
        content = actions.Content(
            **{"name": "Akun Pemkot", "issuer": issuer, "client_id": CLIENT, "domains": [], "counts_second_step": False}
            | more
        )
        with enter(makassar):
            return actions.save(content, secret=SECRET, by=as_sari)

    return save


@pytest.fixture
def provider(idp: Liar, set_up) -> IdentityProvider:
    return set_up(idp.issuer)


def leave(client: Client, **typed: str) -> str:
    """Press the button; return where the page leads to."""
    page = client.post(BEGIN, typed).content.decode()
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)
    assert found, page
    return unescape(found[1])


@pytest.fixture
def come(idp: Liar, provider, citizen: Client) -> Callable[..., str]:
    """Log in by the provider with these claims; return what the page says in the end."""

    def through(client: Client = citizen, **claims: object) -> str:
        back = idp.authorize(leave(client), **claims)
        return client.get(BACK + back, follow=True).content.decode()

    return through


def is_in(client: Client) -> bool:
    return client.get("/konsol/").status_code == 200
