"""The .zip that a tenant leaves with, as others may have changed it before it comes here."""

import csv
import hashlib
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from provisioning.archives.manifest import _checksum
from provisioning.exports import writing
from tenants.registry.models import Tenant
from tests.conftest import remove

Members = dict[str, bytes]
# To Postgres a field of two quotes is an empty text and one of nothing is NULL; to Python's csv both are the same.
QUOTED_NOTHING, EMPTY = re.compile(r'(?<=[,\n])""(?=[,\n])'), "\ue000"


def leave(tenant: Tenant, target: Path) -> Path:
    """Write the copy that a tenant leaves with, in a folder of its own, and return where it is."""
    writing.write(tenant, target.with_suffix("") / target.name, tell=lambda percent: None)
    return target.with_suffix("") / target.name


def gone(tenant: Tenant) -> None:
    """Remove the tenant with its files, as if it had never been here."""
    remove(tenant)
    shutil.rmtree(Path(settings.FILES_ROOT) / tenant.key, ignore_errors=True)


def repacked(path: Path, change: Callable[[Members], object]) -> Path:
    """Return the .zip beside it in which the members are changed, without the checksums that speak of them."""
    with zipfile.ZipFile(path) as packed:
        top = packed.namelist()[0].partition("/")[0]
        members = {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}
    change(members)
    return write(path.with_name(f"changed-{path.name}"), {f"{top}/{name}": data for name, data in members.items()})


def write(path: Path, members: Members) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def forged(path: Path, change: Callable[[Members, dict[str, Any]], object]) -> Path:
    """Return the .zip as who knows how checksums are made would change it; `change` gets members and manifest."""

    def forge(members: Members) -> None:
        told = json.loads(members["manifest.json"])["contents"]
        change(members, told)
        for table in told["tables"]:
            table.update(measured(members.get(f"tables/{table['name']}.csv", b"")))
        members["manifest.json"] = json.dumps({"checksum": _checksum(told), "contents": told}).encode()
        listed = {name: data for name, data in members.items() if name != "SHA256SUMS"}
        sums = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in listed.items()]
        members["SHA256SUMS"] = "".join(sums).encode()

    return repacked(path, forge)


def measured(data: bytes) -> dict[str, Any]:
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def edit(members: Members, table: str, change: Callable[[list[dict[str, str]]], object]) -> None:
    """Change the rows of a table; a text that is empty stays one, and does not become NULL."""
    name = f"tables/{table}.csv"
    text = QUOTED_NOTHING.sub(EMPTY, members[name].decode())
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    names = list(rows[0])
    change(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    members[name] = out.getvalue().replace(EMPTY, '""').encode()
