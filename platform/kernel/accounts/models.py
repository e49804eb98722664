"""People, their units, and what they may do."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kernel.accounts.fields import ActorField
from kernel.ids import new_id


class PersonManager(BaseUserManager["Person"]):
    """People by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str, password: str | None = None, **more: str) -> "Person":
        """Create a person who may log in."""
        person = self.model(email=email.strip().lower(), name=name, **more)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who logs in: an operator in public, a region's person in its tenant. She is written to in `language`."""

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)
    language = models.CharField(
        max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE, db_default=settings.LANGUAGE_CODE
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewed_by = ActorField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="person_email_unique")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class PersonSession(models.Model):
    """A browser in which a person is logged in: what she knows it by, and the session with which it ends."""

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sessions")
    session_key = models.CharField(max_length=40, unique=True)
    agent = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.person}, {self.address}"


class LogIn(models.Model):
    """An attempt to log in as a person. Failures of a sort from one address within a day are one row, `times` each."""

    class Result(models.TextChoices):
        IN = "in", _("Logged in")
        PASSWORD = "password", _("Wrong password")
        CODE = "code", _("Wrong code of the second step")
        HELD = "held", _("Held back: too many attempts")
        INACTIVE = "inactive", _("Right password of a deactivated account")

    class Way(models.TextChoices):
        PASSWORD = "password", _("with the password")
        CODE = "code", _("with the password and a code")
        BOTH = "both", _("with the password and a passkey")
        PASSKEY = "passkey", _("with a passkey")
        INVITATION = "invitation", _("by the invitation")
        PROVIDER = "provider", _("by a provider")

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="log_ins")
    result = models.CharField(max_length=16, choices=Result)
    way = models.CharField(max_length=16, choices=Way, blank=True)
    provider = models.CharField(max_length=40, blank=True, default="", db_default="")
    agent = models.CharField(max_length=300, blank=True)
    address = models.CharField(max_length=45, blank=True)
    times = models.PositiveIntegerField(default=1)
    began_at = models.DateTimeField(default=timezone.now, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)
    disowned_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.result}"

    @property
    def is_in(self) -> bool:
        """Say whether somebody came in."""
        return self.result == self.Result.IN


class IdentityProvider(models.Model):
    """The OpenID Connect provider by which people may log in here. `secret` is sealed."""

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=40)
    issuer = models.CharField(max_length=200)
    client_id = models.CharField(max_length=255)
    secret = models.TextField()
    domains: Any = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    counts_second_step = models.BooleanField(default=False)
    saved_by = ActorField()
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.name


class LinkedAccount(models.Model):
    """An account that a person says she has in another region.

    Both regions' rows have the same key, with which the links between them are signed; `linked_at` is None until the
    other has agreed.
    """

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="linked_accounts")
    domain = models.CharField(max_length=253)
    name = models.CharField(max_length=120)
    offered_at = models.DateTimeField(default=timezone.now, editable=False)
    linked_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """A part of the region's government (perangkat daerah, OPD)."""

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=160, unique=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A named set of permissions. `*` means all."""

    key = models.SlugField(unique=True)
    title_id = models.CharField(max_length=80)
    title_en = models.CharField(max_length=80)
    permissions: Any = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        return self.title_en if get_language() == "en" else self.title_id

    @property
    def has_all(self) -> bool:
        """Say whether the role has every permission, those of modules to come too."""
        return "*" in self.permissions


class Assignment(models.Model):
    """A role that a person has, everywhere or in one unit or area. `created_at` is None where nobody kept it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True)
    area_code = models.CharField(max_length=16, blank=True)
    given_by = ActorField()
    created_at = models.DateTimeField(default=timezone.now, null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "role", "unit", "area_code"], nulls_distinct=False, name="assignment_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"

    @property
    def is_everywhere(self) -> bool:
        """Say whether it is limited to no unit and no area."""
        return self.unit_id is None and not self.area_code


class Delegation(models.Model):
    """An assignment lent to a colleague from a day to a day, both included.

    Nothing has to begin or end it: it is looked at when somebody's grants are. It goes with the assignment.
    """

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    assignment = models.ForeignKey(Assignment, on_delete=models.CASCADE, related_name="delegations")
    receiver = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="received")
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = ActorField()

    class Meta:
        ordering: ClassVar = ["first_day", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(first_day__lte=models.F("last_day")), name="delegation_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment} to {self.receiver}"


class Invitation(models.Model):
    """A link with which somebody joins. Used once, and never on another tenant.

    `language`: in which it is written, and she is written to once she has joined.
    """

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.ForeignKey(Role, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True)
    area_code = models.CharField(max_length=16, blank=True, default="", db_default="")
    language = models.CharField(
        max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE, db_default=settings.LANGUAGE_CODE
    )
    invited_by = ActorField(name_column="invited_by")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"

    @property
    def known_name(self) -> str:
        """Return the person's name; empty where only her address was given, which then stands for it."""
        return "" if self.name.lower() == self.email else self.name

    @property
    def offers(self) -> "list[Invitation | InvitedRole]":
        """Return all that the person gets: the first role, and further ones."""
        return [self, *self.further.all()]

    @classmethod
    def open(cls) -> "models.QuerySet[Invitation]":
        """Return the invitations that nobody has accepted yet."""
        return cls._default_manager.filter(accepted_at=None)


class InvitedRole(models.Model):
    """A role more that an invitation offers, and where it holds."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="further")
    role = models.ForeignKey(Role, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True)
    area_code = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.invitation}: {self.role}"
