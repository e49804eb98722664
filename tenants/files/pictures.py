"""Draw an uploaded photo anew: what comes out is a picture and nothing else, however it was made."""

import io
import re
import struct
from contextlib import suppress
from threading import Lock
from typing import IO

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

from tenants.files.errors import NotAPicture, TooLarge, TooManyPixels

MEGABYTES = 15
LIMIT = MEGABYTES * 1024 * 1024
SIDE = 1600
# A JPEG is decoded at the size that is needed; all else at its own, with four bytes a pixel, twice.
MEGAPIXELS = {"JPEG": 60, "PNG": 30, "WEBP": 30}
# Cameras write one, programs about ten; each costs a walk over the whole picture.
SCANS = 40
# The size is checked below, as soon as the header is read; Pillow would only warn.
Image.MAX_IMAGE_PIXELS = None
# One picture at a time in a process, so that its memory is bounded by one picture's.
_decoding = Lock()


def redraw(upload: UploadedFile | IO[bytes]) -> tuple[bytes, tuple[int, int]]:
    """Return the photo as WebP of at most 1,600 pixels a side without any metadata, with its width and height.

    Raises: NotAPicture, TooLarge, TooManyPixels.
    """
    if (getattr(upload, "size", None) or 0) > LIMIT:
        raise TooLarge(MEGABYTES)
    content = upload.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise TooLarge(MEGABYTES)
    with _decoding:
        picture = _decoded(content)
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=80, method=4)
        return out.getvalue(), picture.size


def _decoded(content: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(content), formats=tuple(MEGAPIXELS)) as picture:
            _refuse_bomb(picture, content)
            picture.draft("RGB", (SIDE, SIDE))
            small = picture.convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError) as error:
        raise NotAPicture from error
    small.thumbnail((SIDE, SIDE))
    with suppress(SyntaxError, ValueError, OSError, struct.error):  # what the camera wrote is broken, not the picture
        small = ImageOps.exif_transpose(small)
    small.info.clear()
    return small


def _refuse_bomb(picture: Image.Image, content: bytes) -> None:
    """Refuse by its header what would need too much memory or time to decode."""
    megapixels = MEGAPIXELS.get(picture.format or "", MEGAPIXELS["JPEG"])
    if picture.width * picture.height > megapixels * 1_000_000:
        raise TooManyPixels(megapixels)
    if content.startswith(b"\xff\xd8") and _scans(content) > SCANS:
        raise NotAPicture


def _scans(content: bytes) -> int:
    """Count a JPEG's scans up to its end; what follows the end is not decoded."""
    at, scans = 2, 0
    while found := re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]").search(content, at):
        marker, at = content[found.start() + 1], found.end()
        if marker == 0xD9:
            break
        scans += marker == 0xDA
        at += int.from_bytes(content[at : at + 2])
    return scans
