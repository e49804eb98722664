"""Plan a change of many portals, order it, carry it out portal by portal, try again, order the opposite."""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel import traces
from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from kernel.errors import DomainError
from provisioning import actions, removals
from provisioning.bulk import settable
from provisioning.bulk.judging import OFF, Why, judge
from provisioning.errors import OrderRefused
from provisioning.models import Batch, BatchLine, Run
from provisioning.ordering import in_line
from tenants.customization import actions as customization
from tenants.isolation.current import enter
from tenants.jobs.actions import enqueue
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

log = logging.getLogger(__name__)

State = BatchLine.State
# How long a plan that nobody ordered is kept.
KEPT = timedelta(days=7)
OPPOSITE = {
    Batch.Verb.INSTALL: Batch.Verb.UNINSTALL,
    Batch.Verb.ENABLE: Batch.Verb.DISABLE,
    Batch.Verb.DISABLE: Batch.Verb.ENABLE,
    Batch.Verb.SET: Batch.Verb.SET,
}
TURNING_ON = (Batch.Verb.ENABLE, Batch.Verb.INSTALL)


@transaction.atomic
def plan(batch: Batch, lines: Iterable[BatchLine], *, by: Actor) -> Batch:
    """Write down what the change would do in each of these portals, and do nothing else."""
    Batch.objects.filter(state=Batch.State.PLANNED, created_at__lt=timezone.now() - KEPT).delete()
    lines = look(batch, lines)
    batch.asked_by = by
    batch.save(force_insert=True)
    for line in lines:
        line.batch = batch
    BatchLine.objects.bulk_create(lines)
    return batch


def look(batch: Batch, lines: Iterable[BatchLine]) -> list[BatchLine]:
    """Return the lines with what the change would do in each portal; nothing is written."""
    lines = list(lines)
    for line, verdict in zip(lines, judge(batch, lines), strict=True):
        line.state = State.SKIPPED if verdict.why else State.WAITING
        line.why, line.before, line.others = verdict.why, verdict.before, " ".join(verdict.others)[:200]
        if line.state == State.WAITING and is_taken_out(batch, line):
            line.holds = asdict(removals.holding(line.tenant, batch.target))
    return lines


def is_taken_out(batch: Batch, line: BatchLine) -> bool:
    """Say whether the module is uninstalled, not only disabled since it was there before."""
    return batch.verb == Batch.Verb.UNINSTALL and line.after != OFF


@transaction.atomic
def start(batch: Batch, *, by: Actor) -> Batch:
    """Order what the plan says: a job for each portal that it changes. Given again, nothing more happens."""
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    keys = list(locked.lines.filter(state=State.WAITING).values_list("key", flat=True))
    if locked.state == Batch.State.STARTED or not keys:
        return locked
    locked.state, locked.started_at, locked.asked_by = Batch.State.STARTED, timezone.now(), by
    locked.save()
    said = {"verb": locked.verb, "target": locked.target, "portals": len(keys)}
    audit.record("provisioning.bulk", locked, by=by, summary=f"{locked} in {len(keys)} portals", after=said)
    for key in keys:
        enqueue("provisioning.change", line=key)
    return locked


@transaction.atomic
def carry_out(key: str) -> BatchLine:
    """Change one portal as planned, and record it in the same transaction; an error is recorded too.

    A portal that is not as it was when the plan was shown is left alone.
    """
    in_line()
    line = BatchLine.objects.select_for_update().get(key=key)
    if line.state != State.WAITING:
        return line
    try:
        with transaction.atomic():
            _change(line)
    except Exception as error:
        log.exception("A change of many portals failed in %s.", line.tenant)
        line.state, line.run = State.FAILED, None
        line.problem = error.message if isinstance(error, DomainError) else traces.fact(error)
    line.save()
    return line


def _change(line: BatchLine) -> None:
    batch, line.problem = line.batch, ""
    line.tenant = Tenant.objects.select_for_update().get(pk=line.tenant_id)
    verdict = judge(batch, [line])[0]
    if (verdict.why, verdict.before) != ("", line.before):
        line.found = verdict.why
        line.state = State.NOT_NEEDED if verdict.why == Why.ALREADY else State.CHANGED
        return
    line.state = State.DONE
    if batch.verb == Batch.Verb.SET:
        _set(line)
    elif batch.verb == Batch.Verb.INSTALL and line.before != OFF:
        _order(line, "provisioning.install", "Installed", actions.add)
    else:
        actions.switch(line.tenant, batch.target, on=batch.verb in TURNING_ON, by=batch.asked_by)
        if is_taken_out(batch, line):
            _order(line, "provisioning.uninstall", "Uninstalled", actions.uninstall)


def _set(line: BatchLine) -> None:
    wanted = settable.find(line.batch.target)
    assert wanted is not None, line.batch.target  # the verdict says so
    with enter(tenancy(line.tenant)):
        customization.change(wanted.kind, {wanted.stored_as: line.after}, by=line.batch.asked_by)


def _order(line: BatchLine, act: str, verb: str, give: Callable[..., Run]) -> None:
    """Give an order of the portal's own, and write it into the region's history."""
    module, by = line.batch.target, line.batch.asked_by
    line.run, line.state = give(line.tenant, module, by=by), State.RUNNING
    with enter(tenancy(line.tenant)):
        audit.record(act, "portal", by=by, summary=f"{verb} {module}", after={"module": module})


@transaction.atomic
def retry(batch: Batch, *, by: Actor) -> int:
    """Try again what failed, and nothing else; return how many portals that are.

    A run goes on from the step at which it stopped, unless its portal is worked on.
    """
    in_line()
    lines = batch.lines.select_related("run__tenant").select_for_update(of=("self",))
    failed = [line for line in lines if line.outcome == State.FAILED]
    for line in failed:
        _again(line, by)
    if failed:
        audit.record("provisioning.retry_bulk", batch, by=by, summary=f"Tried again: {batch}")
    return len(failed)


def _again(line: BatchLine, by: Actor) -> None:
    if line.run:
        with suppress(OrderRefused):
            line.run = actions.resume(line.run, by=by)
            line.save(update_fields=["run"])
        return
    BatchLine.objects.filter(pk=line.pk).update(state=State.WAITING, problem="")
    enqueue("provisioning.change", line=line.key)


def opposite(batch: Batch, *, by: Actor) -> Batch:
    """Plan that the portals which the batch has changed are as they were.

    Raises: OrderRefused when it has changed none, and after uninstalling.
    """
    if batch.verb == Batch.Verb.UNINSTALL:
        raise OrderRefused(_("What was uninstalled is brought back on the page of each region."), field="")
    done = [line for line in batch.lines.select_related("tenant", "run") if line.outcome == State.DONE]
    if not done:
        raise OrderRefused(_("Nothing was changed, so there is nothing to undo."), field="")
    undoing = Batch(verb=OPPOSITE[Batch.Verb(batch.verb)], target=batch.target)
    return plan(undoing, [BatchLine(tenant=line.tenant, after=_back(batch, line)) for line in done], by=by)


def _back(batch: Batch, line: BatchLine) -> object:
    """Return what is so afterwards: a value, or what a module was before it was installed."""
    return line.before if batch.verb in (Batch.Verb.SET, Batch.Verb.INSTALL) else None
