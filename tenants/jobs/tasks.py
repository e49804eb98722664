"""The queue keeps itself small."""

from datetime import timedelta

from django.db.models.functions import Now

from tenants.jobs.models import Job
from tenants.jobs.registry import job

KEPT = timedelta(days=7)


@job("jobs.forget_done", every=timedelta(days=1), on_platform=True)
def forget_done() -> None:
    """Delete jobs that were done a week ago; those that failed stay, so that somebody looks at them."""
    Job.objects.filter(state=Job.State.DONE, finished_at__lt=Now() - KEPT).delete()
