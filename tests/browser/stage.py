"""The demo's own processes and a real browser, for `tests/browser` and `tests/journeys`.

Loaded as a plugin by `tests/conftest.py`, so that both folders share one web, one worker and one set of regions.
"""

import email
import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import redis

from config.local import installation, postgres, processes
from config.local.workspace import ROOT
from tests import environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

SHOTS = ROOT / ".local/shots"
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "contoh-saja-2026"
WIDTHS = (360, 1280)
HEIGHTS = {360: 740, 1280: 900}
DATABASE = f"live_browser_{environment.WORKER}" if environment.WORKER else "live_browser"
# Each worker has one of Redis' sixteen databases: the other tests empty theirs, number 0.
REDIS_DATABASE = 1 + int(re.sub(r"\D", "", environment.WORKER) or 0) % 15
PATIENCE = 20.0
# Milliseconds that a browser waits for a page, and for what should be on it.
LOADING = 15_000
# What is dear to set up is set up once: the tests that share it run on one worker.
TOGETHER = {
    "tests/journeys/": "browser",
    "tests/browser/test_pages.py": "browser",
    "tests/canaries/test_canaries.py": "canaries",
}


@dataclass(frozen=True)
class Site:
    """An installation that runs: its portals' addresses, and the mail that it wrote."""

    port: int
    folder: Path
    settings: dict[str, str] = field(repr=False)

    def url(self, region: str = "", path: str = "/") -> str:
        """Return the address of a page of a region's portal, or of the platform."""
        return f"http://{region}{'.' if region else ''}localhost:{self.port}{path}"

    def mails(self, to: str) -> list[Message]:
        """Return the mails to an address, oldest first."""
        found = [message for file in sorted((self.folder / "mail").glob("*.log")) for message in _messages(file)]
        return [message for message in found if message["To"] == to]

    def wait_for_mail(self, to: str, word: str) -> str:
        """Return the text of the mail with this word in it, once the worker has written it."""
        patience = time.monotonic() + PATIENCE
        while time.monotonic() < patience:
            for message in self.mails(to):
                plain = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
                text = f"{message['Subject']}\n{plain}"
                if word in text:
                    return text
            time.sleep(0.2)
        raise AssertionError(f"No mail to {to} says {word!r}: {[mail['Subject'] for mail in self.mails(to)]}")

    def wait_for_text(self, to: str, word: str) -> str:
        """Return the text message with this word in it, once the worker has written it."""
        patience = time.monotonic() + PATIENCE
        while time.monotonic() < patience:
            for file in sorted((self.folder / "sms").glob(f"{to}-*.txt"), key=lambda file: -file.stat().st_mtime):
                if word in (text := file.read_text()):
                    return text
            time.sleep(0.2)
        raise AssertionError(f"No text message to {to} says {word!r}.")

    def execute(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database as its superuser."""
        import psycopg2

        connection = psycopg2.connect(environment.cluster_dsn(DATABASE))
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()


def _messages(file: Path) -> list[Message]:
    parts = re.split(rb"\n-{79}\n", file.read_bytes())
    return [email.message_from_bytes(part, policy=default) for part in parts if part.strip()]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep all that needs the site on one worker, and all that needs the canaries' regions.

    `xdist_group` says so too, but xdist 3.8 writes it into a test's id where pytest 9.2 no longer reads it.
    """
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class OneStage(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((group for start, group in TOGETHER.items() if nodeid.startswith(start)), nodeid)

    return OneStage(config, log)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[Site]:
    """Web, worker and the demo's three regions, in a database of their own."""
    if not environment.CLUSTER_URL:
        pytest.exit("Tests need a Postgres of their own: run them with ./dev test.", returncode=2)
    port, folder = processes.free_port(), tmp_path_factory.mktemp("site")
    owner = _settings(port, folder)
    web = {name: value for name, value in owner.items() if name != "LIVE_OWNER_URL"}
    _drop()
    postgres.ensure_database(environment.CLUSTER_URL, DATABASE)
    try:
        _manage(owner, "set_up_database")
        with processes.pair(web, owner, logs=folder / "log", port=port):
            _manage(owner, "demo")
            yield Site(port, folder, owner)
    finally:
        _drop()


def _settings(port: int, folder: Path) -> dict[str, str]:
    """Return the environment of the processes that may migrate."""
    for name in ("files", "mail"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    kept = {name: value for name, value in os.environ.items() if name not in ("LIVE_CLUSTER_URL",)}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "LIVE_DATABASE_URL": os.environ["LIVE_DATABASE_URL"].replace(environment.DATABASE, DATABASE),
        "LIVE_OWNER_URL": os.environ["LIVE_OWNER_URL"].replace(environment.DATABASE, DATABASE),
        "LIVE_REDIS_URL": f"{environment.REDIS_URL}?db={REDIS_DATABASE}",
        "LIVE_BACKUPS": str(folder / "backups"),
        "LIVE_FILES": str(folder / "files"),
        "LIVE_MAIL": f"file://{folder / 'mail'}",
        "LIVE_SMS": f"file://{folder / 'sms'}",
        "LIVE_PORT": str(port),
        "LIVE_PRIVATE_PROVIDERS": "true",
    }


def _manage(settings: dict[str, str], *arguments: str) -> None:
    done = subprocess.run(
        installation.manage(*arguments), env=settings, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def _drop() -> None:
    from tests.environment import drop_database

    drop_database(DATABASE)
    client = redis.from_url(f"{environment.REDIS_URL}?db={REDIS_DATABASE}")
    client.flushdb()
    client.close()


@pytest.fixture(scope="module")
def chromium() -> "Iterator[Browser]":
    """A browser. Only as long as the module: Django's ORM refuses to work beside playwright's loop."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=LOADING)
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


@dataclass
class Problems:
    """What a page complained about that nobody would see."""

    found: list[str] = field(default_factory=list)

    def watch(self, context: "BrowserContext") -> None:
        """Hear the console, scripts that fail, and whatever a page asked for in vain."""
        context.on("console", lambda message: self._say(message.type, message.text, message.page))
        context.on("weberror", lambda error: self.found.append(f"script: {error.error}"))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def _say(self, kind: str, text: str, page: "Page | None") -> None:
        # A refused request is told by `_answered`, which knows whether it was a page or a part of one.
        if kind in ("error", "warning") and not text.startswith("Failed to load resource"):
            self.found.append(f"console on {page.url if page else '?'}: {text}")

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"{request.url}: {request.failure}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.found.append(f"{response.url}: {response.status}")


@pytest.fixture
def problems() -> Iterator[Problems]:
    """The complaints of all pages of this test; there must be none."""
    heard = Problems()
    yield heard
    assert heard.found == []


@pytest.fixture
def visitor(chromium: "Browser", problems: Problems) -> "Iterator[Callable[..., Page]]":
    """Make a person's browser: own cookies, own storage, one page."""
    contexts: list[BrowserContext] = []

    def come(width: int = 1280, **options: Any) -> "Page":
        size = {"width": width, "height": HEIGHTS[width]}
        context = chromium.new_context(viewport=size, locale="id-ID", reduced_motion="reduce", **options)  # type: ignore[arg-type]
        context.set_default_timeout(LOADING)
        problems.watch(context)
        contexts.append(context)
        return context.new_page()

    yield come
    for context in contexts:
        with suppress(Exception):
            context.close()


def log_in(page: "Page", site: Site, region: str, account: str, password: str = PASSWORD) -> None:
    """Log in as a person does."""
    page.goto(site.url(region, "/masuk/"))
    page.fill("[name=login]", account)
    page.fill("[name=password]", password)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(site.url(region, "/konsol/" if region else "/"))


def shoot(page: "Page", name: str) -> None:
    """Keep a picture of the whole page for people to judge, where LIVE_SHOTS asks for it."""
    if "LIVE_SHOTS" not in os.environ:
        return
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
