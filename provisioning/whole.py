"""All that a tenant is: its tables, numbers and files, and what the platform's tables say of it.

Not taken along: sessions, so that who was logged in then is not now; jobs, since mails that were sent would be sent
again; archives of uninstalled modules, which lie beside the files and are kept by a rule of their own.
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import IntegrityError, connections, transaction
from django.db.models import Model

from kernel.accounts.actor import PLATFORM
from kernel.audit import origin
from kernel.audit.models import Entry
from kernel.modules import registry
from provisioning import belongings, migrating, structure
from provisioning.archives import reader, tables, writer
from provisioning.archives.errors import NotAsWritten, NotKnown, NotReadable, NotWhole
from provisioning.archives.manifest import Manifest
from provisioning.archives.sealing import Opened, plain
from provisioning.archives.tables import Part
from tenants.files import actions as files
from tenants.files.models import StoredFile
from tenants.isolation.current import Place, enter
from tenants.registry import entitlement
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy

HISTORY = "django_migrations"
FILES = StoredFile._meta.db_table
LEFT_OUT = ["django_session", "accounts_personsession", "citizens_citizensession", "citizens_code"]
# Parts of a partitioned table come with it.
TABLES = """
    SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
    AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> ALL (%s) ORDER BY relname
"""
# What the platform says of the tenant, so that it can be made again where nothing is known of it.
FACTS = ("key", "name", "slug", "kind", "region_code", "works_in", "time_zone", "state", "release", "is_example")


def write(tenant: Tenant, folder: Path, opened: Opened = plain) -> Manifest:
    """Write all of the tenant into the folder as it is at one moment, while it is used; return the manifest.

    Raises: NotWhole when a table is gone, NotReadable when one cannot be read.
    """
    with transaction.atomic("owner"):
        see_one_moment()
        about, where = facts(tenant), tenancy(tenant)
        with enter(where):
            require_all(about)
            about["migrations"] = sorted(history())
            return writer.write(folder, parts(), stored_files(), about=about, opened=opened)


def write_rest(tenant: Tenant, folder: Path, opened: Opened = plain) -> Manifest:
    """Write what is left of a tenant of which something is gone or cannot be read; return the manifest.

    To be read, not restored: rows may refer to what is gone. The manifest names the tables that are there and not in
    it. Each table is read once more before, to find those.
    """
    with transaction.atomic("owner"):
        see_one_moment()
        about, where = facts(tenant), tenancy(tenant)
        with enter(where):
            there = parts()
            left = [part for part in there if _is_readable(part)]
            about["migrations"] = sorted(history()) if Part(HISTORY) in left else []
            about["unreadable"] = [part.table for part in there if part not in left]
            return writer.write(folder, left, _files_on_disk(), about=about, opened=opened)


def require_all(about: dict[str, Any]) -> None:
    """Raises: NotWhole when a table of the tenant that the code is in, of which this is known, is gone."""
    there = {part.table for part in parts(left_out=())}
    applied = frozenset((app, name) for app, name in history()) if HISTORY in there else frozenset()
    if lost := gone(there, applied, [told["module"] for told in about["modules"]]):
        raise NotWhole(lost)


def gone(there: Collection[str], applied: frozenset[structure.Key], modules: Iterable[str]) -> list[str]:
    """Return the tables of the core and of these modules that are not there; of an older release only what all have."""
    current = [part for part in (structure.CORE, *modules) if structure.migrations(part) <= applied]
    wanted = {model._meta.db_table for part in current for model in belongings.models(part)}
    return sorted({HISTORY, FILES, *wanted} - set(there))


def parts(left_out: Iterable[str] = LEFT_OUT) -> list[Part]:
    """Return all tables of the tenant that the code is in, but those that are not taken along."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(TABLES, [list(left_out)])
        return [Part(name) for (name,) in cursor.fetchall()]


def _is_readable(part: Part) -> bool:
    try:
        with transaction.atomic("owner"):
            tables.copy_out(part)
    except NotReadable:
        return False
    return True


def _files_on_disk() -> Iterator[tuple[str, Path]]:
    return ((path.name, path) for path in files.folder().glob("??/*") if not path.suffix)


def stored_files() -> Iterator[tuple[str, Path]]:
    """Yield the key of each stored file of the tenant that the code is in, and where it lies.

    Raises: NotReadable.
    """
    with tables.reading(FILES):
        for stored in StoredFile.objects.using("owner").order_by("key").iterator():
            yield stored.key, files.path_of(stored)


