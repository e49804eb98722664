"""Every address of both URLconfs, what its list says of it, and a row with which it can be opened."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from types import ModuleType
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter
from django.urls.resolvers import RoutePattern
from django.utils import translation

from config.local.workspace import ROOT
from kernel.modules import registry
from tests.every_page.mirror import tenant_models

COLUMNS = {"portal": ("outside", "officer", "administrator"), "platform": ("outside", "operator")}
ROWS_TRIED = 20


@dataclass(frozen=True)
class Page:
    """An address of one of the two URLconfs."""

    place: str
    name: str
    pattern: URLPattern = field(compare=False, repr=False)

    @property
    def id(self) -> str:
        return f"{self.place} {self.name}"

    @property
    def parts(self) -> list[str]:
        """Return the names of the gaps in the address."""
        return list(self.pattern.pattern.regex.groupindex) or list(self.pattern.pattern.converters)

    @property
    def module(self) -> str:
        """Return the module whose page it is; empty for the portal's own."""
        space = self.name.rpartition(":")[0].removesuffix("_console")
        return space if registry.get(space) else ""

    @property
    def urlconf(self) -> str:
        return str(settings.TENANT_URLCONF if self.place == "portal" else settings.PUBLIC_URLCONF)

    def path(self, values: dict[str, Any], language: str = "id") -> str:
        """Return the address with its gaps filled."""
        with translation.override(language):
            return reverse(self.name, urlconf=self.urlconf, kwargs=values)


@dataclass(frozen=True)
class Opened:
    """What fills the gaps of an address, and the row that it names (None: no row, but a word of the code)."""

    values: dict[str, Any]
    row: Model | None = None
    column: str = "key"


def pages(place: str, urlconf: str) -> list[Page]:
    """Return every page of an URLconf."""
    return [Page(place, name, pattern) for name, pattern in walk(get_resolver(urlconf))]


def all_pages() -> list[Page]:
    """Return every page of the platform and of a region."""
    return [*pages("platform", settings.PUBLIC_URLCONF), *pages("portal", settings.TENANT_URLCONF)]


def walk(resolver: URLResolver, spaces: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield every address of an URLconf with its full name."""
    inside = f"{spaces}{resolver.namespace}:" if resolver.namespace else spaces
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from walk(pattern, inside)
        else:
            yield f"{inside}{pattern.name}", pattern


@dataclass(frozen=True)
class Access:
    """What a list says: the answers, how pages are opened whose gaps no row's column fills, what else is asked."""

    file: str
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fixed: dict[str, dict[str, Any]] = field(default_factory=dict)
    signed: dict[str, Callable[[], tuple[Model, dict[str, Any]]]] = field(default_factory=dict)
    queries: dict[str, tuple[str, ...]] = field(default_factory=dict)
    without_csrf: frozenset[str] = frozenset()

    def answer(self, page: Page, method: str, actor: str) -> str:
        """Return what an actor is answered: `login|200` is a stranger's answer, then a citizen's with an account."""
        columns = COLUMNS[page.place]
        column = columns.index(actor if actor in columns else "outside")
        stranger, _mark, citizen = self.answers[page.name][column + len(columns) * (method == "POST")].partition("|")
        return citizen if citizen and actor == "citizen" else stranger

    def refusal(self, page: Page) -> str:
        """Return what to write into the list where the page is not in it; empty where it is."""
        wanted = 2 * len(COLUMNS[page.place])
        if len(self.answers.get(page.name, ())) == wanted:
            return ""
        columns = ", ".join(COLUMNS[page.place])
        return (
            f"Nobody has said who may open {page.name}: write a line for it into PAGES of {self.file}, "
            f"with the answers to {columns}, first for GET and then for POST."
        )


def access_of(page: Page) -> Access:
    """Return the list in which the page is: its module's own, the portal's, or the platform's."""
    name = f"tests.app_modules.{page.module}.access" if page.module else f"tests.every_page.{page.place}"
    file = f"{name.replace('.', '/')}.py"
    return read(import_module(name), file) if (ROOT / file).exists() else Access(file)


def read(code: ModuleType | Any, file: str) -> Access:
    """Return what a file says."""
    lines = [line.split() for line in code.PAGES.splitlines() if line.strip() and not line.startswith("#")]
    return Access(
        file,
        {name: tuple(answers) for name, *answers in lines},
        getattr(code, "FIXED", {}),
        getattr(code, "SIGNED", {}),
        getattr(code, "QUERIES", {}),
        frozenset(getattr(code, "WITHOUT_CSRF", ())),
    )


def openings(page: Page, access: Access) -> Iterator[Opened]:
    """Return what may fill the gaps of the address in the place that the code is in, likeliest first."""
    fixed = access.fixed.get(page.name, {})
    if len(fixed) == len(page.parts):
        yield Opened(fixed)
    elif page.name in access.signed:
        row, values = access.signed[page.name]()
        yield Opened(values, row)
    else:
        for row in _rows(page):
            values = {part: fixed.get(part) or getattr(row, part, None) or _number(page, part) for part in page.parts}
            if all(values.values()) and _fits(page, values):
                named = next(part for part in page.parts if hasattr(row, part))
                yield Opened(values, row, named)


def _fits(page: Page, values: dict[str, Any]) -> bool:
    """Say whether the address takes them: not every table's keys are those of a public id."""
    converters = page.pattern.pattern.converters
    return all(re.fullmatch(each.regex, str(values[part])) for part, each in converters.items())


def _number(page: Page, part: str) -> int | None:
    """Return the first of what is counted: versions, say."""
    route = page.pattern.pattern
    is_counted = isinstance(route, RoutePattern) and isinstance(route.converters.get(part), IntConverter)
    return 1 if is_counted else None


def _rows(page: Page) -> Iterator[Model]:
    from kernel.audit.models import Entry
    from provisioning.models import Batch, Deletion, Run
    from tenants.registry.models import Tenant

    own = [model for model in tenant_models() if page.module in (model._meta.app_label, "")]
    for model in own if page.place == "portal" else [Batch, Deletion, Run, Tenant, Entry]:
        names = {column.name for column in model._meta.concrete_fields}
        if names & set(page.parts):
            yield from model._base_manager.order_by("pk")[:ROWS_TRIED]
