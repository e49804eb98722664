"""Regions of all four levels in one table: a code says where each belongs."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.utils import timezone

from kernel.regions import codes

ABOVE = models.Func(models.F("code"), models.Value(r"\.[0-9]+$"), models.Value(""), function="regexp_replace")


class Region(models.Model):
    """A province, regency, city, district or village.

    `title` is what its level is called there: Kota, Kecamatan, Distrik, Kelurahan, Nagari, …; the names of
    regencies and cities already begin with it. Only who is `autonomous` can sign an agreement: provinces,
    regencies and cities outside Jakarta.
    """

    class Kind(models.TextChoices):
        PROVINCE = "province"
        REGENCY = "regency"
        CITY = "city"
        DISTRICT = "district"
        DESA = "desa"  # self-governing
        KELURAHAN = "kelurahan"  # a part of its city's or regency's administration

    code = models.CharField(max_length=13, primary_key=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=20)
    # The code itself names the parent, as a constraint below checks; a foreign key would double the time to load.
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="children", db_constraint=False, db_index=False
    )
    autonomous = models.BooleanField(default=False)
    location = models.PointField(null=True, spatial_index=False)

    class Meta:
        ordering: ClassVar = ["code"]
        indexes: ClassVar = [
            models.Index(
                fields=["name"], name="government_by_name", condition=models.Q(kind__in=["province", "regency", "city"])
            ),
            models.Index(fields=["parent"], name="region_by_parent"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$"),
                name="region_code_is_dotted",
            ),
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[0-9]{2}$", parent__isnull=True)
                | models.Q(parent=ABOVE, parent__isnull=False),
                name="region_parent_is_in_its_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def time_zone(self) -> str:
        """The name of the region's time zone, for example Asia/Makassar."""
        return codes.time_zone(self.code)


class Edition(models.Model):
    """Which reference data is loaded: one row."""

    fingerprint = models.CharField(max_length=64)
    regions = models.PositiveIntegerField()
    loaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="one_edition")]

    def __str__(self) -> str:
        return self.fingerprint
