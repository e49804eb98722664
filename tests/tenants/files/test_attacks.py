"""Hostile files: each is refused with its sentence, or drawn anew without what it carried."""

import io
import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kernel.errors import DomainError
from tenants.files import actions
from tenants.files.models import StoredFile
from tests.tenants.files import attacks

# Imported first, so that only what decoding takes is counted.
MEMORY = r"""
import re, sys, io
from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin
import django
from django.conf import settings
settings.configure(USE_I18N=False)
from tenants.files import pictures
most = lambda: int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1])
content = sys.stdin.buffer.read()
before = most()
try:
    pictures.redraw(io.BytesIO(content))
except Exception as error:
    print(type(error).__name__, end=" ")
else:
    print("drawn", end=" ")
print((most() - before) // 1024)
"""


def keep(name: str, content: bytes) -> StoredFile:
    return actions.store_picture(SimpleUploadedFile(name, content), owner="test:1", is_private=True)


@pytest.mark.parametrize(("name", "content", "sentence"), attacks.REFUSED, ids=attacks.named)
def test_hostile_file_is_refused_with_its_sentence(in_makassar, name, content, sentence) -> None:
    with pytest.raises(DomainError) as refusal:
        keep(name, content)

    assert (refusal.value.message, StoredFile.objects.count()) == (sentence, 0)


@pytest.mark.parametrize(("name", "content", "word"), attacks.CLEANED, ids=attacks.named)
def test_hostile_picture_loses_what_it_carried(in_makassar, name, content, word) -> None:
    assert word in content

    kept = actions.path_of(keep(name, content)).read_bytes()

    assert word not in kept
    assert (Image.open(io.BytesIO(kept)).format, getattr(Image.open(io.BytesIO(kept)), "n_frames", 1)) == ("WEBP", 1)


@pytest.mark.parametrize(
    ("content", "outcome", "megabytes"),
    [
        (attacks.png(side=10_000, pixels=b"\0" * 1024), "TooManyPixels", 8),
        (attacks.png(attacks.chunk(b"zTXt", b"k\0\0" + attacks.zeros(200))), "NotAPicture", 16),
        (attacks.png(side=5_400, pixels=b"\0" * (5_400 * 3 + 1) * 5_400), "drawn", 300),
    ],
    ids=["100 megapixels", "200 MB of text", "29 megapixels"],
)
def test_memory_of_a_picture_is_bounded(content, outcome, megabytes) -> None:
    done = subprocess.run([sys.executable, "-c", MEMORY], input=content, capture_output=True, check=True)

    said, taken = done.stdout.decode().split()
    assert said == outcome
    assert int(taken) <= megabytes


def test_file_of_a_type_that_is_not_listed_is_not_kept(in_makassar) -> None:
    with pytest.raises(ValueError, match="text/html is not kept"):
        actions.store(attacks.SCRIPT, "text/html", owner="test:1", is_private=False, name="x.html")

    assert StoredFile.objects.count() == 0


def test_photo_that_lies_on_its_side_is_turned(in_makassar) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    Image.new("RGB", (40, 30)).save(out, "JPEG", exif=exif)

    stored = keep("foto.jpg", out.getvalue())

    assert (stored.width, stored.height) == (30, 40)


def test_transparent_and_few_coloured_pictures_are_kept(in_makassar) -> None:
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        out = io.BytesIO()
        Image.new(mode, (40, 30)).save(out, "PNG")

        assert keep("foto.png", out.getvalue()).content_type == "image/webp"


def test_file_that_is_too_large_is_not_written_whole(rf) -> None:
    content = b"\0" * 40 * 1024 * 1024

    with rf.post("/", {"photos": SimpleUploadedFile("besar.jpg", content)}).FILES["photos"] as upload:
        written = upload.seek(0, 2)

    assert (upload.size, written) == (len(content), 15 * 1024 * 1024)


def test_file_that_is_not_too_large_is_written_whole(rf) -> None:
    content = bytes(range(256)) * 4 * 1024 * 15

    with rf.post("/", {"photos": SimpleUploadedFile("besar.jpg", content)}).FILES["photos"] as upload:
        written = upload.read()

    assert (upload.size, written == content) == (len(content), True)
