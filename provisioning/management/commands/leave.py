"""Make a copy of all that a tenant has, and say how far it is."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from kernel.accounts.actor import COMMAND_LINE
from kernel.errors import DomainError
from provisioning.exports import actions
from tenants.files import exports
from tenants.isolation.current import Place, enter
from tenants.registry.queries import find, tenancy

# When a worker makes the copy, should this process die meanwhile: two that make it at once disturb each other.
LATER = timedelta(hours=1)


class Command(BaseCommand):
    """`manage.py leave 73.71 [--to makassar.zip]`."""

    help = "Make a copy of all that a tenant has, as one .zip that needs neither us nor Postgres to be read."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("tenant", help="the region's code, the short name or the key")
        parser.add_argument("--to", type=Path, help="where to put it, too; its administrators find it in their console")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it in this process."""
        with translation.override("en"), enter(Place.PLATFORM):
            try:
                where = tenancy(find(options["tenant"]))
                with enter(where):
                    export = exports.ask(by=COMMAND_LINE, due_at=timezone.now() + LATER)
                made = actions.make(where, export.key, tell=self._tell)
            except DomainError as error:
                raise CommandError(error.message) from error
        with enter(where):
            path = exports.path_of(made)
        if options["to"]:
            path = Path(shutil.copyfile(path, options["to"]))
        self.stdout.write(f"{path}: {made.size} bytes, SHA-256 {made.sha256}")

    def _tell(self, percent: int) -> None:
        self.stdout.write(f"{percent:3} %")
