"""Back a tenant up, and say which backups there are."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import translation

from kernel.accounts.actor import COMMAND_LINE
from kernel.errors import DomainError
from provisioning import following, plan
from provisioning.backups import actions, queries
from provisioning.models import Backup, Run
from tenants.isolation.current import Place, enter
from tenants.registry.models import Tenant
from tenants.registry.queries import find


class Command(BaseCommand):
    """`manage.py backup 73.71 [--list] [--try [--backup KEY]] [--plan] [--here]`."""

    help = "Back a tenant up now, list its backups, or really restore one to try, with nothing left of it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("tenant", help="the region's code, the short name or the key")
        parser.add_argument("--list", action="store_true", help="say which backups there are, and do nothing")
        parser.add_argument("--try", action="store_true", dest="try_out", help="try a backup out instead")
        parser.add_argument("--backup", default="", help="the key of the backup to try; the newest when left out")
        parser.add_argument("--plan", action="store_true", help="show what would be done, and do nothing")
        parser.add_argument("--here", action="store_true", help="do it in this process, without a worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the order, show its plan, or give it and follow it."""
        with translation.override("en"), enter(Place.PLATFORM):
            try:
                tenant = find(options["tenant"])
                if options["list"]:
                    self.stdout.write("\n".join(map(described, queries.kept(tenant))))
                    return
                tried = queries.find(tenant, options["backup"]) if options["try_out"] else None
                if options["plan"]:
                    steps = plan.try_backup(tried.key) if tried else plan.back_up("")
                    following.count_out(map(following.describe, steps), self.stdout.write)
                    return
                run = _give(tenant, tried)
            except DomainError as error:
                raise CommandError(error.message) from error
            if following.carry_out([run], self.stdout.write, here=options["here"]):
                raise CommandError("Not finished. Mend the cause and give the same order again.")
            self.stdout.write(described(tried or queries.find(tenant, "")))


def _give(tenant: Tenant, tried: Backup | None) -> Run:
    return actions.try_out(tried, tenant, by=COMMAND_LINE) if tried else actions.back_up(tenant, by=COMMAND_LINE)


def described(backup: Backup) -> str:
    """Return a line that says what a backup holds and whether it was tried."""
    backup.refresh_from_db()
    size = filesizeformat(backup.size).replace("\xa0", " ")
    tried = f"restored to try {backup.verified_at:%Y-%m-%d %H:%M}" if backup.verified_at else "not tried yet"
    if backup.problem:
        tried = f"CANNOT BE RESTORED: {backup.problem}"
    what = f"{backup.rows} rows, {backup.files} files, {size}"
    return f"{backup.key}  {backup.taken_at:%Y-%m-%d %H:%M} UTC  {what}  {backup.get_occasion_display()}, {tried}"
