"""Make the structure scripts of this release."""

from typing import Any

from django.core.management.base import BaseCommand

from kernel.modules import registry
from provisioning import structure
from tenants.isolation.current import Place, enter


class Command(BaseCommand):
    """`manage.py build_structures`."""

    help = "Write the SQL that creates the core and each module in a new tenant."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one script for the core and one for each module."""
        with enter(Place.PLATFORM):
            for part in [structure.CORE, *(module.name for module in registry.modules())]:
                self.stdout.write(f"{part}: {len(structure.script(part).splitlines())} statements")
