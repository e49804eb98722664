"""Change a portal that is there, from the command line."""

from argparse import ArgumentTypeError
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from kernel.accounts.actor import COMMAND_LINE
from kernel.errors import DomainError
from partnership import actions, limits, queries
from provisioning import actions as provisioning
from provisioning import agencies, following, identity
from provisioning.models import Run
from provisioning.queries import Preview, opening
from tenants.isolation.current import Place, enter
from tenants.quotas import queries as quotas
from tenants.quotas.models import Quota
from tenants.registry.models import Tenant
from tenants.registry.queries import find

IDENTITY = {"name": "the name", "slug": "the short name", "host": "the domain; an empty one means the usual"}

LIMITS = {
    Quota.Kind.ROWS: "how many rows",
    Quota.Kind.STORAGE: "how many megabytes of files",
    Quota.Kind.MAILS: "how many mails a day",
    Quota.Kind.JOBS: "how many jobs a day",
}
USUAL = "usual"


class Command(BaseCommand):
    """`manage.py portal suspend 73.71 --reason "…"`, `open`, `rename`, `quota`, `time-zone`; `--plan` does nothing."""

    help = "Change a portal that is there: say what would be done (--plan), or do it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the orders, each with what it needs."""
        orders = parser.add_subparsers(dest="order", required=True)
        suspend = self._order(orders, "suspend", self._suspend, "close a live portal with a page of its own")
        suspend.add_argument("--reason", default="", help="why, for the region's administrators")
        open_again = self._order(orders, "open", self._open, "open a suspended portal again")
        open_again.add_argument("--here", action="store_true", help="do it in this process, without a worker")

        rename = self._order(orders, "rename", self._rename, "change its name, short name or domain")
        for name, said in IDENTITY.items():
            rename.add_argument(f"--{name}", help=f"{said}; stays as it is when left out")

        quota = self._order(orders, "quota", self._quota, "show how much it uses, or change its limits")
        for kind, said in LIMITS.items():
            quota.add_argument(f"--{kind}", type=_limit, help=f"{said}, or “usual”; stays as it is when left out")
        quota.add_argument("--reason", default="", help="why, for both histories")

        zone = self._order(orders, "time-zone", self._time_zone, "change its time zone and its open deadlines")
        zone.add_argument("time_zone", help="WIB, WITA or WIT")
        zone.add_argument("--here", action="store_true", help="do it in this process, without a worker")

    def _order(self, orders: Any, name: str, do: Any, said: str) -> CommandParser:
        parser: CommandParser = orders.add_parser(name, help=said)
        parser.add_argument("region", help="its code, short name or key")
        parser.add_argument("--plan", action="store_true", help="show what would be done, and do nothing")
        parser.set_defaults(do=do)
        return parser

    def handle(self, *args: Any, **options: Any) -> None:
        """Find the portal and carry out the order."""
        with translation.override("en"), enter(Place.PLATFORM):
            try:
                options["do"](find(options["region"]), **options)
            except DomainError as error:
                raise CommandError(error.message) from error

    def _suspend(self, tenant: Tenant, *, reason: str, plan: bool, **_more: Any) -> None:
        if plan:
            return self._show(queries.suspending(tenant))
        if not reason.strip():
            raise CommandError("Say why with --reason: the region's administrators read it.")
        actions.suspend(tenant, reason=reason.strip(), by=COMMAND_LINE)
        return self.stdout.write(f"{tenant.name} is suspended.")

    def _open(self, tenant: Tenant, *, here: bool, plan: bool, **_more: Any) -> None:
        if plan:
            return self._show(_lines(opening(tenant)))
        return self._follow(provisioning.open_again(tenant, by=COMMAND_LINE), here=here)

    def _rename(self, tenant: Tenant, *, plan: bool, **more: Any) -> None:
        given = {name: more[name] for name in IDENTITY if more[name] is not None}
        wanted = replace(identity.of(tenant), **given)
        if plan:
            return self._show(queries.renaming(tenant, wanted))
        after = provisioning.rename(tenant, wanted, by=COMMAND_LINE)
        return self.stdout.write(f"{after.name} · {after.slug} · {after.host}")

    def _quota(self, tenant: Tenant, *, plan: bool, reason: str, **more: Any) -> None:
        given = {kind: more[kind] for kind in Quota.Kind.values if more[kind] is not None}
        wanted = {kind: None if limit == USUAL else limit for kind, limit in given.items()}
        if plan and wanted:
            return self._show(limits.plan(tenant, wanted))
        if wanted and not reason.strip():
            raise CommandError("Say why with --reason: it stands in both histories.")
        if wanted:
            limits.change(tenant, wanted, reason=reason.strip(), by=COMMAND_LINE)
        for meter in quotas.of(tenant):
            self.stdout.write(f"{meter.kind.label}: {meter.said} ({meter.percent} %)")
        return None

    def _time_zone(self, tenant: Tenant, *, time_zone: str, here: bool, plan: bool, **_more: Any) -> None:
        if plan:
            return self._show(queries.changing_zone(tenant, agencies.check_time_zone(time_zone)))
        return self._follow(provisioning.change_time_zone(tenant, time_zone, by=COMMAND_LINE), here=here)

    def _show(self, lines: list[str]) -> None:
        following.count_out(lines, self.stdout.write)

    def _follow(self, run: Run, *, here: bool) -> None:
        if following.carry_out([run], self.stdout.write, here=here):
            raise CommandError("Not finished. Mend the cause and give the same order again.")


def _limit(text: str) -> int | str:
    if text == USUAL:
        return USUAL
    if text.isascii() and text.isdecimal() and 0 < int(text) <= limits.MOST:
        return int(text)
    raise ArgumentTypeError(f"say a number from 1 to {limits.MOST:,}, or {USUAL}")


def _lines(items: list[Preview]) -> list[str]:
    return [following.describe(item.step) for item in items if not item.is_done]
