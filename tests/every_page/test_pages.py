"""Every page, asked for by six people in two regions of equal keys: the listed answer, and nobody else's bytes."""

import pytest
from django.db import connection

from tenants.files.models import StoredFile
from tenants.files.queries import url
from tests.every_page import mirror
from tests.every_page.pages import Page, access_of, all_pages
from tests.every_page.rules import faults
from tests.every_page.stage import ACTORS, Site, Stage, undone


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: page.id)
def test_page_answers_as_listed_and_shows_only_its_own(stage: Stage, page: Page) -> None:
    assert faults(stage, page, access_of(page)) == []


def test_no_list_speaks_of_a_page_that_is_gone() -> None:
    found = {(access_of(page).file, name) for page in all_pages() for name in access_of(page).answers}

    assert found - {(access_of(page).file, page.name) for page in all_pages()} == set()


def numbers(site: Site) -> dict[str, list[object]]:
    with undone(site.place):
        return {
            model._meta.label: sorted(model._base_manager.values_list("pk", flat=True))
            for model in mirror.tenant_models()
        }


def test_every_key_of_one_region_is_a_key_of_the_other(stage: Stage) -> None:
    first, second = numbers(stage.sites["first"]), numbers(stage.sites["second"])

    assert first == second
    assert sum(bool(keys) for keys in first.values()) >= 15


def test_every_text_of_a_region_bears_its_own_word(stage: Stage) -> None:
    for name in ("first", "second"):
        site = stage.sites[name]
        with undone(site.place), connection.cursor() as cursor:
            for model, column, _marked in mirror.texts():
                cursor.execute(
                    f"SELECT count(*) FROM {model._meta.db_table} WHERE {column} <> '' AND {column} NOT LIKE %s",
                    [f"%{site.own}%"],
                )
                assert cursor.fetchone() == (0,), (name, model, column)


def private_path(site: Site) -> str:
    with undone(site.place):
        return url(StoredFile.objects.get(owner=mirror.OWNER, is_private=True))


def test_private_file_is_there_for_who_has_its_own_regions_signature(stage: Stage) -> None:
    first, second = stage.sites["first"], stage.sites["second"]
    own, other = private_path(first), private_path(second)

    for actor in ACTORS:
        assert stage.ask(first, actor, own).status == "200"
        assert mirror.FIRST in stage.ask(first, actor, own).everything
        assert [stage.ask(first, actor, path).status for path in (other, own.split("?")[0])] == ["404", "404"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_says_the_same_on_every_host(stage: Stage, path: str) -> None:
    answers = [stage.ask(site, "stranger", path) for site in stage.sites.values()]

    assert {answer.status for answer in answers} == {"200"}
    assert len({answer.everything.splitlines()[-1] for answer in answers}) == 1
    assert not [word for word in mirror.WORDS for answer in answers if word in answer.everything]
