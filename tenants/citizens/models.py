"""Citizens, the browsers in which they are logged in, and the codes by which they prove an address."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kernel.accounts.actor import Actor, ActorKind
from kernel.accounts.fields import ActorField
from kernel.ids import new_id
from tenants.citizens.masking import masked

GOOD_FOR = timedelta(minutes=10)
TRIES = 5
# So long whoever reads an old address can stop that an officer gave the account a new one.
STOPPABLE = timedelta(hours=24)
# A cheap phone is not asked again for as long as it is used now and then.
KEPT = timedelta(days=90)


class Citizen(models.Model):
    """Somebody with an account of the region's portal: no officer, no role. Registered once she has given a name.

    An address stands here only when she has proved that it is hers, or an officer saw her. `verified_by` is of the NIK.
    """

    class VerifiedBy(models.TextChoices):
        NOBODY = "none", _("Not given")
        STRUCTURE = "structure", _("Checked for its structure only")
        OFFICER = "officer", _("Seen by an officer on the identity card")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=16, blank=True, default="", db_default="")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE)
    is_active = models.BooleanField(default=True)
    nik_sealed = models.TextField(blank=True, default="", db_default="", editable=False)
    nik_masked = models.CharField(max_length=16, blank=True, default="", db_default="", editable=False)
    verified_by = models.CharField(
        max_length=12, choices=VerifiedBy.choices, default=VerifiedBy.NOBODY, db_default="none", editable=False
    )
    verified_at = models.DateTimeField(null=True, editable=False)
    verifier = ActorField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    registered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["email"], condition=~models.Q(email=""), name="citizen_email_unique"),
            models.UniqueConstraint(fields=["phone"], condition=~models.Q(phone=""), name="citizen_phone_unique"),
        ]

    def __str__(self) -> str:
        return self.name or self.email or self.phone

    @property
    def addresses_masked(self) -> list[str]:
        """Return what she is reached by, so that it is known again and not read."""
        return [masked(kind, address) for kind in Code.Kind.values if (address := getattr(self, kind))]

    def as_actor(self) -> Actor:
        """Return her as who does something, without her name: the history outlives the account. She has no grants."""
        return Actor(ActorKind.CITIZEN, self.key)


class CitizenSession(models.Model):
    """A browser in which a citizen is logged in. `token_hash` is of what its cookie says; see `tokens`."""

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="sessions")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    agent = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.citizen}, {self.address}"

    @classmethod
    def open(cls) -> "models.QuerySet[CitizenSession]":
        """Return the sessions that are good now, with whose they are."""
        return cls._default_manager.select_related("citizen").filter(used_at__gte=cls.oldest(), citizen__is_active=True)

    @staticmethod
    def oldest() -> datetime:
        """Return when a session that is still good was used at least."""
        return timezone.now() - KEPT


class CitizenPasskey(models.Model):
    """A passkey of a citizen: what her device is called, and the public half of its key pair."""

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential = models.TextField(unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.name


class Recovery(models.Model):
    """A new address that an officer gave an account whose old one was lost.

    `before_sealed` is what the account was before, as long as the recovery can be stopped; empty where it cannot.
    """

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, related_name="recoveries")
    done_by = ActorField()
    before_sealed = models.TextField(blank=True, editable=False)
    at = models.DateTimeField(default=timezone.now, editable=False)
    stopped_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]
        verbose_name_plural = "recoveries"

    def __str__(self) -> str:
        return f"{self.done_by}, {self.at}"

    @property
    def until(self) -> datetime:
        """Return until when it can be stopped, where it can be at all."""
        return self.at + STOPPABLE

    @classmethod
    def stoppable(cls) -> "models.QuerySet[Recovery]":
        """Return those that whoever reads an old address can still stop."""
        waiting = cls._default_manager.filter(stopped_at=None, at__gt=timezone.now() - STOPPABLE)
        return waiting.exclude(before_sealed="")


class Code(models.Model):
    """Six digits that were sent to an address, for the browser that asked and no other; good once, for ten minutes.

    `citizen` is whose address it is to become; None where somebody logs in with it.
    """

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail address")
        PHONE = "phone", _("Mobile number")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    address = models.CharField(max_length=254)
    browser_hash = models.CharField(max_length=64, unique=True, editable=False)
    code_hash = models.CharField(max_length=64, editable=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.kind}, {self.asked_at}"

    @property
    def is_over(self) -> bool:
        """Say whether it is too old, or was guessed at too often."""
        return self.tries >= TRIES or timezone.now() >= self.asked_at + GOOD_FOR

    @property
    def tries_left(self) -> int:
        """Return how often it may still be tried."""
        return TRIES - self.tries
