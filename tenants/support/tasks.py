"""What an operator was given ends with her."""

from datetime import timedelta

from tenants.jobs.registry import job
from tenants.support import actions, queries


@job("support.end_dismissed", every=timedelta(hours=1))
def end_dismissed() -> None:
    """End what is still open of who operates the platform no longer, also where nobody looks at it."""
    actions.end_dismissed(queries.unended())
