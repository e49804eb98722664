"""What waits in the queue. Runs on the platform."""

from django.db.models import Count, F, Min
from django.db.models.functions import Now

from tenants.jobs.models import Job


def counts() -> dict[str, int]:
    """Return how many jobs there are in each state."""
    found = dict(Job.objects.values_list("state").annotate(Count("id")))
    return {state: found.get(state, 0) for state in Job.State.values}


def oldest_wait() -> float:
    """Return for how many seconds the job that is due longest has waited; 0 when none does."""
    waiting = Job.objects.filter(state=Job.State.WAITING, due_at__lte=Now())
    longest = waiting.aggregate(wait=Now() - Min(F("due_at")))["wait"]
    return float(longest.total_seconds()) if longest else 0.0
