"""Each planted fault is found, by the sentence that is made for it; so every rule can fail."""

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import signing
from django.db.models import Model
from django.test import override_settings
from django.urls import clear_url_caches

from kernel.accounts.models import Unit
from kernel.modules import registry
from tests.every_page import planted
from tests.every_page.pages import Access, Page, access_of, pages, read
from tests.every_page.rules import faults
from tests.every_page.stage import Stage

URLCONF = "tests.every_page.planted"
GUARDED = "login 403 200 login 403 200"
OPEN = "200 200 200 200 200 200"
KIND = re.compile(r"answers \w+ instead of \w+|says '\w+'|shows nothing of its own|(?:Nobody|Nothing) \w+")
FOUND = {
    "sound": set(),
    "unguarded": {"answers 200 instead of login", "answers 200 instead of 403", "answers 404 instead of login"}
    | {"answers 404 instead of 403"},
    "trespassing": {"says 'milikperdana'", "says 'milikkembara'", "shows nothing of its own"},
    "remembering": {"says 'milikperdana'"},
    "telling": {"answers 403 instead of 404"},
    "signed_everywhere": {"answers 200 instead of 404"},
    "trusting": {"answers 200 instead of login"},
    "unprotected": {"answers login instead of 403", "answers 200 instead of 403"},
    "crashing": {"answers 500 instead of 200"},
}


def signed() -> tuple[Model, dict[str, Any]]:
    row = Unit.objects.order_by("pk")[0]
    return row, {"key": signing.dumps(row.key)}


@pytest.fixture
def _planted(stage: Stage) -> Iterator[None]:
    planted.OTHERS[:] = [site.place for site in stage.sites.values() if site.kind == "portal"]
    with override_settings(TENANT_URLCONF=URLCONF):
        clear_url_caches()
        yield
    clear_url_caches()


def listed(names: dict[str, str]) -> Access:
    """Return a list as a module's folder would hold it."""
    lines = "\n".join(f"{name} {answers}" for name, answers in names.items())
    return read(SimpleNamespace(PAGES=lines, SIGNED={"signed_everywhere": signed}), "access.py")


def page_of(name: str) -> Page:
    return next(page for page in pages("portal", URLCONF) if page.name == name)


@pytest.mark.usefixtures("_planted")
@pytest.mark.parametrize("name", FOUND)
def test_planted_fault_is_found(stage: Stage, name: str) -> None:
    public = {"signed_everywhere": OPEN, "trusting": "login 200 200 login 200 200"}
    access = listed({name: public.get(name, GUARDED)})

    found = faults(stage, page_of(name), access)

    assert {kind for fault in found for kind in KIND.findall(fault)} == FOUND[name], found


@pytest.mark.usefixtures("_planted")
def test_page_that_nobody_listed_says_what_to_write_where(stage: Stage) -> None:
    sentence = (
        "Nobody has said who may open sound: write a line for it into PAGES of access.py, with the answers to outside, "
        "officer, administrator, first for GET and then for POST."
    )

    assert faults(stage, page_of("sound"), listed({})) == [sentence]


@pytest.mark.usefixtures("_planted")
def test_page_that_no_row_opens_says_where_to_name_one(stage: Stage) -> None:
    page = next(page for page in pages("portal", URLCONF) if page.name == "theme")

    assert faults(stage, page, listed({"theme": OPEN})) == [
        "Nothing opens theme: say in FIXED or SIGNED of access.py what does."
    ]


def test_page_of_a_new_module_is_sought_in_the_modules_own_tests(monkeypatch) -> None:
    monkeypatch.setattr(registry, "get", lambda name: name == "parking" or None)
    page = Page("portal", "parking_console:index", page_of("home").pattern)

    assert access_of(page).refusal(page).split(", with")[0] == (
        "Nobody has said who may open parking_console:index: "
        "write a line for it into PAGES of tests/app_modules/parking/access.py"
    )
