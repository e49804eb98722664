"""No byte that somebody can reach in one region holds a string of the other."""

import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from redis import Redis

from kernel.accounts.limits import INVITATION
from kernel.modules import registry
from kernel.rates import subscriber
from provisioning.models import Run
from tenants.isolation import hosts
from tenants.isolation.current import Place, Tenancy, enter
from tenants.registry.models import Tenant
from tests.canaries import behind
from tests.canaries import leaking as plants
from tests.canaries.addresses import addresses, patterns
from tests.canaries.conftest import Stage
from tests.canaries.crawling import Crawler, Leak
from tests.canaries.filling import ROWS, all_tables, column, columns
from tests.canaries.strings import found
from tests.partnership.conftest import make_operator, open_console

TENANT, PUBLIC = settings.TENANT_URLCONF, settings.PUBLIC_URLCONF
BOTH = pytest.mark.parametrize("region", ["a", "b"])
OTHER = {"a": "b", "b": "a"}
# Who asks, and how many addresses of each page: whoever may see most is let through to most code.
ROLES = {"administrator": 20, "officer": 8, "": 16}


def told(leaks: list[Leak]) -> str:
    return "\n".join(map(str, leaks))


@BOTH
@pytest.mark.parametrize("name", sorted(patterns(TENANT)))
def test_page_holds_nothing_of_another_region(db, stage: Stage, name: str, region: str) -> None:
    for role, at_most in ROLES.items():
        crawler = stage.come(region, role)
        for asked in (OTHER[region], region):
            for path in addresses(name, TENANT, stage.texts[asked], at_most):
                crawler.get(path)
                if role == "administrator":
                    crawler.post(path)

        assert crawler.leaks == [], told(crawler.leaks)
        assert crawler.statuses[429] == 0


@BOTH
@pytest.mark.parametrize("role", ROLES)
def test_links_lead_to_nothing_of_another_region(db, stage: Stage, role: str, region: str) -> None:
    crawler = stage.come(region, role)

    for start in ("/", "/konsol/", "/berita/umpan/"):
        crawler.follow(start, TENANT)

    assert crawler.leaks == [], told(crawler.leaks)
    assert crawler.statuses.total() > 60


@BOTH
def test_page_that_is_kept_for_all_is_the_regions_own(db, stage: Stage, region: str) -> None:
    for each in OTHER:
        stage.come(each).get("/berita/")
    crawler = stage.come(region)

    crawler.get("/berita/")

    # No question for rows; one whether hosts have changed, where the machine was slow.
    assert json.loads(crawler.logged[-1])["queries"] <= 1
    assert {canary.region for canary in crawler.seen} == {region}


@pytest.mark.parametrize("place", ["redis", "files", "jobs", "rows"])
def test_nothing_lies_in_another_regions_place(db, stage: Stage, place: str) -> None:
    for region in OTHER:
        stage.come(region).follow("/", TENANT)

    leaks = getattr(behind, f"in_{place}")(stage.places)

    assert leaks == [], told(leaks)


def test_mails_tell_nobody_of_another_region(db, stage: Stage) -> None:
    leaks = behind.in_mails(stage.mails)

    assert leaks == [], told(leaks)
    assert sorted(mail.body != "" for mail in stage.mails) == [True] * 6


