"""What operators asked the region for and what it answered, in its own schema: the proof is the region's."""

from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.accounts.fields import ActorField
from kernel.ids import new_id

LEAST_HOURS, MOST_HOURS = 3, 168
# An operator who was not answered asks again: nobody grants what was needed last month.
ANSWERED_WITHIN = timedelta(days=7)


class Access(models.Model):
    """Leave for one operator to enter this region's console. `scopes` are `portal` and names of modules.

    `door` is what the link was signed with through which she enters next; each opens once.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for an answer")
        LAPSED = "lapsed", _("Not answered in time")
        REFUSED = "refused", _("Refused")
        ON = "on", _("Open")
        OVER = "over", _("Its time is over")
        ENDED = "ended", _("Ended early")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    operator = ActorField()
    reason = models.CharField(max_length=1000)
    scopes: Any = ArrayField(models.CharField(max_length=32))
    may_change = models.BooleanField()
    hours = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_by = ActorField()
    answered_at = models.DateTimeField(null=True, editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)
    ended_by = ActorField()
    ended_at = models.DateTimeField(null=True, editable=False)
    door = models.CharField(max_length=16, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-id"]
        verbose_name_plural = "accesses"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(hours__gte=LEAST_HOURS, hours__lte=MOST_HOURS), name="access_is_for_hours"
            )
        ]

    def __str__(self) -> str:
        return f"{self.operator} ({self.state})"

    @property
    def state(self) -> str:
        """Return what holds at this moment: nothing needs to run for an access to end."""
        if self.ended_at:
            return self.State.ENDED
        if self.ends_at:
            return self.State.ON if timezone.now() < self.ends_at else self.State.OVER
        if self.answered_at:
            return self.State.REFUSED
        return self.State.ASKED if timezone.now() < self.asked_at + ANSWERED_WITHIN else self.State.LAPSED

    def get_label(self) -> str:
        """Return what people call the state."""
        return str(self.State(self.state).label)

    @property
    def is_on(self) -> bool:
        """Say whether the operator may be in the console now."""
        return self.state == self.State.ON
