"""Who may come into a tenant, and how: a restore brings contents back and leaves that as it is today."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import ProgrammingError, connections, transaction
from django.db.models import Q
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Assignment, IdentityProvider, Invitation, Person
from kernel.accounts.queries import MANAGING
from provisioning import whole
from tenants.isolation.current import Place, Tenancy, enter
from tenants.isolation.names import quoted
from tenants.support.models import Access

# In the schema that comes, `new`, by that of today, `old`. Addresses go first: one may be another's than it was then.
AS_TODAY = (
    """UPDATE {new}.accounts_person SET email = key || '.invalid' WHERE key IN (SELECT key FROM {old}.accounts_person)
        OR lower(email) IN
            (SELECT lower(o.email) FROM {old}.accounts_person o JOIN {new}.accounts_person USING (key))""",
    """UPDATE {new}.accounts_person n SET email = o.email, password = o.password, is_active = o.is_active,
        last_login = o.last_login FROM {old}.accounts_person o WHERE o.key = n.key""",
    """UPDATE {new}.citizens_citizen SET email = '', phone = '' WHERE key IN (SELECT key FROM {old}.citizens_citizen)
        OR email IN (SELECT nullif(o.email, '') FROM {old}.citizens_citizen o
            JOIN {new}.citizens_citizen USING (key))
        OR phone IN (SELECT nullif(o.phone, '') FROM {old}.citizens_citizen o
            JOIN {new}.citizens_citizen USING (key))""",
    """UPDATE {new}.citizens_citizen n SET email = o.email, phone = o.phone, is_active = o.is_active
        FROM {old}.citizens_citizen o WHERE o.key = n.key""",
    """UPDATE {new}.accounts_delegation SET ended_at = now(), ended_by_kind = 'platform' WHERE ended_at IS NULL
        AND key NOT IN (SELECT key FROM {old}.accounts_delegation WHERE ended_at IS NULL)""",
)
COLUMNS = """SELECT attname FROM pg_attribute n JOIN pg_attribute o USING (attname) WHERE n.attrelid = %s::regclass
    AND o.attrelid = %s::regclass AND n.attnum > 0 AND n.attidentity = '' AND attname <> %s"""
DROPPED = """DELETE FROM {new}.{table} WHERE {whose} IN (
    SELECT n.id FROM {new}.{owners} n JOIN {old}.{owners} USING (key))"""
CARRIED = """INSERT INTO {new}.{table} ({whose}, {columns}) SELECT n.id, {values} FROM {old}.{table} t
    JOIN {old}.{owners} o ON o.id = t.{whose} JOIN {new}.{owners} n ON n.key = o.key"""


# No such table, no such schema.
LOST = ("42P01", "3F000")


class Keys(NamedTuple):
    """A table of what people come in with, and by which column it is whose."""

    table: str
    whose: str
    owners: str


KEYS = (
    Keys("mfa_authenticator", "user_id", "accounts_person"),
    Keys("socialaccount_socialaccount", "user_id", "accounts_person"),
    Keys("citizens_citizenpasskey", "citizen_id", "citizens_citizen"),
)


@dataclass(frozen=True, slots=True)
class Today:
    """What holds now: each person's rights, the keys of open invitations, the providers of log-ins."""

    rights: dict[str, list[str]] = field(default_factory=dict)
    invited: frozenset[str] = frozenset()
    providers: tuple[IdentityProvider, ...] = ()


def keep(coming: Tenancy, today: Tenancy) -> None:
    """Let people and citizens into the schema that comes as they may come in today, and close all else in it.

    Whose rights are others than today is written down, and is to be looked through. What is lost today says nothing:
    then the rights of all are to be looked through.
    """
    now = Today()
    try:
        with transaction.atomic("owner"):
            now = _of(today)
            _as_today(coming.schema, today.schema)
    except ProgrammingError as error:
        if getattr(error.__cause__, "pgcode", "") not in LOST:
            raise
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
        invited = Invitation.objects.using("owner").filter(accepted_at=None).values_list("key", flat=True)
        return Today(_rights(), frozenset(invited), tuple(IdentityProvider.objects.using("owner")))


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
    with enter(Place.PLATFORM), connections["owner"].cursor() as cursor:
        for statement in AS_TODAY:
            cursor.execute(statement.format(**named))
        for keys in KEYS:
            places = [f"{named[side]}.{quoted(keys.table)}" for side in ("new", "old")]
            cursor.execute(COLUMNS, [*places, keys.whose])
            columns = [quoted(name) for (name,) in cursor.fetchall()]
            told = {"columns": ", ".join(columns), "values": ", ".join(f"t.{name}" for name in columns)}
            for statement in (DROPPED, CARRIED):
                cursor.execute(statement.format(**named, **keys._asdict(), **told))


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
