"""Whether a reporter lets her reports be shown to everybody."""

from collections.abc import Iterable

from app_modules.complaints.models import PUBLIC, Case
from app_modules.complaints.queries import accounts
from tenants.personal import consents


def declines(case: Case) -> bool:
    """Say whether the reporter, known by her account or by what she has proved, has said no."""
    return any(consents.refuses(key, PUBLIC) for key in _keys(case))


def _keys(case: Case) -> Iterable[str]:
    return [case.citizen_key] if case.citizen_key else accounts.of(case).values_list("key", flat=True)
