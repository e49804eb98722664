"""What the module on trial does in the background."""

from tenants.jobs.registry import job


@job("reaching.trial")
def nothing() -> None:
    """Do nothing."""
