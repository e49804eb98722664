"""Ask for a copy of all that this tenant has, and say how far it is."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from kernel.signing import Kind
from tenants.files.actions import folder
from tenants.files.models import Export
from tenants.isolation.current import Place, enter, tenant
from tenants.jobs.actions import enqueue

# A link to the whole of a region's data is good for as long as one needs to click on it.
EXPORT = Kind("export", timedelta(hours=1))
KEPT = timedelta(days=7)
# What was not made after so many attempts will not be: another one may be asked for.
GIVEN_UP = timedelta(hours=6)


@transaction.atomic
def ask(*, by: Actor, due_at: datetime | None = None) -> Export:
    """Ask for a copy; where one is being made, that one is meant. `due_at` is when a worker makes it; None: now.

    It is made on the platform: a suspended tenant's own jobs wait.
    """
    where = tenant()
    export, is_new = Export.objects.get_or_create(state=Export.State.WAITING, defaults={"asked_by": by})
    if is_new:
        audit.record("exports.ask", export, by=by, summary="Asked for a copy of all data")
        with enter(Place.PLATFORM):
            enqueue("provisioning.export_of", due_at=due_at, tenant=where.key, export=export.key)
    return export


def note_taken(export: Export, *, by: Actor) -> None:
    """Write down that somebody takes the copy away."""
    audit.record("exports.download", export, by=by, summary="Downloaded a copy of all data")


def path_of(export: Export) -> Path:
    """Return where the copy lies: beside the stored files, where none of those is served from."""
    return folder() / "exports" / export.key / "salinan.zip"


def place_of(export: Export) -> str:
    """Return where the copy lies below the folder of all files."""
    return f"{tenant().key}/exports/{export.key}/salinan.zip"


def finish(export: Export, *, size: int, sha256: str) -> None:
    """Say that the copy is there, and until when."""
    found = Export.objects.filter(pk=export.pk)
    now = timezone.now()
    found.update(state=Export.State.READY, progress=100, ready_at=now, expires_at=now + KEPT, size=size, sha256=sha256)


def forget_old() -> None:
    """Delete the copies whose time is over, and give up those that could not be made."""
    stuck = Export.objects.filter(state=Export.State.WAITING, created_at__lt=timezone.now() - GIVEN_UP)
    stuck.update(state=Export.State.GONE)
    for export in Export.objects.filter(state=Export.State.READY, expires_at__lt=timezone.now()):
        shutil.rmtree(path_of(export).parent, ignore_errors=True)
        Export.objects.filter(pk=export.pk).update(state=Export.State.GONE)
