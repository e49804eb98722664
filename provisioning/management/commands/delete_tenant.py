"""Order that a tenant is deleted, call that off, and carry it out when its time has come."""

from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from kernel.accounts.actor import COMMAND_LINE
from provisioning import deletions, plan
from provisioning.management.order_command import OrderCommand, add_here
from provisioning.models import Deletion
from tenants.registry.models import Tenant


class Command(OrderCommand):
    """`manage.py delete_tenant 73.71 --plan`, `--confirm "Kota Makassar"`, `--call-off`."""

    help = "Delete a tenant with all it has, after a waiting period in which that can be called off."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        super().add_arguments(parser)
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--plan", action="store_true", help="show what would be done, and do nothing")
        what.add_argument("--confirm", metavar="NAME", help="order it; given again when it is due, carry it out")
        what.add_argument("--call-off", action="store_true", help="let the tenant stay")
        add_here(parser)

    def order(self, tenant: Tenant, options: dict[str, Any]) -> None:
        """Do what is asked."""
        if options["plan"]:
            self._show(tenant)
        elif options["call_off"]:
            self._call_off(tenant)
        else:
            self._delete(tenant, options["confirm"], here=options["here"])

    def _show(self, tenant: Tenant) -> None:
        deletions.check(tenant, tenant.name)
        self.stdout.write(f"{tenant.name} would be deleted after the waiting period:")
        self.show(plan.delete(""))

    def _call_off(self, tenant: Tenant) -> None:
        for deletion in Deletion.open().filter(number=tenant.pk):
            deletions.call_off(deletion, by=COMMAND_LINE)
        self.stdout.write(f"{tenant.name} stays as it is.")

    def _delete(self, tenant: Tenant, typed: str, *, here: bool) -> None:
        deletion = deletions.ask(tenant, typed, by=COMMAND_LINE)
        if deletion.due_at > timezone.now():
            day = f"{timezone.localtime(deletion.due_at):%Y-%m-%d %H:%M}"
            return self.stdout.write(f"{tenant.name} will be deleted on {day}. Until then --call-off lets it stay.")
        run = deletions.begin(deletion, by=COMMAND_LINE)
        self.carry_out(run, here=here)
        return self.stdout.write(f"{deletion.name} is deleted.")
