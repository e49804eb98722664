"""Write a tenant's copy: an archive of one moment, JSON and GeoJSON of the same rows, and one .zip of it all."""

import csv
import hashlib
import mimetypes
import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kernel.ids import new_id
from kernel.modules import registry
from provisioning import certificates, structure, whole
from provisioning.archives import manifest, writer
from provisioning.archives.manifest import Manifest
from provisioning.archives.tables import Part
from provisioning.errors import OrderRefused
from provisioning.exports import dictionary, left_out, restoring, rows
from tenants.files.models import StoredFile
from tenants.isolation.current import enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy

FILES = ("path", "key", "name", "belongs_to", "content_type", "size", "sha256", "private")
SUMS = "SHA256SUMS"
TOP = (writer.PAGE, manifest.FILE, SUMS)

# What is said of how far it is, in per cent.
Tell = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Written:
    """What a copy holds, and its own size and checksum."""

    kept: Manifest
    size: int
    sha256: str


def write(tenant: Tenant, target: Path, *, tell: Tell) -> Written:
    """Write the copy of a tenant that is in use, on the platform; what processes that were killed left is removed.

    Raises: OrderRefused when the tenant's tables are of an older release, NotWhole when one is gone,
    NotReadable when one cannot be read.
    """
    work = target.parent / new_id()
    kept = _collect(tenant, work / "copy", tell)
    _pack(work / "copy", work / target.name, f"{tenant.slug}-{kept.written_at:%Y-%m-%d}", tell)
    written = Written(kept, (work / target.name).stat().st_size, _sha256(work / target.name))
    (work / target.name).replace(target)
    for other in target.parent.iterdir():
        if other != target:
            shutil.rmtree(other)
    return written


def parts() -> list[Part]:
    """Return the tables of the tenant that the code is in, without what is left out."""
    found = [part for part in whole.parts() if part.table not in left_out.TABLES]
    return [replace(part, blank=left_out.blank(part.table)) for part in found]


def _collect(tenant: Tenant, folder: Path, tell: Tell) -> Manifest:
    with transaction.atomic("owner"):
        whole.see_one_moment()
        about = whole.facts(tenant)
        with enter(tenancy(tenant)):
            whole.require_all(about)
            about["migrations"] = sorted(whole.history())
            _refuse_older(tenant, about)
            kept = writer.write(folder, parts(), whole.stored_files(), about=about)
            tell(30)
            _explain(kept, folder, tell)
            _name_files(kept, folder)
    (folder / SUMS).write_text("".join(f"{_sha256(path)}  {path.relative_to(folder)}\n" for path in _all(folder)))
    return kept


def _refuse_older(tenant: Tenant, about: dict[str, Any]) -> None:
    wanted = frozenset[structure.Key]().union(*map(structure.migrations, _parts(about)))
    if frozenset((app, name) for app, name in about["migrations"]) != wanted:
        message = _("%(name)s is of an older release. Update it first.")
        raise OrderRefused(message % {"name": tenant.name}, field="state")


def _parts(about: dict[str, Any]) -> list[str]:
    """Return the core and the tenant's modules, each behind those that it requires."""
    has = {told["module"] for told in about["modules"]}
    return [structure.CORE, *(module.name for module in registry.modules() if module.name in has)]


def _explain(kept: Manifest, folder: Path, tell: Tell) -> None:
    """Write what makes the rows readable: JSON, GeoJSON, dictionary, SQL, and the page of contents."""
    for name in ("json", "geojson", "postgres"):
        (folder / name).mkdir()
    for number, (part, table) in enumerate(zip(parts(), kept.tables, strict=True), start=1):
        rows.write_json(part, folder / f"json/{table.name}.json")
        rows.write_geojson(part, table, folder / "geojson")
        tell(30 + 40 * number // len(kept.tables))
    meanings = dictionary.of(kept)
    context = {
        "archive": kept,
        "tables": meanings,
        "left_out": left_out.TABLES.items(),
        "fingerprint": certificates.fingerprint(certificates.public_key()),
    }
    (folder / "dictionary.csv").write_text(dictionary.as_csv(meanings))
    (folder / "dictionary.html").write_text(render_to_string("provisioning/dictionary.html", context))
    (folder / writer.PAGE).write_text(render_to_string("provisioning/export.html", context))
    (folder / "postgres/restore.sql").write_text(restoring.script(kept, _parts(kept.about)))


def _name_files(kept: Manifest, folder: Path) -> None:
    """Give the files the names that people gave them, and write the list of both."""
    there = {file.key for file in kept.files}
    with (folder / "files.csv").open("x", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(FILES)
        for row in StoredFile.objects.using("owner").filter(key__in=there).order_by("key"):
            path = f"files/{readable(row)}"
            (folder / "files" / row.key).rename(folder / path)
            facts = (row.key, row.name, row.owner, row.content_type, row.size, row.sha256, row.is_private)
            table.writerow([path, *facts])


def readable(row: StoredFile) -> str:
    """Return a name that every system takes and that no other file has."""
    name, suffix = slugify(Path(row.name).stem)[:60] or "berkas", mimetypes.guess_extension(row.content_type) or ""
    return f"{name}-{row.key}{suffix}"


def _pack(folder: Path, target: Path, name: str, tell: Tell) -> None:
    """Write all files into one .zip, in a folder of this name; the pages that are read first come first."""
    found = sorted(_all(folder), key=lambda path: (path.name not in TOP, path))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as packed:
        for number, path in enumerate(found, start=1):
            packed.write(path, f"{name}/{path.relative_to(folder)}")
            tell(70 + 29 * number // len(found))
    writer.settle(target)


def _all(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
