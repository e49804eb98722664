"""Take a tenant's backup, try out whether it can be restored, and restore it in place of what is there."""

import logging
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kernel import changes
from kernel.accounts.actor import Actor, ActorKind
from provisioning import belongings, doors, heads, schemas, whole
from provisioning.archives import manifest, reader, writer
from provisioning.archives.errors import NotReadable, NotWhole
from provisioning.archives.manifest import Manifest
from provisioning.archives.sealing import Opened, sealed
from provisioning.backups import damage
from provisioning.models import Backup
from tenants.isolation.current import enter
from tenants.notices.models import Notice
from tenants.portal.notices import RESTORED
from tenants.proofs.models import Head
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

log = logging.getLogger(__name__)


def opened() -> Opened:
    """Return what opens the files of backups."""
    return sealed(settings.BACKUP_SECRETS)


def take(row: Backup, tenant: Tenant) -> None:
    """Write all of the tenant into the backup, in place of what was there; before a restore what is left of it.

    Raises: NotWhole, NotReadable.
    """
    told: dict[str, Any] = {"state": Backup.State.KEPT}
    try:
        kept = whole.write(tenant, row.folder, opened())
    except (NotWhole, NotReadable):
        if row.occasion not in (Backup.Occasion.BEFORE_RESTORE, Backup.Occasion.REST):
            raise
        kept = whole.write_rest(tenant, row.folder, opened())
        told |= {"occasion": Backup.Occasion.REST, "problem": _lost(tenant, kept), "problem_at": kept.written_at}
        log.warning("Only what is left was backed up, without: %s", told["problem"], extra={"tenant": tenant.slug})
    if not kept.parts:
        told["state"] = Backup.State.GONE
        writer.remove(row.folder)
    Backup.objects.filter(pk=row.pk).update(taken_at=kept.written_at, **told, **kept.figures)


def _lost(tenant: Tenant, kept: Manifest) -> str:
    """Return the tables that are not in the backup of the rest, in no language: `damage.left_out` says them."""
    return ", ".join(sorted({*damage.of(tenant).tables, *kept.about["unreadable"]}))


def verified(row: Backup) -> Manifest:
    """Return what the backup holds, each part of it read against its checksum.

    Raises: NotFinished, NotAsWritten, NotKnown.
    """
    return reader.verify_as(row.folder, row.manifest, opened())


def try_out(row: Backup, tenant: Tenant) -> None:
    """Restore the backup into a schema beside the tenant's, compare each table and file, and take all back.

    Raises: NotFinished, NotAsWritten, NotKnown.
    """
    kept = verified(row)
    with transaction.atomic("owner"):
        _load_beside(row, kept, tenant)
        transaction.set_rollback(True, using="owner")


def restore(row: Backup, tenant: Tenant) -> None:
    """Put the backup in place of what the tenant has: files, then structure, rows and numbers at once.

    What was there stays until all that comes is compared; a process that dies leaves the one or the other.

    Raises: NotFinished, NotAsWritten, NotKnown.
    """
    kept, where = verified(row), tenancy(tenant)
    with enter(where):
        reader.take_files(row.folder, kept, belongings.place, opened())
    with transaction.atomic("owner"):
        _load_beside(row, kept, tenant)
        schemas.swap(where)
        whole.take_facts(tenant, kept.about, signed=tenant.copied_from or tenant)  # of a copy there is no agreement
        heads.keep(tenant, Head.Kind.RESTORED)
    with enter(where):
        changes.note()


def unpack(row: Backup, target: Path) -> Manifest:
    """Write the archive into a new folder, to be read there by people and programs.

    Raises: NotFinished, NotAsWritten, NotKnown; FileExistsError.
    """
    kept = verified(row)
    target.mkdir(parents=True, mode=0o700)
    for path in (writer.PAGE, manifest.FILE, *(part.path for part in kept.parts)):
        (target / path).parent.mkdir(exist_ok=True)
        with opened()(row.folder / path, "rb") as source, (target / path).open("wb") as written:
            writer.copy(source, written)
    return kept


def _load_beside(row: Backup, kept: Manifest, tenant: Tenant) -> None:
    coming = schemas.beside(tenancy(tenant))
    with enter(coming):
        whole.load(row.folder, kept, role=tenant.role_name, opened=opened())
        _note(row, kept.about)
    doors.keep(coming, tenancy(tenant.copied_from or tenant))
    if tenant.copied_from is None:
        with enter(coming):
            _tell(row, kept.about)


def _note(row: Backup, about: dict[str, Any]) -> None:
    """Write into the log that came back that it did, with what came: a copy's pages say by it of whom and when."""
    came = {"taken_at": _taken_at(row, about), "name": about["tenant"]["name"], "backup": row.key}
    whole.note("portal.restored", "The portal was restored", came)


def _tell(row: Backup, about: dict[str, Any]) -> None:
    """Tell who manages people, in the console and with the next digest."""
    with override("id"):
        path = reverse("review", urlconf=settings.TENANT_URLCONF, query={"perhatian": 1})
    told = {"kind": RESTORED.key, "context": {"taken_at": _taken_at(row, about)}, "path": path, "is_for_digest": True}
    for key in doors.managers():
        Notice.objects.using("owner").create(recipient=Actor(ActorKind.PERSON, key), **told)


def _taken_at(row: Backup, about: dict[str, Any]) -> str:
    return f"{timezone.localtime(row.taken_at, ZoneInfo(about['tenant']['time_zone'])):%Y-%m-%d %H:%M}"
