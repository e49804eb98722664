"""Write down what happened to a case, and tell the reporter."""

import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from app_modules.complaints.models import Case, Entry
from app_modules.complaints.notices import CHANGE
from app_modules.complaints.queries import clock, links
from kernel.accounts.actor import Actor, ActorKind
from kernel.audit import actions as audit
from tenants.isolation.current import tenant
from tenants.notices import actions as notices
from tenants.notices.actions import News, Recipient
from tenants.notices.kinds import Kind
from tenants.portal.site import government

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


def tell(case: Case, sentence: str, *, text: str = "") -> None:
    """Mail the reporter that something changed, if she left an address.

    `sentence` is an English msgid; it is said in the language in which she reported.
    """
    if not _has_reporter(case):
        return
    with translation.override(case.language):
        said = {
            "title": case.title,
            "sentence": _(sentence) % {"unit": case.unit.name if case.unit else government(tenant())},
            "text": text,
            "deadline": clock.sentence(case),
        }
    write_to_reporter(CHANGE, case, **said)


def write_to_reporter(kind: Kind, case: Case, **context: str) -> None:
    """Mail the reporter something, with the link to her own page; a sample has none."""
    to = [Recipient(citizen(case), case.reporter_email, case.language)] if _has_reporter(case) else []
    notices.notify(kind.key, to=to, news=News(links.follow_path(case), {"ticket": case.ticket, **context}))


def _has_reporter(case: Case) -> bool:
    return bool(case.reporter_email) and not case.is_sample
