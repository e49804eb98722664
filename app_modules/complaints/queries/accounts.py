"""Whose account a report is in: the other way round, `cases.of_citizen`."""

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from app_modules.complaints.models import Case
from tenants.citizens import phones
from tenants.citizens.models import Citizen


def of(case: Case) -> QuerySet[Citizen]:
    """Return who finds the report in her account: who keeps it there, else who has proved its address or number."""
    if case.citizen_key:
        return Citizen.objects.filter(key=case.citizen_key)
    email, phone = case.reporter_email, _number(case.reporter_phone)
    if not email and not phone:
        return Citizen.objects.none()
    by_mail, by_phone = Q(email__iexact=email) & ~Q(email=""), Q(phone=phone) & ~Q(phone="")
    return Citizen.objects.filter(by_mail | by_phone)


def told(case: Case) -> Citizen | None:
    """Return who reads in her account what happens to the report. One query, and none for who left no contact."""
    return of(case).filter(is_active=True, registered_at__isnull=False).order_by("pk").first()


def _number(typed: str) -> str:
    try:
        return phones.normal(typed)
    except ValidationError:
        return ""
