"""A public service, as a citizen reads of it."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from djmoney.models.fields import MoneyField

from kernel.accounts.fields import ActorField
from kernel.accounts.models import Unit
from kernel.ids import new_id
from kernel.money import rupiah

if TYPE_CHECKING:
    from djmoney.money import Money

CONFIG = "indonesian"
VECTOR = (
    SearchVector("title", "keywords", weight="A", config=CONFIG)
    + SearchVector("summary", weight="B", config=CONFIG)
    + SearchVector("requirements", "steps", weight="C", config=CONFIG)
)


PILLARS = {"liveable": "L", "investable": "I", "visitable": "V", "e-city": "E"}


class Service(models.Model):
    """One service of one unit. Lists (`requirements`, `steps`, `legal_basis`) have an item a line."""

    class Pillar(models.TextChoices):
        LIVEABLE = "L", "Liveable"
        INVESTABLE = "I", "Investable"
        VISITABLE = "V", "Visitable"
        E_CITY = "E", "E-City"

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    class TimeUnit(models.TextChoices):
        WORKING_DAYS = "working_days", _("working days")
        HOURS = "hours", _("hours")
        MINUTES = "minutes", _("minutes")

    class LinkState(models.TextChoices):
        UNCHECKED = "unchecked", _("Not checked yet")
        WORKING = "working", _("Working")
        BROKEN = "broken", _("Not working")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=180, unique=True, editable=False)
    title = models.CharField(max_length=160)
    pillar = models.CharField(max_length=1, choices=Pillar)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="services")
    position = models.PositiveSmallIntegerField(default=100)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    is_sample = models.BooleanField(default=False, editable=False)

    summary = models.CharField(max_length=300)
    keywords = models.CharField(max_length=300, blank=True)
    requirements = models.TextField(blank=True)
    steps = models.TextField(blank=True)
    cost: Any = MoneyField(
        max_digits=14, decimal_places=0, default_currency="IDR", currency_choices=[("IDR", "Rupiah")], null=True
    )
    cost_note = models.CharField(max_length=200, blank=True)
    time_amount = models.PositiveSmallIntegerField(null=True)
    time_unit = models.CharField(max_length=14, choices=TimeUnit, default=TimeUnit.WORKING_DAYS)
    legal_basis = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)

    link = models.URLField(max_length=500, blank=True)
    link_state = models.CharField(max_length=10, choices=LinkState, default=LinkState.UNCHECKED, editable=False)
    link_checked_at = models.DateTimeField(null=True, editable=False)
    link_failures = models.PositiveSmallIntegerField(default=0, editable=False)
    link_problem = models.CharField(max_length=40, blank=True, editable=False)

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = ActorField(name_column="changed_by")
    published_at = models.DateTimeField(null=True, editable=False)
    search = models.GeneratedField(expression=VECTOR, output_field=SearchVectorField(), db_persist=True)

    objects: ClassVar[models.Manager["Service"]] = models.Manager()

    class Meta:
        ordering: ClassVar = ["position", "title"]
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="service_search"),
            models.Index(fields=["pillar", "position", "title"], condition=Q(state="published"), name="service_public"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(pillar__in=["L", "I", "V", "E"]), name="service_pillar_known"),
            models.CheckConstraint(condition=Q(state__in=["draft", "published"]), name="service_state_known"),
            models.CheckConstraint(condition=Q(cost=None) | Q(cost__gte=0), name="service_cost_not_negative"),
            models.CheckConstraint(condition=Q(time_amount=None) | Q(time_amount__gt=0), name="service_time_positive"),
            models.CheckConstraint(
                condition=Q(link="") | Q(link__startswith="https://") | Q(link__startswith="http://"),
                name="service_link_is_web",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of its public page."""
        return reverse("services:service", args=[self.slug])

    @property
    def pillar_path(self) -> str:
        """Return the pillar's word in an address."""
        return next(path for path, letter in PILLARS.items() if letter == self.pillar)

    @property
    def is_published(self) -> bool:
        """Say whether citizens see it."""
        return self.state == self.State.PUBLISHED

    @property
    def is_free(self) -> bool:
        """Say whether it is known to cost nothing."""
        return self.cost is not None and self.cost.amount == 0

    @property
    def rupiah(self) -> int | None:
        """Return the cost in whole rupiah; None when it is not one amount."""
        cost: Money | None = self.cost
        return None if cost is None else int(cost.amount)

    @property
    def cost_text(self) -> str:
        """Return what it costs in words: free, an amount, or what the unit says of it."""
        if self.rupiah is None:
            return self.cost_note
        return gettext("Free of charge") if self.is_free else rupiah(self.rupiah)

    @property
    def time_text(self) -> str:
        """Return the promised time, "3 working days"; empty when none is promised."""
        if self.time_amount is None:
            return ""
        texts = {
            self.TimeUnit.WORKING_DAYS: ngettext("%(n)d working day", "%(n)d working days", self.time_amount),
            self.TimeUnit.HOURS: ngettext("%(n)d hour", "%(n)d hours", self.time_amount),
            self.TimeUnit.MINUTES: ngettext("%(n)d minute", "%(n)d minutes", self.time_amount),
        }
        return texts[self.TimeUnit(self.time_unit)] % {"n": self.time_amount}

    @property
    def is_complete(self) -> bool:
        """Say whether it tells a citizen enough to be published."""
        return bool(self.requirement_list and self.step_list)

    @property
    def requirement_list(self) -> list[str]:
        """Return what to bring, an item each."""
        return lines(self.requirements)

    @property
    def step_list(self) -> list[str]:
        """Return what happens, in order."""
        return lines(self.steps)

    @property
    def legal_list(self) -> list[str]:
        """Return the rules that the service stands on."""
        return lines(self.legal_basis)

    @property
    def is_broken(self) -> bool:
        """Say whether the link failed at its last two checks."""
        return bool(self.link) and self.link_state == self.LinkState.BROKEN

    @property
    def problem_text(self) -> str:
        """Return in words why the last check failed; empty when it did not."""
        if not self.link_problem:
            return ""
        texts = {
            "timeout": gettext("no answer in time"),
            "refused": gettext("the server refuses the connection"),
            "certificate": gettext("the certificate is not valid"),
            "no-such-host": gettext("there is no such address"),
            "private-network": gettext("the address lies in an internal network"),
            "too-many-redirects": gettext("the page leads round in a circle"),
        }
        other = gettext("the server answered %(answer)s")
        return texts.get(self.link_problem) or other % {"answer": self.link_problem.removeprefix("http-")}

    @property
    def is_working(self) -> bool:
        """Say whether the link was seen to work at its last check but one at the latest."""
        return bool(self.link) and self.link_state == self.LinkState.WORKING


def lines(text: str) -> list[str]:
    """Return the lines that say something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
