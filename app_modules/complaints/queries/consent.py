"""Whether a reporter lets her reports be shown to everybody."""

from django.db.models import Q

from app_modules.complaints.models import PUBLIC, Case
from tenants.citizens.models import Citizen
from tenants.personal import consents


def declines(case: Case) -> bool:
    """Say whether the reporter, known by the address or number that she has proved, has said no."""
    hers = Q(pk__in=[])
    if case.reporter_email:
        hers |= Q(email__iexact=case.reporter_email)
    if case.reporter_phone:
        hers |= Q(phone=case.reporter_phone)
    return any(consents.refuses(key, PUBLIC) for key in Citizen.objects.filter(hers).values_list("key", flat=True))
