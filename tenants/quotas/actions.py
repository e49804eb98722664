"""Count what comes and goes, and refuse what does not fit."""

from datetime import date

from django.db import connection
from django.db.models import Case, F, Value, When
from django.utils import timezone

from tenants.quotas import queries
from tenants.quotas.errors import NoRoomForRows
from tenants.quotas.models import FULL, Quota
from tenants.registry.models import Tenant

# One statement, so that of two files at once Postgres lets the second in only where both fit.
TAKE = """
    UPDATE public.quota SET used = used + %(size)s
    WHERE kind = 'storage' AND (used + %(size)s) * 100 <= coalesce(allowed, %(usual)s) * %(up_to)s
"""
GIVE_BACK = "UPDATE public.quota SET used = greatest(used - %s, 0) WHERE kind = 'storage'"


def begin(tenant: Tenant) -> None:
    """Give a tenant its limits, the usual ones; those that it has stay."""
    rows = [Quota(tenant=tenant, tenant_role=tenant.role_name, kind=kind) for kind in Quota.Kind]
    Quota.objects.bulk_create(rows, ignore_conflicts=True)


def take_room(size: int, *, up_to: int = FULL) -> bool:
    """Count a file's bytes where they fit into so many percent of the limit; return whether they do.

    Where nothing was measured yet, they do.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"size": size, "usual": queries.usual(Quota.Kind.STORAGE), "up_to": up_to})
        if cursor.rowcount:
            return True
        cursor.execute(queries.MINE)
        return not cursor.fetchall()


def give_room_back(size: int) -> None:
    """Count a file's bytes no more."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, [size])


def require_rows() -> None:
    """Refuse what can wait where the tenant has all its rows, as they were measured last. One query.

    What citizens write is never asked: no report is refused because a region is over its limit.

    Raises: NoRoomForRows.
    """
    if any(meter.is_full for meter in queries.mine() if meter.kind == Quota.Kind.ROWS):
        raise NoRoomForRows


def count(role: str, kind: str, number: int, day: date) -> None:
    """Add what a tenant did on a day; a late count of a day before is left out. Runs on the platform."""
    rows = Quota.objects.filter(tenant_role=role, kind=kind).exclude(day__gt=day)
    rows.update(used=Case(When(day=day, then=F("used") + number), default=Value(number)), day=day)


def set_limit(tenant: Tenant, kind: str, allowed: int | None) -> None:
    """Set a limit; None is the usual one. Its people are told anew when it is nearly reached. Runs on the platform."""
    tenant.quotas.filter(kind=kind).update(allowed=allowed, warned_at=None)


def note_warned(rows: list[Quota]) -> bool:
    """Note that a tenant's people are told of these rows; return whether any is new."""
    new = Quota.objects.filter(pk__in=[row.pk for row in rows], warned_at=None)
    return bool(new.update(warned_at=timezone.now()))
