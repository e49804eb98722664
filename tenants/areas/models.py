"""Districts and villages of one region."""

from typing import ClassVar

from django.db import models


class Area(models.Model):
    """A district (kecamatan, distrik) or village (kelurahan, desa, kampung) by its national code."""

    class Level(models.TextChoices):
        DISTRICT = "district"
        VILLAGE = "village"

    code = models.CharField(max_length=16, primary_key=True)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=Level)
    kind = models.CharField(max_length=30)
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="children")

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class RegionalHoliday(models.Model):
    """A day off in this region only; it does not count as a working day."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.name}"
