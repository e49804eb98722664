"""Load the reference data."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.db import connection, transaction
from django.utils import timezone

from kernel.regions import reference
from kernel.regions.models import Edition, Region
from kernel.regions.reference import Row

COPY = f"COPY regions_region ({', '.join(Row._fields)}) FROM STDIN WITH (FORMAT csv)"


@transaction.atomic
def load() -> int:
    """Bring the regions to the installed edition; return how many rows were written or deleted.

    Runs on the platform. Takes the edition's row, so that two loaders do not meet; when its fingerprint is
    that of the installed data, nothing else is read.
    """
    edition, _ = Edition.objects.select_for_update().get_or_create(pk=1, defaults={"fingerprint": "", "regions": 0})
    fingerprint = reference.fingerprint()
    if edition.fingerprint == fingerprint:
        return 0
    changed = _replace(reference.rows())
    Edition.objects.filter(pk=1).update(
        fingerprint=fingerprint, regions=Region.objects.count(), loaded_at=timezone.now()
    )
    return changed


def _replace(wanted: Iterable[Row]) -> int:
    """Make the table equal to the rows, touching only what differs; return how many rows that were."""
    present = set(_present())
    fresh = set(wanted)
    stale = [row.code for row in present - fresh]
    missing = sorted(fresh - present, key=lambda row: row.code)
    with connection.cursor() as cursor:
        # Not through the ORM, which would delete all regions below.
        cursor.execute("DELETE FROM regions_region WHERE code = ANY(%s)", [stale])
        cursor.copy_expert(COPY, _as_csv(missing))
    return len({*stale, *(row.code for row in missing)})


def _present() -> Iterator[Row]:
    for *values, location in Region.objects.values_list(*Row._fields).iterator(chunk_size=10_000):
        yield Row._make((*values, location and reference.ewkt(location.x, location.y)))


def _as_csv(rows: Iterable[Row]) -> io.StringIO:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    file.seek(0)
    return file
