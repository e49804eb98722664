"""Reset a second step from the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from kernel.accounts.actor import COMMAND_LINE
from kernel.accounts.models import Person
from kernel.errors import DomainError
from partnership import second_steps
from tenants.isolation.current import Place, enter
from tenants.registry.queries import find


class Command(BaseCommand):
    """`manage.py reset_second_step sari@example.org --region 73.71 --reason "…"`; without a region, an operator's."""

    help = "Let somebody whose phone is gone set her second step up again; she is told by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("email", help="whose it is")
        parser.add_argument("--region", default="", help="the code, short name or key; an operator when left out")
        parser.add_argument("--reason", required=True, help="how you know that it is she; it stands in the histories")

    def handle(self, *args: Any, email: str, region: str, reason: str, **options: Any) -> None:
        """Find the person and reset her second step."""
        with translation.override("en"), enter(Place.PLATFORM):
            try:
                person = _reset(email, region, reason.strip())
            except DomainError as error:
                raise CommandError(error.message) from error
        self.stdout.write(f"{person.name} logs in with her password and sets her second step up again.")


def _reset(email: str, region: str, reason: str) -> Person:
    if not reason:
        raise CommandError("Say with --reason how you know that it is she: it stands in the histories.")
    if region:
        return second_steps.reset_in(find(region), email, reason=reason, by=COMMAND_LINE)
    return second_steps.reset_operator(email, reason=reason, by=COMMAND_LINE)
