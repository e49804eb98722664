"""Keep a file: checked by its content, pictures re-encoded, under the tenant's own prefix."""

import hashlib
import io
import os
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from kernel.ids import new_id
from tenants.files.errors import NotAPicture, TooLarge
from tenants.files.models import StoredFile
from tenants.isolation.current import tenant

MEGABYTES = 15
PIXELS = 60_000_000
SIDE = 1600
FORMATS = ("JPEG", "PNG", "WEBP")
# The size is checked below, as soon as the header is read; Pillow would only warn.
Image.MAX_IMAGE_PIXELS = None


def store_picture(upload: UploadedFile | IO[bytes], *, owner: str, is_private: bool, name: str = "") -> StoredFile:
    """Re-encode a photo as WebP of at most 1,600 pixels a side, without any metadata, and keep it.

    Raises: NotAPicture, TooLarge.
    """
    content, size = _reencode(upload)
    name = name or getattr(upload, "name", None) or "foto"
    return store(content, "image/webp", owner=owner, is_private=is_private, name=name, size=size)


def store(
    content: bytes, content_type: str, *, owner: str, is_private: bool, name: str, size: tuple[int, int] | None = None
) -> StoredFile:
    """Keep bytes that have been checked already; `size` is a picture's width and height."""
    stored = StoredFile(
        key=new_id(),
        owner=owner,
        is_private=is_private,
        name=name[:150],
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        width=size[0] if size else None,
        height=size[1] if size else None,
    )
    _write(path_of(stored), content)
    stored.save()
    return stored


def _reencode(upload: UploadedFile | IO[bytes]) -> tuple[bytes, tuple[int, int]]:
    if (getattr(upload, "size", None) or 0) > MEGABYTES * 1024 * 1024:
        raise TooLarge(MEGABYTES)
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > PIXELS:
                raise TooLarge(MEGABYTES)
            picture.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError, SyntaxError) as error:
        raise NotAPicture from error
    upright.thumbnail((SIDE, SIDE))
    upright.info.clear()
    out = io.BytesIO()
    upright.save(out, "WEBP", quality=80, method=4)
    return out.getvalue(), upright.size


def folder() -> Path:
    """Return where the current tenant's files lie."""
    return Path(settings.FILES_ROOT) / tenant().key


def path_of(stored: StoredFile) -> Path:
    """Return where the file lies."""
    return folder() / stored.key[:2] / stored.key


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or none of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def release(stored: StoredFile) -> None:
    """Let everybody see a file that was private."""
    StoredFile.objects.filter(pk=stored.pk).update(is_private=False)


def hide(stored: StoredFile) -> None:
    """Let only who has a fresh address see a file again."""
    StoredFile.objects.filter(pk=stored.pk).update(is_private=True)


def remove(stored: StoredFile) -> None:
    """Delete the row now and the bytes when the transaction commits."""
    path = path_of(stored)
    stored.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
