"""Make the structure scripts of this release."""

from typing import Any

from django.core.management.base import BaseCommand

from provisioning import structure


class Command(BaseCommand):
    """`manage.py build_structures`."""

    help = "Write the SQL that creates the core and each module in a new tenant."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Write one script for the core and one for each module."""
        self.stdout.write(", ".join(structure.build()))
