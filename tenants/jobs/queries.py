"""What waits in the queue. Runs on the platform."""

from collections.abc import Iterable

from django.db.models import Count, F, Min, Q, QuerySet, TextField
from django.db.models.functions import Cast, Now

from tenants.jobs.models import Job, platform_role


def counts() -> dict[str, int]:
    """Return how many jobs there are in each state."""
    found = dict(Job.objects.values_list("state").annotate(Count("id")))
    return {state: found.get(state, 0) for state in Job.State.values}


def oldest_wait() -> float:
    """Return for how many seconds the job that is due longest has waited; 0 when none does."""
    waiting = Job.objects.filter(state=Job.State.WAITING, due_at__lte=Now())
    longest = waiting.aggregate(wait=Now() - Min(F("due_at")))["wait"]
    return float(longest.total_seconds()) if longest else 0.0


def of(role: str, named: Iterable[str], *, region: str) -> QuerySet[Job]:
    """Return a tenant's jobs, and those of the platform that name it: in what they were given, or as a mail's region.

    One that is under way is left: it is deleted with those that are done.
    """
    given = Q(payload__context__region=region)
    for text in named:
        given |= Q(said__contains=text)
    of_platform = Q(tenant_role=platform_role()) & ~Q(state=Job.State.RUNNING)
    return Job.objects.annotate(said=Cast("payload", TextField())).filter(Q(tenant_role=role) | (of_platform & given))
