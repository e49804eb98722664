"""Runs with their steps and record; archives, backups, deletions, batches. Public schema."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.accounts.fields import ActorField
from kernel.ids import new_id
from tenants.registry.models import Tenant


class Run(models.Model):
    """A plan being carried out for one tenant.

    `set_aside_at` is when somebody decided, or a later run of the same name showed, that a stopped one needs nobody.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="runs")
    title_id = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    asked_by = ActorField(name_column="asked_by")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    leased_by = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.title_en} ({self.state})"

    @classmethod
    def unresolved(cls) -> "models.QuerySet[Run]":
        """Return those that stopped and still need somebody."""
        return cls.objects.filter(state=cls.State.FAILED, set_aside_at=None)


class RunStep(models.Model):
    """One step of a run: `kind` and `args` make the step again, so that any worker can go on."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Stopped")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    args: Any = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    was_done = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "position"], name="step_position_once")]

    def __str__(self) -> str:
        return f"{self.position}. {self.kind}"

    @property
    def seconds(self) -> float | None:
        """Return how long the step took; None while it has not ended."""
        if self.started_at is None or self.finished_at is None:
            return None
        return (self.finished_at - self.started_at).total_seconds()


class RunLine(models.Model):
    """A line of a run's log: how a step ended, each time that it was tried. `text` is what an error said."""

    class Outcome(models.TextChoices):
        DONE = "done", _("done")
        WAS_DONE = "was_done", _("was done")
        FAILED = "failed", _("failed")

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="lines")
    # None in rows of before there was this field; their text says it all.
    step = models.ForeignKey(RunStep, on_delete=models.CASCADE, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, db_default="")
    at = models.DateTimeField(default=timezone.now)
    text = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.step or ''} {self.outcome} {self.text}".strip()


def undo_end() -> datetime:
    """Return until when what is uninstalled now can be brought back."""
    return timezone.now() + timedelta(days=settings.UNDO_DAYS)


def deletion_day() -> datetime:
    """Return when a deletion that is ordered now begins."""
    return timezone.now() + timedelta(days=settings.DELETION_DAYS)


class Deletion(models.Model):
    """That a tenant will be deleted, or was: all that stays of it. No foreign key: the row outlives the tenant.

    `number` is the tenant's id. `figures` are how much there was, counted when it was closed for good, `copies` which
    copies of all that were made before. `certificate` is the text that was signed at the end, byte for byte.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Ordered")
        RUNNING = "running", _("Being deleted")
        DONE = "done", _("Deleted")
        CALLED_OFF = "called_off", _("Called off")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    number = models.BigIntegerField(db_index=True)
    tenant_key = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    asked_by = ActorField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=deletion_day)
    done_at = models.DateTimeField(null=True)
    figures: Any = models.JSONField(default=dict)
    copies: Any = models.JSONField(default=list, db_default=[])
    certificate = models.TextField(blank=True, db_default="")
    signature = models.CharField(max_length=88, blank=True, db_default="")

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(state__in=["waiting", "running"]), name="deletion_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.key} ({self.state})"

    @classmethod
    def open(cls) -> "models.QuerySet[Deletion]":
        """Return the deletions that are ordered or under way."""
        return cls._default_manager.filter(state__in=[cls.State.WAITING, cls.State.RUNNING])


class Packed(models.Model):
    """How much lies in a folder as an archive. `manifest` is its checksum, empty until that is written."""

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    manifest = models.CharField(max_length=64, blank=True)
    rows = models.PositiveBigIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Archive(Packed):
    """What a module had in a tenant, kept in `folder` while uninstalling it can be undone."""

    class State(models.TextChoices):
        ORDERED = "ordered", _("Being uninstalled")
        KEPT = "kept", _("Uninstalled")
        UNDONE = "undone", _("Brought back")
        PURGED = "purged", _("Deleted for good")

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="archives")
    module = models.SlugField(max_length=32)
    state = models.CharField(max_length=10, choices=State, default=State.ORDERED)
    undo_until = models.DateTimeField(default=undo_end)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "module"], condition=models.Q(state="ordered"), name="archive_ordered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.module} {self.key} ({self.state})"

    @property
    def folder(self) -> Path:
        """Return where it lies: beside the tenant's files, where none is served from."""
        return Path(settings.FILES_ROOT) / self.tenant.key / "archives" / self.key


