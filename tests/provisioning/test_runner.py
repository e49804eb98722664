"""Runs: leased, recorded, resumed."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from kernel.accounts.actor import PLATFORM
from provisioning import actions, runner, tasks
from provisioning.errors import RunBusy
from provisioning.models import Run, RunStep
from tenants.jobs.models import Job
from tests import environment
from tests.provisioning.conftest import order


def test_run_is_recorded(stage) -> None:
    run = Run.objects.get(key=runner.execute(order().key).key)

    assert (run.state, run.leased_by, run.leased_until) == ("done", "", None)
    assert {row.state for row in run.steps.all()} == {"done"}
    assert [(line.step.kind, line.outcome, line.text) for line in run.lines.all()][:3] == [
        ("CreateRole", "done", ""),
        ("CreateSchema", "done", ""),
        ("ApplyStructure", "done", ""),
    ]
    assert all(row.seconds is not None for row in run.steps.all())


def test_run_that_is_done_is_not_done_again(stage) -> None:
    run = runner.execute(order().key)

    again = runner.execute(run.key)

    assert again.finished_at == run.finished_at


def test_run_has_one_runner(stage) -> None:
    run = order()

    with runner.lease(run.key), pytest.raises(RunBusy) as refusal:
        runner.execute(run.key)

    assert str(refusal.value) == "Another worker is carrying out this run. Wait a few seconds."


def test_job_of_a_busy_run_asks_again_later(stage) -> None:
    run = order()
    Job.objects.all().delete()

    with runner.lease(run.key):
        tasks.carry_out(run.key)

    assert Job.objects.get(name="provisioning.run").payload == {"run": run.key}


def test_lease_that_ended_is_free(stage) -> None:
    run = order()
    Run.objects.filter(pk=run.pk).update(leased_by="dead", leased_until=Now() - timedelta(seconds=1))

    assert runner.execute(run.key).state == "done"


def test_runner_stops_when_somebody_took_its_lease(stage) -> None:
    run = order()

    with runner.lease(run.key) as held:
        Run.objects.filter(pk=run.pk).update(leased_by="somebody else")

        with pytest.raises(RunBusy):
            runner._keep(held)


def test_run_stops_at_the_step_that_fails_and_is_resumed(stage, superuser) -> None:
    run, owner = order(), f"{environment.DATABASE}_owner"
    superuser.execute(f"REVOKE CREATE ON DATABASE {environment.DATABASE} FROM {owner}")

    stopped = runner.execute(run.key)
    states = list(stopped.steps.values_list("state", flat=True))[:3]
    problem = stopped.steps.get(kind="CreateSchema").problem
    superuser.execute(f"GRANT CREATE ON DATABASE {environment.DATABASE} TO {owner}")
    resumed = runner.execute(actions.resume(stopped, by=PLATFORM).key)

    assert (stopped.state, states) == ("failed", ["done", "failed", "waiting"])
    assert "permission denied for database" in problem
    assert resumed.state == "done"
    assert not resumed.steps.exclude(state=RunStep.State.DONE).exists()


def test_run_that_stopped_is_set_aside_when_a_later_one_of_its_name_is_done(stage) -> None:
    run = order()
    for title in (run.title_id, "Lain"):
        Run.objects.create(tenant=run.tenant, title_id=title, title_en=title, state="failed")
    later = Run.objects.create(tenant=run.tenant, title_id=run.title_id, title_en=run.title_en)

    runner.execute(later.key)

    assert list(Run.unresolved().values_list("title_id", flat=True)) == ["Lain"]


def test_run_that_was_set_aside_can_go_on(stage) -> None:
    run = order()
    Run.objects.filter(pk=run.pk).update(state="failed")
    actions.set_aside(run, by=PLATFORM)

    actions.resume(run, by=PLATFORM)

    assert Run.objects.get(pk=run.pk).set_aside_at is None
