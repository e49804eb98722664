"""Fill a tenant from what it left another installation with: its rows, never its SQL, and only what we would store."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.exceptions import InconsistentMigrationHistory

from provisioning import belongings, doors, heads, schemas, structure, whole
from provisioning.archives import reader, tables
from provisioning.archives.errors import NotAsWritten
from provisioning.archives.manifest import Manifest, Table
from provisioning.exports import left_out, writing
from provisioning.imports import packed
from provisioning.imports.packed import HERE, Packed
from tenants.files.actions import CONTENT_TYPES
from tenants.files.models import StoredFile
from tenants.isolation.current import enter
from tenants.isolation.names import quoted
from tenants.proofs.models import Head
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy


def try_out(archive: Packed, kept: Manifest) -> None:
    """Load all rows into a schema of no tenant, compare every table, and take all back.

    Raises: NotAsWritten, NotKnown.
    """
    structure.ensure()  # which takes such a schema itself
    try:
        with schemas.scratch():
            _fill(archive, kept, role=f"{connection.settings_dict['NAME']}_tenants")
    except (DatabaseError, InconsistentMigrationHistory) as error:
        raise NotAsWritten("tables/") from error


def bring(path: Path, checksum: str, tenant: Tenant) -> None:
    """Fill the tenant's empty schema from the archive that has this checksum: files, then all else at once.

    Raises: NotFinished, NotAsWritten, NotKnown.
    """
    where = tenancy(tenant)
    with packed.read(path) as archive:
        kept = reader.verify_as(HERE, checksum, archive.open)
        with enter(where):
            reader.take_files(HERE, kept, belongings.place, archive.open)
        with transaction.atomic("owner"):
            with enter(where):
                _fill(archive, kept, role=tenant.role_name)
                doors.shut()
                _note(kept)
            whole.take_facts(tenant, kept.about, signed=tenant)
            heads.keep(tenant, Head.Kind.IMPORTED)


def _fill(archive: Packed, kept: Manifest, *, role: str) -> None:
    """Make the tables as they were, with our own scripts and migrations, and copy the rows into them."""
    whole.make(kept, role=role)
    made = [tables.copy_out(part) for part in writing.parts()]
    if _shapes(made) != _shapes(kept.tables):
        raise NotAsWritten("manifest.json")
    whole.fill(HERE, kept, archive.open)
    _require_storable(kept)
    _require_blank()


def _shapes(found: Iterable[Table]) -> dict[str, Any]:
    """Return what the tables are without their rows: a table, column or number too many would be somebody else's."""
    return {
        table.name: (table.is_whole, table.columns, [number.column for number in table.sequences]) for table in found
    }


def _require_storable(kept: Manifest) -> None:
    """Refuse rows of stored files that have no file here, so a place of their own, or a sort that we never serve.

    Raises: NotAsWritten.
    """
    sorts = dict(StoredFile.objects.using("owner").values_list("key", "content_type"))
    if sorts.keys() != {*kept.missing, *(file.key for file in kept.files)} or not set(sorts.values()) <= CONTENT_TYPES:
        raise NotAsWritten(f"tables/{StoredFile._meta.db_table}.csv")


def _require_blank() -> None:
    """Refuse what a copy leaves out: nobody comes in with a password that whoever wrote the file has chosen.

    Raises: NotAsWritten.
    """
    for table, column in left_out.COLUMNS:
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {quoted(table)} WHERE {quoted(column)} <> '!')")  # noqa: S608 - quoted
            if cursor.fetchone()[0]:
                raise NotAsWritten(f"tables/{table}.csv")


def _note(kept: Manifest) -> None:
    """Write into the log that came along from where and when the portal moved."""
    written = f"{kept.written_at:%Y-%m-%d %H:%M} UTC"
    whole.note("portal.imported", "The portal was brought from another installation", {"written_at": written})
