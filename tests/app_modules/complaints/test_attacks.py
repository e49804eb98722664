"""Hostile photos in the report form: the reason is beside the field, and nothing that was typed is lost."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT

from tenants.files import actions as files
from tenants.files.models import StoredFile
from tests.app_modules.complaints.conftest import WORDS
from tests.tenants.files import attacks

pytestmark = pytest.mark.usefixtures("clean_cache")
FORM = "/laporan/buat/"
BODY = (
    '--BoUnDaRyStRiNg\r\nContent-Disposition: form-data; name="submission"\r\n\r\n{submission}\r\n'
    '--BoUnDaRyStRiNg\r\nContent-Disposition: form-data; name="photos"; filename="{name}"\r\n\r\n'
)
BODY_END = b"\r\n--BoUnDaRyStRiNg--\r\n"


def beside_photos(page: str) -> str:
    found = re.search(r'id="id_photos_error".*?</p>', page, re.DOTALL)
    assert found is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[0].partition(">")[2])).split())


@pytest.mark.parametrize(("name", "content", "sentence"), attacks.REFUSED, ids=attacks.named)
def test_hostile_photo_is_refused_beside_its_field(citizen, posted, in_makassar, name, content, sentence):
    response = citizen.post(FORM, posted(photos=[SimpleUploadedFile(name, content)]))

    page = response.content.decode()
    assert (response.status_code, beside_photos(page)) == (400, f"{name}: {sentence}")
    assert WORDS in unescape(page)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("a\0b.jpg", "ab.jpg"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("foto;'<b>&.jpg", "foto;'<b>&.jpg"),
        ("x" * 300 + ".jpg", "x" * 150),
    ],
    ids=["path", "NUL", "right to left", "marks", "long"],
)
def test_hostile_name_is_only_a_label(citizen, in_makassar, name, kept):
    body = BODY.format(submission="abcdefghjkmn", name=name).encode() + attacks.jpeg() + BODY_END

    response = citizen.generic("POST", FORM, body, MULTIPART_CONTENT)

    stored = StoredFile.objects.get()
    assert (response.status_code, stored.name, files.path_of(stored).name) == (400, kept, stored.key)
    assert "<b>&" not in response.content.decode()
