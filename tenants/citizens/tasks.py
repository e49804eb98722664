"""What citizens prove and where they are logged in is kept for a time."""

from datetime import timedelta

from tenants.citizens import actions, codes, sessions, stopping
from tenants.jobs.registry import job


@job("citizens.forget", every=timedelta(days=1))
def forget() -> None:
    """Delete sessions and codes that are over, what was before a recovery, registrations that nobody went on with."""
    actions.forget_unfinished()
    sessions.forget_old()
    codes.forget_old()
    stopping.forget_old()
