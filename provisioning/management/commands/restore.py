"""Restore a tenant from a backup."""

from typing import Any

from django.core.management.base import CommandParser

from kernel.accounts.actor import COMMAND_LINE
from provisioning import plan
from provisioning.backups import actions, copies, damage, queries
from provisioning.identity import Identity
from provisioning.management.commands.backup import described
from provisioning.management.order_command import OrderCommand, add_here, add_plan
from provisioning.models import Backup
from tenants.isolation import hosts
from tenants.registry.models import Tenant


class Command(OrderCommand):
    """`manage.py restore 73.71 [--backup KEY] [--beside SLUG [--name NAME]] [--plan] [--here]`."""

    help = (
        "Bring a tenant back as it was when it was backed up; what is there now is backed up before."
        " Or make a copy of the backup beside it, to look at."
    )
    unfinished = "Not finished. Mend the cause and carry the run on, or open the portal again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("--backup", default="", help="the backup's key; the newest when left out")
        parser.add_argument("--beside", metavar="SLUG", help="leave the tenant as it is; the short name of a copy")
        parser.add_argument("--name", default="", help="what the copy is called; its day when left out")
        add_plan(parser)
        add_here(parser)

    def order(self, tenant: Tenant, options: dict[str, Any]) -> None:
        """Say what comes back; then show the plan, or give the order and follow it."""
        backup = queries.find_whole(tenant, options["backup"])
        self.stdout.write(described(backup))
        if options["beside"] is not None:
            self._beside(tenant, backup, options)
            return
        lost = damage.of(tenant)
        for sentence in (*lost.sentences, *lost.shut):
            self.stdout.write(sentence)
        if options["plan"]:
            self.show(plan.restore(backup.key, "", tenant.state))
        else:
            self.carry_out(actions.restore(tenant, backup, by=COMMAND_LINE), here=options["here"])

    def _beside(self, tenant: Tenant, backup: Backup, options: dict[str, Any]) -> None:
        """Show the plan of a copy, or order it and say where it is."""
        self.unfinished = OrderCommand.unfinished
        name = options["name"] or copies.usual_name(tenant, backup)
        wanted = Identity(name=name, slug=options["beside"], host="")
        host = copies.check(tenant, backup, wanted).host
        if options["plan"]:
            self.show(plan.restore_beside(backup.key, host))
            return
        self.carry_out(copies.restore_beside(tenant, backup, wanted, by=COMMAND_LINE), here=options["here"])
        self.stdout.write(f"Its people log in at {hosts.address(host)}; nothing that it does leaves it.")
