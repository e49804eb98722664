"""Who may come into a tenant, and how: a restore brings contents back and leaves that as it is today."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeVar

from allauth.mfa.models import Authenticator
from django.db import DatabaseError, connections, transaction
from django.db.models import Q
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Assignment, IdentityProvider, Invitation, Person
from kernel.accounts.queries import MANAGING
from provisioning import whole
from provisioning.archives.tables import UNREADABLE
from tenants.isolation.current import Place, Tenancy, enter
from tenants.isolation.names import quoted
from tenants.support.models import Access

T = TypeVar("T")


class Door(NamedTuple):
    """What makes a door of the schema that comes, `new`, as it is in that of today, `old`; or shuts it.

    It is shut where the tables that tell of today are lost.
    """

    today: tuple[str, ...]
    shut: tuple[str, ...] = ()


# Addresses go first: one may be another's than it was then. Who has no password sets one by a link that is mailed.
PEOPLE = Door(
    today=(
        """UPDATE {new}.accounts_person SET email = key || '.invalid' WHERE key IN
                (SELECT key FROM {old}.accounts_person) OR lower(email) IN
                (SELECT lower(o.email) FROM {old}.accounts_person o JOIN {new}.accounts_person USING (key))""",
        """UPDATE {new}.accounts_person n SET email = o.email, password = o.password, is_active = o.is_active,
            last_login = o.last_login FROM {old}.accounts_person o WHERE o.key = n.key""",
    ),
    shut=("UPDATE {new}.accounts_person SET password = '!'",),
)
# Nothing to shut: a citizen comes in by a code that is sent to her.
CITIZENS = Door(
    today=(
        """UPDATE {new}.citizens_citizen SET email = '', phone = ''
            WHERE key IN (SELECT key FROM {old}.citizens_citizen)
            OR email IN (SELECT nullif(o.email, '') FROM {old}.citizens_citizen o
                JOIN {new}.citizens_citizen USING (key))
            OR phone IN (SELECT nullif(o.phone, '') FROM {old}.citizens_citizen o
                JOIN {new}.citizens_citizen USING (key))""",
        """UPDATE {new}.citizens_citizen n SET email = o.email, phone = o.phone, is_active = o.is_active
            FROM {old}.citizens_citizen o WHERE o.key = n.key""",
    )
)
LENT = Door(
    today=(
        """UPDATE {new}.accounts_delegation SET ended_at = now(), ended_by_kind = 'platform' WHERE ended_at IS NULL
            AND key NOT IN (SELECT key FROM {old}.accounts_delegation WHERE ended_at IS NULL)""",
    ),
    shut=(
        """UPDATE {new}.accounts_delegation SET ended_at = now(), ended_by_kind = 'platform'
            WHERE ended_at IS NULL""",
    ),
)
COLUMNS = """SELECT attname FROM pg_attribute n JOIN pg_attribute o USING (attname) WHERE n.attrelid = %s::regclass
    AND o.attrelid = %s::regclass AND n.attnum > 0 AND n.attidentity = '' AND attname <> %s"""
DROPPED = """DELETE FROM {new}.{table} WHERE {whose} IN (
    SELECT n.id FROM {new}.{owners} n JOIN {old}.{owners} USING (key))"""
CARRIED = """INSERT INTO {new}.{table} ({whose}, {columns}) SELECT n.id, {values} FROM {old}.{table} t
    JOIN {old}.{owners} o ON o.id = t.{whose} JOIN {new}.{owners} n ON n.key = o.key"""
SHUT = "DELETE FROM {new}.{table} WHERE {alone}"

# No such table, schema or role; or one that is there and cannot be read.
LOST = ("42P01", "3F000", "22023", *UNREADABLE)


class Keys(NamedTuple):
    """A table of what people come in with, by which column it is whose, and which of it opens by itself."""

    table: str
    whose: str
    owners: str
    alone: str = "true"


KEYS = (
    # A second step of then only bars, so it stays where today's are lost.
    Keys("mfa_authenticator", "user_id", "accounts_person", f"type = '{Authenticator.Type.WEBAUTHN}'"),
    Keys("socialaccount_socialaccount", "user_id", "accounts_person"),
    Keys("citizens_citizenpasskey", "citizen_id", "citizens_citizen"),
)
# Without these nobody knows who may come in today.
TOLD_BY = ("accounts_person", "citizens_citizen", "accounts_delegation", *(keys.table for keys in KEYS))


@dataclass(frozen=True, slots=True)
class Today:
    """What holds now: each person's rights, the keys of open invitations, the providers of log-ins."""

    rights: dict[str, list[str]] = field(default_factory=dict)
    invited: frozenset[str] = frozenset()
    providers: tuple[IdentityProvider, ...] = ()


