"""The cast and the stage. Sari owns Makassar, Budi is her officer, Dewi owns Jayapura and may see nothing here."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from _pytest import fixtures
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

from config.local.postgres import ensure_database
from kernel.accounts.actor import PLATFORM, Actor
from kernel.accounts.models import Assignment, Person, Role
from kernel.accounts.queries import as_actor
from kernel.audit.models import Entry
from kernel.modules import registry
from kernel.regions import actions as regions
from provisioning import actions, migrating, runner
from provisioning.orders import Order
from tenants.customization import queries as customization
from tenants.isolation import current, hosts
from tenants.isolation.cache import Cache
from tenants.isolation.current import Place, Tenancy, enter
from tenants.isolation.owners import structure_owner
from tenants.jobs.models import Job
from tenants.portal import shared
from tenants.quotas import counting
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests import environment, leftovers
from tests.environment import drop_database, is_walk

pytest_plugins = ["tests.browser.stage", "tests.tracing"]
PASSWORD = "sebuah kata sandi panjang"


def pytest_configure() -> None:
    # A fixture that yields is advanced by these two, to enter and to leave.
    current.HOLDERS.update(step.__code__ for step in (fixtures.call_fixture_func, fixtures._teardown_yield_fixture))
    # How long an example takes is the machine's affair.
    examples.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    examples.load_profile("here")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "whitenoise" not in name]


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker) -> Iterator[None]:
    """A new database, set up as an installation is, with two regions that have every module."""
    if not environment.CLUSTER_URL:
        pytest.exit("Tests need a Postgres of their own: run them with ./dev test.", returncode=2)
    drop_database(environment.DATABASE)
    ensure_database(environment.CLUSTER_URL, environment.DATABASE)
    with django_db_blocker.unblock(), enter(Place.PLATFORM):
        migrating.migrate(migrating.shared_labels())
        regions.load()
        for code in ("73.71", "91.71"):
            make_live(code)
        Job.objects.all().delete()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    drop_database(environment.DATABASE)
    shutil.rmtree(environment.folder, ignore_errors=True)


def make_live(code: str, modules: tuple[str, ...] | None = None, **more: object) -> Tenant:
    """Provision a region in this process and take it live. Runs on the platform."""
    names = tuple(module.name for module in registry.modules()) if modules is None else modules
    run = actions.order(Order(code=code, modules=names, **more), by=PLATFORM)
    finished = runner.execute(run.key)
    assert finished.state == "done", [step.problem for step in finished.steps.all() if step.problem]
    runner.execute(actions.go_live(finished.tenant, by=PLATFORM).key)
    return Tenant.objects.get(pk=run.tenant_id)


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch) -> Iterator[None]:
    """No test sees what another left in a cache of the process, or a page that was kept of rows rolled back since."""
    monkeypatch.setattr(shared, "SECONDS", 0)
    monkeypatch.setattr(shared, "BRIEF", 0)
    Cache.alone_until = Cache.silent_until = 0.0
    hosts.forget()
    customization.forget()
    counting.forget()
    with translation.override("id"):
        yield
    customization.forget()


@pytest.fixture(autouse=True)
def _nothing_counted(request: pytest.FixtureRequest) -> None:
    """No test meets what an earlier one left in Redis: counts of attempts, networks that are known."""
    if not is_walk(request.path):
        empty_cache()


@pytest.fixture
def clean_cache() -> Iterator[None]:
    """An empty Redis cache for this worker's places, before and after."""
    empty_cache()
    yield
    empty_cache()


def empty_cache() -> None:
    """Remove what this worker's places have in Redis."""
    client = cache._cache.get_client()
    keys = [key for key in client.scan_iter("*") if f":{environment.DATABASE}:".encode() in key]
    if keys:
        client.delete(*keys)


def _find(code: str) -> Tenancy:
    """Return a region with an empty queue, whatever waits in it outside of the test's transaction."""
    with enter(Place.PLATFORM):
        Job.objects.all().delete()
        return tenancy(Tenant.objects.get(region_code=code))


