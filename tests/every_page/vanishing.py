"""All that can be seen of a module in a region: gone while it is off, and as it was when it is on again."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from itertools import count
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from app_modules.complaints.models import Case
from config.local.workspace import ROOT
from kernel.accounts.models import Person
from kernel.accounts.queries import as_actor
from kernel.ids import new_id
from kernel.modules import registry
from kernel.modules.manifest import PILLARS, Module
from provisioning import belongings
from tenants.citizens.models import Citizen
from tenants.events import Event, emit
from tenants.files.models import StoredFile
from tenants.files.queries import url
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs import reconciler, worker
from tenants.jobs.models import Job
from tenants.jobs.registry import TASKS
from tenants.notices.kinds import here as kinds_here
from tenants.portal import contributions
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.every_page.mirror import tenant_models
from tests.every_page.pages import Page, access_of, pages
from tests.every_page.rules import first_opening
from tests.every_page.stage import Asked, Site, Stage, undone

GONE = "404"
CONSOLE = "/konsol/"
# What is another at each request: numbers used once, and what a form or a puzzle is sent back with.
RANDOM = re.compile(
    r"(nonce[-=]['\"]?|csrfmiddlewaretoken\" value=\"|x-csrftoken\": \"|\"(?:challenge|salt|signature|nonce)\": ?\"|"
    r"name=\"submission\" value=\"|etag: |x-request-id: |csrftoken=|sessionid=|messages=)[^'\";\s]+"
)
# Slots of repeated jobs that no worker has planned.
SLOTS = (datetime(2100, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in count())

# Where modules are asked for what they contribute.
SOURCES = ("platform", "tenants", "provisioning")

Traces = dict[str, Any]


@dataclass(frozen=True)
class Planted(Event):
    """Something that every module hears of in this test."""

    name = "vanishing.planted"


@dataclass(frozen=True)
class Look:
    """A module in a region, and the addresses by which its pages were opened while it was on."""

    stage: Stage
    site: Site
    module: Module
    paths: dict[str, str]

    @property
    def dotted(self) -> str:
        return f"{registry.PACKAGE}.{self.module.name}"

    @property
    def place(self) -> Tenancy:
        """Return the region as it is now."""
        with enter(Place.PLATFORM):
            return tenancy(Tenant.objects.get(pk=self.site.place.id))  # type: ignore[union-attr]  # a portal's site

    def ask(self, path: str) -> tuple[str, str]:
        """Return status and bytes of a page for who uses it; a form without a page of its own is sent empty."""
        actor = "administrator" if path.startswith(CONSOLE) else "anonymous"
        answer = self.stage.ask(self.site, actor, path)
        if answer.status == "405":
            answer = self.stage.ask(self.site, actor, path, Asked("POST", self.site))
        return answer.status, RANDOM.sub("", answer.everything)


def opened(stage: Stage, site: Site, module: Module) -> dict[str, str]:
    """Return the addresses of the module's pages and of the portal's own, as they can be opened."""
    found: dict[str, str] = {}
    for page in pages("portal", settings.TENANT_URLCONF):
        if page.module in (module.name, ""):
            access = access_of(page)
            way = first_opening(stage, site, page, access)
            assert way is not None, page.name
            named = {"name": module.name} if "name" in page.parts and not page.module else {}
            for query in access.queries.get(page.name, ("",)):
                found[f"{page.name} {query}".strip()] = page.path(way.values | named) + query
    return found


def is_own(look: Look, page: Page) -> bool:
    """Say whether the page is the module's: by its name, by who made it, or by what it names."""
    made_by = getattr(page.pattern.callback, "__module__", "")
    return page.module == look.module.name or made_by.startswith(f"{look.dotted}.") or "name" in page.parts


def own_pages(look: Look) -> Traces:
    """Return the module's pages that are there, and the portal's that name it."""
    return {what: found for what, found in _asked_for(look, own=True).items() if found[0] != GONE}


