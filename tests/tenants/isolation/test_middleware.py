"""What a host and a tenant's state answer."""

import re

import pytest
from django.test import Client

from tenants.files import actions as files
from tenants.files.models import StoredFile
from tenants.isolation import hosts
from tenants.isolation.current import Place, enter, place
from tenants.registry.models import Tenant


def set_state(makassar, state: str) -> None:
    with enter(Place.PLATFORM):
        Tenant.objects.filter(pk=makassar.id).update(state=state)


def status_of(citizen: Client, stored: StoredFile) -> int:
    response = citizen.get(f"/berkas/{stored.key}/")
    list(response)  # to its end, which closes the file
    return response.status_code


def test_live_portal_opens(citizen) -> None:
    assert citizen.get("/").status_code == 200


@pytest.mark.parametrize("host", ["MAKASSAR.localhost", "makassar.localhost:8000", "makassar.localhost."])
def test_host_is_read_as_browsers_write_it(makassar, host) -> None:
    assert Client(headers={"host": host}).get("/").status_code == 200


@pytest.mark.parametrize("path", ["/", "/konsol/", "/berita/", "/masuk/"])
def test_unknown_host_gets_a_friendly_page(db, path) -> None:
    response = Client(SERVER_NAME="nowhere.localhost").get(path)

    assert response.status_code == 404
    assert "<h1" in response.content.decode()


def test_impossible_host_is_a_bad_request(db) -> None:
    assert Client(headers={"host": "a b"}).get("/").status_code == 400


@pytest.mark.parametrize("path", ["/", "/konsol/", "/en/konsol/", "/berita/", "/tidak-ada/"])
def test_suspended_region_has_its_own_page(makassar, citizen, path) -> None:
    set_state(makassar, "suspended")

    response = citizen.get(path)

    assert (response.status_code, response["Retry-After"]) == (503, "3600")
    assert "Kota Makassar" in response.content.decode()


def test_suspended_region_s_page_has_its_own_colour(makassar, citizen) -> None:
    set_state(makassar, "suspended")
    page = citizen.get("/").content.decode()

    theme = citizen.get(re.search(r'href="(/tema/[^"]+)"', page)[1])

    assert (theme.status_code, theme["Content-Type"]) == (200, "text/css; charset=utf-8")


@pytest.mark.parametrize(("owner", "status"), [("customization.emblem", 200), ("news.article:x", 404)])
def test_suspended_region_sends_its_emblem_and_no_module_s_files(makassar, citizen, owner, status) -> None:
    with enter(makassar):
        stored = files.store(b"picture", "image/png", owner=owner, is_private=False, name="x")
    before = status_of(citizen, stored)

    set_state(makassar, "suspended")
    hosts.forget()

    assert (before, status_of(citizen, stored)) == (200, status)


def test_archived_region_is_unknown(makassar, citizen) -> None:
    set_state(makassar, "archived")

    assert citizen.get("/").status_code == 404


@pytest.mark.parametrize("state", ["registered", "provisioning", "ready"])
def test_region_that_is_not_live_says_soon(makassar, citizen, state) -> None:
    set_state(makassar, state)

    response = citizen.get("/")

    assert response["X-Robots-Tag"] == "noindex"
    assert "soon.html" in [template.name for template in response.templates]


def test_its_own_people_look_around_before_it_is_live(makassar, portal, sari) -> None:
    set_state(makassar, "ready")

    response = portal(makassar, sari).get("/konsol/")

    assert "soon.html" not in [template.name for template in response.templates]


def test_request_leaves_no_place_behind(citizen) -> None:
    citizen.get("/")

    assert place() is Place.NOBODY


def test_platform_has_its_own_pages(db) -> None:
    assert Client(SERVER_NAME="localhost").get("/berita/").status_code == 404