@pytest.fixture
def makassar(db) -> Tenancy:
    return _find("73.71")


@pytest.fixture
def jayapura(db) -> Tenancy:
    return _find("91.71")


@pytest.fixture
def on_platform(db) -> Iterator[None]:
    with enter(Place.PLATFORM):
        yield


@pytest.fixture
def in_makassar(makassar: Tenancy) -> Iterator[Tenancy]:
    with enter(makassar):
        yield makassar


@pytest.fixture
def in_jayapura(jayapura: Tenancy) -> Iterator[Tenancy]:
    with enter(jayapura):
        yield jayapura


def make_person(name: str, role: str) -> Person:
    """Create a person with a role, in the place that the code is in."""
    person = Person.objects.create_user(f"{name.lower()}@example.org", name, PASSWORD)
    Assignment.objects.create(person=person, role=Role.objects.get(key=role))
    return person


@pytest.fixture
def sari(makassar: Tenancy) -> Person:
    with enter(makassar):
        return make_person("Sari", "administrator")


@pytest.fixture
def budi(makassar: Tenancy) -> Person:
    with enter(makassar):
        return make_person("Budi", "officer")


@pytest.fixture
def dewi(jayapura: Tenancy) -> Person:
    with enter(jayapura):
        return make_person("Dewi", "administrator")


@pytest.fixture
def as_sari(sari: Person, makassar: Tenancy) -> Actor:
    with enter(makassar):
        return as_actor(sari)


@pytest.fixture
def as_budi(budi: Person, makassar: Tenancy) -> Actor:
    with enter(makassar):
        return as_actor(budi)


def kept(actor: Actor) -> Actor:
    """Return what a row keeps of an actor: no grants."""
    return replace(actor, grants=())


@pytest.fixture
def portal() -> Callable[..., Client]:
    """Make a browser for a tenant's portal, logged in where a person is given."""

    def open_portal(where: Tenancy, person: Person | None = None) -> Client:
        client = Client(SERVER_NAME=where.domain)
        if person is not None:
            with enter(where):
                client.force_login(person)
        return client

    return open_portal


@pytest.fixture
def citizen(makassar: Tenancy, portal) -> Client:
    """A browser on Makassar's portal, not logged in."""
    return portal(makassar)


@pytest.fixture
def committed(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A test on the platform whose writes are committed; tenants and rows that it made are removed afterwards."""
    with django_db_blocker.unblock(), leftovers.removed():
        with enter(Place.PLATFORM):
            before = set(Tenant.objects.values_list("pk", flat=True))
            yield
            for tenant in Tenant.objects.exclude(pk__in=before).order_by("-pk"):  # a copy before what it is of
                remove(tenant)
        connection.close()


@pytest.fixture
def place(committed) -> Iterator[Tenancy]:
    """Makassar, every statement a transaction of its own; its audit log is afterwards as it was."""
    where = _find("73.71")
    with enter(where), unrecorded():
        yield where


@contextmanager
def unrecorded() -> Iterator[None]:
    """Take what is committed out of the audit log of the tenant that the code is in: other tests count its entries."""
    last = Entry.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    yield
    Entry.objects.using("owner").filter(pk__gt=last).delete()


def remove(tenant: Tenant) -> None:
    """Remove every trace of a tenant that a test made."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{tenant.schema_name}" CASCADE')
        roles = [tenant.role_name, structure_owner(tenant.role_name)]
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [roles])
        for (role,) in cursor.fetchall():
            cursor.execute(f'GRANT "{role}" TO current_user')
            cursor.execute(f'DROP OWNED BY "{role}"')
            cursor.execute(f'DROP ROLE "{role}"')
    Tenant.objects.filter(pk=tenant.pk).delete()


@contextmanager
def queries(count: int) -> Iterator[None]:
    """Assert the literal number of queries of the block, switches included in them."""
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        yield
    assert len(captured) == count, "\n".join(query["sql"][:160] for query in captured)
