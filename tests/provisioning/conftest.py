"""A stage on which regions are provisioned for one test, and of which nothing is left."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from kernel.accounts.actor import PLATFORM
from provisioning import actions, following, spares, structure
from provisioning.models import Run
from provisioning.orders import Order
from tenants.registry.models import Tenant
from tests import environment

# A small city: 3 districts, 17 villages.
CODE = "33.71"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def stage(committed) -> Iterator[None]:
    """The platform, every write committed; what `committed` removes afterwards, and the files of its tenants."""
    before = set(Tenant.objects.values_list("pk", flat=True))
    yield
    for tenant in Tenant.objects.exclude(pk__in=before):
        for root in (settings.FILES_ROOT, settings.BACKUPS_ROOT):
            shutil.rmtree(Path(root) / tenant.key, ignore_errors=True)


@pytest.fixture
def superuser() -> Iterator[Any]:
    """A cursor of the cluster's administrator on this run's database."""
    with environment.superuser() as cursor:
        yield cursor


@pytest.fixture
def magelang(stage) -> Tenant:
    """A region whose news, which are off, have left something everywhere that a module may."""
    from tests.provisioning import contents  # here, because it orders as well

    return contents.filled()


def keep_spares(settings: Any, count: int) -> None:
    """Make or drop spares until there are so many."""
    settings.SPARES = count
    spares.keep()


def meanwhile(monkeypatch: Any, happens: Callable[[], object]) -> None:
    """Let something happen, as by a worker, while a command waits for it."""
    monkeypatch.setattr(following, "time", SimpleNamespace(sleep=lambda _seconds: happens()))


def add_migrations(monkeypatch: Any) -> None:
    """Let this release have a migration more of each part, which is only named; its scripts were made before."""
    structure.ensure()
    real = structure.migrations
    monkeypatch.setattr(structure, "migrations", lambda part: real(part) | {(part, "9999_to_come")})


def order(code: str = CODE, modules: tuple[str, ...] = ("services",), **more: object) -> Run:
    """Order a small portal."""
    return actions.order(Order(code=code, modules=modules, **more), by=PLATFORM)
