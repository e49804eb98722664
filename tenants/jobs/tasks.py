"""The queue keeps itself small."""

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from tenants.jobs.models import Job
from tenants.jobs.registry import job

KEPT, FAILED_KEPT = timedelta(days=7), timedelta(days=30)


@job("jobs.forget_done", every=timedelta(days=1), on_platform=True)
def forget_done() -> None:
    """Delete jobs that were done a week ago; those that failed stay a month, so that somebody looks at them."""
    is_done = Q(state=Job.State.DONE, finished_at__lt=Now() - KEPT)
    is_given_up = Q(state=Job.State.FAILED, due_at__lt=Now() - FAILED_KEPT)
    Job.objects.filter(is_done | is_given_up).delete()
