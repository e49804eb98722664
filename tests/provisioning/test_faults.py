"""A fault at any statement or commit of a step leaves the old state or the new one, and the step can still be done."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from django.db import DatabaseError, connections

from provisioning import plan
from provisioning.archives import manifest
from provisioning.errors import ProbeFailed
from provisioning.models import Archive, Run
from provisioning.step import Step, kinds, make
from tenants.registry.models import Tenant
from tests.provisioning import twins
from tests.provisioning.lives import LIFE, hero

# A step may have a thousand statements: their numbers grow, unless LIVE_EVERY_STATEMENT asks for each.
NUMBERS = (1, 2, 5, 21, 144, 1_000)
EVERY = os.environ.get("LIVE_EVERY_STATEMENT") == "1"
BOTH = ("default", "owner")
# Never taken for done: only doing them again tells.
AGAIN = ("Probe", "TryBackup", "RestoreBackup")


class Fault(DatabaseError):
    """What goes wrong, said as Postgres says it: then Django rolls back."""


def numbers() -> Iterator[int]:
    return count(1) if EVERY else iter(NUMBERS)


@contextmanager
def fault_at_statement(number: int) -> Iterator[None]:
    """Fail before the statement of this number, or before the first commit where there are fewer."""
    sent = count(1)

    def fail(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if next(sent) == number:
            raise Fault("statement")
        return execute(sql, params, many, context)

    def refuse() -> None:
        raise Fault("commit")

    with connections["default"].execute_wrapper(fail), connections["owner"].execute_wrapper(fail), commits(refuse):
        yield


@contextmanager
def fault_after_commit(number: int) -> Iterator[None]:
    """Fail after the commit of this number."""
    done = count(1)
    real = {name: connections[name]._commit for name in BOTH}

    def fail_after(name: str) -> None:
        real[name]()
        if next(done) == number:
            raise Fault("after commit")

    with commits(*(lambda name=name: fail_after(name) for name in BOTH)):
        yield


@contextmanager
def commits(*instead: Any) -> Iterator[None]:
    """Let connections commit otherwise for the length of the block."""
    for name, act in zip(BOTH, instead * (3 - len(instead)), strict=False):
        connections[name]._commit = act
    try:
        yield
    finally:
        for name in BOTH:
            del connections[name]._commit


def attempt(step: Step, tenant: Tenant, fault: Any) -> str:
    """Do the step with a fault in it; return where that was, or that there was none."""
    try:
        with fault:
            step.do(tenant)
    except Fault as met:
        return str(met)
    except ProbeFailed:  # a page met it, and said so
        return "statement"
    return "none"


def endure(step: Step, tenant: Tenant, superuser: Any) -> list[dict[str, Any]]:
    """Do the step with one fault after the other until there is none left; return each state that was seen."""
    seen = [state(tenant, superuser)]
    met = "statement"
    for number in numbers():
        met = attempt(step, tenant, fault_at_statement(number))
        seen.append(state(tenant, superuser))
        if met != "statement":
            break
    for number in count(1):
        if met == "none" or step.is_done(tenant):
            return seen
        met = attempt(step, tenant, fault_after_commit(number))
        seen.append(state(tenant, superuser))
    return seen


def state(tenant: Tenant, superuser: Any) -> dict[str, Any]:
    """Return all but the files, which are put before the rows that speak of them and removed after these."""
    kept = [(row.module, row.state, row.rows, _is_usable(row)) for row in tenant.archives.order_by("pk")]
    return twins.seen(tenant, superuser) | {"files": [], "archives": kept}


def _is_usable(row: Archive) -> bool:
    """Say whether the archive is there, where its row says that a module can be brought back from it."""
    return row.state != Archive.State.KEPT or (row.folder / manifest.FILE).exists()


def between(seen: list[dict[str, Any]]) -> list[str]:
    """Return what was neither as before nor as after."""
    old, new = seen[0], seen[-1]
    return [
        f"{what} after fault {number}"
        for number, each in enumerate(seen)
        if each not in (old, new)
        for what in each
        if each[what] != new[what]
    ]


@pytest.mark.slow
def test_fault_anywhere_in_a_step_leaves_the_old_or_the_new_state(stage, superuser) -> None:
    tenant, half, endured = Tenant(), [], set()

    for chapter in LIFE.values():
        if plan.delete in chapter.plans:  # its steps only take away, in parts, and their states are not compared
            continue
        chapter.before(tenant)
        run = chapter.order(tenant)
        tenant, heroine = run.tenant, hero(tenant, run.tenant)
        for row in run.steps.all():
            step = make(row.kind, row.args)
            tenant.refresh_from_db()
            if step.is_done(tenant):
                continue
            half += [f"{row.kind} {step.detail}: {each}" for each in between(endure(step, tenant, superuser))]
            endured.add(row.kind)
            assert step.is_done(tenant) or row.kind in AGAIN
        Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
        tenant = heroine

    assert half == []
    assert endured == kinds().keys() - {step.kind for step in plan.delete("")}
