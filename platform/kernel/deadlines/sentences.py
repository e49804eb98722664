"""What a deadline says, in the language of the interface."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.deadlines.deadline import Deadline


def sentence(deadline: Deadline, now: date) -> str:
    """Say what is left: "5 hari kerja lagi", "Hari ini, terakhir", "Terlambat 1 hari kerja"."""
    left = deadline.left(now)
    if deadline.is_over(now):
        return _late(deadline, -left) if left else _("Past the deadline")
    if deadline.counts_hours:
        return ngettext("%(count)s hour left", "%(count)s hours left", left) % {"count": left}
    if left == 0:
        return _("Today is the last day")
    return ngettext("%(count)s working day left", "%(count)s working days left", left) % {"count": left}


def description(deadline: Deadline, now: date) -> str:
    """Say what the ruler shows to who cannot see it: "Hari kerja ke-9 dari 14"."""
    if deadline.is_over(now):
        return sentence(deadline, now)
    numbers = {"number": deadline.passed(now), "total": deadline.term.amount}
    if deadline.counts_hours:
        return _("Hour %(number)s of %(total)s") % numbers
    return _("Working day %(number)s of %(total)s") % numbers


def _late(deadline: Deadline, count: int) -> str:
    if deadline.counts_hours:
        return ngettext("%(count)s hour late", "%(count)s hours late", count) % {"count": count}
    return ngettext("%(count)s working day late", "%(count)s working days late", count) % {"count": count}
