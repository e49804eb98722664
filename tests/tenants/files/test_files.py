"""Stored files: what is kept of a photo, what is refused, who may fetch it."""

import io
import os
import time
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image
from PIL.ExifTags import GPS, IFD

from tenants.files import actions, pictures, queries, tasks
from tenants.files.errors import NotAPicture, TooLarge
from tenants.files.models import StoredFile
from tenants.isolation.current import enter

HEADERS = {
    "Content-Type": "image/webp",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=600",
}


def photo(size: tuple[int, int] = (40, 30), kind: str = "JPEG", *, name: str = "foto.jpg") -> SimpleUploadedFile:
    picture = Image.new("RGB", size, "teal")
    exif = Image.Exif()
    exif[0x010F] = "Merek Kamera"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (5.0, 8.0, 0.0)
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return SimpleUploadedFile(name, out.getvalue())


def status(browser: Client, address: str) -> int:
    response = browser.get(address)
    if response.streaming:
        response.getvalue()  # read to its end, as a browser does, which closes the file
    return int(response.status_code)


def keep(upload: SimpleUploadedFile, *, is_private: bool = False) -> StoredFile:
    return actions.store_picture(upload, owner="test:1", is_private=is_private)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_is_kept_without_metadata(in_makassar, kind) -> None:
    stored = keep(photo(kind=kind))

    content = actions.path_of(stored).read_bytes()
    assert (stored.content_type, stored.size, stored.width, stored.height) == ("image/webp", len(content), 40, 30)
    assert dict(Image.open(io.BytesIO(content)).getexif()) == {}
    assert b"Merek" not in content


def test_large_photo_is_made_smaller(in_makassar) -> None:
    stored = keep(photo((4000, 2000)))

    assert (stored.width, stored.height) == (1600, 800)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"bukan gambar",
        b"%PDF-1.7 ...",
        b"GIF89a" + b"\0" * 40,
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        photo().read()[:200],
    ],
)
def test_what_is_no_photo_is_refused(in_makassar, content) -> None:
    with pytest.raises(NotAPicture):
        keep(SimpleUploadedFile("foto.jpg", content))

    assert StoredFile.objects.count() == 0


def test_what_hides_behind_a_photo_is_not_kept(in_makassar) -> None:
    stored = keep(SimpleUploadedFile("foto.jpg", photo().read() + b"<script>alert(1)</script>"))

    assert b"script" not in actions.path_of(stored).read_bytes()


def test_more_than_fifteen_megabytes_are_refused_unread(in_makassar) -> None:
    upload = SimpleUploadedFile("besar.jpg", b"")
    upload.size = 16 * 1024 * 1024

    with pytest.raises(TooLarge):
        keep(upload)


def test_more_than_fifteen_megabytes_are_refused_where_nobody_says_how_many(in_makassar) -> None:
    with pytest.raises(TooLarge):
        pictures.redraw(io.BytesIO(bytes(pictures.LIMIT + 1)))


def test_public_file_is_served_without_a_signature(in_makassar, citizen) -> None:
    stored = keep(photo())

    response = citizen.get(queries.url(stored))
    response.getvalue()

    assert response.status_code == 200
    assert {name: response[name] for name in HEADERS} == HEADERS


def test_file_may_be_handed_to_the_web_server(in_makassar, citizen, settings) -> None:
    settings.FILES_ACCEL = "/internal/"
    stored, private = keep(photo()), keep(photo(), is_private=True)
    without_signature = queries.url(private).partition("?")[0]

    response = citizen.get(queries.url(stored))

    place = actions.path_of(stored).relative_to(settings.FILES_ROOT)
    assert (response["X-Accel-Redirect"], response.content) == (f"/internal/{place}", b"")
    assert {name: response[name] for name in HEADERS} == HEADERS
    assert status(citizen, without_signature) == 404


def test_file_that_the_web_server_would_not_find_is_our_own_page(in_makassar, citizen, settings) -> None:
    settings.FILES_ACCEL = "/internal/"
    stored = keep(photo())
    actions.path_of(stored).unlink()

    response = citizen.get(queries.url(stored))

    assert (response.status_code, "X-Accel-Redirect" in response) == (404, False)


@pytest.mark.parametrize(("is_private", "policy"), [(False, "cross-origin"), (True, "same-origin")])
def test_only_public_files_may_be_shown_elsewhere(in_makassar, citizen, is_private, policy) -> None:
    response = citizen.get(queries.url(keep(photo(), is_private=is_private)))
    response.getvalue()

    assert response["Cross-Origin-Resource-Policy"] == policy


def test_private_file_needs_a_fresh_address(in_makassar, citizen) -> None:
    stored = keep(photo(), is_private=True)
    address = queries.url(stored)

    assert status(citizen, address) == 200
    assert status(citizen, address.partition("?")[0]) == 404
    assert status(citizen, f"{address}x") == 404
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert status(citizen, address) == 404


def test_address_of_one_file_does_not_open_another(in_makassar, citizen) -> None:
    mine, other = keep(photo(), is_private=True), keep(photo(), is_private=True)
    signature = queries.url(mine).partition("?")[2]

    assert status(citizen, f"/berkas/{other.key}/?{signature}") == 404


def test_file_of_another_region_does_not_exist_here(in_makassar, jayapura, portal) -> None:
    stored = keep(photo())
    private = queries.url(keep(photo(), is_private=True))

    elsewhere = portal(jayapura)

    assert status(elsewhere, f"/berkas/{stored.key}/") == 404
    assert status(elsewhere, private) == 404


def test_removed_file_goes_when_the_transaction_commits(in_makassar, django_capture_on_commit_callbacks) -> None:
    stored = keep(photo())
    path = actions.path_of(stored)

    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(stored)

    assert (StoredFile.objects.count(), path.exists()) == (0, False)


def test_sweep_deletes_old_files_without_a_row(in_makassar) -> None:
    known = actions.path_of(keep(photo()))
    with transaction.atomic():
        lost = actions.path_of(keep(photo()))
        transaction.set_rollback(True)
    young = lost.with_name("muda")
    young.write_bytes(b"x")
    for path in (known, lost):
        os.utime(path, (time.time() - 2 * 86_400,) * 2)

    tasks.sweep()

    assert (known.exists(), lost.exists(), young.exists()) == (True, False, True)


def test_regions_keep_their_files_apart(in_makassar, jayapura) -> None:
    here = actions.folder()

    with enter(jayapura):
        assert actions.folder().parent == here.parent
        assert actions.folder() != here


def test_file_that_was_lost_is_not_found(in_makassar, citizen) -> None:
    stored = keep(photo())
    actions.path_of(stored).unlink()

    assert status(citizen, queries.url(stored)) == 404
