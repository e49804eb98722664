"""Follow an audit chain to its end, compare it with the heads that were kept of it, and keep what came out."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from kernel.audit import chain
from kernel.audit.chain import Finding, Problem, Verdict
from provisioning import heads, whole
from provisioning.heads import Kept
from tenants.isolation.current import Place, enter
from tenants.proofs.models import Verification
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy, writing

# Once a night, where most people sleep; the platform's people are in Jakarta's zone.
NIGHT = range(5)
ZONE = "Asia/Jakarta"
FRESH = timedelta(hours=20)


def verify(
    tenant: Tenant | None,
    *,
    receipts: Iterable[heads.Signed] = (),
    progress: Callable[[int], None] = lambda _sequence: None,
) -> Verification:
    """Verify the chain as it is at one moment, beside all that is written meanwhile; return what came out."""
    rows = Verification.objects.using("owner")
    row, _is_new = rows.update_or_create(tenant=tenant, defaults={"started_at": timezone.now()})
    filed = heads.in_file(tenant) | set(receipts)
    with transaction.atomic("owner"):
        whole.see_one_moment()
        kept = heads.kept(tenant, filed)
        with enter(tenancy(tenant) if tenant else Place.PLATFORM):
            verdict = chain.verify(kept.heads, progress=progress)
    rows.filter(pk=row.pk).update(finished_at=timezone.now(), **_said(verdict, kept))
    row.refresh_from_db(using="owner")
    return row


def _said(verdict: Verdict, kept: Kept) -> dict[str, Any]:
    forged = [Finding(Problem.HEAD, None, 0)] if kept.has_forged else []
    first = next(iter([*verdict.findings, *forged]), None)
    return {
        "entries": verdict.head.sequence,
        "until": _moment(verdict.until),
        "heads": len(kept.heads),
        "problem": first.problem if first else "",
        "sequence": first.sequence if first else None,
        "since": first.since if first else 0,
        "key": first.key if first else "",
        "at": _moment(first.at) if first else None,
        "restored_at": kept.restored_at,
        "lost": kept.lost,
    }


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def due() -> list[Tenant | None]:
    """Return whose chain is to be verified now: at night, or if it never was; None is the platform's."""
    now = timezone.now()
    begun: dict[int | None, datetime] = dict(Verification.objects.values_list("tenant", "started_at"))
    return [
        tenant
        for tenant in (None, *writing())
        if (last := begun.get(tenant.pk if tenant else None)) is None
        or (last < now - FRESH and now.astimezone(ZoneInfo(tenant.time_zone if tenant else ZONE)).hour in NIGHT)
    ]
