"""Two requests at once, on two connections: each has its own answer, and none breaks."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from app_modules.news.models import Article, Category
from kernel import turns
from kernel.accounts.models import Person
from tenants.isolation.current import Place, Tenancy, enter
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests.conftest import make_person

PATIENCE = 10.0
WAITING = """
    SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
Ask = Callable[[Client], HttpResponse]


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    """Nothing is counted here, and no test's transaction may be open."""


@pytest.fixture
def place(committed) -> Iterator[Tenancy]:
    where = tenancy(Tenant.objects.get(region_code="73.71"))
    with enter(where):
        categories = list(Category.objects.values_list("pk", flat=True))
        yield where
        Article.objects.filter(is_sample=False).delete()
        Category.objects.exclude(pk__in=categories).delete()
        Session.objects.all().delete()
        Person.objects.filter(email="sari@example.org").delete()


@pytest.fixture
def at_once(place: Tenancy, portal: Callable[..., Client]) -> Callable[..., list[HttpResponse]]:
    """Send requests of Sari's; all stand before the same turn, which somebody else has, when the first one gets it."""
    sari = make_person("Sari", "administrator")

    def ask(request: Ask, browser: Client) -> HttpResponse:
        try:
            return request(browser)
        finally:
            connection.close()

    def send(turn: str, *requests: Ask, meanwhile: Callable[[], object] = lambda: None) -> list[HttpResponse]:
        browsers = [portal(place, sari) for _request in requests]
        with ThreadPoolExecutor(len(requests)) as pool:
            with transaction.atomic():
                turns.wait(turn)
                meanwhile()
                answers = [pool.submit(ask, *pair) for pair in zip(requests, browsers, strict=True)]
                wait_for_all(answers)
            return [answer.result(PATIENCE) for answer in answers]

    return send


def wait_for_all(answers: list[Future[HttpResponse]]) -> None:
    """Wait until each request waits for its turn, or was answered without."""
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience:
        with enter(Place.PLATFORM), connection.cursor() as cursor:
            cursor.execute(WAITING)
            (waiting,) = cursor.fetchone()
        if waiting + sum(answer.done() for answer in answers) >= len(answers):
            return
        time.sleep(0.02)


def fault(answer: HttpResponse) -> tuple[str, str]:
    """Return what stands in the field of the name, and the sentence below it."""
    page = answer.content.decode()
    sentence = re.search(r'id="id_name_error"[^>]*>(?:<svg.*?</svg>)?(?:<[^>]+>)*\s*([^<]+)', page, re.DOTALL)
    return re.search(r'name="name" value="([^"]*)"', page)[1], sentence[1].strip()


def test_two_articles_of_one_title_have_an_address_each(at_once) -> None:
    typed = {"title": "Pasar dibuka", "summary": "Ringkas.", "body": "<p>Isi.</p>", "author_name": "Humas"}
    typed["category"] = Category.objects.earliest("id").key

    answers = at_once("news.slug", *[lambda browser: browser.post("/konsol/berita/baru/", typed)] * 2)

    assert [answer.status_code for answer in answers] == [302, 302]
    slugs = Article.objects.filter(title="Pasar dibuka").values_list("slug", flat=True)
    assert sorted(slugs) == ["pasar-dibuka", "pasar-dibuka-2"]
    assert len({answer["Location"] for answer in answers}) == 2


def add(browser: Client) -> HttpResponse:
    return browser.post("/konsol/berita/kategori/", {"name": "Olahraga"})


def test_category_added_twice_is_one_and_a_sentence(at_once) -> None:
    answers = at_once("news.category", add, add)

    refused, added = sorted(answers, key=lambda answer: answer.status_code)
    assert (refused.status_code, added.status_code) == (200, 302)
    assert fault(refused) == ("Olahraga", "Sudah ada kategori dengan nama ini.")
    assert Category.objects.filter(name__iexact="olahraga").count() == 1


def test_category_renamed_to_what_another_just_became_is_refused(place: Tenancy, at_once) -> None:
    own = Category.objects.create(name="Taman", slug="taman")

    (answer,) = at_once(
        "news.category",
        lambda browser: browser.post(f"/konsol/berita/kategori/{own.key}/", {"name": "Olahraga"}),
        meanwhile=lambda: Category.objects.create(name="Olahraga", slug="olahraga"),
    )

    assert answer.status_code == 200
    assert fault(answer) == ("Olahraga", "Sudah ada kategori dengan nama ini.")
