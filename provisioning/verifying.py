"""Follow an audit chain to its end, compare it with the heads that were kept of it, and keep what came out."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from kernel.audit import chain
from kernel.audit.chain import Finding, Problem, Verdict
from provisioning import heads, whole
from provisioning.heads import Kept
from tenants.isolation.current import Place, enter
from tenants.notices import actions as notices
from tenants.notices.actions import News
from tenants.portal.notices import HISTORY_BROKEN
from tenants.proofs.models import Verification
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy, writing

log = logging.getLogger(__name__)

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
    before, row = row.problem, rows.get(pk=row.pk)
    if tenant and row.problem and row.problem != before:
        _tell(tenant)
    return row


def _tell(tenant: Tenant) -> None:
    """Tell who may read the tenant's history that it is broken; once, until it is found whole again."""
    log.error("A history is not as it was written.", extra={"tenant": tenant.slug})
    with transaction.atomic(), enter(tenancy(tenant)), override("id"):
        path = reverse("history_proof", urlconf=settings.TENANT_URLCONF)
        notices.spread(HISTORY_BROKEN.key, news=News(path, {"portal": tenant.name}))


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
