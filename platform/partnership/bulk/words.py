"""A change of many portals in words: what it is, what it does in one of them, and why not."""

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from kernel.modules import registry
from provisioning.bulk import settable
from provisioning.bulk.settable import Settable
from provisioning.models import Batch, BatchLine

Verb, Why, State = Batch.Verb, BatchLine.Why, BatchLine.State


def titled(module: str) -> str:
    """Return the module's title; its name when this release no longer has it."""
    manifest = registry.get(module)
    return str(manifest.title) if manifest else module


def group_of(one: Settable) -> str:
    """Return whose setting it is."""
    return _("Settings: %(name)s") % {"name": titled(one.module)} if one.module else _("Settings of the portal")


def title(batch: Batch) -> str:
    """Return what is changed."""
    if batch.verb == Verb.SET:
        wanted = settable.find(batch.target)
        return _("Set “%(name)s”") % {"name": wanted.label if wanted else batch.target}
    said = {
        Verb.INSTALL: _("Install and enable %(module)s"),
        Verb.ENABLE: _("Enable %(module)s"),
        Verb.DISABLE: _("Disable %(module)s"),
        Verb.UNINSTALL: _("Uninstall %(module)s"),
    }
    return said[Verb(batch.verb)] % {"module": titled(batch.target)}


def said(batch: Batch, line: BatchLine) -> str:
    """Return what happens in the portal, or happened, or why nothing does."""
    match line.outcome:
        case State.SKIPPED:
            return why(batch, line, line.why)
        case State.NOT_NEEDED:
            return _("Somebody else had done it already.")
        case State.CHANGED:
            left = _("It is not as it was when the plan was shown, so it was left alone.")
            return f"{left} {why(batch, line, line.found)}".strip()
        case State.FAILED:
            return line.problem or _problem_of_run(line)
    return does(batch, line)


def does(batch: Batch, line: BatchLine) -> str:
    """Return what happens in a portal that is changed."""
    if batch.verb == Verb.SET:
        return f"{_value(batch, line.before)} → {_value(batch, line.after)}"
    if line.holds:
        return f"{_turned(line)} {amounts(line.holds)}"
    if batch.verb in (Verb.DISABLE, Verb.UNINSTALL):
        return _("On → off. Its data stays.")
    return _("Off → on") if line.before == "off" else _("Not installed → on")


def _turned(line: BatchLine) -> str:
    return _("Off → uninstalled.") if line.before == "off" else _("On → uninstalled.")


def amounts(holds: dict[str, int]) -> str:
    """Return how much goes into archives with a module."""
    said = _("%(rows)s rows and %(files)s files, %(size)s, go into an archive.")
    rows, files = number_format(holds["rows"]), number_format(holds["files"])
    return said % {"rows": rows, "files": files, "size": filesizeformat(holds["size"])}


def why(batch: Batch, line: BatchLine, reason: str) -> str:
    """Return what stands against changing a portal; nothing for no reason."""
    others = ", ".join(map(titled, line.others.split()))
    sentences = {
        Why.ALREADY: _("It is so already."),
        Why.SUSPENDED: _("The portal is suspended. Open it first."),
        Why.NOT_MADE: _("The portal is not ready yet, archived, or a copy to look at."),
        Why.NOT_INSTALLED: _("The module is not installed."),
        Why.NEEDS: _("It needs %(others)s. Enable that first."),
        Why.NEEDED: _needed(batch, line),
        Why.NOT_ENTITLED: _("Its agreement does not include the module."),
        Why.BUSY: _("It is being worked on. Plan again when that has ended."),
        Why.BEHIND: _("The portal is of an older release. Update it first."),
        Why.ARCHIVED: _("It was uninstalled and can be brought back: do that on the region's page."),
        Why.OWN: _("The region itself chose “%(value)s”. That stays."),
    }
    return sentences[Why(reason)] % {"others": others, "value": _value(batch, line.before)} if reason else ""


def _needed(batch: Batch, line: BatchLine) -> str:
    """Return what is done first with what needs the module; what is off needs it too before it goes."""
    if batch.verb == Verb.UNINSTALL and line.after != "off":
        return _("It is needed by %(others)s. Uninstall that first.")
    return _("It is needed by %(others)s. Disable that first.")


def _problem_of_run(line: BatchLine) -> str:
    stopped = line.run.stopped if line.run else []  # type: ignore[attr-defined]  # prefetched by pages
    return " ".join(step.problem for step in stopped)


def _value(batch: Batch, stored: object) -> str:
    wanted = settable.find(batch.target)
    return wanted.say(stored) if wanted else str(stored)
