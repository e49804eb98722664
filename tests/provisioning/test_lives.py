"""`kill -9` of the worker at random moments of a region's life: each order ends as an undisturbed one."""

import inspect
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any

import pytest
from django.conf import settings

from provisioning import plan
from provisioning.models import Backup, Deletion
from tenants.jobs import doorbell
from tenants.jobs.models import Job
from tests.provisioning import lives
from tests.provisioning.lives import LIFE, Told, Worker

KILLS = int(os.environ.get("LIVE_KILLS", "3"))
TWICE = int(os.environ.get("LIVE_TWICE", str(len(LIFE))))
SEED = 20261126
# Parts of plans, and none that somebody orders.
PARTS = {plan.structure}


@pytest.fixture
def worker(stage, tmp_path: Path) -> Iterator[Worker]:
    doorbell.broker().flush(doorbell.QUEUE)
    with lives.worker(tmp_path / "worker.log") as made:
        yield made


def test_life_has_every_plan_there_is() -> None:
    functions = [
        each for _name, each in inspect.getmembers(plan, inspect.isfunction) if each.__module__ == plan.__name__
    ]
    plans = {each for each in functions if each.__annotations__["return"] is plan.Plan and each.__name__[0] != "_"}

    assert plans - PARTS == frozenset().union(*(chapter.plans for chapter in LIFE.values()))


_twin: list[Told] = []


def twin(superuser: Any) -> Told:
    """Return what an undisturbed life leaves after each order; lived once."""
    if not _twin:
        _twin.append(lives.undisturbed(superuser))
        end()
    return _twin[0]


def end() -> None:
    """Let the region, which was deleted, never have been."""
    Deletion.objects.all().delete()
    Backup.objects.all().delete()
    shutil.rmtree(settings.BACKUPS_ROOT, ignore_errors=True)
    Job.objects.all().delete()


def chosen(count: int, chance: Random) -> Iterator[list[str]]:
    """Yield for each life the orders to be disturbed, so many in all."""
    while count > 0:
        names = chance.sample(list(LIFE), min(len(LIFE), count))
        count -= len(names)
        yield names


@pytest.mark.slow
@pytest.mark.xdist_group("lives")
def test_killed_orders_end_as_undisturbed_ones(worker: Worker, superuser, record_property) -> None:
    moments, waited, faults = Random(SEED), [], []

    for names in chosen(KILLS, moments):
        told = lives.disturbed(twin(superuser), superuser, worker, moments, names)
        waited += [told.seconds[name][0] for name in names]
        faults += told.faults
        end()

    record_property("p95", quantiles(waited, n=20)[-1])
    record_property("longest", max(waited))
    record_property("unequal", len(faults))
    assert faults == []


@pytest.mark.slow
@pytest.mark.xdist_group("lives")
def test_orders_given_and_carried_out_twice_at_once_have_one_effect(stage, superuser, record_property) -> None:
    faults = []

    for names in chosen(TWICE, Random(SEED)):
        faults += lives.doubled(twin(superuser), superuser, names).faults
        end()

    record_property("unequal", len(faults))
    assert faults == []