def other_pages(look: Look) -> Traces:
    """Return the region's other pages that lead to one of the module's: by a menu, say."""
    leads = re.compile(rf'(?:href|action|src|hx-get|hx-post)="[^"]*/{look.module.path}/')
    return {what: found for what, found in _asked_for(look, own=False).items() if leads.search(found[1])}


def _asked_for(look: Look, *, own: bool) -> Traces:
    """Ask for the module's pages, or for the portal's."""
    names = {page.name for page in pages("portal", settings.TENANT_URLCONF) if is_own(look, page) == own}
    return {what: look.ask(path) for what, path in look.paths.items() if what.split(" ", maxsplit=1)[0] in names}


def files(look: Look) -> Traces:
    """Return the module's files that are sent."""
    with enter(look.place):
        stored = list(StoredFile.objects.filter(owner__startswith=f"{look.module.name}."))
        paths = {each.key: url(each) if each.is_private else reverse("file", args=[each.key]) for each in stored}
    asked = {key: look.ask(path) for key, path in paths.items()}
    return {key: found for key, found in asked.items() if found[0] != GONE}


def jobs(look: Look) -> Traces:
    """Return which of the module's jobs run, and which are planned again and again."""
    own = [
        name
        for name, task in TASKS.items()
        if name.startswith(f"{look.module.name}.") or task.function.__module__.startswith(f"{look.dotted}.")
    ]
    found: Traces = {}
    with undone(Place.PLATFORM):
        for name in own:
            row = Job.objects.create(key=new_id(), tenant_role=look.place.role, name=name)
            if worker.place_of(worker.lease(row.key)) is not None:  # type: ignore[arg-type]  # nobody else takes it
                found[f"{name} runs"] = True
        reconciler.plan(next(SLOTS))
        planned = Job.objects.filter(tenant_role=look.place.role, name__in=own, once__isnull=False)
        return found | {f"{name} repeats": True for name in planned.values_list("name", flat=True)}


def listeners(look: Look) -> Traces:
    """Return what the module does when something happens elsewhere."""
    with undone(Place.PLATFORM):
        with enter(look.place):
            emit(Planted())
        heard = Job.objects.filter(tenant_role=look.place.role, name=f"{look.module.name}.hear")
        return {"hears": True} if heard.exists() else {}


def contributed(kind: str) -> Callable[[Look], Traces]:
    """Return how to see what the module itself gives to the portal under this name."""
    file, function = kind.split(".")

    def see(look: Look) -> Traces:
        dotted, found = f"{look.dotted}.{file}", {}
        own = getattr(import_module(dotted), function, None) if find_spec(dotted) else None
        with enter(look.place):
            for arguments in ARGUMENTS.get(kind, _nothing)(look) if own else ():
                mine = _named(own(*arguments))
                shown = _named(list(contributions._ask(file, function, *arguments)))
                found |= {what: True for what in mine if what in shown}
        return found

    return see


def _named(given: Any) -> set[str]:
    """Return what can be seen of something contributed: where it leads, what it is made of, what it is called."""
    if isinstance(given, dict):
        return {name for each in given.values() for name in _named(each)} | {str(key) for key in given}
    if isinstance(given, list):
        return {name for each in given for name in _named(each)}
    known = (getattr(given, "url", None), getattr(given, "template", None), getattr(given, "title", None))
    return {str(each) for each in known if each}


def _nothing(_look: Look) -> list[tuple[Any, ...]]:
    return [()]


def _request(look: Look) -> list[tuple[Any, ...]]:
    return [(RequestFactory(SERVER_NAME=look.site.host).get("/"),)]


def _actor(_look: Look) -> list[tuple[Any, ...]]:
    return [(as_actor(person),) for person in Person.objects.order_by("pk")]


def _subjects(look: Look) -> Iterator[tuple[Any, ...]]:
    for model in apps.get_app_config(look.module.name).get_models():
        if hasattr(model, "key"):
            yield model._meta.label_lower, list(model._base_manager.values_list("key", flat=True))


