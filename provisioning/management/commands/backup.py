"""Back a tenant up, and say which backups there are."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.template.defaultfilters import filesizeformat

from kernel.accounts.actor import COMMAND_LINE
from provisioning import plan
from provisioning.archives import writer
from provisioning.backups import actions, damage, queries, restoring
from provisioning.management.order_command import OrderCommand, add_here, add_plan
from provisioning.models import Backup, Run
from tenants.registry.models import Tenant


class Command(OrderCommand):
    """`manage.py backup 73.71 [--list] [--try] [--unpack FOLDER] [--backup KEY] [--plan] [--here]`."""

    help = "Back a tenant up now, list its backups, restore one to try with nothing left of it, or unpack one to read."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        parser.add_argument("--list", action="store_true", help="say which backups there are, and do nothing")
        parser.add_argument("--try", action="store_true", dest="try_out", help="try a backup out instead")
        parser.add_argument(
            "--backup", default="", help="the key of the backup to try or unpack; the newest when left out"
        )
        parser.add_argument(
            "--unpack", metavar="FOLDER", type=Path, help="write one into a new folder, to be read there"
        )
        add_plan(parser)
        add_here(parser)

    def order(self, tenant: Tenant, options: dict[str, Any]) -> None:
        """List the backups, show the plan, or give the order and follow it."""
        if options["list"]:
            self.stdout.write("\n".join(map(described, queries.kept(tenant))))
            return
        if options["unpack"]:
            self._unpack(queries.find(tenant, options["backup"]), options["unpack"])
            return
        tried = queries.find_whole(tenant, options["backup"]) if options["try_out"] else None
        if options["plan"]:
            self.show(plan.try_backup(tried.key) if tried else plan.back_up(""))
            return
        self.carry_out(_give(tenant, tried), here=options["here"])
        self.stdout.write(described(tried or queries.find(tenant, "")))

    def _unpack(self, backup: Backup, folder: Path) -> None:
        if folder.exists():
            raise CommandError(f"{folder} is there already. Name a folder that is not.")
        self.stdout.write(described(backup))
        kept = restoring.unpack(backup, folder)
        self.stdout.write(f"{len(kept.tables)} tables and {len(kept.files)} files. Open {folder / writer.PAGE}.")
        self.stdout.write("It is not sealed any more, and holds personal data: delete it when you have read it.")


def _give(tenant: Tenant, tried: Backup | None) -> Run:
    return actions.try_out(tried, tenant, by=COMMAND_LINE) if tried else actions.back_up(tenant, by=COMMAND_LINE)


def described(backup: Backup) -> str:
    """Return a line that says what a backup holds and whether it was tried."""
    backup.refresh_from_db()
    size = filesizeformat(backup.size).replace("\xa0", " ")
    tried = f"restored to try {backup.verified_at:%Y-%m-%d %H:%M}" if backup.verified_at else "not tried yet"
    if backup.problem:
        tried = f"CANNOT BE RESTORED: {backup.problem}"
    if backup.occasion == Backup.Occasion.REST:
        tried = " ".join(["to be unpacked and read, not restored.", *damage.left_out(backup)])
    what = f"{backup.rows} rows, {backup.files} files, {size}"
    return f"{backup.key}  {backup.taken_at:%Y-%m-%d %H:%M} UTC  {what}  {backup.get_occasion_display()}, {tried}"
