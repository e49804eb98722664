"""What happens by the clock."""

from datetime import timedelta

from django.utils import timezone

from app_modules.complaints import actions
from tenants.jobs.registry import job


@job("complaints.close_expired", every=timedelta(hours=1))
def close_expired() -> None:
    """Close answered reports whose reporters did not object in time."""
    actions.close_expired(timezone.localdate())


@job("complaints.escalate", every=timedelta(hours=1))
def escalate() -> None:
    """Count the terms by today's calendar, then say it once when one has passed."""
    actions.recount()
    actions.escalate(timezone.localdate())


@job("complaints.remind", every=timedelta(days=1))
def remind() -> None:
    """Say in the morning what is due on the next working day."""
    actions.remind(timezone.localdate())


@job("complaints.forget_pending", every=timedelta(days=1))
def forget_pending() -> None:
    """Remove photos of reports that were never sent."""
    actions.forget_pending()
