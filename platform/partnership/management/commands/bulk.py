"""Change many portals from the command line."""

from typing import Any

from django import forms
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from kernel.accounts.actor import COMMAND_LINE
from kernel.errors import DomainError
from partnership import queries
from partnership.bulk import listing, pages, words
from partnership.bulk.forms import SWITCHES
from partnership.forms import FilterForm
from provisioning.bulk import actions, settable
from provisioning.bulk.following import ended
from provisioning.models import Batch, BatchLine
from tenants.isolation.current import Place, enter

State = BatchLine.State
SAID = {
    "q": "a word of the name, or the beginning of the code",
    "state": "live, ready, suspended …",
    "kind": "province, regency, city or agency",
    "province": "its code, for example 72",
    "module": "those in which this module is on, or what --has says",
    "has": "enabled, disabled, installed or absent",
}
SWITCH = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}


class Command(BaseCommand):
    """`manage.py bulk enable news --province 72 [--plan]`, `bulk set portal.motif ombak --all`, `bulk --list`."""

    help = "Enable, disable, install or set something in many portals, say what would be done, or what was."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what is changed, and in which portals."""
        parser.add_argument("verb", nargs="?", choices=[*SWITCHES, Batch.Verb.SET])
        parser.add_argument("target", nargs="?", help="a module, or what is set: news.articles_per_page, portal.motif")
        parser.add_argument("value", nargs="?", help="what is set; yes or no for a switch")
        parser.add_argument("--list", action="store_true", help="say which of the newest changes there were")
        parser.add_argument("--also-own", action="store_true", help="also where the region itself chose a value")
        for name, said in SAID.items():
            parser.add_argument("--text" if name == "q" else f"--{name}", dest=name, default="", help=said)
        parser.add_argument("--behind", action="store_true", help="only those of an older release")
        parser.add_argument("--all", action="store_true", help="all portals, when nothing narrows them")
        parser.add_argument("--plan", action="store_true", help="show what would be done, and do nothing")
        parser.add_argument("--here", action="store_true", help="do it in this process, without a worker")

    def handle(self, *args: Any, **options: Any) -> None:
        """List what there was, show the plan, or carry it out and follow it."""
        with translation.override("en"), enter(Place.PLATFORM):
            try:
                self._list() if options["list"] else self._order(options)
            except DomainError as error:
                raise CommandError(error.message) from error

    def _list(self) -> None:
        for row in listing.listed(Batch.objects.all()[: listing.A_PAGE]):
            figures = ", ".join(f"{label.lower()} {count}" for label, count in row.figures)
            what = f"{row.title}, by {row.batch.asked_by.name}: {row.look[-1].lower()}; {figures}"
            self.stdout.write(f"{row.batch.key}  {row.at:%Y-%m-%d %H:%M} UTC  {what}")

    def _order(self, options: dict[str, Any]) -> None:
        batch, lines = _batch(options), _lines(options)
        if options["plan"]:
            self._show(batch, actions.look(batch, lines))
        else:
            self._carry_out(actions.plan(batch, lines, by=COMMAND_LINE), here=options["here"])

    def _show(self, batch: Batch, lines: list[BatchLine]) -> None:
        self.stdout.write(words.title(batch))
        for line in lines:
            left = "stays: " if line.state == State.SKIPPED else ""
            self.stdout.write(f"  {line.tenant.name}: {left}{words.said(batch, line)}")
        changed = sum(line.state != State.SKIPPED for line in lines)
        self.stdout.write(f"Changed: {changed}. Left as they are: {len(lines) - changed}.")

    def _carry_out(self, batch: Batch, *, here: bool) -> None:
        self._show(batch, pages.lines(batch))
        actions.start(batch, by=COMMAND_LINE)
        total = batch.lines.exclude(state=State.SKIPPED).count()
        failed = []
        for number, line in enumerate(ended(batch, here=here), start=1):
            self.stdout.write(f"[{number:{len(str(total))}}/{total}] {line.tenant.name}: {_ended(batch, line)}")
            if line.outcome in (State.FAILED, State.CHANGED):
                failed.append(line.tenant.name)
        if failed:
            raise CommandError(f"Not changed: {', '.join(failed)}. Mend the cause and give the same order again.")


def _ended(batch: Batch, line: BatchLine) -> str:
    said = words.said(batch, line)
    return f"FAILED: {said}" if line.outcome == State.FAILED else said


def _batch(options: dict[str, Any]) -> Batch:
    verb, target = options["verb"], options["target"]
    if not target:
        raise CommandError("Say what is changed, for example `bulk enable news --all`, or --list.")
    if verb != Batch.Verb.SET and target not in queries.titles():
        raise CommandError(f"There is no module “{target}”. There are: {', '.join(queries.titles())}.")
    return Batch(verb=verb, target=target, also_own=options["also_own"])


def _lines(options: dict[str, Any]) -> list[BatchLine]:
    after = _value(options) if options["verb"] == Batch.Verb.SET else None
    form = FilterForm({name: options[name] for name in (*SAID, "behind")})
    wanted = form.wanted()
    if wanted is None:
        raise CommandError(" ".join(f"--{name}: {found.as_text()}" for name, found in form.errors.items()))
    if not form.is_narrowed and not options["all"]:
        raise CommandError("Say which portals: --province, --state, --kind, --module, --text, --behind, or --all.")
    return [BatchLine(tenant=tenant, after=after) for tenant in queries.regions(wanted)]


def _value(options: dict[str, Any]) -> Any:
    wanted = settable.find(options["target"])
    if wanted is None:
        known = ", ".join(one.key for one in settable.everything())
        raise CommandError(f"“{options['target']}” cannot be set. What can: {known}.")
    if options["value"] is None:
        raise CommandError("Say the value after what is set.")
    is_switch = isinstance(wanted.field(), forms.BooleanField)
    typed = SWITCH.get(options["value"].lower()) if is_switch else options["value"]
    if typed is None:
        raise CommandError(f"“{options['value']}” is no switch: write yes or no.")
    form = settable.ValueForm(wanted, {"value": typed})
    if not form.is_valid():
        raise CommandError(form.errors["value"].as_text())
    return form.cleaned_data["value"]