@BOTH
def test_region_reads_no_job(db, stage: Stage, region: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")

    with enter(stage.places[region]), connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute("SELECT payload FROM public.job")


@BOTH
def test_lines_of_the_log_are_the_regions_own(db, stage: Stage, settings, region: str) -> None:
    settings.TENANT_URLCONF = "tests.canaries.leaking"
    crawler = stage.come(region, "administrator")
    for path in ("/tidak-ada/", "/laporan/ABC-123/", "/konsol/berita/tidak-ada/", "/bocor/log/"):
        crawler.get(path)

    written = [json.loads(line) for line in (*crawler.logged, *stage.logged[region])]
    # Django's own word on a page that failed is written outside of any place; what was put into it is not kept.
    tenants = {line.get("tenant") for line in written if line["logger"] != "django.request"}

    assert tenants == {stage.places[region].slug}
    assert {line["event"] for line in written if "tenant" not in line} == {"%s: %s"}
    assert found("\n".join(stage.logged[region]).encode()) == set()


@pytest.mark.parametrize("field", columns(), ids=column)
def test_column_is_full_of_canaries(db, stage: Stage, field: Any) -> None:
    for region, place in stage.places.items():
        with enter(place):
            stored = field.model._base_manager.values_list(Cast(field.name, TextField()), flat=True)
            texts = "\n".join(text or "" for text in stored)

        rows = {
            canary.row for canary in found(texts.encode()) if (canary.region, canary.column) == (region, column(field))
        }

        assert rows == set(ROWS), f"{column(field)} of region {region}"


def test_every_table_and_text_of_the_database_is_watched(db, stage: Stage) -> None:
    watched = {
        (field.model._meta.db_table, field.column) for model in all_tables() for field in model._meta.concrete_fields
    }
    with enter(stage.places["a"]), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
        )
        there = set(cursor.fetchall())

    assert {(table, name) for table, name in there - watched if table != "django_migrations"} == set()


# What no page shows, not even to the region's own administrator. The crawler sees something of every other table.
SHOWN_TO_NOBODY = {
    "account.EmailAddress",
    "account.EmailConfirmation",
    "accounts.LinkedAccount",  # each to its own person
    "citizens.Recovery",  # sealed
    "areas.RegionalHoliday",  # counted, not named
    "mfa.Authenticator",
    "news.OldSlug",  # leads to an article
    "personal.Consent",  # shown to the citizen herself
    # Each is one person's own, or stands beside an address: `tests/tenants/notices` asks who sees them.
    "notices.Choice",
    "notices.FailingAddress",
    "notices.Notice",
    "sessions.Session",
    "socialaccount.SocialAccount",
    "socialaccount.SocialApp",
    "socialaccount.SocialToken",
}


@BOTH
def test_crawler_sees_its_own_region(db, stage: Stage, region: str) -> None:
    crawler = stage.come(region, "administrator")
    for name in patterns(TENANT):
        for path in addresses(name, TENANT, stage.texts[region], 8):
            crawler.get(path)

    seen = {canary.column.rsplit(".", 1)[0] for canary in crawler.seen if "." in canary.column}

    assert {field.model._meta.label for field in columns()} - seen == SHOWN_TO_NOBODY


@pytest.fixture
def operator(db, stage: Stage) -> Crawler:
    """Somebody of the platform who may do everything there, and belongs to no region."""
    with enter(Place.PLATFORM):
        return Crawler(open_console(make_operator("Rani", ["*"])), "")


@pytest.mark.parametrize("name", sorted(patterns(PUBLIC)))
def test_operators_page_holds_no_row_of_a_region(operator: Crawler, stage: Stage, name: str) -> None:
    operator.client.raise_request_exception = False
    for region, place in stage.places.items():
        texts = stage.texts[region] | {"registry": registered(place)}
        for path in addresses(name, PUBLIC, texts, 20):
            operator.get(path)

    assert operator.leaks == [], told(operator.leaks)


def registered(place: Tenancy) -> dict[str, list[str]]:
    """Return the keys with which operators name a region and its runs."""
    with enter(Place.PLATFORM):
        return {"key": [place.key, *Run.objects.filter(tenant_id=place.id).values_list("key", flat=True)]}


def test_operators_links_lead_to_no_row_of_a_region(operator: Crawler, stage: Stage) -> None:
    kinds = operator.follow("/", PUBLIC)

    assert operator.leaks == [], told(operator.leaks)
    assert len(kinds) > 10


def test_operator_sees_what_the_registry_says(operator: Crawler, stage: Stage) -> None:
    place = stage.places["a"]

    page = operator.get(f"/daerah/{place.key}/").content.decode()

    facts = [place.name, place.slug, place.domain, *(str(module.title) for module in registry.modules())]
    assert [fact for fact in facts if fact not in page] == []


# What the frame of every page shows of its own region: its name, words and emblem.
FRAME = {"customization.Value.value", "files.StoredFile.key"}


