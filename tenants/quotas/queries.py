"""How much is used of each limit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from tenants.isolation.current import tenant
from tenants.quotas.models import FULL, WARN, Quota
from tenants.registry.models import Tenant

# The role may see its own rows only (row-level security), so this names nobody.
MINE = "SELECT kind, allowed, used, day FROM public.quota"


@dataclass(frozen=True, slots=True)
class Meter:
    """What is used of one limit now; `allowed` is the limit that holds, `own` that it is not the usual one."""

    kind: Quota.Kind
    allowed: int
    used: int = 0
    own: bool = False

    @property
    def percent(self) -> int:
        return 100 * self.used // self.allowed

    @property
    def bar(self) -> int:
        """Return how long its bar is, of 100."""
        return min(self.percent, FULL)

    @property
    def is_near(self) -> bool:
        return self.percent >= WARN

    @property
    def is_full(self) -> bool:
        return self.percent >= FULL

    @property
    def said(self) -> str:
        """Return how much is used of how much, for people."""
        used, allowed = amount(self.kind, self.used), amount(self.kind, self.allowed)
        return _("%(used)s of %(allowed)s") % {"used": used, "allowed": allowed}


def amount(kind: Quota.Kind, number: int) -> str:
    """Return an amount of a kind for people."""
    return filesizeformat(number) if kind == Quota.Kind.STORAGE else number_format(number)


def usual(kind: str) -> int:
    """Return the limit of every tenant that has none of its own."""
    limit: int = settings.QUOTAS[kind]
    return limit


def mine() -> list[Meter]:
    """Return the current tenant's meters; none in a copy, of which nothing is measured. One query."""
    if tenant().state == Tenant.State.COPY:
        return []
    with connection.cursor() as cursor:
        cursor.execute(MINE)
        return _meters(cursor.fetchall(), timezone.localdate())


def near() -> list[Meter]:
    """Return the current tenant's meters that are nearly full, the fullest first. One query."""
    return sorted((meter for meter in mine() if meter.is_near), key=lambda meter: -meter.percent)


def of(tenant: Tenant) -> list[Meter]:
    """Return a tenant's meters; none of a copy. Runs on the platform."""
    rows = tenant.quotas.values_list("kind", "allowed", "used", "day")
    return [] if tenant.copied_from_id else _meters(rows, today(tenant.time_zone))


def today(time_zone: str) -> date:
    """Return the day that a tenant's mails and jobs are counted on."""
    return datetime.now(ZoneInfo(time_zone)).date()


def _meters(rows: Iterable[tuple[str, int | None, int, date | None]], day: date) -> list[Meter]:
    """Return a meter for each kind; what was counted on another day is gone."""
    known = {kind: (allowed, used if counted in (None, day) else 0) for kind, allowed, used, counted in rows}
    found = []
    for kind in Quota.Kind:
        allowed, used = known.get(kind, (None, 0))
        found.append(Meter(kind, usual(kind) if allowed is None else allowed, used, own=allowed is not None))
    return found


def _ceiling() -> Coalesce:
    """Return the limit that holds, for a query."""
    usuals = Case(*[When(kind=kind, then=Value(usual(kind))) for kind in Quota.Kind])
    return Coalesce("allowed", usuals)


def below(percent: int) -> QuerySet[Quota]:
    """Return the rows of which less was used when they were measured. Runs on the platform."""
    return Quota.objects.annotate(ceiling=_ceiling()).filter(used__lt=F("ceiling") * percent / 100)


def reaching(percent: int) -> list[Quota]:
    """Return the rows of which so much is used today, each with its tenant. Runs on the platform."""
    found = Quota.objects.annotate(ceiling=_ceiling()).filter(used__gte=F("ceiling") * percent / 100)
    rows = found.select_related("tenant").order_by("tenant", "pk")
    return [row for row in rows if row.day in (None, today(row.tenant.time_zone))]


def figures() -> list[tuple[str, str, int, int]]:
    """Return slug, kind, what is used now and the limit, of all tenants. One query. Runs on the platform."""
    rows = Quota.objects.order_by("tenant", "kind")
    asked = rows.values_list("tenant__slug", "tenant__time_zone", "kind", "used", "day", _ceiling())
    return [
        (slug, kind, used if day in (None, today(zone)) else 0, ceiling)
        for slug, zone, kind, used, day, ceiling in asked
    ]
