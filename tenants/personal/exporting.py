"""All that the region holds of a citizen, as one file that she takes away: for people and for machines."""

import json
import tempfile
from datetime import datetime
from mimetypes import guess_extension
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.template.loader import render_to_string
from django.utils import timezone

from tenants.files.actions import path_of
from tenants.files.models import StoredFile
from tenants.isolation.current import tenant
from tenants.personal.holdings import Holding, Thing

IN_MEMORY = 1_000_000


def write(holdings: list[Holding]) -> IO[bytes]:
    """Return an open .zip of `data.json`, `data.html` and the files, rewound."""
    target = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(_plain(holdings), ensure_ascii=False, indent=2))
        archive.writestr("data.html", _readable(holdings))
        for holding in holdings:
            for thing in holding.things:
                _add_files(archive, thing)
    target.seek(0)
    return target


def _add_files(archive: ZipFile, thing: Thing) -> None:
    for stored in thing.files:
        if path_of(stored).is_file():  # one that was lost does not keep the others from her
            archive.write(path_of(stored), _name(stored), ZIP_STORED)


def _name(stored: StoredFile) -> str:
    return f"files/{stored.key}{guess_extension(stored.content_type) or ''}"


def _plain(holdings: list[Holding]) -> dict[str, Any]:
    parts = {holding.name: [_of_thing(thing) for thing in holding.things] for holding in holdings}
    return {"region": tenant().name, "made_at": _value(timezone.now()), **parts}


def _of_thing(thing: Thing) -> dict[str, Any]:
    return {
        **{fact.name: _value(fact.value) for fact in thing.facts},
        "files": [_name(stored) for stored in thing.files],
    }


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _readable(holdings: list[Holding]) -> str:
    parts = [(part, [(thing, [_name(stored) for stored in thing.files]) for thing in part.things]) for part in holdings]
    context = {"parts": parts, "region": tenant().name, "now": timezone.now()}
    return render_to_string("personal/data.html", context)
