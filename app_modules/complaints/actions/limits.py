"""Hold back robots: how much one address may send in an hour."""

from app_modules.complaints.errors import TooManySubmissions
from kernel import rates
from tenants.customization.queries import setting


def count_submission(address: str) -> None:
    """Count a submission from this address; the count is the tenant's own.

    Raises: TooManySubmissions.
    """
    if rates.count("complaints:sent", address) > setting("complaints.reports_per_hour"):
        raise TooManySubmissions
