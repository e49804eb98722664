"""Say it once when a term has passed."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Person
from tenants import mail
from tenants.events import emit

from app_modules.complaints.actions import timeline
from app_modules.complaints.events import CaseOverdue
from app_modules.complaints.models import Case, Entry
from app_modules.complaints.queries import links, people


@transaction.atomic
def escalate(today: datetime.date) -> int:
    """Mark the cases whose term has passed, and mail the administrators a list; each case once."""
    late = Case.objects.filter(closed_at=None, due_on__lt=today, escalated_at=None).exclude(state=Case.State.DONE)
    cases = list(late.select_for_update(of=("self",), skip_locked=True).select_related("unit", "category"))
    for case in cases:
        case.escalated_at = timezone.now()
        timeline.write(case, Entry.Kind.LATE, by=PLATFORM, day=case.due_on)
        timeline.log("escalate", case, by=PLATFORM, summary="Term passed of report")
        emit(CaseOverdue(case.key, case.ticket, case.due_on.isoformat()))
    real = [case for case in cases if not case.is_sample]
    if real:
        for person in people.administrators():
            _mail(person, real)
    return len(cases)


def _mail(person: Person, cases: Sequence[Case]) -> None:
    mail.send(
        person.email,
        subject=_("Reports past their deadline: %(count)d") % {"count": len(cases)},
        template="complaints/mail/overdue.txt",
        cases=[
            {"ticket": case.ticket, "title": case.title, "unit": case.unit.name if case.unit else ""} for case in cases
        ],
        link=mail.address(links.queue_path()),
    )