def shown(crawler: Crawler, frame: set[str]) -> set[str]:
    """Return the columns that came out, but for those that a page's frame may show."""
    columns = ((leak.column.split(" ")[0], leak.part) for leak in crawler.leaks)
    return {column for column, part in columns if part != "body" or column not in frame}


@BOTH
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tidak-ada/", 404),
        ("/cari/?q=%00", 400),
        ("/konsol/orang/", 403),
        ("/gagal/", 500),
        ("/ganda/", 500),
        ("/pergi/", 503),
        ("/berkas/tidak-ada/", 404),
        ("/undangan/tidak-ada/", 404),
    ],
)
def test_error_page_holds_no_row(db, stage: Stage, settings, region: str, path: str, status: int) -> None:
    settings.TENANT_URLCONF = "tests.canaries.leaking"
    crawler = Crawler(stage.come(region, "officer").client, "")

    response = crawler.get(path)

    assert response.status_code == status
    assert shown(crawler, FRAME) == set()


@BOTH
def test_page_of_a_limit_holds_no_row(db, stage: Stage, region: str) -> None:
    crawler = Crawler(stage.come(region).client, "", network="203.0.113.7")
    with enter(stage.places[region]):
        for _time in range(INVITATION.at_most):
            INVITATION.count(subscriber(crawler.network))

    response = crawler.get("/undangan/tidak-ada/")

    assert response.status_code == 429
    assert shown(crawler, FRAME) == set()


@BOTH
@pytest.mark.parametrize(("state", "status"), [("suspended", 503), ("archived", 404), ("ready", 200)])
def test_closed_portal_holds_no_row(db, stage: Stage, region: str, state: str, status: int) -> None:
    with enter(Place.PLATFORM):
        Tenant.objects.filter(pk=stage.places[region].id).update(state=state)
    hosts.forget()
    crawler = Crawler(stage.come(region).client, "")

    statuses = {crawler.get(path).status_code for path in ("/", "/berita/umpan/", "/laporan/", "/layanan/")}

    assert statuses == {status}
    assert shown(crawler, set() if state == "archived" else FRAME) == set()


def test_form_of_another_region_holds_no_row(db, stage: Stage) -> None:
    crawler = stage.come("a")
    crawler.client.handler.enforce_csrf_checks = True

    assert crawler.post("/masuk/", {"login": "a@example.org"}).status_code == 403
    assert crawler.leaks == [], told(crawler.leaks)


TITLE = "news.Article.title of region a"


@pytest.fixture
def leaking(db, stage: Stage, settings) -> Iterator[Stage]:
    """The stage with four planted leaks, which are taken away again."""
    settings.TENANT_URLCONF = "tests.canaries.leaking"
    yield stage
    plants.remembered.cache_clear()
    shutil.rmtree(plants.PUBLIC, ignore_errors=True)
    redis = Redis.from_url(settings.REDIS_URL)
    redis.delete(plants.SHARED)
    redis.close()


def leak(path: str, part: str = "body") -> Leak:
    return Leak(TITLE, f"GET {path} (200)", part)


def test_planted_cache_key_is_found(leaking: Stage) -> None:
    leaking.come("a").get("/bocor/kunci/")
    crawler = leaking.come("b")

    crawler.get("/bocor/kunci/")

    assert crawler.leaks == [leak("/bocor/kunci/")]
    assert behind.in_redis(leaking.places) == [Leak(TITLE, plants.SHARED, "cache")]


def test_planted_lru_cache_is_found(leaking: Stage) -> None:
    leaking.come("a").get("/bocor/lru/")
    crawler = leaking.come("b")

    crawler.get("/bocor/lru/")

    assert crawler.leaks == [leak("/bocor/lru/")]


def test_planted_public_file_is_found(leaking: Stage) -> None:
    leaking.come("a").get("/bocor/terbit/")
    crawler = leaking.come("b")

    crawler.get("/bocor/berkas/")

    assert crawler.leaks == [leak("/bocor/berkas/")]
    assert behind.in_files(leaking.places) == [Leak(TITLE, "media/latest.txt", "file")]


def test_planted_line_of_the_log_is_found(leaking: Stage) -> None:
    crawler = leaking.come("a")

    crawler.get("/bocor/log/")

    assert crawler.leaks == [leak("/bocor/log/", "log")]
