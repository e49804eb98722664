"""Two regions outside a transaction, and a superuser who watches what reaches Postgres."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from tenants.isolation.current import Place, Tenancy, enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests import environment


@pytest.fixture
def regions(committed) -> tuple[Tenancy, Tenancy]:
    """Makassar and Jayapura, every statement a transaction of its own."""
    return tuple(tenancy(Tenant.objects.get(region_code=code)) for code in ("73.71", "91.71"))


@pytest.fixture
def superuser() -> Iterator[Any]:
    """A cursor of the cluster's administrator on this run's database."""
    with environment.superuser() as cursor:
        yield cursor


@pytest.fixture
def last_sent(committed, superuser) -> Callable[[], tuple[str, Any]]:
    """Return what Postgres received last on Django's connection, and when."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]

    def look() -> tuple[str, Any]:
        superuser.execute("SELECT query, query_start FROM pg_stat_activity WHERE pid = %s", [pid])
        return superuser.fetchone()

    return look


def whoami() -> tuple[str, str]:
    """Return role and schema as Postgres sees them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        return cursor.fetchone()


def expected(where: Tenancy | Place) -> tuple[str, str]:
    """Return what `whoami` must answer there."""
    if isinstance(where, Tenancy):
        return where.role, where.schema
    return f"{environment.DATABASE}_platform", "public"


def nobody() -> Any:
    """Be nowhere until the block ends."""
    return enter(Place.NOBODY)
