"""The audit log as people read it: in their language, with the names of what it is about."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from kernel.accounts.actor import ActorKind
from kernel.accounts.models import Invitation, Person, Role, Unit
from kernel.audit import queries as audit
from kernel.audit.models import Entry
from kernel.audit.origin import PLATFORM
from kernel.modules import registry
from kernel.modules.manifest import Act
from kernel.text import Text
from tenants.customization.queries import changed_names
from tenants.notices.texts import letters
from tenants.portal import contributions
from tenants.portal.acts import ACTS
from tenants.portal.contributions import Link
from tenants.support.models import Access

A_PAGE = 40
Named = Callable[[str, list[str]], dict[str, Link]]


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the history. `about` is what it was done to, with an empty address where nothing is to be opened."""

    entry: Entry
    title: str
    who: str
    about: Link | None

    @property
    def origin(self) -> str:
        """Return from where it was done; nothing where the system did it."""
        return "" if self.entry.origin == PLATFORM else self.entry.origin


def labels(more: Iterable[Act] = ()) -> dict[str, Text]:
    """Return what each act is called: by its own label, else as the permission of the same name."""
    modules = registry.modules()
    permissions = {one.name: one.label for module in modules for one in module.permissions}
    return permissions | {act.name: act.label for act in (*ACTS, *more, *(act for one in modules for act in one.acts))}


def done(more: Iterable[Act] = ()) -> dict[str, str]:
    """Return what was ever done here, by its name; first all of a module, where several of its acts were."""
    known, names = labels(more), audit.actions()
    modules = [module for module in registry.modules() if any(name.startswith(f"{module.name}.") for name in names)]
    whole = {f"{module.name}.": _("%(module)s: everything") % {"module": module.title} for module in modules}
    acts = {name: str(known[name]) for name in names if name in known}
    return whole | dict(sorted(acts.items(), key=lambda act: act[1].lower()))


def called(word: str, more: Iterable[Act] = ()) -> list[str]:
    """Return the acts whose label has the word in it."""
    return [name for name, label in labels(more).items() if word.lower() in str(label).lower()]


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the history. `older` is behind which entry the next one goes on; empty on the last."""

    lines: list[Line]
    older: str


def part(entries: QuerySet[Entry], behind: str, *, acts: Iterable[Act] = (), named: Named | None = None) -> Part:
    """Return the entries that follow the one with the key `behind`, or the newest."""
    rows = list(audit.behind(entries, behind)[: A_PAGE + 1])
    is_last = len(rows) <= A_PAGE
    shown = rows[:A_PAGE]
    return Part(lines(shown, acts=acts, named=named), "" if is_last else shown[-1].key)


def lines(entries: Iterable[Entry], *, acts: Iterable[Act] = (), named: Named | None = None) -> list[Line]:
    """Return the entries as lines; one query for each kind of thing they are about."""
    shown, known = list(entries), labels(acts)
    about = _abouts(shown, named or _named)
    return [
        Line(
            entry=entry,
            title=str(known.get(entry.action, entry.summary)),
            who=entry.actor.name or _nameless().get(entry.actor.kind, entry.actor.kind),
            about=about.get((entry.subject_kind, entry.subject_key)) or _changes(entry),
        )
        for entry in shown
    ]


def _abouts(entries: list[Entry], named: Named) -> dict[tuple[str, str], Link]:
    pairs = sorted({(entry.subject_kind, entry.subject_key) for entry in entries if entry.subject_key})
    return {
        (kind, key): link
        for kind, group in groupby(pairs, key=lambda pair: pair[0])
        for key, link in named(kind, [key for _kind, key in group]).items()
    }


def _named(kind: str, keys: list[str]) -> dict[str, Link]:
    """Return the names of people, roles and units; what belongs to a module, it names itself."""
    return people(kind, keys) or contributions.named(kind, keys)


def people(kind: str, keys: list[str]) -> dict[str, Link]:
    """Return the names of people, roles, invitations and units, and their pages."""
    match kind:
        case "accounts.person":
            return {row.key: _link(row.name, "person", row.key) for row in Person.objects.filter(key__in=keys)}
        case "accounts.unit":
            return {row.key: _link(row.name, "unit", row.key) for row in Unit.objects.filter(key__in=keys)}
        case "support.access":
            return {row.key: _link(row.operator.name, "access", row.key) for row in Access.objects.filter(key__in=keys)}
        case "accounts.role":
            return {row.key: _link(str(row), "role", row.key) for row in Role.objects.filter(key__in=keys)}
        case "accounts.invitation":
            return {row.key: Link(row.name, "") for row in Invitation.objects.filter(key__in=keys)}
    return {}


def _link(name: str, page: str, key: str) -> Link:
    return Link(name, reverse(page, args=[key]))


def _changes(entry: Entry) -> Link | None:
    """Return which settings, words or parts of the look were changed; else the module, name or reason written down."""
    if entry.subject_kind == "customization":
        return Link(", ".join(letters(entry.after or {}) or changed_names(entry.after or {})), "")
    if module := registry.get((entry.after or {}).get("module", "")):
        return Link(str(module.title), "")
    told = [kept[what] for kept in (entry.after, entry.before) if kept for what in ("name", "reason") if what in kept]
    name = next(iter(told), "")
    return Link(str(name), "") if name else None


def _nameless() -> dict[str, str]:
    return {ActorKind.CITIZEN: _("A citizen"), ActorKind.PLATFORM: _("The system")}
