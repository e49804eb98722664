"""An administrator asks for a copy of all data, sees how far it is, and takes it away."""

import re

import pytest
from django.utils import timezone

from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry
from tenants.files import exports
from tenants.files.models import Export
from tenants.isolation.current import Place, Tenancy, enter
from tenants.jobs.models import Job

PAGE = "/konsol/salinan/"


@pytest.fixture
def ready(in_makassar: Tenancy) -> Export:
    """A copy that is made."""
    export = Export.objects.create(asked_by=PLATFORM, created_at=timezone.now())
    exports.path_of(export).parent.mkdir(parents=True, exist_ok=True)
    exports.path_of(export).write_bytes(b"PK isi salinan")
    exports.finish(export, size=14, sha256="0" * 64)
    return export


def link(console) -> str:
    return re.findall(rf'href="({PAGE}[^"]+izin=[^"]+)"', console.get(PAGE).content.decode())[0]


def test_copy_is_asked_for_once_and_its_progress_shown(in_makassar, console) -> None:
    for _click in range(2):
        console.post(f"{PAGE}buat/")
    Export.objects.update(progress=40)

    whole, part = console.get(PAGE), console.get(PAGE, headers={"HX-Request": "true"})

    assert (Export.objects.count(), Entry.objects.filter(action="exports.ask").count()) == (1, 1)
    with enter(Place.PLATFORM):
        assert Job.objects.filter(name="provisioning.export_of", payload__tenant=in_makassar.key).count() == 1
    assert ("40 %" in whole.content.decode(), "hx-trigger" in part.content.decode()) == (True, True)
    assert (b"<html" in whole.content, b"<html" in part.content) == (True, False)


def test_ready_copy_is_downloaded_by_its_link_only(ready, console) -> None:
    response = console.get(link(console))

    assert b"".join(response.streaming_content) == b"PK isi salinan"
    assert response["Content-Disposition"].startswith('attachment; filename="makassar-')
    for bad in ("", "?izin=salah", f"?izin={exports.EXPORT.sign('lain')}"):
        assert console.get(f"{PAGE}{ready.key}/{bad}").status_code == 404
    assert list(Entry.objects.filter(action="exports.download").values_list("actor_name", flat=True)) == ["Sari"]


def test_link_is_good_for_administrators_alone(ready, console, makassar, portal, budi) -> None:
    assert portal(makassar, budi).get(link(console)).status_code == 403


def test_web_server_in_front_sends_the_copy(ready, console, settings, in_makassar) -> None:
    settings.FILES_ACCEL = "/internal/"

    response = console.get(link(console))

    assert response["X-Accel-Redirect"] == f"/internal/{in_makassar.key}/exports/{ready.key}/salinan.zip"


def test_copy_whose_file_is_gone_is_not_there(ready, console) -> None:
    address = link(console)
    exports.path_of(ready).unlink()

    assert console.get(address).status_code == 404
