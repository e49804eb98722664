"""Turn an uploaded emblem into bytes that may be shown: sanitized, or drawn anew."""

import io
from typing import NamedTuple

from django.core.files.uploadedfile import UploadedFile
from PIL import Image, ImageOps, UnidentifiedImageError

from tenants.customization import drawing
from tenants.customization.errors import EmblemTooLarge, EmblemTooManyPixels, NotAnEmblem

KILOBYTES = 200
KILOBYTES_IN = 4_000
SIDE = 384
MEGAPIXELS = 25


class Emblem(NamedTuple):
    """What is kept of an uploaded emblem."""

    content: bytes
    content_type: str


def read(upload: UploadedFile) -> Emblem:
    """Return the emblem, harmless and small enough.

    Raises: EmblemTooLarge, EmblemTooManyPixels, NotAnEmblem.
    """
    if (upload.size or 0) > KILOBYTES_IN * 1000:
        raise EmblemTooLarge(KILOBYTES)
    content = upload.read()
    is_drawing = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    emblem = Emblem(drawing.sanitize(content), "image/svg+xml") if is_drawing else Emblem(_redraw(content), "image/png")
    if len(emblem.content) > KILOBYTES * 1000:
        raise EmblemTooLarge(KILOBYTES)
    return emblem


def _redraw(content: bytes) -> bytes:
    """Decode the picture and encode it again, transparent where it was, without anything else."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG", "WEBP")) as picture:
            if picture.width * picture.height > MEGAPIXELS * 1_000_000:
                raise EmblemTooManyPixels(MEGAPIXELS)
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError) as error:
        raise NotAnEmblem from error
    upright.thumbnail((SIDE, SIDE))
    upright.info.clear()
    out = io.BytesIO()
    upright.save(out, "PNG", optimize=True)
    return out.getvalue()
