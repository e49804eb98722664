"""What a module has in the tenant that the code is in: its tables, and what is its in the tables of the core.

Entries of the audit log are the region's and stay. Jobs that wait are parked while the module is off, and stay until
its archive is purged.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connections
from django.db.models import Model

from kernel.accounts.models import Role
from provisioning import migrating, structure
from provisioning.archives import reader, tables, writer
from provisioning.archives.manifest import Manifest
from provisioning.archives.tables import Part
from provisioning.errors import ChangedMeanwhile, NotFitting
from provisioning.models import Archive
from tenants.customization.models import Value
from tenants.files import actions as files
from tenants.files.models import StoredFile
from tenants.isolation.current import tenant
from tenants.isolation.names import quoted
from tenants.registry.models import InstalledModule

# Tables of the core, and the column that begins with the name of the module that a row belongs to.
SHARED = ((StoredFile, "owner"), (Value, "key"))

# What the row of an installed module says of it, beside its name; it comes back disabled, as it went.
INSTALLED = ("version", "installed_at", "baseline_at", "sample_at")

Grants = dict[str, list[list[Any]]]


def models(module: str) -> list[type[Model]]:
    """Return the module's models, those between two others among them."""
    found = [
        model
        for label in structure.labels(module)
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    ]
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def own_parts(module: str) -> list[Part]:
    """Return the module's own tables."""
    return [Part(model._meta.db_table) for model in models(module)]


def shared_parts(module: str) -> list[Part]:
    """Return the module's rows in the tables of the core."""
    return [Part(model._meta.db_table, column, module) for model, column in SHARED]


def parts(module: str) -> list[Part]:
    """Return all rows of the module's."""
    return [*own_parts(module), *shared_parts(module)]


def stored_files(module: str) -> Iterator[tuple[str, Path]]:
    """Yield the key of each of the module's files, and where it lies."""
    for stored in StoredFile.objects.using("owner").filter(owner__startswith=f"{module}.").iterator():
        yield stored.key, files.path_of(stored)


def grants(module: str) -> Grants:
    """Return which of the module's permissions each role has, each with its place among all of the role's."""
    found: Grants = defaultdict(list)
    for role in Role.objects.using("owner").order_by("key"):
        for place, name in enumerate(role.permissions):
            if name.startswith(f"{module}."):
                found[role.key].append([place, name])
    return dict(found)


def archive(module: str, folder: Path, installed: InstalledModule) -> Manifest:
    """Write all that is the module's into an archive, and what else must be known to bring it back."""
    labels = structure.labels(module)
    told = {
        "title": f"{installed} · {tenant().name}",
        "installed": facts(installed),
        "grants": grants(module),
        "migrations": sorted([app, name] for app, name in structure.applied() if app in labels),
    }
    return writer.write(folder, parts(module), stored_files(module), about=told)


def facts(installed: InstalledModule) -> dict[str, Any]:
    """Return what the row of an installed module says of it, as JSON can."""
    return {name: _plain(getattr(installed, name)) for name in INSTALLED}


def verified(row: Archive) -> Manifest:
    """Return the manifest of an archive of which every part is as it was written.

    Raises: NotFinished, NotAsWritten, NotKnown.
    """
    return reader.verify_as(row.folder, row.manifest)


def places(kept: Manifest) -> list[Path]:
    """Return where the archived files lie in the tenant, or lay."""
    return [place(file.key) for file in kept.files]


def place(key: str) -> Path:
    """Return where the file of this key lies in the tenant."""
    return files.path_of(StoredFile(key=key))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def drop(module: str, kept: Manifest) -> None:
    """Remove all that the archive holds, its files' bytes apart, in the caller's transaction of the owner's.

    Nobody may write it while it is compared, until the transaction ends.

    Raises: ChangedMeanwhile.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"LOCK TABLE {_listed(parts(module))} IN SHARE ROW EXCLUSIVE MODE")
        if [tables.copy_out(part) for part in parts(module)] != list(kept.tables) or grants(module) != kept.about[
            "grants"
        ]:
            raise ChangedMeanwhile(module)
    drop_tables(module)
    _clear_shared(module)
    _take_grants(module)


def drop_tables(module: str) -> None:
    """Remove the module's own tables and the record of its migrations, in the caller's transaction of the owner's."""
    with connections["owner"].cursor() as cursor:
        if own := own_parts(module):
            cursor.execute(f"DROP TABLE {_listed(own)}")
        cursor.execute("DELETE FROM django_migrations WHERE app = ANY (%s)", [structure.labels(module)])


def restore(module: str, folder: Path, kept: Manifest, *, role: str) -> None:
    """Bring all of a verified archive back, its files' bytes apart, in the caller's transaction of the owner's.

    The tables are made as they were when it was written, filled, and then brought to this release.

    Raises: NotKnown when this release lacks its migrations; NotFitting when a row refers to one that is gone.
    """
    of_then = frozenset((app, name) for app, name in kept.about["migrations"])
    structure.rebuild([module], of_then, role=role)
    _clear_shared(module)
    reader.load(folder, kept)
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise NotFitting(module) from error
    _give_grants(kept.about["grants"])
    if of_then != structure.migrations(module):
        migrating.migrate(structure.labels(module))


def _clear_shared(module: str) -> None:
    for part in shared_parts(module):
        with connections["owner"].cursor() as cursor:
            cursor.execute(f"DELETE FROM {quoted(part.table)} WHERE {part.condition}")  # noqa: S608 - quoted


def _take_grants(module: str) -> None:
    for role in Role.objects.using("owner").select_for_update().order_by("pk"):
        left = [name for name in role.permissions if not name.startswith(f"{module}.")]
        if left != role.permissions:
            Role.objects.using("owner").filter(pk=role.pk).update(permissions=left)


def _give_grants(given: Grants) -> None:
    """Give the permissions back at their places, to the roles that there still are."""
    for role in Role.objects.using("owner").select_for_update().filter(key__in=given).order_by("pk"):
        names = list(role.permissions)
        for place, name in given[role.key]:
            if name not in names:
                names.insert(place, name)
        Role.objects.using("owner").filter(pk=role.pk).update(permissions=names)


def _listed(parts: list[Part]) -> str:
    return ", ".join(quoted(part.table) for part in parts)
