"""Take a module out of a tenant, and bring it back."""

from typing import Any

from django.core.management.base import CommandParser
from django.template.defaultfilters import filesizeformat

from kernel.accounts.actor import COMMAND_LINE
from provisioning import actions, plan, removals
from provisioning.management.order_command import OrderCommand, add_here, add_plan
from tenants.registry.models import Tenant


class Command(OrderCommand):
    """`manage.py uninstall 73.71 news [--undo] [--plan] [--here]`."""

    help = "Archive a module that is off and drop it, or bring it back from its archive."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("module", help="the module's name")
        parser.add_argument("--undo", action="store_true", help="bring back what was uninstalled")
        add_plan(parser)
        add_here(parser)

    def order(self, tenant: Tenant, options: dict[str, Any]) -> None:
        """Check the order, show its plan, or give it and follow it."""
        module = options["module"]
        if options["plan"]:
            (self._show_undo if options["undo"] else self._show)(tenant, module)
            return
        run = (actions.undo if options["undo"] else actions.uninstall)(tenant, module, by=COMMAND_LINE)
        self.carry_out(run, here=options["here"])

    def _show(self, tenant: Tenant, module: str) -> None:
        removals.check_uninstall(tenant, module)
        has = removals.holding(tenant, module)
        size = filesizeformat(has.size).replace("\xa0", " ")
        self.stdout.write(f"{tenant.name} · {module}: {has.rows} rows, {has.files} files, {size}")
        self.show(plan.uninstall(module, ""))
        self.stdout.write(f"Can be undone for {has.days} days.")

    def _show_undo(self, tenant: Tenant, module: str) -> None:
        archive = removals.check_undo(tenant, module)
        self.stdout.write(f"{tenant.name} · {module}: {archive.rows} rows, {archive.files} files")
        self.show(plan.undo(module, archive.key))
        self.stdout.write(f"Can be done until {archive.undo_until:%Y-%m-%d}.")
