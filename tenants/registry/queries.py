"""Find tenants, as the platform."""

import json
import re
from typing import TYPE_CHECKING, Any, cast

from django.db import connection
from django.db.models import Q, QuerySet

from tenants.isolation.current import Tenancy
from tenants.registry.errors import TenantNotFound
from tenants.registry.models import Erasure, Tenant

if TYPE_CHECKING:
    from tenants.isolation.backend.base import DatabaseWrapper

# Codes, slugs and keys. No other text is sent: Postgres refuses some (a NUL, half a character).
SAID = re.compile(r"[A-Za-z0-9._-]+")


def resolve(host: str) -> Tenancy | None:
    """Return the tenant that a host name leads to. One round trip, as nobody."""
    found = _ask("SELECT gate.resolve(%s)", host)
    if found is None:
        return None
    values = json.loads(found)
    return Tenancy(**{**values, "modules": frozenset(values["modules"])})


def version() -> str:
    """Return what is another text after each change of a tenant, a domain or an installed module. As nobody."""
    return str(_ask("SELECT gate.version()"))


def _ask(question: str, *values: str) -> Any:
    return cast("DatabaseWrapper", connection).ask_gate(question, values)


def tenancy(tenant: Tenant) -> Tenancy:
    """Return what is needed to enter the tenant."""
    domain = tenant.domains.order_by("-is_primary", "domain").values_list("domain", flat=True).first()
    enabled = tenant.installed_modules.filter(is_enabled=True).values_list("module", flat=True)
    return Tenancy(
        id=tenant.pk,
        key=tenant.key,
        schema=tenant.schema_name,
        role=tenant.role_name,
        slug=tenant.slug,
        name=tenant.name,
        kind=tenant.kind,
        region_code=tenant.region_code,
        state=tenant.state,
        time_zone=tenant.time_zone,
        domain=domain or "",
        modules=frozenset(enabled),
    )


def find(code_or_slug: str) -> Tenant:
    """Return the tenant with this region code, slug or key.

    Raises: TenantNotFound.
    """
    said = Q(region_code=code_or_slug) | Q(slug=code_or_slug) | Q(key=code_or_slug)
    tenant = Tenant.objects.filter(said).first() if SAID.fullmatch(code_or_slug) else None
    if tenant is None:
        raise TenantNotFound(code_or_slug)
    return tenant


def running() -> QuerySet[Tenant]:
    """Return the tenants whose jobs run: ready or live."""
    return Tenant.objects.filter(state__in=[Tenant.State.READY, Tenant.State.LIVE])


def writing() -> QuerySet[Tenant]:
    """Return the tenants that have a log into which something may be written: also those that are closed for a time."""
    states = Tenant.State
    return Tenant.objects.filter(state__in=[states.READY, states.LIVE, states.SUSPENDED, states.COPY])


def erased(tenant: Tenant) -> list[str]:
    """Return the keys of citizens whose data was deleted in the tenant, of a copy in its original too."""
    of = [pk for pk in (tenant.pk, tenant.copied_from_id) if pk]
    return list(Erasure.objects.filter(tenant__in=of).order_by("at").values_list("citizen_key", flat=True))
