"""Verify audit chains."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from kernel.errors import DomainError
from provisioning import heads, verifying
from provisioning.heads import Signed
from tenants.isolation.current import Place, enter
from tenants.proofs import words
from tenants.proofs.models import Verification
from tenants.registry.models import Tenant
from tenants.registry.queries import find, writing


class Command(BaseCommand):
    """`manage.py verify_audit [73.71 …] [--all] [--receipt FILE …]`; exit status 1 for a broken one."""

    help = "Follow the audit chain of tenants, or of the platform, and name the first row that is not as it was."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("tenants", nargs="*", help="codes, short names or keys; none: the platform's own chain")
        parser.add_argument("--all", action="store_true", help="the platform's and every tenant's chain")
        parser.add_argument(
            "--receipt", action="append", default=[], type=Path, help="a file with proofs that somebody kept elsewhere"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify each chain, a line for each.

        Raises: CommandError when one is broken.
        """
        lines = [line for path in options["receipt"] for line in path.read_text(encoding="utf-8").splitlines()]
        with translation.override("en"), enter(Place.PLATFORM):
            try:
                chains = _chains(options)
            except DomainError as error:
                raise CommandError(error.message) from error
            broken = sum(bool(self._verify(tenant, lines)) for tenant in chains)
        if broken:
            raise CommandError(f"{broken} of {len(chains)} chains are broken.")

    def _verify(self, tenant: Tenant | None, lines: list[str]) -> str:
        name = tenant.name if tenant else "Platform"
        found = verifying.verify(
            tenant,
            receipts=_receipts(lines, heads.key_of(tenant)),
            progress=lambda sequence: self.stderr.write(f"{name}: {sequence:,} …"),
        )
        self.stdout.write(f"{name}: {described(found)}")
        return found.problem


def _chains(options: dict[str, Any]) -> list[Tenant | None]:
    if options["all"]:
        return [None, *writing().order_by("name")]
    return [find(said) for said in options["tenants"]] or [None]


def _receipts(lines: list[str], key: str) -> list[Signed]:
    return [head for line in lines if (head := heads.parsed(line, key))]


def described(found: Verification) -> str:
    """Return a line that says how far the chain is right, and what is wrong behind."""
    until = f", until {found.until:%Y-%m-%d %H:%M:%S} UTC" if found.until else ""
    said = f"{found.entries:,} entries{until}, compared with {found.heads} heads: "
    return said + (f"BROKEN. {words.problem(found)} {words.row(found)}".strip() if found.problem else "unbroken.")
