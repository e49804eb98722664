"""Pages that all visitors share: who gets a kept one, and when it is made anew."""

import gzip
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse

from kernel import changes
from tenants.customization import actions as customization
from tenants.isolation import hosts
from tenants.isolation.cache import Cache
from tenants.isolation.current import Place, Tenancy, enter
from tenants.portal import shared
from tenants.registry.models import InstalledModule, Tenant
from tenants.registry.queries import tenancy
from tests.conftest import queries

HOUR = 3600.0


@pytest.fixture
def kept(monkeypatch, clean_cache) -> None:
    """Pages are kept for longer than a test takes."""
    monkeypatch.setattr(shared, "SECONDS", HOUR)


def name_portal(where, by, name: str, run_callbacks) -> None:
    """Give the portal another name, and let what happens at the commit happen."""
    with run_callbacks(execute=True), enter(where):
        customization.publish({"name": name}, by=by)


def test_second_visitor_asks_the_database_nothing(kept, makassar, portal) -> None:
    first = portal(makassar).get("/")

    with queries(0):
        second = portal(makassar).get("/")

    assert (first.status_code, second.content) == (200, first.content)


def test_change_is_seen_by_the_next_visitor(
    kept, makassar, as_sari, portal, django_capture_on_commit_callbacks
) -> None:
    portal(makassar).get("/")

    name_portal(makassar, as_sari, "Makassar Baru", django_capture_on_commit_callbacks)

    assert "Makassar Baru" in portal(makassar).get("/").content.decode()


def test_many_changes_make_a_page_once_a_second(
    kept, makassar, as_sari, portal, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    monkeypatch.setattr(shared, "BRIEF", HOUR)
    before = portal(makassar).get("/").content

    name_portal(makassar, as_sari, "Makassar Baru", django_capture_on_commit_callbacks)

    assert portal(makassar).get("/").content == before


def test_page_from_before_a_change_that_came_while_it_was_made_is_not_kept(kept, makassar, rf) -> None:
    @shared.shared
    def overtaken(request) -> HttpResponse:
        changes._renew(makassar.key)
        return HttpResponse("old")

    request = rf.get("/", SERVER_NAME=makassar.domain)
    with enter(makassar):
        overtaken(request)
        mark, page = shared._look(shared._key(request))

        assert page is not None
        assert page.is_good(mark) is False


def test_others_get_the_old_page_while_one_makes_the_new(makassar, portal, clean_cache, rf) -> None:
    before = portal(makassar).get("/").content
    with enter(makassar):
        cache.set(f"{shared._key(rf.get('/', SERVER_NAME=makassar.domain))}:making", 1)

    with queries(0):
        assert portal(makassar).get("/").content == before


def test_first_visitors_do_not_wait_for_ever(makassar, portal, clean_cache, rf) -> None:
    with enter(makassar):
        cache.set(f"{shared._key(rf.get('/', SERVER_NAME=makassar.domain))}:making", 1)

    assert portal(makassar).get("/").status_code == 200


def test_page_is_kept_for_one_tenant_only(kept, makassar, jayapura, portal) -> None:
    portal(makassar).get("/")

    assert "Kota Makassar" not in portal(jayapura).get("/").content.decode()


def test_own_person_gets_a_page_of_her_own(kept, makassar, sari, portal) -> None:
    portal(makassar).get("/")

    response = portal(makassar, sari).get("/")

    assert "ETag" not in response


def test_message_is_shown_to_whom_it_is_for(kept, makassar, portal) -> None:
    portal(makassar).get("/")
    client = portal(makassar)
    client.cookies["messages"] = "anything"

    assert "ETag" not in client.get("/")


@pytest.mark.parametrize(("query", "is_shared"), [("", True), ("page=2", True), ("q=banjir", False), ("page=x", False)])
def test_only_known_questions_are_kept(kept, makassar, portal, query, is_shared) -> None:
    assert ("ETag" in portal(makassar).get(f"/berita/?{query}")) is is_shared


def test_page_of_a_module_that_was_switched_off_is_gone_at_once(kept, makassar, portal) -> None:
    portal(makassar).get("/berita/")
    with enter(Place.PLATFORM):
        InstalledModule.objects.filter(tenant_id=makassar.id, module="news").update(is_enabled=False)
    hosts.forget()

    assert portal(makassar).get("/berita/").status_code == 404


def test_browser_that_has_the_page_gets_nothing_new(kept, makassar, portal) -> None:
    first = portal(makassar).get("/")

    second = portal(makassar).get("/", headers={"If-None-Match": first["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


def test_page_travels_compressed(kept, makassar, portal) -> None:
    plain = portal(makassar).get("/")

    packed = portal(makassar).get("/", headers={"Accept-Encoding": "gzip, br"})

    assert (packed["Content-Encoding"], gzip.decompress(packed.content)) == ("gzip", plain.content)
    assert len(packed.content) < len(plain.content) / 2


def test_page_may_be_kept_by_what_stands_before_us(kept, makassar, portal) -> None:
    response = portal(makassar).get("/")

    assert response["Cache-Control"] == "public, max-age=0, s-maxage=1, stale-while-revalidate=10"
    assert response.cookies == {}
    assert "nonce" not in response["Content-Security-Policy"]


def test_what_did_not_come_out_well_is_not_kept(kept, makassar, portal) -> None:
    assert "ETag" not in portal(makassar).get("/berita/tidak-ada/")


@pytest.fixture
def region(committed) -> Tenancy:
    """Makassar, outside a transaction."""
    return tenancy(Tenant.objects.get(region_code="73.71"))


def change(where: Tenancy, *, fail: bool = False) -> None:
    """Note a change as a job does, whose transaction ends after its tenant was left."""
    with transaction.atomic(), enter(where):
        changes.note()
        if fail:
            raise ZeroDivisionError


def mark_of(where: Tenancy) -> str | None:
    with enter(where):
        return cache.get(changes.MARK)


def test_change_made_by_a_job_is_noted_in_its_tenant(kept, region) -> None:
    change(region)
    before = mark_of(region)

    change(region)

    assert None not in (before, mark_of(region))
    assert mark_of(region) != before


def test_change_that_is_rolled_back_changes_nothing(kept, region) -> None:
    change(region)
    before = mark_of(region)

    with pytest.raises(ZeroDivisionError):
        change(region, fail=True)

    assert mark_of(region) == before


@pytest.fixture
def page(makassar, rf) -> Iterator[Callable[[], HttpResponse]]:
    """Ask for a page that makes Redis fall silent while it is made."""

    @shared.shared
    def silencing(request) -> HttpResponse:
        Cache.fall_silent()
        return HttpResponse("made")

    with enter(makassar):
        yield lambda: silencing(rf.get("/", SERVER_NAME=makassar.domain))


def test_page_is_made_for_each_visitor_while_redis_is_silent(kept, page) -> None:
    Cache.fall_silent()

    answer = page()

    assert (answer.content, "ETag" in answer) == (b"made", False)


def test_page_is_shown_where_redis_falls_silent_meanwhile(kept, page, caplog) -> None:
    answer = page()

    assert (answer.content, "ETag" in answer) == (b"made", True)
    assert caplog.messages == [
        "A page was not kept: Redis does not answer.",
        "A page is made anew in some seconds only: Redis does not answer.",
    ]
