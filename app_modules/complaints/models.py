"""Categories, cases, what happened to them, and their photos."""

import datetime
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kernel.accounts.fields import ActorField
from kernel.accounts.models import Unit
from kernel.ids import new_id
from tenants.files.models import StoredFile

# The consent without which no report of hers is shown to everybody, once she has been asked and said no.
PUBLIC = "complaints.public"
PUBLIC_TEXT = SearchVector("public_title", "public_text", config="indonesian")


class Kind(models.TextChoices):
    """What a report asks for, as SP4N-LAPOR! sorts it; it decides the term of the answer."""

    INFORMATIONAL = "informational", _("Request for information")
    NON_SUPERVISION = "non_supervision", _("Ordinary report")
    SUPERVISION = "supervision", _("Report for supervision")


class Category(models.Model):
    """What a report is about, and the kind and unit that an officer is offered first."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.NON_SUPERVISION)
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["position", "name"]

    def __str__(self) -> str:
        return (self.name_en if get_language() == "en" else "") or self.name


class Case(models.Model):
    """A citizen's report. What she said of herself, photos and the exact place stay private.

    `citizen_key` is the account in which she finds it again; who handles it never sees it.
    `area_code` and `place` are empty in a tenant without areas.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        IN_PROGRESS = "in_progress", _("In progress")
        DONE = "done", _("Done")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    ticket = models.CharField(max_length=16, unique=True, editable=False)
    submission = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    is_sample = models.BooleanField(default=False)

    title = models.CharField(max_length=120)
    description = models.TextField(max_length=4000)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="cases")
    area_code = models.CharField(max_length=16, db_index=True)
    place = models.CharField(max_length=200)
    landmark = models.CharField(max_length=160, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    reporter_name = models.CharField(max_length=120, blank=True)
    reporter_email = models.EmailField(blank=True)
    reporter_phone = models.CharField(max_length=30, blank=True)
    citizen_key = models.CharField(max_length=16, blank=True, default="", db_default="", editable=False)
    language = models.CharField(max_length=5, default="id")

    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    kind = models.CharField(max_length=16, choices=Kind, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    officer = ActorField()
    clock_from = models.DateField()
    term_days = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    is_provisional = models.BooleanField(default=False)
    next_step = models.CharField(max_length=200, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    answer = models.TextField(max_length=4000, blank=True)
    answered_by = ActorField(name_column="answered_by")
    closes_on = models.DateField(null=True, blank=True)
    closed_by = ActorField(name_column="closed_by")

    received_at = models.DateTimeField(default=timezone.now)
    forwarded_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(default=timezone.now)

    released_at = models.DateTimeField(null=True, blank=True)
    public_title = models.CharField(max_length=120, blank=True)
    public_text = models.TextField(max_length=4000, blank=True)
    public_answer = models.TextField(max_length=4000, blank=True)

    class Meta:
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(answered_at__isnull=False), name="case_done_is_answered"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | models.Q(state="done"), name="case_closed_is_done"
            ),
            models.CheckConstraint(
                condition=models.Q(released_at=None) | ~models.Q(public_title=""), name="case_public_has_title"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["citizen_key"], condition=~models.Q(citizen_key=""), name="case_of_citizen"),
            models.Index(fields=["due_on"], condition=models.Q(closed_at=None), name="case_open_by_due"),
            models.Index(fields=["-released_at"], condition=models.Q(released_at__isnull=False), name="case_released"),
            GinIndex(PUBLIC_TEXT, name="case_public_text", condition=models.Q(released_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.title}"

    @property
    def exact_place(self) -> str:
        """Return village, district and landmark, as far as they are known; only for the reporter and officers."""
        return " · ".join(filter(None, (self.place, self.landmark)))

    @property
    def is_open(self) -> bool:
        """Say whether an answer is still due."""
        return self.state != self.State.DONE

    @property
    def is_closed(self) -> bool:
        """Say whether the case came to its end."""
        return self.closed_at is not None

    @property
    def is_released(self) -> bool:
        """Say whether everybody may see the public version."""
        return self.released_at is not None

    def is_late(self, today: datetime.date) -> bool:
        """Say whether the present term has passed."""
        return self.is_open and self.due_on < today

    def may_be_objected(self, today: datetime.date) -> bool:
        """Say whether the reporter may still say that it is not solved, even when an officer closed early."""
        return self.state == self.State.DONE and self.closes_on is not None and today <= self.closes_on


class Entry(models.Model):
    """One thing that happened to a case; its kind decides who may read it. `submission` is the form that sent it."""

    class Kind(models.TextChoices):
        RECEIVED = "received", _("Report received")
        TAKEN = "taken", _("An officer is on it")
        FORWARDED = "forwarded", _("Checked and forwarded")
        MESSAGE = "message", _("Message")
        PLANNED = "planned", _("Next step planned")
        INFORMATION = "information", _("You added information")
        ANSWERED = "answered", _("Report answered")
        CONFIRMED = "confirmed", _("The reporter confirmed: solved")
        OBJECTED = "objected", _("The reporter objected: not solved yet")
        REOPENED = "reopened", _("Report reopened")
        CLOSED = "closed", _("Report closed")
        LATE = "late", _("Deadline passed")
        NOTE = "note", _("Internal note")
        RELEASED = "released", _("Shown to the public")
        WITHDRAWN = "withdrawn", _("No longer shown to the public")

    INTERNAL: ClassVar = (Kind.NOTE, Kind.RELEASED, Kind.WITHDRAWN)
    PUBLIC: ClassVar = (
        Kind.RECEIVED,
        Kind.FORWARDED,
        Kind.ANSWERED,
        Kind.REOPENED,
        Kind.OBJECTED,
        Kind.CLOSED,
        Kind.LATE,
    )

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField(max_length=4000, blank=True)
    day = models.DateField(null=True, blank=True)
    unit_name = models.CharField(max_length=160, blank=True)
    submission = models.CharField(max_length=16, blank=True, default="", db_default="", editable=False)
    actor = ActorField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "id"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"


class Photo(models.Model):
    """A photo of a case; before the work or after it."""

    class Stage(models.TextChoices):
        BEFORE = "before", _("Before")
        AFTER = "after", _("After")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="photos")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    stage = models.CharField(max_length=8, choices=Stage)
    is_released = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stage}"
