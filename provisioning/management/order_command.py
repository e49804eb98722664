"""What the commands have in common that order something for one tenant."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from kernel.errors import DomainError
from provisioning import following
from provisioning.models import Run
from provisioning.plan import Plan
from tenants.isolation.current import Place, enter
from tenants.registry.models import Tenant
from tenants.registry.queries import find


class OrderCommand(BaseCommand):
    """Find the tenant and do `order` on the platform; what speaks against it is said in English."""

    unfinished = "Not finished. Mend the cause and give the same order again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the tenant."""
        parser.add_argument("tenant", help="the region's code, the short name or the key")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the order, show its plan, or give it and follow it."""
        with translation.override("en"), enter(Place.PLATFORM):
            try:
                self.give(options)
            except DomainError as error:
                raise CommandError(error.message) from error

    def give(self, options: dict[str, Any]) -> None:
        """Find the tenant and do what was asked.

        Raises: DomainError.
        """
        self.order(find(options["tenant"]), options)

    def order(self, tenant: Tenant, options: dict[str, Any]) -> None:
        """Do what was asked.

        Raises: DomainError.
        """
        raise NotImplementedError  # an abstract method: each command has its own

    def show(self, steps: Plan) -> None:
        """Say what would be done."""
        following.count_out(map(following.describe, steps), self.stdout.write)

    def carry_out(self, run: Run, *, here: bool) -> None:
        """Follow the run to its end.

        Raises: CommandError when it stopped.
        """
        if following.carry_out([run], self.stdout.write, here=here):
            raise CommandError(self.unfinished)


def add_plan(parser: CommandParser) -> None:
    """Declare that the plan can be shown."""
    parser.add_argument("--plan", action="store_true", help="show what would be done, and do nothing")


def add_here(parser: CommandParser) -> None:
    """Declare that no worker is needed."""
    parser.add_argument("--here", action="store_true", help="do it in this process, without a worker")
