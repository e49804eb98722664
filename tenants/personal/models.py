"""What citizens asked the region about their own data, and what it answered."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.accounts.fields import ActorField
from kernel.ids import new_id

# UU 27/2022 on personal data protection: 3 x 24 hours from the request, weekends and holidays included.
TERM = timedelta(hours=3 * 24)


class DataRequest(models.Model):
    """One right that a citizen makes use of. When her data was deleted, nothing here says who she was."""

    class Kind(models.TextChoices):
        ACCESS = "access", _("Know what is held")
        CORRECTION = "correction", _("Have it corrected")
        DELETION = "deletion", _("Have it deleted")

    class State(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        TAKEN_BACK = "taken_back", _("Taken back")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    citizen_key = models.CharField(max_length=16, db_index=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    text = models.TextField(max_length=2000, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    answer = models.TextField(max_length=4000, blank=True)
    answered_by = ActorField()
    answered_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["due_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["citizen_key", "kind"], condition=models.Q(state="open"), name="data_request_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.state})"

    @property
    def is_open(self) -> bool:
        """Say whether an answer is still due."""
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        """Say whether the term has passed without an answer."""
        return self.is_open and self.due_at < timezone.now()

    @property
    def hours_left(self) -> int:
        """Return the whole hours until the term ends; those since it ended when it has."""
        return int(abs(self.due_at - timezone.now()).total_seconds() // 3600)


class Consent(models.Model):
    """What a citizen agreed to, in the words that she read, from when to when (UU 27/2022, persetujuan).

    Who says no without having agreed before has a row without `given_at`.
    """

    citizen_key = models.CharField(max_length=16)
    purpose = models.CharField(max_length=64)
    text = models.TextField(max_length=1000)
    given_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["citizen_key", "purpose"], name="consent_of_citizen")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["citizen_key", "purpose"], condition=models.Q(withdrawn_at=None), name="consent_given_once"
            )
        ]

    def __str__(self) -> str:
        return self.purpose
