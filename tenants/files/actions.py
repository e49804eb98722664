"""Keep a file: checked by its content, pictures re-encoded, under the tenant's own prefix."""

import hashlib
import os
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kernel.ids import new_id
from tenants.files import pictures
from tenants.files.errors import NoRoom
from tenants.files.models import StoredFile
from tenants.isolation.current import tenant
from tenants.quotas import actions as quotas
from tenants.quotas.models import FULL

# All that is ever stored, and so all that our view ever sends. Each is made by us from what was uploaded.
CONTENT_TYPES = frozenset({"image/webp", "image/png", "image/svg+xml"})


def store_picture(
    upload: UploadedFile | IO[bytes], *, owner: str, is_private: bool, name: str = "", up_to: int = FULL
) -> StoredFile:
    """Re-encode a photo as WebP of at most 1,600 pixels a side, without any metadata, and keep it.

    It is refused where the tenant's files would pass `up_to` percent of their limit.

    Raises: NotAPicture, TooLarge, TooManyPixels, NoRoom.
    """
    content, size = pictures.redraw(upload)
    name = name or getattr(upload, "name", None) or "foto"
    _take_room(content, up_to)
    return _save(content, "image/webp", owner=owner, is_private=is_private, name=name, size=size)


def store(content: bytes, content_type: str, *, owner: str, is_private: bool, name: str) -> StoredFile:
    """Keep bytes that have been checked already.

    Raises: NoRoom; ValueError for a type that is not on the list.
    """
    if content_type not in CONTENT_TYPES:
        raise ValueError(f"{content_type} is not kept: add it to CONTENT_TYPES with what makes it harmless.")
    _take_room(content, FULL)
    return _save(content, content_type, owner=owner, is_private=is_private, name=name)


def _take_room(content: bytes, up_to: int) -> None:
    if not quotas.take_room(len(content), up_to=up_to):
        raise NoRoom


def _save(
    content: bytes, content_type: str, *, owner: str, is_private: bool, name: str, size: tuple[int, int] | None = None
) -> StoredFile:
    """Write the row and the bytes; `size` is a picture's width and height."""
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


def folder() -> Path:
    """Return where the current tenant's files lie."""
    return Path(settings.FILES_ROOT) / tenant().key


def path_of(stored: StoredFile) -> Path:
    """Return where the file lies."""
    return Path(settings.FILES_ROOT) / place_of(stored)


def place_of(stored: StoredFile) -> str:
    """Return where the file lies below the folder of all files."""
    return f"{tenant().key}/{stored.key[:2]}/{stored.key}"


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
    # Not the model's own: that first asks the tables of every module, also of one that is not installed here.
    found = StoredFile.objects.filter(pk=stored.pk)
    found._raw_delete(found.db)
    quotas.give_room_back(stored.size)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
