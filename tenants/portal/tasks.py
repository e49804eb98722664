"""What is noted of log-ins is kept for a time."""

from datetime import timedelta

from kernel.accounts.log_ins import actions as log_ins
from kernel.accounts.sessions import actions as sessions
from tenants.jobs.registry import job


@job("portal.forget_sessions", every=timedelta(days=1))
def forget_sessions() -> None:
    """Delete sessions of the region's people that are over, and log-ins that are old."""
    sessions.forget_old()
    log_ins.forget_old()


@job("portal.forget_operators_sessions", every=timedelta(days=1), on_platform=True)
def forget_operators_sessions() -> None:
    """Delete sessions of operators that are over, and log-ins that are old."""
    sessions.forget_old()
    log_ins.forget_old()
