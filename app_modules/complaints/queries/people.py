"""Whom a late case concerns."""

from django.db.models import Q, QuerySet

from kernel.accounts.models import Person


def administrators() -> QuerySet[Person]:
    """Return who administers the region and may log in."""
    leads = Q(assignments__role__key="administrator") | Q(assignments__role__permissions__contains=["*"])
    return Person.objects.filter(leads, is_active=True).distinct()
