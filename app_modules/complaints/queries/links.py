"""Addresses that are sent by mail, and the reporter's secret one."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from app_modules.complaints.errors import CaseNotFound
from app_modules.complaints.models import Case
from kernel.signing import BadToken, Kind
from tenants.files.models import StoredFile

FOLLOW = Kind("follow-link")
PENDING = Kind("pending-photo", timedelta(days=1))
OWNER = "complaints.pending:"


def follow_path(case: Case, language: str | None = None) -> str:
    """Return the path of the reporter's own page, in this language or the one in which she reported."""
    with translation.override(language or case.language):
        return reverse("complaints:follow", urlconf=settings.TENANT_URLCONF, args=[FOLLOW.sign(case.key)])


def case_of(token: str) -> Case:
    """Return the case that a secret link leads to.

    Raises: CaseNotFound.
    """
    try:
        key = FOLLOW.read(token)
    except BadToken as error:
        raise CaseNotFound from error
    case = Case.objects.select_related("unit", "category").filter(key=key).first()
    if case is None:
        raise CaseNotFound
    return case


def queue_path() -> str:
    """Return the path of the officers' queue."""
    return reverse("complaints_console:queue", urlconf=settings.TENANT_URLCONF)


def pending(references: Iterable[str], submission: str) -> list[StoredFile]:
    """Return the kept photos of a submission that these signed references name."""
    keys = []
    for reference in references:
        with suppress(BadToken):
            keys.append(PENDING.read(reference))
    return list(StoredFile.objects.filter(key__in=keys, owner=f"{OWNER}{submission}"))
