"""Take a module out of a tenant, and bring it back."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import translation

from kernel.accounts.actor import COMMAND_LINE
from kernel.errors import DomainError
from provisioning import actions, following, plan, removals
from provisioning.step import Step
from tenants.isolation.current import Place, enter
from tenants.registry.models import Tenant
from tenants.registry.queries import find


class Command(BaseCommand):
    """`manage.py uninstall 73.71 news [--undo] [--plan] [--here]`."""

    help = "Archive a module that is off and drop it, or bring it back from its archive."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("tenant", help="the region's code, the short name or the key")
        parser.add_argument("module", help="the module's name")
        parser.add_argument("--undo", action="store_true", help="bring back what was uninstalled")
        parser.add_argument("--plan", action="store_true", help="show what would be done, and do nothing")
        parser.add_argument("--here", action="store_true", help="do it in this process, without a worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the order, show its plan, or give it and follow it."""
        with translation.override("en"), enter(Place.PLATFORM):
            try:
                tenant, module = find(options["tenant"]), options["module"]
                if options["plan"]:
                    (self._show_undo if options["undo"] else self._show)(tenant, module)
                    return
                run = (actions.undo if options["undo"] else actions.uninstall)(tenant, module, by=COMMAND_LINE)
            except DomainError as error:
                raise CommandError(error.message) from error
            if following.carry_out([run], self.stdout.write, here=options["here"]):
                raise CommandError("Not finished. Mend the cause and give the same order again.")

    def _show(self, tenant: Tenant, module: str) -> None:
        removals.check_uninstall(tenant, module)
        has = removals.holding(tenant, module)
        size = filesizeformat(has.size).replace("\xa0", " ")
        self.stdout.write(f"{tenant.name} · {module}: {has.rows} rows, {has.files} files, {size}")
        self._list(plan.uninstall(module, ""))
        self.stdout.write(f"Can be undone for {has.days} days.")

    def _show_undo(self, tenant: Tenant, module: str) -> None:
        archive = removals.check_undo(tenant, module)
        self.stdout.write(f"{tenant.name} · {module}: {archive.rows} rows, {archive.files} files")
        self._list(plan.undo(module, archive.key))
        self.stdout.write(f"Can be done until {archive.undo_until:%Y-%m-%d}.")

    def _list(self, steps: tuple[Step, ...]) -> None:
        following.count_out(map(following.describe, steps), self.stdout.write)
