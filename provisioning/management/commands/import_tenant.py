"""Bring in a tenant that left another installation."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.template.defaultfilters import filesizeformat

from kernel.accounts.actor import COMMAND_LINE
from provisioning.imports import actions, examining
from provisioning.imports.actions import Checked
from provisioning.imports.examining import Found
from provisioning.management.order_command import OrderCommand, add_here, add_plan
from tenants.isolation import hosts


class Command(OrderCommand):
    """`manage.py import_tenant makassar.zip [--slug SLUG] [--name NAME] [--plan] [--here]`."""

    help = "Make a portal of the .zip that `leave` wrote on another installation, once all of it is checked."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("archive", type=Path, help="the .zip, where the worker can read it too")
        parser.add_argument("--slug", default="", help="short name; the one that it had when left out")
        parser.add_argument("--name", default="", help="what the portal is called; as it was when left out")
        add_plan(parser)
        add_here(parser)

    def give(self, options: dict[str, Any]) -> None:
        """Examine the archive and say what it holds; then show the plan, or give the order and follow it."""
        found = examining.examine(options["archive"])
        named = {"slug": options["slug"], "name": options["name"]}
        checked = actions.check(found, **named)
        self._describe(found, checked)
        if options["plan"]:
            return self.show(actions.steps(found, checked))
        self.carry_out(actions.order(found, **named, by=COMMAND_LINE), here=options["here"])
        where = hosts.address(checked.called.host)
        return self.stdout.write(f"Its people choose a new password by “Forgotten password” at {where}.")

    def _describe(self, found: Found, checked: Checked) -> None:
        kept, release = found.kept, found.about.tenant.release
        size = filesizeformat(kept.size).replace("\xa0", " ")
        modules = [told.module + ("" if told.is_enabled else " (off)") for told in found.about.modules]
        self.stdout.write(f"{checked.called.name} · {checked.called.host}")
        self.stdout.write(f"Written {kept.written_at:%Y-%m-%d %H:%M} UTC by release {release}")
        self.stdout.write(f"{len(kept.tables)} tables, {kept.rows} rows, {len(kept.files)} files, {size}")
        self.stdout.write(f"Modules: {', '.join(modules) or 'none'}")
        if kept.missing:
            self.stdout.write(f"{len(kept.missing)} files were missing there already.")
        if found.is_other:
            self.stdout.write("Its tables are of an older release, and are brought to this one.")
