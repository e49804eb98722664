"""Who may do what: since when, given by whom, last used, and what should be looked at."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import CharField, F, Func, Max, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.accounts import queries as accounts
from kernel.accounts.actor import ActorKind
from kernel.accounts.models import Assignment, Delegation, Person, Role
from kernel.audit.models import Entry
from tenants.portal import scopes

UNUSED = timedelta(days=90)
# What somebody does for herself shows no use of a right.
HER_OWN = ("people.join", "people.delegate", "people.end_delegation")
# What a restore writes of whom it gives other rights, when it also lets nobody have looked through them.
RESTORED = "people.restored"
# Acts are called after what they change. These rights of the portal itself let one change something else.
ACTS = {"people": {"people", "roles"}, "settings": {"customization", "portal"}, "brand": {"customization"}}

Used = dict[str, dict[str, datetime]]


@dataclass(frozen=True, slots=True)
class Held:
    """A right that somebody holds, her own or lent to her today."""

    right: scopes.Right
    assignment: Assignment
    last_used: datetime | None
    lent: Delegation | None = None

    @property
    def is_unused(self) -> bool:
        """Say whether nothing was done with it for long, though it is not new."""
        before = timezone.now() - UNUSED
        is_new = self.lent is not None or (self.assignment.created_at or before) > before
        return not is_new and (self.last_used or before) <= before

    @property
    def flags(self) -> list[str]:
        """Return what should be looked at, in words."""
        role, unit = self.assignment.role, self.assignment.unit
        unused = _("administrator without activity for 90 days") if role.has_all else _("not used for 90 days")
        said = {
            unused: self.is_unused,
            _("the unit is deactivated"): unit is not None and not unit.is_active,
            _("lent while somebody is away"): self.lent is not None,
        }
        return [sentence for sentence, holds in said.items() if holds]


@dataclass(frozen=True, slots=True)
class Line:
    """A person who may log in, and all that she holds; whether a restore has changed that, and nobody has looked."""

    person: Person
    held: list[Held]
    is_restored: bool

    @property
    def flags(self) -> list[str]:
        """Return what should be looked at whatever she holds, in words."""
        return [_("a restore changed these rights")] if self.is_restored else []

    @property
    def is_flagged(self) -> bool:
        """Say whether something should be looked at."""
        return self.is_restored or any(one.flags for one in self.held)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a name or address, a permission, the key of a unit, only what should be looked at."""

    text: str = ""
    permission: str = ""
    unit: str = ""
    is_flagged: bool = False


def lines(wanted: Wanted) -> list[Line]:
    """Return the people who fit, by name, with all that they hold. As many queries for one person as for many."""
    fits = _tests(wanted)
    restored = set(Entry.objects.filter(action=RESTORED).order_by().values_list("subject_key", flat=True))
    found = [
        Line(person, held, is_restored=person.reviewed_at is None and person.key in restored)
        for person, held in _everybody()
    ]
    return [line for line in found if all(fit(line) for fit in fits)]


def _everybody() -> Iterable[tuple[Person, list[Held]]]:
    people = list(accounts.people().filter(is_active=True))
    lent = list(accounts.delegations_today())
    own = [held for person in people for held in person.assignments.all()]
    rights = {right.held.pk: right for right in scopes.rights([*own, *(one.assignment for one in lent)])}
    used, by_person = _used(), defaultdict(list)
    for held in own:
        by_person[held.person_id].append(Held(rights[held.pk], held, _last(used[held.person.key], held.role)))
    for one in lent:
        last = _last(used[one.receiver.key], one.assignment.role)
        by_person[one.receiver_id].append(Held(rights[one.assignment_id], one.assignment, last, one))
    return [(person, by_person[person.pk]) for person in people]


def _used() -> Used:
    """Return when each person last did something of each sort, from the audit log. One query."""
    sort = Func(F("action"), Value("."), Value(1), function="split_part", output_field=CharField())
    done = Entry.objects.filter(actor_kind=ActorKind.PERSON).exclude(action__in=HER_OWN).order_by()
    found: Used = defaultdict(dict)
    for key, what, at in done.values_list("actor_key", sort).annotate(Max("at")):
        found[key][what] = at
    return found


def _last(used: dict[str, datetime], role: Role) -> datetime | None:
    sorts = {name.partition(".")[0] for name in role.permissions}
    acts = set(used) if role.has_all else {act for sort in sorts for act in ACTS.get(sort, {sort})}
    return max((used[act] for act in acts if act in used), default=None)


def _tests(wanted: Wanted) -> list[Callable[[Line], bool]]:
    """Return what a line must fulfil."""
    text, permission, unit = wanted.text.casefold(), wanted.permission, wanted.unit
    tests: list[tuple[object, Callable[[Line], bool]]] = [
        (text, lambda line: text in f"{line.person.name} {line.person.email}".casefold()),
        (permission, lambda line: any(_allows(one.assignment.role, permission) for one in line.held)),
        (unit, lambda line: any(one.assignment.unit and one.assignment.unit.key == unit for one in line.held)),
        (wanted.is_flagged, lambda line: line.is_flagged),
    ]
    return [test for asked, test in tests if asked]


def _allows(role: Role, permission: str) -> bool:
    return role.has_all or permission in role.permissions
