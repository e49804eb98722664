"""Read the audit log, and look for something in it."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import BooleanField, Q, QuerySet
from django.db.models.expressions import RawSQL

from kernel.audit.models import Entry

# As the index `audit_entry_words` has it.
WORDS = """to_tsvector('simple'::regconfig, (summary::text || ' ' || actor_name::text || ' ' || subject_key::text))
    @@ to_tsquery('simple', %s)"""
# From one value of an index to the next: what there is, without reading a million entries.
DIFFERENT = """
    WITH RECURSIVE found AS (
        (SELECT {column} AS one FROM audit_entry ORDER BY {column} LIMIT 1)
        UNION ALL
        SELECT (SELECT e.{column} FROM audit_entry e WHERE e.{column} > found.one ORDER BY e.{column} LIMIT 1)
        FROM found WHERE found.one IS NOT NULL)
"""
ACTIONS = f"{DIFFERENT.format(column='action')} SELECT one FROM found WHERE one IS NOT NULL"  # noqa: S608 - constants
ACTORS = f"""
    {DIFFERENT.format(column="actor_key")}
    SELECT one, e.actor_name FROM found CROSS JOIN LATERAL (
        SELECT actor_name FROM audit_entry WHERE actor_key = one ORDER BY at DESC, id DESC LIMIT 1) e
    WHERE one <> '' ORDER BY 2, 1
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is empty, is not asked.

    `acts` names for each word the acts that are called so; `action` ending in a dot is all of a module's.
    """

    acts: dict[str, list[str]] = field(default_factory=dict)
    actor_kind: str = ""
    actor_key: str = ""
    action: str = ""
    subject_kind: str = ""
    subject_key: str = ""
    since: datetime | None = None
    until: datetime | None = None


def of(kind: str, key: str) -> QuerySet[Entry]:
    """Return what was done to one subject, oldest first."""
    return Entry.objects.filter(subject_kind=kind, subject_key=key).order_by("id")


def found(wanted: Wanted) -> QuerySet[Entry]:
    """Return the entries that are looked for, newest first."""
    asked = {
        "actor_kind": wanted.actor_kind,
        "actor_key": wanted.actor_key,
        "action__startswith" if wanted.action.endswith(".") else "action": wanted.action,
        "subject_kind": wanted.subject_kind,
        "subject_key": wanted.subject_key,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    entries = Entry.objects.order_by("-at", "-id").filter(**{name: value for name, value in asked.items() if value})
    for word, acts in wanted.acts.items():
        entries = entries.filter(_has(word) | Q(action__in=acts))
    return entries


def _has(word: str) -> Q:
    """Return the condition that a word of the sentence, of the name or of the key begins so: letters and digits."""
    return Q(RawSQL(WORDS, [f"{word}:*"], output_field=BooleanField()))  # noqa: S611 - a constant


def behind(entries: QuerySet[Entry], key: str) -> QuerySet[Entry]:
    """Return those of the entries that come after the one with this key, newest first; all without such a one."""
    last = Entry.objects.filter(key=key).first() if key else None
    if last is None:
        return entries
    return entries.filter(Q(at__lt=last.at) | Q(id__lt=last.pk), at__lte=last.at)


def actions() -> list[str]:
    """Return the name of each act that was done here."""
    with connection.cursor() as cursor:
        cursor.execute(ACTIONS)
        return [name for (name,) in cursor.fetchall()]


def actors() -> list[tuple[str, str]]:
    """Return the key and the last name of everybody who did something here."""
    with connection.cursor() as cursor:
        cursor.execute(ACTORS)
        return [(key, name) for key, name in cursor.fetchall()]
