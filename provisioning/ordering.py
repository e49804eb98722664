"""Orders stand in line, and one run of a tenant is open at a time."""

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from kernel.text import Text
from provisioning import plan
from provisioning.errors import OrderRefused
from provisioning.models import Run, RunStep
from tenants.jobs.actions import enqueue
from tenants.registry.models import Tenant

LOCK = 0x11FE


def in_line() -> None:
    """Wait until the orders before this one are committed."""
    with connection.cursor() as cursor:
        # Of two numbers: a lock of this kind no tenant's role can take, so none can hold up the line.
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [LOCK])


def write(tenant: Tenant, title: Text, steps: plan.Plan, by: Actor) -> Run:
    """Write a run with its steps, and ring; the one that is open, where it does the same.

    Raises: OrderRefused while another run of the tenant is open.
    """
    open_run = open_runs(tenant).first()
    if open_run is not None:
        return _if_same(open_run, steps)
    run = Run.objects.create(tenant=tenant, title_id=title.id, title_en=title.en, asked_by=by)
    RunStep.objects.bulk_create(
        RunStep(run=run, position=position, kind=step.kind, args=step.args())
        for position, step in enumerate(steps, start=1)
    )
    audit.record("provisioning.order", run, by=by, summary=title.en, after={"steps": [step.kind for step in steps]})
    enqueue("provisioning.run", run=run.key)
    return run


def open_runs(*tenants: Tenant) -> QuerySet[Run]:
    """Return the runs of the tenants that have not ended: none or one of each."""
    return Run.objects.filter(tenant__in=tenants, state__in=[Run.State.WAITING, Run.State.RUNNING])


def _if_same(open_run: Run, steps: plan.Plan) -> Run:
    """Return the run that is open if it does what is wanted now."""
    if list(open_run.steps.values_list("kind", "args")) != [(step.kind, step.args()) for step in steps]:
        raise busy(open_run.tenant)
    return open_run


def busy(tenant: Tenant) -> OrderRefused:
    """Return why another order must wait."""
    message = _("%(name)s is being worked on. Give this order when the present run has ended.")
    return OrderRefused(message % {"name": tenant.name}, field="code")
