"""What the module on trial does in the background."""

from tenants.jobs.registry import job


@job("mail.trial")  # the fault: it would run where the module is off
def nothing() -> None:
    """Do nothing."""
