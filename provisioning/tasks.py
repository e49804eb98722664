"""Jobs of the platform: runs, changes of many portals, what had its time, and the audit logs' seals and proofs."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, DataError, ProgrammingError
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.audit import actions as audit
from provisioning import actions, deletions, heads, runner, spares, verifying
from provisioning.archives.tables import is_unreadable
from provisioning.backups import actions as backups
from provisioning.bulk import actions as bulk
from provisioning.errors import RunBusy
from provisioning.exports import actions as exports
from provisioning.models import Run
from tenants.isolation.current import Place, enter
from tenants.jobs.actions import enqueue
from tenants.jobs.registry import job
from tenants.registry.models import Tenant
from tenants.registry.queries import find, tenancy, writing

log = logging.getLogger(__name__)


@job("provisioning.run", is_atomic=False)
def carry_out(run: str) -> None:
    """Carry out a run; when another process has it, look again a little later."""
    try:
        runner.execute(run)
    except RunBusy:
        if Run.objects.filter(key=run).exists():  # with the tenant its runs are deleted
            enqueue("provisioning.run", due_at=timezone.now() + timedelta(seconds=5), run=run)


@job("provisioning.change")
def change(line: str) -> None:
    """Do what a batch says of one portal."""
    bulk.carry_out(line)


@job("provisioning.spares", every=timedelta(minutes=1), on_platform=True, is_atomic=False)
def keep_spares() -> None:
    """Make tables for the tenants that will be ordered next."""
    with enter(Place.PLATFORM):
        spares.keep()


@job("provisioning.purge", every=timedelta(hours=1), on_platform=True, is_atomic=False)
def purge() -> None:
    """Delete the archives of modules that can no longer be brought back."""
    with enter(Place.PLATFORM):
        actions.purge_old(by=PLATFORM)


@job("provisioning.export_of", is_atomic=False)
def export_of(tenant: str, export: str) -> None:
    """Make the copy of a tenant that was asked for."""
    exports.make(tenancy(find(tenant)), export)


@job("provisioning.delete", every=timedelta(hours=1), on_platform=True, is_atomic=False)
def delete() -> None:
    """Begin the deletions of tenants that nobody called off."""
    with enter(Place.PLATFORM):
        deletions.begin_due(by=PLATFORM)


@job("provisioning.back_up", every=timedelta(minutes=15), on_platform=True, is_atomic=False)
def back_up() -> None:
    """Order the backups that are due, and delete those that are kept no longer, with what is noted for them."""
    with enter(Place.PLATFORM):
        backups.forget_old()
        backups.forget_erasures()
        backups.back_up_due(by=PLATFORM)


@contextmanager
def _alone(tenant: Tenant | None) -> Iterator[None]:
    """Let a tenant whose tables or roles are gone, or cannot be read, stop no other."""
    try:
        yield
    except DatabaseError as error:
        if not isinstance(error, (DataError, ProgrammingError)) and not is_unreadable(error):
            raise
        log.exception("The audit log was left as it is.", extra={"tenant": tenant.slug if tenant else "platform"})


@job("provisioning.seal", every=timedelta(minutes=1), on_platform=True, is_atomic=False)
def seal() -> None:
    """Chain what was written into the audit logs, the platform's and each tenant's."""
    with enter(Place.PLATFORM):
        audit.seal(using="owner")
    for each in writing():
        with _alone(each), enter(tenancy(each)):
            audit.seal(using="owner")


@job("provisioning.keep_heads", every=timedelta(minutes=5), on_platform=True, is_atomic=False)
def keep_heads() -> None:
    """Keep outside each tenant where its chain ends."""
    with enter(Place.PLATFORM):
        for each in (None, *writing()):
            with _alone(each):
                heads.keep(each)
                heads.append(each)
        heads.thin()


@job("provisioning.verify_due", every=timedelta(minutes=30), on_platform=True, is_atomic=False)
def verify_due() -> None:
    """Order that the chains are verified that are due, each by a job of its own."""
    with enter(Place.PLATFORM):
        for each in verifying.due():
            enqueue("provisioning.verify", tenant=each.key if each else "")


@job("provisioning.verify", is_atomic=False)
def verify(tenant: str) -> None:
    """Verify a tenant's chain; without a key the platform's."""
    verifying.verify(find(tenant) if tenant else None)
