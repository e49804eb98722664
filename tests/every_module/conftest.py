"""Modules on trial: those of the registry, and those with a planted fault."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType

import pytest
from django.apps import apps
from django.db import connections
from django.test import override_settings
from django.urls import clear_url_caches

from kernel.accounts.models import Assignment, Person, Role
from kernel.modules import registry
from tenants.isolation import hosts
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs.registry import TASKS
from tenants.portal import urls as portal_urls
from tenants.registry.models import InstalledModule
from tests.every_module.subject import Subject

FAULTY = "tests.every_module.faulty"
MOUNTED = "tests.every_module.mounted_urls"


@pytest.fixture
def guest(makassar: Tenancy) -> Person:
    """Somebody of the region who may log in and nothing else."""
    with enter(makassar):
        role = Role.objects.create(key="guest", title_id="Tamu", title_en="Guest", permissions=[])
        person = Person.objects.create_user("tamu@example.org", "Tamu")
        Assignment.objects.create(person=person, role=role)
        return person


@pytest.fixture
def on_trial(transactional_owner, makassar, portal, sari, guest) -> Callable[..., Subject]:
    """Make a subject of a module."""

    def make(name: str, package: str = registry.PACKAGE) -> Subject:
        module = import_module(f"{package}.{name}.manifest").MODULE
        return Subject(module, package, makassar, portal, sari, guest)

    return make


@pytest.fixture
def transactional_owner(db) -> Iterator[None]:
    """Let a test in a transaction use the owner's connection, which commits what it does."""
    owner = connections["owner"]
    wrapped = {name: getattr(owner, name) for name in ("connect", "cursor", "chunked_cursor", "temporary_connection")}
    for name, method in wrapped.items():
        if hasattr(method, "wrapped"):
            setattr(owner, name, method.wrapped)
    if owner.connection is None:
        with enter(Place.PLATFORM):
            owner.connect()  # a test may use what is open, and nothing opens it during one
    yield
    for name, method in wrapped.items():
        setattr(owner, name, method)


@pytest.fixture
def faulty(monkeypatch, makassar, on_trial) -> Iterator[Callable[[str], Subject]]:
    """Make a subject of a faulty module: the only one of an installation that is otherwise ours."""
    routes, tasks, undo = list(portal_urls.urlpatterns), dict(TASKS), []

    def make(name: str) -> Subject:
        subject = on_trial(name, FAULTY)
        monkeypatch.setattr(registry, "PACKAGE", FAULTY)
        monkeypatch.setattr(registry, "modules", lambda: (subject.module,))
        with enter(Place.PLATFORM):
            InstalledModule.objects.filter(tenant=makassar.id).update(is_enabled=False)
            InstalledModule.objects.create(tenant_id=makassar.id, module=name, version="1.0.0", is_enabled=True)
        installed = [*(config.name for config in apps.get_app_configs()), subject.dotted]
        changed = override_settings(INSTALLED_APPS=installed, TENANT_URLCONF=_mount())
        changed.enable()
        undo.append(changed)
        hosts.forget()
        return subject

    yield make
    for changed in undo:
        changed.disable()
    portal_urls.urlpatterns[:] = routes
    TASKS.clear()
    TASKS.update(tasks)
    for name in [name for name in sys.modules if name.startswith(f"{FAULTY}.")]:
        del sys.modules[name]
    clear_url_caches()


def _mount() -> str:
    """Put the portal's addresses together anew, with the faulty module's."""
    from django.conf.urls.i18n import i18n_patterns

    from config import urls_tenant
    from kernel.accounts import urls as accounts
    from provisioning.backups import urls as backups
    from tenants.citizens import urls as citizens
    from tenants.elsewhere import urls as elsewhere
    from tenants.notices import urls as notices
    from tenants.personal import urls as personal
    from tenants.support import urls as support

    own = urls_tenant.module_patterns()  # first: importing them may do harm to the portal's
    plain = [pattern for pattern in urls_tenant.urlpatterns if getattr(pattern, "name", None)]
    mounted = ModuleType(MOUNTED)
    parts = (portal_urls, support, citizens, personal, notices, elsewhere, backups, accounts)
    pages = [*(pattern for part in parts for pattern in part.urlpatterns), *own]
    mounted.urlpatterns = [*plain, *i18n_patterns(*pages, prefix_default_language=False)]
    sys.modules[MOUNTED] = mounted
    clear_url_caches()
    return MOUNTED
