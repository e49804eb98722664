"""Add and keep out operators from the command line."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import translation

from kernel.accounts.actor import COMMAND_LINE, PLATFORM
from kernel.accounts.models import Person
from kernel.errors import DomainError
from partnership import operators
from tenants.isolation import hosts
from tenants.isolation.current import Place, enter

WHO_HAS_THE_MACHINE = replace(COMMAND_LINE, grants=PLATFORM.grants)


class Command(BaseCommand):
    """`manage.py operators` lists them; `--add rani@example.org --name Rani`; `--keep-out rani@example.org`."""

    help = "List the operators of this installation, add one or keep one out."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--add", metavar="EMAIL", help="who is to operate the platform")
        what.add_argument("--keep-out", metavar="EMAIL", help="who no longer does; her accesses to regions end, too")
        parser.add_argument("--name", default="", help="what she who is added is called")

    def handle(self, *args: Any, add: str | None, keep_out: str | None, name: str, **options: Any) -> None:
        """Do what was asked for, or list."""
        with translation.override("en"), enter(Place.PLATFORM):
            try:
                self._carry_out(add, keep_out, name.strip())
            except DomainError as error:
                raise CommandError(error.message) from error

    def _carry_out(self, add: str | None, keep_out: str | None, name: str) -> None:
        if add:
            self._add(add, name)
        elif keep_out:
            person = operators.keep_out(keep_out, by=WHO_HAS_THE_MACHINE)
            self.stdout.write(f"{person.name} is out, here and in every region.")
        else:
            for person in Person.objects.order_by("name"):
                self.stdout.write(f"{person.email}  {person.name}{'' if person.is_active else '  (kept out)'}")

    def _add(self, email: str, name: str) -> None:
        if not name:
            raise CommandError("Say with --name what she is called: regions read it when she asks for access.")
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"“{email}” is not an e-mail address.") from error
        person = operators.add(email, name, by=WHO_HAS_THE_MACHINE)
        with translation.override("id"):
            address = hosts.address(settings.PLATFORM_DOMAIN, reverse("account_reset_password"))
        self.stdout.write(f"{person.name} chooses her password at {address}")
