"""Restore a tenant from a backup."""

from typing import Any

from django.core.management.base import CommandParser

from kernel.accounts.actor import COMMAND_LINE
from provisioning import plan
from provisioning.backups import actions, queries
from provisioning.management.commands.backup import described
from provisioning.management.order_command import OrderCommand, add_here, add_plan
from tenants.registry.models import Tenant


class Command(OrderCommand):
    """`manage.py restore 73.71 [--backup KEY] [--plan] [--here]`."""

    help = "Bring a tenant back as it was when it was backed up; what is there now is backed up before."
    unfinished = "Not finished. Mend the cause and carry the run on, or open the portal again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("--backup", default="", help="the backup's key; the newest when left out")
        add_plan(parser)
        add_here(parser)

    def order(self, tenant: Tenant, options: dict[str, Any]) -> None:
        """Say what comes back; then show the plan, or give the order and follow it."""
        backup = queries.find(tenant, options["backup"])
        self.stdout.write(described(backup))
        if options["plan"]:
            self.show(plan.restore(backup.key, "", tenant.state))
            return
        self.carry_out(actions.restore(tenant, backup, by=COMMAND_LINE), here=options["here"])