def _sorts(look: Look) -> list[tuple[Any, ...]]:
    return [(model._meta.label_lower,) for model in apps.get_app_config(look.module.name).get_models()]


ARGUMENTS: dict[str, Callable[[Look], Any]] = {
    "portal.home": _request,
    "portal.pillar_rows": lambda _look: [(letter,) for letter in PILLARS],
    "history.named": _subjects,
    "history.fields": _sorts,
    "search.search": lambda look: [(word, 50) for word in ("contoh", "jalan", look.site.own)],
    "mine.mine": lambda _look: [(citizen, 50) for citizen in Citizen.objects.all()],
    "mine.senders": lambda _look: [(case.ticket,) for case in Case.objects.exclude(citizen_key="")],
    "console.badges": _actor,
    "console.first_steps": _actor,
}


def notices(look: Look) -> Traces:
    """Return of which of the module's own kinds the region's people are told."""
    dotted = f"{look.dotted}.notices"
    own = import_module(dotted).KINDS if find_spec(dotted) else ()
    with enter(look.place):
        return {f"{kind.key} is told": True for kind in own if kind.key in kinds_here()}


CONTRIBUTED = (
    "portal.home", "portal.pillar_rows", "portal.pillar_all", "portal.overview", "portal.frequent",
    "history.named", "history.fields", "search.search", "mine.mine", "mine.senders", "console.badges",
    "console.first_steps",
)  # fmt: skip
# Every way by which a module shows itself, and how that is seen.
SEEN: dict[str, Callable[[Look], Traces]] = {
    "urls.urlpatterns": own_pages,
    "urls.console_urlpatterns": own_pages,
    "manifest.path": own_pages,
    "manifest.permissions": own_pages,
    "manifest.settings": own_pages,
    "manifest.words": own_pages,
    "manifest.menu": other_pages,
    "rows.StoredFile": files,
    "tasks": jobs,
    "listeners": listeners,
    "notices": notices,
    **{kind: contributed(kind) for kind in CONTRIBUTED},
}
# What stays while a module is off, and why.
STAYS = {
    "manifest.name": "names it", "manifest.title": "names it", "manifest.summary": "names it",
    "manifest.version": "says of which release it is", "manifest.pillars": "sorts what it contributes",
    "manifest.dimension": "sorts it for the operators", "manifest.requires": "says what must be on",
    "manifest.acts": "the history tells what was done while it was on",
    "personal": "what is held of a citizen is hers while it is off too",
    "deadlines": "terms run on, and are right when it is on again",
    "provision": "is asked when it is installed, by nobody later",
    "rows.Value": "its settings and words are data, and read by its own pages only",
}  # fmt: skip


def kinds() -> set[str]:
    """Return every way by which a module may show itself, read from the code that asks it."""
    found = {f"manifest.{field.name}" for field in fields(Module)}
    found |= {f"rows.{model.__name__}" for model, _column in belongings.SHARED}
    for source in SOURCES:
        for file in (ROOT / source).rglob("*.py"):
            found |= set(_names(ast.parse(file.read_text())))
    return found


def _names(tree: ast.AST) -> Iterator[str]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            texts = [each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if name == "_ask" and len(texts) == 2:
                yield ".".join(texts)
            elif name == "hasattr" and getattr(call.args[0], "id", "") == "urls":
                yield f"urls.{texts[0]}"
            elif name in ("contributions", "autodiscover_modules"):
                yield from texts


def rows(look: Look) -> dict[str, Any]:
    """Return how many rows each table of the region has, and a hash of them; the log tells that it was turned off."""
    found = {}
    with enter(look.place), connection.cursor() as cursor:
        for table in {model._meta.db_table for model in tenant_models()} - {"audit_entry"}:
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table} t")
            found[table] = cursor.fetchone()
    return found
