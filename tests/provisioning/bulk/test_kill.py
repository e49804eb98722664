"""`kill -9` of a worker before, in and after the change of one of many portals: another one does it, once."""

from datetime import timedelta

import pytest
from django.db import connection

from kernel.audit.models import Entry
from provisioning import runner
from provisioning.bulk import actions as bulk
from provisioning.models import Batch, BatchLine
from tenants.isolation.current import enter
from tenants.jobs import worker
from tenants.jobs.models import Job
from tenants.registry.queries import tenancy
from tests.provisioning.bulk.conftest import RANI, plan
from tests.provisioning.conftest import order
from tests.provisioning.dying_worker import MOMENTS, die, kill


def live_until(moment: str, job: str) -> None:
    worker.LEASE = timedelta(milliseconds=1)  # so that nobody must wait for its end
    real = bulk.carry_out

    def carry_out(key: str) -> BatchLine:
        if moment == "before":
            die()
        if moment == "at the commit":
            connection._commit = die
        return real(key)

    bulk.carry_out = carry_out
    worker.run(job)
    die()


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["disable", "set", "install", "uninstall"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_worker_is_followed_by_another(stage, moment, verb) -> None:
    tenant = runner.execute(order().key).tenant
    target, value = {
        "disable": ("services", None),
        "set": ("portal.hours", "Pagi"),
        "install": ("news", None),
        "uninstall": ("services", "absent"),
    }[verb]
    batch = bulk.start(plan(verb, target, value, places=[tenant]), by=RANI)
    job = Job.objects.get(name="provisioning.change", payload={"line": batch.lines.get().key})

    kill(lambda: live_until(moment, job.key), moment)
    worker.run(job.key)
    line = batch.lines.get()
    if line.run:
        runner.execute(line.run.key)

    job.refresh_from_db()
    with enter(tenancy(tenant)):
        written = Entry.objects.filter(actor_name="Rani").count()
    acts = 2 if verb == "uninstall" else 1  # it is disabled first
    assert (job.state, batch.lines.get().outcome, written) == ("done", "done", acts)
    Batch.objects.all().delete()
