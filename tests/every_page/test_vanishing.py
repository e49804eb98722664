"""Off means off, over the registry: what is disabled keeps its data, and nothing of it is seen until it is on again."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.modules import registry
from kernel.modules.manifest import Module
from provisioning import actions, queries
from tenants import events
from tenants.files import actions as stored
from tenants.isolation import hosts
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs import worker
from tenants.jobs.registry import TASKS
from tenants.portal import closed
from tenants.registry.models import Tenant
from tests.every_page import vanishing
from tests.every_page.stage import Site, Stage, forget, undone
from tests.every_page.vanishing import CONTRIBUTED, SEEN, STAYS, Look, Traces

# Each way of seeing once, by one of the kinds that it is for.
WAYS = {kind: way for way, kind in {way: kind for kind, way in SEEN.items()}.items()}


@pytest.fixture
def _listening() -> Iterator[None]:
    """Every module hears of one event."""
    tasks, listeners = dict(TASKS), dict(events._listeners)
    for module in registry.modules():
        events.listen(vanishing.Planted, f"{module.name}.hear")(lambda event: None)
    yield
    TASKS.clear()
    TASKS.update(tasks)
    events._listeners.clear()
    events._listeners.update(listeners)


@pytest.fixture
def region(stage: Stage, _listening) -> Iterator[Site]:
    """A region with a public and a private file of every module, at one moment; nothing of it stays."""
    site = stage.sites["first"]
    forget()
    with time_machine.travel(timezone.now(), tick=False), undone(Place.PLATFORM):
        with enter(site.place):
            for module in registry.modules():
                for is_private in (False, True):
                    stored.store(
                        b"file", "image/png", owner=f"{module.name}.any:1", is_private=is_private, name="a.png"
                    )
        yield site
    hosts.forget()
    forget()


@contextmanager
def off(site: Site, module: Module) -> Iterator[None]:
    """Disable the module, and before it what needs it."""
    tenant = Tenant.objects.get(pk=site.place.id)
    names = [*queries.blockers(tenant, module.name, on=False), module.name]
    for name in names:
        actions.switch(tenant, name, on=False, by=PLATFORM)
    hosts.forget()
    yield
    for name in reversed(names):
        actions.switch(tenant, name, on=True, by=PLATFORM)
    hosts.forget()


def traces(look: Look) -> dict[str, Traces]:
    return {kind: way(look) for kind, way in WAYS.items()}


@pytest.mark.parametrize("module", registry.modules(), ids=lambda module: module.name)
def test_disabled_module_vanishes_and_comes_back_as_it_was(stage: Stage, region: Site, module: Module) -> None:
    look = Look(stage, region, module, vanishing.opened(stage, region, module))
    before, kept = traces(look), vanishing.rows(look)

    with off(region, module):
        left, kept_meanwhile = traces(look), vanishing.rows(look)

    after = traces(look)
    assert {kind: list(found) for kind, found in left.items() if found} == {}
    assert kept_meanwhile == kept == vanishing.rows(look)
    assert "\n".join(changed(before, after)) == ""


def changed(before: dict[str, Traces], after: dict[str, Traces]) -> Iterator[str]:
    """Yield what is another than before, with the lines that are; the region's log tells that the module was off."""
    for kind, found in before.items():
        for what in {name for name in found.keys() | after[kind].keys() if name.split()[0] != "history"}:
            lines = [set(str(side[kind].get(what)).split("\\n")) for side in (before, after)]
            if lines[0] != lines[1]:
                yield f"{kind} {what}: {[sorted(line)[:3] for line in (lines[0] - lines[1], lines[1] - lines[0])]}"


def everything(file: str, enabled: object) -> Iterator[object]:
    """Ask all modules, on or off."""
    return real(file, [module.name for module in registry.modules()])


real = registry.contributions
LEAKS = {
    "a page": (closed, "_module", lambda request: None, "urls.urlpatterns"),
    "a menu": (Tenancy, "has_enabled", lambda place, module: True, "manifest.menu"),
    "a search hit": (registry, "contributions", everything, "search.search"),
    "a file": (Tenancy, "has_enabled", lambda place, module: True, "rows.StoredFile"),
    "a job": (worker, "_may_run", lambda name, where: True, "tasks"),
    "a listener": (events, "_is_on", lambda listener: True, "listeners"),
}


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_planted_leak_is_seen(stage: Stage, region: Site, monkeypatch, leak) -> None:
    where, name, leaking, kind = leak
    news = registry.get("news")
    look = Look(stage, region, news, {"news:index": "/berita/", "search": "/cari/"})

    with off(region, news):
        sound = SEEN[kind](look)
        monkeypatch.setattr(where, name, leaking)
        leaked = SEEN[kind](look)
        monkeypatch.undo()

    assert (sound, bool(leaked)) == ({}, True)


def test_every_contribution_is_made_by_some_module(stage: Stage, region: Site) -> None:
    looks = [Look(stage, region, module, {}) for module in registry.modules()]
    asked = {kind: way for kind, way in SEEN.items() if kind in CONTRIBUTED}

    assert {kind for kind, way in asked.items() if not any(way(look) for look in looks)} == set()


def test_every_way_to_show_something_is_known() -> None:
    assert vanishing.kinds() == SEEN.keys() | STAYS.keys()
