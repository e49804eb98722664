"""Write down what happened to a case."""

import datetime
from typing import Any

from django.utils import timezone

from app_modules.complaints.models import Case, Entry
from kernel.accounts.actor import Actor, ActorKind
from kernel.audit import actions as audit

WATCHED = ("state", "unit_id", "officer_name", "kind", "due_on", "closed_at", "released_at", "next_step")


def locked(case: Case) -> Case:
    """Return the case as it is now, and keep others out until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).select_related("unit", "category").get(pk=case.pk)


def citizen(case: Case) -> Actor:
    """Return the reporter as an actor, without anything personal."""
    return Actor(ActorKind.CITIZEN, key=case.key)


def write(
    case: Case,
    kind: Entry.Kind,
    *,
    by: Actor,
    text: str = "",
    day: datetime.date | None = None,
    submission: str = "",
) -> Entry:
    """Save the case and put a line on its timeline."""
    now = timezone.now()
    case.updated_at = now
    case.save()
    return Entry.objects.create(
        case=case,
        kind=kind,
        text=text,
        day=day,
        submission=submission,
        unit_name=case.unit.name if case.unit else "",
        actor=by,
        at=now,
    )


def log(verb: str, case: Case, *, by: Actor, summary: str, before: dict[str, Any] | None = None) -> None:
    """Write into the audit log what changed of a case since `before`; no personal data."""
    after = facts(case)
    changed = {name for name in after if before is not None and before[name] != after[name]}
    audit.record(
        f"complaints.{verb}",
        case,
        by=by,
        summary=f"{summary} {case.ticket}",
        before={name: before[name] for name in sorted(changed)} if before is not None else None,
        after={name: after[name] for name in sorted(changed)} if before is not None else None,
    )


def facts(case: Case) -> dict[str, Any]:
    """Return what the audit log compares, as plain data."""
    values = {name: getattr(case, name) for name in WATCHED}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}
