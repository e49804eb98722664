"""Changes of many portals, as tests order them."""

import pytest

from kernel.accounts.actor import Actor, ActorKind
from kernel.modules import registry
from provisioning.bulk import actions as bulk
from provisioning.models import Batch, BatchLine
from tenants.jobs import worker
from tenants.jobs.models import Job
from tenants.registry.models import Tenant

RANI = Actor(ActorKind.OPERATOR, "rani", "Rani")


def plan(verb: str, target: str, after: object = None, *, also_own: bool = False, places: object = None) -> Batch:
    """Plan a change of all portals there are, or of these."""
    tenants = Tenant.objects.order_by("name") if places is None else places
    batch = Batch(verb=verb, target=target, also_own=also_own)
    return bulk.plan(batch, [BatchLine(tenant=tenant, after=after) for tenant in tenants], by=RANI)


def work() -> None:
    """Do what waits, as a worker does."""
    for key in Job.objects.filter(state="waiting", name="provisioning.change").values_list("key", flat=True):
        worker.run(key)


def verdicts(batch: Batch) -> dict[str, tuple[str, object]]:
    """Return why each portal is left alone, and how it was."""
    return {line.tenant.name: (line.why, line.before) for line in batch.lines.select_related("tenant")}


def outcomes(batch: Batch) -> dict[str, str]:
    """Return how each line ended."""
    return {line.tenant.name: line.outcome.value for line in batch.lines.select_related("tenant", "run")}


@pytest.fixture
def bills(monkeypatch) -> None:
    """A module that requires the news."""
    found = (*registry.modules(), registry.read("bills", "tests.provisioning.manifests"))
    monkeypatch.setattr(registry, "modules", lambda: found)
