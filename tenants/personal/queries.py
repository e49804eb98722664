"""What was asked, and who may answer."""

from datetime import timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from tenants.citizens.models import Citizen
from tenants.personal import account
from tenants.personal.holdings import Subject
from tenants.personal.models import DataRequest

# So long before the term ends, officers are told once more.
SOON = timedelta(hours=24)


def of_citizen(key: str) -> QuerySet[DataRequest]:
    """Return what one citizen asked, newest first."""
    return DataRequest.objects.filter(citizen_key=key).order_by("-id")


def waiting() -> QuerySet[DataRequest]:
    """Return what waits for an answer, the nearest term first."""
    return DataRequest.objects.filter(state=DataRequest.State.OPEN)


def answered() -> QuerySet[DataRequest]:
    """Return what waits for none, newest first."""
    return DataRequest.objects.exclude(state=DataRequest.State.OPEN).order_by("-id")


def nearly_due() -> QuerySet[DataRequest]:
    """Return what is due within a day and of which nobody was reminded, locked."""
    soon = waiting().filter(due_at__lt=timezone.now() + SOON, reminded_at=None)
    return soon.select_for_update(skip_locked=True)


def overdue() -> QuerySet[DataRequest]:
    """Return whose term has passed and of which nobody was told since, locked."""
    is_untold = Q(reminded_at=None) | Q(reminded_at__lt=F("due_at"))
    return waiting().filter(is_untold, due_at__lte=timezone.now()).select_for_update(skip_locked=True)


def subject_of(request: DataRequest) -> Subject:
    """Return whose data a request is about: as she is now, and as she was then only where her account is gone."""
    if citizen := Citizen.objects.filter(key=request.citizen_key).first():
        return account.subject_of(citizen)
    return Subject(request.citizen_key, request.name, request.email, request.phone)
