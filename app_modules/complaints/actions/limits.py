"""Hold back robots: how much one address may send in an hour."""

from app_modules.complaints.errors import TooManySubmissions
from kernel.rates import Limit, subscriber
from tenants.customization.queries import setting

# The region says how many reports; this is the most that its setting may say.
SENT = Limit("complaints.sent", 1_000)
LOOKED_UP = Limit("complaints.looked-up", 300)
FOLLOWED = Limit("complaints.followed", 600)


def count_submission(address: str) -> None:
    """Count a submission from this address; the count is the tenant's own.

    Raises: TooManySubmissions.
    """
    if SENT.count(subscriber(address)) > setting("complaints.reports_per_hour"):
        raise TooManySubmissions
