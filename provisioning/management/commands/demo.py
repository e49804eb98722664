"""Make the demo's portals, through the worker, and say where they are."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from kernel.accounts.actor import PLATFORM
from provisioning import actions, demo, following, queries
from provisioning.models import Run
from tenants.isolation import hosts
from tenants.isolation.current import Place, enter
from tenants.registry.models import Domain, Tenant


class Command(BaseCommand):
    """`manage.py demo [--regions N]`; `--hosts` only lists the portals that are live."""

    help = "Prepare the demo's regions with sample content."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--regions", type=int, default=3, help="how many regions (3)")
        parser.add_argument("--hosts", action="store_true", help="list the live portals' host names, no more")

    def handle(self, *args: Any, **options: Any) -> None:
        """Order what is behind and what is missing, follow it, and print the addresses."""
        if settings.PRODUCTION:
            raise CommandError("The demo has printed passwords: it does not run in production.")
        with translation.override("en"), enter(Place.PLATFORM):
            if options["hosts"]:
                self.stdout.write("\n".join(_hosts()))
                return
            self._finish([actions.update(tenant, by=PLATFORM) for tenant in queries.behind()])
            wanted = demo.orders(options["regions"])
            self._make([order for order in wanted if demo.missing(order)])
            demo.add_operator()
            for tenant in _tenants():
                demo.add_people(tenant)
            self._say_where()

    def _make(self, orders: list[Any]) -> None:
        for order in orders:
            self.stdout.write(demo.describe(order))
        runs = self._finish([demo.give(order) for order in orders])
        self._finish([run for done in runs if (run := demo.open_up(done))])

    def _finish(self, runs: list[Run]) -> list[Run]:
        ended = following.follow(runs, self.stdout.write) if runs else []
        if failed := [run.tenant.name for run in ended if run.state == Run.State.FAILED]:
            raise CommandError(f"Not finished: {', '.join(failed)}.")
        return ended

    def _say_where(self) -> None:
        self.stdout.write(f"\nOperators   {hosts.address(settings.PLATFORM_DOMAIN)}   {demo.OPERATOR[0]}")
        for tenant in _tenants():
            mark = " (example)" if tenant.is_example else ""
            host = tenant.domains.filter(is_primary=True).get().domain
            people = ", ".join(f"{mailbox}@{tenant.slug}.example" for mailbox, _name, _role in demo.PEOPLE)
            self.stdout.write(f"{tenant.name}{mark}   {hosts.address(host)}   {people}")
        for tenant in Tenant.objects.filter(state=Tenant.State.SUSPENDED).order_by("pk"):
            self.stdout.write(f"{tenant.name} is suspended, and stays so: operators open it on its page.")
        self.stdout.write(f"\nEverybody's password: {demo.PASSWORD}. Log in at /masuk/.")
        self.stdout.write(
            f"Citizens log in at /warga/ with a code: mails lie in {settings.EMAIL_FILE_PATH}, "
            f"text messages in {settings.SMS.removeprefix('file://')}."
        )
        if not settings.SECOND_FACTOR_REQUIRED:
            self.stdout.write("No second step is asked for here; in production operators and administrators need one.")
        self.stdout.write("All content is sample content. Stop with Ctrl-C, or ./dev stop in another terminal.")


def _tenants() -> list[Tenant]:
    return list(Tenant.objects.filter(state=Tenant.State.LIVE).order_by("pk"))


def _hosts() -> list[str]:
    live = Domain.objects.filter(tenant__state=Tenant.State.LIVE, is_primary=True).order_by("tenant")
    return list(live.values_list("domain", flat=True))
