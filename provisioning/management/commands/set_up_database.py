"""Bring the public schema to this release. Safe to call again; changes nothing then."""

from typing import Any

from django.core.management.base import BaseCommand

from kernel.regions import actions as regions
from provisioning import migrating, structure
from tenants.isolation.current import Place, enter


class Command(BaseCommand):
    """`manage.py set_up_database`."""

    help = "Migrate the public schema, load the reference data of regions, make the scripts for new tenants."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then load."""
        with enter(Place.PLATFORM):
            count = migrating.migrate(migrating.shared_labels())
            loaded = regions.load()
        structure.ensure()
        self.stdout.write(f"{count} migrations, {loaded} regions loaded.")