def load(folder: Path, kept: Manifest, *, role: str, opened: Opened = plain) -> None:
    """Make the current tenant's tables in its empty schema and fill them from a verified archive.

    In the caller's transaction of the owner's. Files' bytes are `reader.take_files`'.

    Raises: NotKnown when this release lacks its migrations; NotAsWritten for a table that does not come back equal.
    """
    make(kept, role=role)
    fill(folder, kept, opened)


def make(kept: Manifest, *, role: str) -> None:
    """Make the tables as they were when the archive was written, in the current tenant's empty schema.

    Raises: NotKnown when this release lacks its migrations or modules.
    """
    of_then = frozenset((app, name) for app, name in kept.about["migrations"])
    structure.rebuild(_parts_of(kept), of_then, role=role)


def fill(folder: Path, kept: Manifest, opened: Opened = plain) -> None:
    """Fill the tables, read them back against the checksums, and bring them to this release.

    Raises: NotAsWritten for a table that does not come back equal.
    """
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"DELETE FROM {HISTORY}")  # noqa: S608 - ours
    reader.load(folder, kept, opened)
    _settle()
    if sorted(history()) != sorted(kept.about["migrations"]):
        raise NotAsWritten(f"tables/{HISTORY}.csv")
    for table in kept.tables:
        if tables.copy_out(Part(table.name)) != table:
            raise NotAsWritten(table.path)
    migrating.migrate(label for part in _parts_of(kept) for label in structure.labels(part))


def see_one_moment() -> None:
    """Let the transaction that begins on the owner's connection see what is committed now, to its end."""
    with enter(Place.PLATFORM), connections["owner"].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def facts(tenant: Tenant) -> dict[str, Any]:
    """Return what the platform's tables say of the tenant."""
    now = Tenant.objects.using("owner").get(pk=tenant.pk)
    modules = [
        {"module": row.module, "is_enabled": row.is_enabled, **belongings.facts(row)}
        for row in now.installed_modules.all()
    ]
    return {
        "title": now.name,
        "tenant": {name: getattr(now, name) for name in FACTS},
        "domains": [[row.domain, row.is_primary] for row in now.domains.all()],
        "modules": modules,
    }


def take_facts(tenant: Tenant, about: dict[str, Any], *, signed: Tenant) -> None:
    """Let the platform say of the tenant what its tables are made for; its name and addresses are its own.

    Modules are on as far as the agreement of `signed` allows.
    """
    Tenant.objects.using("owner").filter(pk=tenant.pk).update(time_zone=about["tenant"]["time_zone"])
    modules = InstalledModule.objects.using("owner").filter(tenant=tenant)
    modules.exclude(module__in=[told["module"] for told in about["modules"]]).delete()
    for told in about["modules"]:
        is_on = told["is_enabled"] and entitlement.allows(signed, told["module"])
        facts = {name: told[name] for name in belongings.INSTALLED} | {"is_enabled": is_on}
        modules.update_or_create(tenant_id=tenant.pk, module=told["module"], defaults=facts)


def note(
    action: str,
    summary: str,
    after: dict[str, Any] | None = None,
    *,
    before: dict[str, Any] | None = None,
    of: Model | None = None,
) -> None:
    """Write into the log that came along, of the portal or of a row, in the caller's transaction of the owner's."""
    kind, key = (of._meta.label_lower, str(of.key)) if of else ("portal", "")  # type: ignore[attr-defined]  # as in audit
    said = {"action": action, "summary": summary, "before": before, "after": after}
    subject = {"subject_kind": kind, "subject_key": key}
    Entry.objects.using("owner").create(actor=PLATFORM, origin=origin.of(PLATFORM), **subject, **said)


def history() -> list[list[str]]:
    """Return the migrations of the tenant that the code is in, each its app and its name.

    Raises: NotReadable.
    """
    with tables.reading(HISTORY), connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {HISTORY}")  # noqa: S608 - ours
        return [list(row) for row in cursor.fetchall()]


def _parts_of(kept: Manifest) -> list[str]:
    """Return the core and the modules that the tenant had.

    Raises: NotKnown when this release lacks one of them.
    """
    modules = [told["module"] for told in kept.about["modules"]]
    if any(registry.get(module) is None for module in modules):
        raise NotKnown
    return [structure.CORE, *modules]


def _settle() -> None:
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        raise NotAsWritten("tables/") from error