def keep(coming: Tenancy, today: Tenancy) -> None:
    """Let people and citizens into the schema that comes as they may come in today, and close all else in it.

    Whose rights are others than today is written down, and is to be looked through. What is lost today says nothing:
    then no password, key, invitation or lent right of before is good, and the rights of all are to be looked through.
    """
    now = _of(today)
    _as_today(coming.schema, today.schema)
    with enter(coming):
        _take_providers(now.providers)
        _note_rights(now.rights)
        shut(now.invited)


def shut(invited: Collection[str] = ()) -> None:
    """Let no operator into the tenant that the code is in, and nobody by an invitation but by these."""
    for access in Access.objects.using("owner").filter(ended_at=None):
        if access.state in (Access.State.ASKED, Access.State.ON):
            access.ended_by, access.ended_at, access.door = PLATFORM, timezone.now(), ""
            access.save(using="owner")
            whole.note("support.end", "Ended an access", {"name": access.operator.name}, of=access)
    for invitation in Invitation.objects.using("owner").filter(accepted_at=None).exclude(key__in=invited):
        whole.note("people.withdraw", "Withdrew an invitation", of=invitation)
        invitation.delete(using="owner")


def _of(today: Tenancy) -> Today:
    with enter(today):
        return Today(_unless_lost(_rights, dict), _unless_lost(_invited, frozenset), _unless_lost(_providers, tuple))


def _unless_lost(ask: Callable[[], T], otherwise: Callable[[], T]) -> T:
    """Return what one does, or the other where the tables that tell of today are lost."""
    try:
        with transaction.atomic("owner"):
            return ask()
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", "") not in LOST:
            raise
    return otherwise()


def _invited() -> frozenset[str]:
    return frozenset(Invitation.objects.using("owner").filter(accepted_at=None).values_list("key", flat=True))


def _providers() -> tuple[IdentityProvider, ...]:
    return tuple(IdentityProvider.objects.using("owner"))


def _rights() -> dict[str, list[str]]:
    """Return what each person of the tenant that the code is in may do: her roles, what they allow, and where."""
    found: dict[str, list[str]] = defaultdict(list)
    held = Assignment.objects.using("owner").select_related("person", "role", "unit")
    for one in held.filter(person__is_active=True).order_by("role__key", "unit__name", "area_code"):
        where = [one.unit.name if one.unit else "", one.area_code]
        what = f"{one.role.key} ({', '.join(one.role.permissions)})"
        found[one.person.key].append(" ".join([what, *filter(None, where)]))
    return dict(found)


def managers() -> set[str]:
    """Return the keys of those who manage people in the tenant that the code is in, as it comes."""
    held = Assignment.objects.using("owner").filter(person__is_active=True, unit=None, area_code="")
    managing = held.filter(Q(role__permissions__contains=["*"]) | Q(role__permissions__contains=[MANAGING]))
    return set(managing.values_list("person__key", flat=True))


def _as_today(new: str, old: str) -> None:
    named = {"new": quoted(new), "old": quoted(old)}
    with enter(Place.PLATFORM):
        for door in (PEOPLE, CITIZENS, LENT):
            _unless_lost(partial(_run, door.today, named), partial(_run, door.shut, named))
        for keys in KEYS:
            told = named | keys._asdict()
            _unless_lost(partial(_carry, told), partial(_run, (SHUT,), told))


def _run(statements: Iterable[str], told: dict[str, str]) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(**told))


def _carry(told: dict[str, str]) -> None:
    """Put the keys of today in place of those of then."""
    places = [f"{told[side]}.{quoted(told['table'])}" for side in ("new", "old")]
    with connections["owner"].cursor() as cursor:
        cursor.execute(COLUMNS, [*places, told["whose"]])
        columns = [quoted(name) for (name,) in cursor.fetchall()]
    values = {"columns": ", ".join(columns), "values": ", ".join(f"t.{name}" for name in columns)}
    _run((DROPPED, CARRIED), told | values)


def _take_providers(providers: Collection[IdentityProvider]) -> None:
    IdentityProvider.objects.using("owner").all().delete()
    for provider in providers:
        provider.pk = None
        provider.save(using="owner", force_insert=True)


def _note_rights(before: dict[str, list[str]]) -> None:
    """Write down whose rights are others than before, and let nobody have looked through those."""
    after = _rights()
    changed = [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
    Person.objects.using("owner").filter(key__in=changed).update(reviewed_at=None)
    for key in changed:
        said = {"before": {"rights": before.get(key, [])}, "after": {"rights": after.get(key, [])}}
        whole.note("people.restored", "A restore changed what a person may do", of=Person(key=key), **said)
