"""A report of Citra, who is a citizen of Makassar, and units to give it to."""

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from app_modules.complaints import actions
from app_modules.complaints.models import Case, Category
from kernel.accounts.actor import CITIZEN
from kernel.accounts.models import Unit
from kernel.ids import new_id
from tenants.areas.models import Area
from tenants.isolation.current import Tenancy, enter

WORDS = "Sejak Jumat malam lampu di depan sekolah padam. Anak-anak pulang lewat jalan gelap."


@pytest.fixture
def jpeg() -> Callable[..., SimpleUploadedFile]:
    """Make a photo as a phone sends it, with a place in its EXIF."""

    def make(name: str = "IMG_1.jpg") -> SimpleUploadedFile:
        exif = Image.Exif()
        exif[0x010F] = "Telepon Contoh"
        exif[0x8825] = {1: "S", 2: (5.0, 8.0, 0.0)}
        out = io.BytesIO()
        Image.new("RGB", (64, 48), "#337733").save(out, "JPEG", exif=exif)
        return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")

    return make


@pytest.fixture
def village(in_makassar: Tenancy) -> Area:
    return Area.objects.filter(level=Area.Level.VILLAGE).order_by("code")[0]


@pytest.fixture
def report(village: Area) -> Callable[..., Case]:
    """Make a case as a citizen does."""

    def send(**more: object) -> Case:
        values = {
            "submission": new_id(),
            "description": WORDS,
            "category": Category.objects.get(key="lampu"),
            "village": village,
            "landmark": "Dekat gerbang SD Contoh",
            **more,
        }
        return actions.receive(actions.Report(**values), by=CITIZEN)

    return send


@pytest.fixture
def case(report) -> Case:
    return report(email="citra@example.org", name="Citra")


@pytest.fixture
def works(in_makassar: Tenancy) -> Unit:
    return Unit.objects.get_or_create(name="Dinas Pekerjaan Umum")[0]


@pytest.fixture
def posted(makassar: Tenancy) -> Callable[..., dict[str, object]]:
    """Return what a browser posts with the report form."""

    def values(**more: object) -> dict[str, object]:
        with enter(makassar):
            village = Area.objects.filter(level=Area.Level.VILLAGE).order_by("code")[0]
        given = {"submission": new_id(), "description": WORDS, "category": "lampu", "village": village.code}
        return {**given, **more}

    return values
