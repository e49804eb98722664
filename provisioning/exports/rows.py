"""The rows of a tenant as JSON and GeoJSON, beside the CSV that the archive has: streamed, inside its transaction."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.db import connections

from provisioning.archives import tables
from provisioning.archives.manifest import Table
from provisioning.archives.tables import Part
from tenants.isolation.names import quoted

GEOMETRY = re.compile(r"(\w+\.)?geometry\b")
PAIR = ("latitude", "longitude")
# One feature for each row that has a place, in the coordinates that GeoJSON asks for (EPSG:4326).
FEATURE = """
    SELECT jsonb_build_object('type', 'Feature', 'geometry', ST_AsGeoJSON({place})::jsonb,
                              'properties', to_jsonb(t) - '{{{columns}}}'::text[])::text
    FROM ({rows}) t WHERE {place} IS NOT NULL
"""


def write_json(part: Part, path: Path) -> None:
    """Write the rows as a list of objects."""
    _write(path, "[\n", f"SELECT row_to_json(t)::text FROM ({tables.selected(part)}) t", "]\n")  # noqa: S608 - quoted


def write_geojson(part: Part, table: Table, folder: Path) -> None:
    """Write a file of features for each column that holds places, and for a pair of latitude and longitude."""
    for name, (place, columns) in _places(table).items():
        query = FEATURE.format(place=place, columns=columns, rows=tables.selected(part))
        _write(folder / f"{name}.geojson", '{"type": "FeatureCollection", "features": [\n', query, "]}\n")


def _places(table: Table) -> dict[str, tuple[str, str]]:
    """Return the SQL of each place by the name of its file, and which columns it takes out of the properties."""
    names = [column.name for column in table.columns if GEOMETRY.match(column.type)]
    found = {f"{table.name}.{name}": (f"ST_Transform(t.{quoted(name)}, 4326)", name) for name in names}
    if set(PAIR) <= {column.name for column in table.columns}:
        found[table.name] = ("ST_MakePoint(t.longitude, t.latitude)", ",".join(PAIR))
    return found


def _write(path: Path, head: str, query: str, foot: str) -> None:
    with path.open("x", encoding="utf-8") as file:
        file.write(head)
        for number, line in enumerate(_lines(query)):
            file.write(f",\n{line}" if number else line)
        file.write(f"\n{foot}")


def _lines(query: str) -> Iterator[str]:
    with connections["owner"].chunked_cursor() as cursor:
        cursor.execute(query)
        for (line,) in cursor:
            yield line
