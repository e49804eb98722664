"""A citizen with reports of hers, and one of somebody else's."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from app_modules.complaints import actions as complaints
from app_modules.complaints.models import Case, Category
from kernel.accounts.actor import CITIZEN
from kernel.ids import new_id
from tenants.areas.models import Area
from tenants.isolation.current import Tenancy
from tenants.personal.holdings import Subject

WORDS = "Lampu jalan di depan sekolah padam sejak tiga malam."


@pytest.fixture
def citra(in_makassar: Tenancy) -> Subject:
    return Subject("citra0citra0", "Citra", "citra@example.org", "+6281234567890")


@pytest.fixture
def report(in_makassar: Tenancy) -> Callable[..., Case]:
    """Make a case as a citizen does."""
    village = Area.objects.filter(level=Area.Level.VILLAGE).order_by("code")[0]
    category = Category.objects.get(key="lampu")

    def send(photo: SimpleUploadedFile | None = None, **more: object) -> Case:
        values = {"submission": new_id(), "description": WORDS, "category": category, "village": village, **more}
        told = complaints.Report(**values)
        photos = [complaints.keep(photo, submission=told.submission, beside=0)] if photo else []
        return complaints.receive(told, photos=photos, by=CITIZEN)

    return send


@pytest.fixture
def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "#337733").save(out, "JPEG")
    return SimpleUploadedFile("foto.jpg", out.getvalue(), content_type="image/jpeg")
