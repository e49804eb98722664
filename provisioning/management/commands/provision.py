"""Order portals from the command line, and follow them."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from kernel.accounts.actor import COMMAND_LINE
from kernel.errors import DomainError
from provisioning import actions, following, queries
from provisioning.agencies import Agency
from provisioning.orders import Order, check
from tenants.isolation.current import Place, enter

COLUMNS = "code, modules (with spaces); where needed administrator, agency, time_zone, region, slug"


class Command(BaseCommand):
    """`manage.py provision 36.71 --modules news [--plan] [--here]`, `--agency NAME` or `--file regions.csv`."""

    help = "Prepare the portal of a region or an agency, or of each in a file."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("code", nargs="?", help="the region's code, for example 36.71")
        parser.add_argument("--agency", default="", help="the name of an agency that has no region's code")
        parser.add_argument("--time-zone", default="", help="the agency's: WIB, WITA, WIT, or Asia/Makassar and so on")
        parser.add_argument("--region", default="", help="code of the region that the agency works in, where it does")
        parser.add_argument("--modules", default="", help="names, with commas between them")
        parser.add_argument("--administrator", default="", help="e-mail address of the first administrator")
        parser.add_argument("--slug", default="", help="short name; the usual one when left out")
        parser.add_argument("--host", default="", help="host name; <slug>.<domain> when left out")
        parser.add_argument("--file", type=Path, help=f"CSV with the columns {COLUMNS}")
        parser.add_argument("--plan", action="store_true", help="show what would be done, and do nothing")
        parser.add_argument("--here", action="store_true", help="do it in this process, without a worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check all orders before the first one is given."""
        with translation.override("en"), enter(Place.PLATFORM):
            orders = _orders(options)
            if problems := _problems(orders):
                raise CommandError("\n".join(problems))
            if options["plan"]:
                self._show(orders)
            else:
                self._carry_out(orders, here=options["here"])

    def _show(self, orders: list[Order]) -> None:
        for order in orders:
            checked = check(order)
            self.stdout.write(f"{checked.name} · {checked.host}")
            following.count_out(map(_planned, queries.preview(checked)), self.stdout.write)

    def _carry_out(self, orders: list[Order], *, here: bool) -> None:
        runs = [actions.order(order, by=COMMAND_LINE) for order in orders]
        failed = [run.tenant.name for run in following.carry_out(runs, self.stdout.write, here=here)]
        if failed:
            raise CommandError(f"Not finished: {', '.join(failed)}. Mend the cause and give the same order again.")


def _planned(item: queries.Preview) -> str:
    line = following.describe(item.step)
    return f"{line}  (already done)" if item.is_done else line


def _orders(options: dict[str, Any]) -> list[Order]:
    if options["file"]:
        return _from_file(options["file"])
    agency = _agency(options["agency"], options["time_zone"], options["region"])
    if not options["code"] and agency is None:
        raise CommandError("Say which region: a code like 36.71, --agency and its name, or --file regions.csv.")
    return [
        Order(
            code=options["code"] or "",
            agency=agency,
            modules=_split(options["modules"], ","),
            administrator_email=options["administrator"],
            slug=options["slug"],
            host=options["host"],
        )
    ]


def _from_file(path: Path) -> list[Order]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    if not rows or not {"code", "modules"} <= set(rows[0]):
        raise CommandError(f"{path} needs a first line with the columns code,modules,administrator.")
    return [_from_row({name: (row.get(name) or "").strip() for name in row if name}) for row in rows]


def _from_row(row: dict[str, str]) -> Order:
    return Order(
        code=row["code"],
        agency=_agency(row.get("agency", ""), row.get("time_zone", ""), row.get("region", "")),
        modules=_split(row["modules"], " "),
        administrator_email=row.get("administrator", ""),
        slug=row.get("slug", ""),
    )


def _agency(name: str, time_zone: str, region: str) -> Agency | None:
    """Return the agency that is meant; a time zone without a name means one too, so that the name is asked for."""
    return Agency(name=name, time_zone=time_zone, works_in=region) if name or time_zone or region else None


def _split(text: str, separator: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(separator) if name.strip())


def _problems(orders: list[Order]) -> list[str]:
    """Return a sentence for each order that is refused, or that is for the portal of one before it."""
    found, seen = [], set[str]()
    for order in orders:
        called = (order.agency.name if order.agency else "") or order.code or "Unnamed"
        try:
            slug = check(order).slug
        except DomainError as error:
            found.append(f"{called}: {error.message}")
            continue
        if slug in seen:
            found.append(f"{called}: The short name “{slug}” stands twice in the file.")
        seen.add(slug)
    return found
