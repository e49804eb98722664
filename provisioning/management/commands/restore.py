"""Restore a tenant from a backup."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from kernel.accounts.actor import COMMAND_LINE
from kernel.errors import DomainError
from provisioning import following, plan
from provisioning.backups import actions, queries
from provisioning.management.commands.backup import described
from tenants.isolation.current import Place, enter
from tenants.registry.queries import find


class Command(BaseCommand):
    """`manage.py restore 73.71 [--backup KEY] [--plan] [--here]`."""

    help = "Bring a tenant back as it was when it was backed up; what is there now is backed up before."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("tenant", help="the region's code, the short name or the key")
        parser.add_argument("--backup", default="", help="the backup's key; the newest when left out")
        parser.add_argument("--plan", action="store_true", help="show what would be done, and do nothing")
        parser.add_argument("--here", action="store_true", help="do it in this process, without a worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the order, show its plan, or give it and follow it."""
        with translation.override("en"), enter(Place.PLATFORM):
            try:
                tenant = find(options["tenant"])
                backup = queries.find(tenant, options["backup"])
                self.stdout.write(described(backup))
                if options["plan"]:
                    steps = plan.restore(backup.key, "", tenant.state)
                    following.count_out(map(following.describe, steps), self.stdout.write)
                    return
                run = actions.restore(tenant, backup, by=COMMAND_LINE)
            except DomainError as error:
                raise CommandError(error.message) from error
            if following.carry_out([run], self.stdout.write, here=options["here"]):
                raise CommandError("Not finished. Mend the cause and carry the run on, or open the portal again.")
