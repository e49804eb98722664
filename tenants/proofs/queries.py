"""What is known of the chain of the place that the code is in. Two queries, on the platform."""

from dataclasses import dataclass

from tenants.isolation.current import Place, Tenancy, enter, place
from tenants.proofs import words
from tenants.proofs.models import Head, Verification
from tenants.registry.models import Tenant
from tenants.registry.queries import writing


@dataclass(frozen=True, slots=True)
class Proof:
    """The last verification, and the newest head, which people may keep themselves."""

    last: Verification | None
    head: Head | None

    @property
    def problem(self) -> str:
        """Return what is wrong with the first bad row."""
        return words.problem(self.last) if self.last else ""

    @property
    def row(self) -> str:
        """Return by what the first bad row is found again."""
        return words.row(self.last) if self.last else ""


def here() -> Proof:
    """Return what is known of the chain of the tenant that the code is in, or of the platform's."""
    where = place()
    return of(where.id if isinstance(where, Tenancy) else None)


def of(tenant: int | None) -> Proof:
    """Return what is known of a tenant's chain by its number; None: of the platform's."""
    with enter(Place.PLATFORM):
        return Proof(
            Verification.objects.filter(tenant=tenant).first(),
            Head.objects.filter(tenant=tenant).order_by("-at", "-pk").first(),
        )


def all_tenants() -> list[tuple[Tenant, Proof]]:
    """Return what verifying each tenant's chain came to, the broken first. Two queries, on the platform."""
    found = {row.tenant_id: row for row in Verification.objects.all()}
    rows = [(tenant, Proof(found.get(tenant.pk), None)) for tenant in writing().order_by("name")]
    return sorted(rows, key=lambda row: not row[1].problem)


def broken() -> int:
    """Return how many chains are not as they were written. On the platform."""
    return Verification.objects.exclude(problem="").count()
