"""Each sort of signed value, replayed on the real page of another tenant, is refused; the list comes from the code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from kernel.signing import KINDS
from tenants.files.actions import path_of
from tenants.files.models import StoredFile
from tenants.isolation.current import Tenancy, enter
from tests.tenants.isolation.signed import BESIDES, KEY, SORTS
from tests.tenants.isolation.test_signed_values import declared

FOLDERS = ("platform", "tenants", "app_modules", "provisioning")
# Names with which something can be signed, wherever they are imported from; modules of which every name does.
SIGNING = {
    "salted_hmac",
    "PasswordResetTokenGenerator",
    "Signer",
    "TimestampSigner",
    "EmailConfirmationHMAC",
    "signing",
}
LIBRARIES = {"altcha", "hmac", "itsdangerous", "jwt", "jose", "authlib", "nacl", "cryptography"}
OURS = "kernel"


def uses(tree: ast.AST) -> Iterator[str]:
    """Yield what a file signs with: names that it imports or reaches, and salts that it sets."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                library = module.split(".")[0]
                if library in LIBRARIES:
                    yield library
                elif library != OURS:
                    yield from ({*module.split("."), *(alias.name for alias in names)} & SIGNING)
            case ast.Import(names=names):
                found = {part for alias in names for part in alias.name.split(".")}
                yield from found & (SIGNING | LIBRARIES)
            case ast.Attribute(attr=name) if name in SIGNING - {"signing"}:
                yield name
            case ast.FunctionDef(name="key_salt") | ast.Name(id="key_salt"):
                yield "key_salt"


def found() -> set[str]:
    """Return every file of the product that signs something, and with what."""
    root = Path(settings.ROOT)
    files = [file for folder in FOLDERS for file in (root / folder).rglob("*.py") if "migrations" not in file.parts]
    named = {file: str(file.relative_to(root)).removeprefix("platform/") for file in files}
    return {f"{named[file]} {use}" for file in files for use in uses(ast.parse(file.read_text()))}


def test_nothing_is_signed_without_a_kind() -> None:
    assert found() == set(BESIDES)


@pytest.mark.parametrize(
    "code",
    [
        "from django.core import signing",
        "from django.core.signing import dumps",
        "import django.core.signing as s",
        "from django.utils import crypto\ncrypto.salted_hmac('a', 'b')",
        "import hmac",
        "from jwt import encode",
        "class Store:\n    key_salt = 'mine'",
    ],
)
def test_planted_signature_is_found(code: str) -> None:
    assert len(set(uses(ast.parse(code)))) == 1


def test_every_sort_is_replayed() -> None:
    besides = {sort for sort in BESIDES.values() if " " not in sort}

    assert {name.split(".")[0] for name in SORTS} == set(declared()) | besides


@pytest.fixture
def twins(makassar: Tenancy, jayapura: Tenancy, clean_cache) -> Iterator[tuple[Tenancy, Tenancy]]:
    yield makassar, jayapura
    for place in (makassar, jayapura):
        with enter(place):
            path_of(StoredFile(key=KEY)).unlink(missing_ok=True)


def replay(name: str, issuer: Tenancy, taker: Tenancy, places: tuple[Tenancy, Tenancy]) -> bool:
    """Issue a value in one tenant, and say whether the other takes it."""
    sort = SORTS[name]
    for place in places:
        with enter(place):
            sort.prepare()
    there, here = (Client(SERVER_NAME=place.domain, HTTP_USER_AGENT="Mozilla/5.0") for place in (issuer, taker))
    with enter(issuer):
        value = sort.issue(there)
    return sort.take(here, value, taker)


@pytest.mark.parametrize("name", sorted(SORTS))
def test_value_is_taken_where_it_was_issued(twins, name: str) -> None:
    assert replay(name, twins[0], twins[0], twins) is True


@pytest.mark.parametrize("name", sorted(SORTS))
def test_value_is_refused_by_another_tenant(twins, name: str) -> None:
    assert replay(name, twins[0], twins[1], twins) is False


def test_kinds_have_names_of_their_own() -> None:
    assert [name for name, kind in KINDS.items() if kind.name != name] == []
