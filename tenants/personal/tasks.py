"""Nobody's request is forgotten."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from tenants.jobs.registry import job
from tenants.personal import actions, queries
from tenants.personal.notices import LATE, SOON


@job("personal.remind", every=timedelta(hours=1))
@transaction.atomic
def remind() -> None:
    """Tell officers once more a day before a term ends, and when it has."""
    for kind, requests in ((LATE, queries.overdue()), (SOON, queries.nearly_due())):
        for request in requests:
            actions.tell_officers(request, kind)
            request.reminded_at = timezone.now()
            request.save(update_fields=["reminded_at"])
