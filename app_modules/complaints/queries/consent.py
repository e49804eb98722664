"""Whether a reporter lets her reports be shown to everybody."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q

from app_modules.complaints.models import PUBLIC, Case
from tenants.citizens import phones
from tenants.citizens.models import Citizen
from tenants.personal import consents


def declines(case: Case) -> bool:
    """Say whether the reporter, known by her account or by what she has proved, has said no."""
    return any(consents.refuses(key, PUBLIC) for key in _keys(case))


def _keys(case: Case) -> Iterable[str]:
    if case.citizen_key:
        return [case.citizen_key]
    by_mail = Q(email__iexact=case.reporter_email) & ~Q(email="")
    by_phone = Q(phone=_number(case.reporter_phone)) & ~Q(phone="")
    return Citizen.objects.filter(by_mail | by_phone).values_list("key", flat=True)


def _number(typed: str) -> str:
    try:
        return phones.normal(typed)
    except ValidationError:
        return ""
