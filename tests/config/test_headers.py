"""What every response tells the browser, over all addresses of both URLconfs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern

from config.headers import HEADERS
from tenants.isolation.current import Tenancy
from tests.partnership.conftest import make_operator, open_console
from tests.tenants.files.test_files import keep, photo

ROOT = Path(__file__).resolve().parents[2]
GIVEN = {"slug": "tidak-ada", "str": "tidak-ada", "int": "1"}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": HEADERS["Permissions-Policy"],
}


def addresses(urlconf: str) -> list[str]:
    """Every address of a URLconf, with keys that lead to nothing."""
    return sorted(set(_below(get_resolver(urlconf), "/")))


def _below(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        address = prefix + _part(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _below(pattern, address)
        else:
            yield address


def _part(pattern: RoutePattern | RegexPattern | LocalePrefixPattern) -> str:
    if isinstance(pattern, RoutePattern):
        route = str(pattern._route)
        for name, converter in pattern.converters.items():
            kind = next(kind for kind in GIVEN if f"<{kind}:{name}>" in route)
            assert type(converter).__name__.lower().startswith(kind[:3])
            route = route.replace(f"<{kind}:{name}>", GIVEN[kind])
        return route
    return "" if isinstance(pattern, LocalePrefixPattern) else "akun/sandi-baru/tidak-ada/"


def policy(response: HttpResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


def faults(address: str, response: HttpResponse, *, is_console: bool = False) -> list[str]:
    found = [name for name, value in EVERYWHERE.items() if response.get(name) != value]
    text = response["Content-Security-Policy"]
    found += [
        word for word in ("unsafe-inline", "unsafe-eval", "strict-dynamic", "http:", "https:", "*") if word in text
    ]
    found += ["may be framed"] if policy(response).get("frame-ancestors") != "'none'" else []
    found += ["nonce"] if "nonce-" in text and not is_console else []
    found += ["inline script"] if b"<script>" in response.content else []
    return [f"{address} ({response.status_code}): {one}" for one in found]


@pytest.mark.parametrize("name", ["", "sari"])
def test_every_address_of_a_portal_says_it(makassar: Tenancy, portal, request, name) -> None:
    browser = portal(makassar, request.getfixturevalue(name) if name else None)
    visited = addresses("config.urls_tenant")

    found = [fault for at in visited for fault in faults(at, browser.get(at), is_console=at.startswith("/konsol/"))]

    assert found == []
    assert {"/", "/konsol/berita/baru/", "/berkas/tidak-ada/", "/tema/tidak-ada.css", "/robots.txt"} < set(visited)


@pytest.mark.parametrize("is_operator", [False, True])
def test_every_address_of_the_platform_says_it(on_platform, is_operator: bool) -> None:
    browser = open_console(make_operator("Rani", ["*"]) if is_operator else None)
    visited = addresses("config.urls_public")

    found = [fault for at in visited for fault in faults(at, browser.get(at))]

    assert found == []
    assert {"/", "/healthz", "/masuk/"} < set(visited)


def test_every_error_says_it(citizen, makassar, monkeypatch) -> None:
    def broken(request: object) -> None:
        raise ValueError("planted")

    strict = Client(SERVER_NAME=makassar.domain, enforce_csrf_checks=True, raise_request_exception=False)
    answers = [
        strict.post("/laporan/buat/", {}),
        strict.get("/berita/?q=%00"),
        strict.post("/laporan/buat/", headers={"content-length": str(51 * 1024 * 1024)}),
        strict.post("/laporan/buat/", headers={"transfer-encoding": "chunked"}),
        strict.get("/", SERVER_NAME="tidak-ada.localhost"),
        strict.get("/laporan/ikuti/tidak-ada/beres/"),
    ]
    monkeypatch.setattr("tenants.portal.contributions.home", broken)
    answers.append(strict.get("/"))

    assert [answer.status_code for answer in answers] == [403, 400, 413, 411, 404, 405, 500]
    assert [fault for answer in answers for fault in faults("error", answer)] == []


def test_stored_file_says_it_but_may_be_shown_elsewhere(in_makassar, citizen) -> None:
    response = citizen.get(f"/berkas/{keep(photo()).key}/")
    response.getvalue()

    expected = {**EVERYWHERE, "Cross-Origin-Resource-Policy": "cross-origin"}
    assert {name: response.get(name) for name in expected} == expected
    assert policy(response) == {"default-src": "'none'", "frame-ancestors": "'none'", "sandbox": ""}


def test_pages_have_one_policy(citizen) -> None:
    assert policy(citizen.get("/")) == {
        "default-src": "'self'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


ENCRYPTED = """
import django
django.setup()
from django.conf import settings
from django.test import Client
browser = Client(SERVER_NAME="localhost")
page = browser.get("/masuk/", secure=True)
print(page["Strict-Transport-Security"])
sent = browser.post("/daerah/siapkan/", {"code": "73.71"}, secure=True)
for response in (page, sent):
    for cookie in response.cookies.values():
        print(cookie.key, *[f"{name}={cookie[name]}" for name in ("path", "domain", "samesite", "secure", "httponly")])
"""


@pytest.mark.usefixtures("committed")
def test_encrypted_portal_is_strict_about_itself() -> None:
    env = os.environ | {"LIVE_SCHEME": "https", "DJANGO_SETTINGS_MODULE": "config.settings"}

    done = subprocess.run(
        [sys.executable, "-c", ENCRYPTED],
        cwd=ROOT,
        env=env | {"PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines() == [
        "max-age=31536000",
        "__Host-csrftoken path=/ domain= samesite=Lax secure=True httponly=True",
        "__Host-sessionid path=/ domain= samesite=Lax secure=True httponly=True",
    ], done.stderr[-2000:]
