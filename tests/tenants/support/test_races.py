"""An operator asks on two connections at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kernel.accounts.actor import Actor, ActorKind
from kernel.errors import DomainError
from tenants.isolation.current import Tenancy, enter
from tenants.jobs.models import Job
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tenants.support import actions
from tenants.support.models import Access

EKA = Actor(ActorKind.OPERATOR, "eka-at-once", "Eka")


@pytest.fixture
def place(committed) -> Iterator[Tenancy]:
    where = tenancy(Tenant.objects.get(region_code="73.71"))
    yield where
    Job.objects.filter(tenant_role=where.role, name="notices.spread").delete()
    with enter(where):
        Access.objects.filter(operator_key=EKA.key).delete()


def test_one_of_two_requests_is_taken(place: Tenancy) -> None:
    barrier = Barrier(4)

    def ask(_turn: int) -> str:
        try:
            with enter(place):
                barrier.wait(timeout=10)
                return type(actions.ask("Tiket 12", ["portal"], 3, may_change=False, by=EKA)).__name__
        except DomainError as error:
            return type(error).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(ask, range(4))) == ["Access", *["AskedAlready"] * 3]
