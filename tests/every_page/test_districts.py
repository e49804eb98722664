"""Who works for one district is answered, on every page of every module, as if there were no other district."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import NoReverseMatch
from django.utils import timezone

from app_modules.complaints.queries import cases
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Person
from kernel.modules import registry
from tenants.areas.queries import districts
from tenants.files.models import StoredFile
from tenants.isolation.current import Tenancy, enter
from tests.conftest import make_person
from tests.every_page.mirror import FIRST, tenant_models, texts
from tests.every_page.pages import access_of, openings, pages
from tests.every_page.stage import Asked, Site, Stage, undone
from tests.every_page.vanishing import RANDOM

CANARY = FIRST
HERE, THERE = "here", "there"
# Each time it shows another secret, and nothing of anybody's work.
ANEW = {"set_up_app"}


def placed() -> list[type[Model]]:
    """Return the models of modules whose rows lie somewhere in the region."""
    return [
        model
        for model in tenant_models()
        if registry.get(model._meta.app_label) and any(field.name == "area_code" for field in model._meta.fields)
    ]


@pytest.fixture
def codes(in_makassar: Tenancy) -> dict[str, str]:
    """Two districts between which all that lies somewhere is divided; what is in the second has the canary in it."""
    for _module, code in registry.contributions("provision", in_makassar.modules):
        code.sample(by=PLATFORM)
    first, second = districts().order_by("code").values_list("code", flat=True)[:2]
    for model in placed():
        for number, row in enumerate(model._base_manager.order_by("pk")):
            values = {"area_code": f"{(first, second)[number % 2]}.1001"}
            values |= {field.name: None for field in model._meta.fields if field.name == "released_at"}
            model._base_manager.filter(pk=row.pk).update(**values)
    StoredFile.objects.update(is_private=True)
    _mark(second)
    return {HERE: first, THERE: second}


def _mark(code: str) -> None:
    """Write the canary into every text of the rows there, and of those that belong to them."""
    for model, column, marked in texts():
        for where in _belonging(model, code):
            with connection.cursor() as cursor:
                cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = {marked} WHERE {where}")


def _belonging(model: type[Model], code: str) -> Iterator[str]:
    for other in placed():
        if model is other:
            yield f"area_code LIKE '{code}%'"
        for field in model._meta.fields:
            if field.related_model is other:
                yield f"{field.column} IN (SELECT id FROM {other._meta.db_table} WHERE area_code LIKE '{code}%')"


@pytest.fixture
def site(codes: dict[str, str], makassar: Tenancy) -> Site:
    """Makassar's portal with two who may do everything: Ani in the first district, Sari everywhere."""
    sari = make_person("Sari", "administrator")
    ani = make_person("Ani", "administrator")
    ani.assignments.update(area_code=codes[HERE])
    cookies = {"Ani": _log_in(makassar, ani), "Sari": _log_in(makassar, sari)}
    return Site("first", makassar, makassar.domain, CANARY, (), cookies)


def _log_in(where: Tenancy, person: Person) -> dict[str, str]:
    client = Client(SERVER_NAME=where.domain)
    with enter(where):
        client.force_login(person)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def addresses(site: Site) -> list[str]:
    """Return every address of every page that is not a secret link's, with each row by which it may be opened."""
    found = []
    for page in pages("portal", settings.TENANT_URLCONF):
        access = access_of(page)
        if page.name not in access.signed and page.name not in ANEW:
            with undone(site.place):
                ways = list(openings(page, access))
            for opened in ways if page.module else ways[:: len(ways) // 9 + 1]:
                with suppress(NoReverseMatch):  # a row of something whose keys have another form
                    found += [page.path(opened.values) + query for query in access.queries.get(page.name, ("",))]
    return found


def asked(site: Site, actor: str, paths: list[str], method: str = "GET") -> dict[str, tuple[str, str]]:
    """Return what is answered at each address."""
    stage = Stage({"first": site})
    form = Asked(method, site if method == "POST" else None)
    found = {path: stage.ask(site, actor, path, form) for path in paths}
    return {path: (answer.status, RANDOM.sub("", answer.everything)) for path, answer in found.items()}


def leaking(answers: dict[str, tuple[str, str]]) -> list[str]:
    return [path for path, (_status, everything) in answers.items() if CANARY in everything]


def test_something_lies_in_a_district(site: Site) -> None:
    assert placed()
    for model in placed():
        assert model._base_manager.filter(area_code__startswith="73.71").count() > 3


def test_who_works_everywhere_sees_the_other_district(site: Site) -> None:
    assert len(leaking(asked(site, "Sari", addresses(site)))) > 3


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_answer_to_one_districts_officer_has_anything_of_another(site: Site, method: str) -> None:
    answers = asked(site, "Ani", addresses(site), method)

    assert leaking(answers) == []
    assert sum(status in ("200", "302", "400") for status, _everything in answers.values()) > 20


def test_one_districts_officer_is_answered_as_if_there_were_no_other(site: Site, codes: dict[str, str]) -> None:
    paths = addresses(site)
    with time_machine.travel(timezone.now(), tick=False):
        before = asked(site, "Ani", paths)

        for model in placed():
            _remove(model, codes[THERE])
        after = asked(site, "Ani", paths)

    assert [path for path, answer in before.items() if answer != after[path]] == []


def _remove(model: type[Model], code: str) -> None:
    """Delete the rows there, with all that belongs to them."""
    rows = model._base_manager.filter(area_code__startswith=code)
    for relation in model._meta.related_objects:
        relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows}).delete()
    rows.delete()


def test_planted_leak_is_seen(site: Site, monkeypatch) -> None:
    monkeypatch.setattr(cases, "visible", lambda actor, rows, permission: rows)

    assert leaking(asked(site, "Ani", ["/konsol/laporan/"])) == ["/konsol/laporan/"]