class Batch(models.Model):
    """One change of many portals: what is changed, and a line for each, fixed when its plan was shown.

    `target` is a module's name, or the key of what is set. `also_own` says that what a region set itself is set too.
    """

    class Verb(models.TextChoices):
        INSTALL = "install", _("Install and enable")
        ENABLE = "enable", _("Enable")
        DISABLE = "disable", _("Disable")
        UNINSTALL = "uninstall", _("Uninstall")
        SET = "set", _("Set")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        STARTED = "started", _("Started")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    verb = models.CharField(max_length=12, choices=Verb)
    target = models.CharField(max_length=120)
    also_own = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    asked_by = ActorField()
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} {self.target}"


class BatchLine(models.Model):
    """What a batch does to one tenant: `why` it does nothing, else how it was `before` and what is set `after`.

    `found` is what stood against it when it was to be done. A line with a run is as far as that is. `holds` is how
    much a module that is uninstalled held when the plan was shown; what comes until its turn goes too.
    """

    class Why(models.TextChoices):
        ALREADY = "already"
        SUSPENDED = "suspended"
        NOT_MADE = "not_made"
        NOT_INSTALLED = "not_installed"
        NEEDS = "needs"
        NEEDED = "needed"
        NOT_ENTITLED = "not_entitled"
        BUSY = "busy"
        ARCHIVED = "archived"
        BEHIND = "behind"
        OWN = "own"

    class State(models.TextChoices):
        SKIPPED = "skipped", _("Left as it is")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        NOT_NEEDED = "not_needed", _("Not needed any more")
        CHANGED = "changed", _("Changed meanwhile")
        FAILED = "failed", _("Failed")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="lines")
    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="batch_lines")
    why = models.CharField(max_length=16, choices=Why, blank=True)
    others = models.CharField(max_length=200, blank=True)
    before: Any = models.JSONField(null=True)
    after: Any = models.JSONField(null=True)
    holds: Any = models.JSONField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    found = models.CharField(max_length=16, choices=Why, blank=True)
    problem = models.TextField(blank=True)
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "tenant"], name="tenant_once_a_batch")]

    def __str__(self) -> str:
        return f"{self.tenant} ({self.state})"

    @property
    def outcome(self) -> "BatchLine.State":
        """Return how far it is: by its run where it has one."""
        return self.State(self.run.state) if self.run else self.State(self.state)


class Backup(Packed):
    """All of a tenant as it was at `taken_at`, sealed, in `folder`; it outlives its tenant by some months.

    With the occasion `REST` it is what was left when tables were gone or could not be read, which `problem` names: to
    look at, not to restore the portal from. Of another one `verified_at` is when it was last really restored to try,
    `problem` why the last try failed, at `problem_at`.
    """

    class State(models.TextChoices):
        ORDERED = "ordered", _("Being backed up")
        KEPT = "kept", _("Kept")
        GONE = "gone", _("Deleted")

    class Occasion(models.TextChoices):
        SCHEDULED = "scheduled", _("On schedule")
        ASKED = "asked", _("Asked for")
        BEFORE_RESTORE = "before", _("Before a restore")
        REST = "rest", _("What was left, before a restore")

    tenant = models.ForeignKey(Tenant, on_delete=models.SET_NULL, null=True, related_name="backups")
    tenant_key = models.CharField(max_length=16, editable=False, db_index=True)
    name = models.CharField(max_length=120)
    occasion = models.CharField(max_length=10, choices=Occasion)
    state = models.CharField(max_length=10, choices=State, default=State.ORDERED)
    taken_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    problem_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant", "occasion"], condition=models.Q(state="ordered"), name="backup_ordered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.key} ({self.state})"

    @property
    def folder(self) -> Path:
        """Return where it lies: in a folder of backups, from which nothing is served."""
        return Path(settings.BACKUPS_ROOT) / self.tenant_key / self.key


class BackupRule(models.Model):
    """When a tenant is backed up and how long that is kept, where it differs from what holds for all.

    Of the last days, weeks and months that have a backup, so many keep their last one.
    """

    tenant = models.OneToOneField(Tenant, on_delete=models.CASCADE, related_name="backup_rule")
    hour = models.PositiveSmallIntegerField(default=1)
    daily = models.PositiveSmallIntegerField(default=7)
    weekly = models.PositiveSmallIntegerField(default=5)
    monthly = models.PositiveSmallIntegerField(default=12)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(hour__lte=23), name="backup_hour_is_of_a_day"),
            models.CheckConstraint(condition=models.Q(daily__gte=1), name="backup_of_a_day_is_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.tenant}: {self.hour}:00, {self.daily}/{self.weekly}/{self.monthly}"


class Spare(models.Model):
    """Roles, schema and tables that were made for a tenant before it is ordered; `digest` says of which structure.

    It is empty until all is there. The number is one of the tenants', and becomes the tenant's.
    """

    number = models.BigIntegerField(primary_key=True)
    digest = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.number}"
