"""Tenants, their domains, the modules installed in them, and whose data was deleted there."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from kernel.ids import new_id


class Tenant(TenantMixin):
    """A region's (or agency's) own schema, role and domains: a portal daerah to its people.

    Schema and role are made once, from the id, and never change; slug, name and code may. A region is known by its
    code; an agency has none and is known by its slug. `works_in` is the code of the region whose districts and
    villages an agency has a copy of; many may work in one. `release` is the release of the platform whose structure
    the tenant has. `copied_from` is the tenant of whose backup this one was made to look at: it never acts as a region.
    """

    auto_create_schema = False

    class Kind(models.TextChoices):
        PROVINCE = "province", _("Province")
        REGENCY = "regency", _("Regency")
        CITY = "city", _("City")
        AGENCY = "agency", _("Agency")

    class State(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        PROVISIONING = "provisioning", _("Being prepared")
        READY = "ready", _("Ready, not yet live")
        LIVE = "live", _("Live")
        SUSPENDED = "suspended", _("Suspended")
        COPY = "copy", _("Copy to look at")
        ARCHIVED = "archived", _("Archived")

    # Made ready once and a region's own since: it has people, a name to change, and something to back up.
    MADE: ClassVar = (State.READY, State.LIVE, State.SUSPENDED)

    key = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    region_code = models.CharField(max_length=16, blank=True, null=True, unique=True)
    works_in = models.CharField(max_length=16, blank=True, default="", db_default="")
    time_zone = models.CharField(max_length=40, default="Asia/Jakarta")
    state = models.CharField(max_length=16, choices=State, default=State.REGISTERED, db_index=True)
    role_name = models.CharField(max_length=63, unique=True)
    release = models.CharField(max_length=20, default="")
    is_example = models.BooleanField(default=False)
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="copies")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(kind="agency") | models.Q(region_code=None), name="agency_has_no_region_code"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="agency") | models.Q(works_in=""), name="only_an_agency_works_in"
            ),
            models.CheckConstraint(
                condition=models.Q(copied_from=None) & ~models.Q(state="copy")
                | models.Q(copied_from__isnull=False, state__in=["copy", "archived"]),
                name="copy_stays_a_copy",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):
    """A host name that leads to a tenant."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="domains")

    class Meta:
        ordering: ClassVar = ["-is_primary", "domain"]

    def __str__(self) -> str:
        return self.domain


class InstalledModule(models.Model):
    """A module whose tables are in the tenant; its pages and jobs run only while it is enabled."""

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="installed_modules")
    module = models.SlugField(max_length=32)
    version = models.CharField(max_length=20)
    is_enabled = models.BooleanField(default=False)
    installed_at = models.DateTimeField(default=timezone.now, editable=False)
    baseline_at = models.DateTimeField(null=True, editable=False)
    sample_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["module"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "module"], name="module_once_a_tenant")]

    def __str__(self) -> str:
        return f"{self.module} {self.version}"


class Erasure(models.Model):
    """That a citizen's data was deleted in a tenant: a restore brings it back, and it goes again.

    Nothing here says who she was: `citizen_key` was her account's.
    """

    tenant = models.ForeignKey(Tenant, on_delete=models.CASCADE, related_name="erasures")
    citizen_key = models.CharField(max_length=16)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["tenant", "citizen_key"], name="erasure_once")]

    def __str__(self) -> str:
        return f"{self.tenant_id} {self.citizen_key}"
