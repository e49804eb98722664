import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from app_modules.complaints.models import Category
from app_modules.news.actions import articles
from app_modules.news.models import Category as NewsCategory
from app_modules.services import actions as services
from kernel.accounts import actions as accounts
from kernel.accounts.actor import PLATFORM
from kernel.accounts.models import Role, Unit
from kernel.accounts.queries import as_actor
from kernel.audit.models import Entry
from kernel.errors import NotPermitted
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.portal import actions, first_steps

LOOK = "Pasang lambang dan warna daerah"
CONTACT = "Isi alamat, jam kantor, dan telepon"
UNITS = "Tambahkan unit kerja"
PEOPLE = "Undang rekan kerja"
CATEGORIES = "Tentukan unit penerima laporan"
SERVICE = "Terbitkan layanan pertama"
ARTICLE = "Terbitkan berita pertama"
ALL = [LOOK, CONTACT, UNITS, PEOPLE, CATEGORIES, SERVICE, ARTICLE]
REACHABLE = {"address": "Jalan Contoh 1", "hours": "Senin–Jumat", "phone": "0411-123"}


def rows(actor) -> list[dict]:
    return first_steps.page(actor).get("first_steps", [])


def done(actor) -> list[str]:
    return [row["step"].title for row in rows(actor) if row["is_done"]]


def brand(**values: object) -> None:
    customization.change(Value.Kind.BRAND, values, by=PLATFORM)


def publish_article(**more: object) -> None:
    content = articles.Content(
        title="Jembatan dibuka",
        summary="Mulai Senin.",
        body="<p>Lalu lintas lancar.</p>",
        category=NewsCategory.objects.first(),
        author_name="Humas",
    )
    articles.publish(articles.write(content, by=PLATFORM, **more), by=PLATFORM)


def write_service(**more: object):
    values = {
        "title": "Akta kelahiran",
        "summary": "Untuk bayi baru.",
        "pillar": "E",
        "unit": accounts.add_unit("Dinas Contoh", by=PLATFORM),
        "requirements": "KTP",
        "steps": "Datang",
    }
    return services.create(values, by=PLATFORM, **more)


def publish_service(**more: object) -> None:
    services.publish(write_service(**more), by=PLATFORM)


def give_a_category_its_unit() -> None:
    unit = Unit.objects.create(name="Dinas Contoh")
    Category.objects.filter(key="jalan").update(unit=unit)


def invite() -> None:
    accounts.invite("citra@example.org", name="Citra", role=Role.objects.get(key="officer"), by=PLATFORM)


def finish() -> None:
    brand(emblem="abc", **REACHABLE)
    invite()
    give_a_category_its_unit()
    publish_article()
    values = {"title": "KTP", "summary": "Baru.", "pillar": "E", "requirements": "KK", "steps": "Datang"}
    services.publish(services.create({**values, "unit": Unit.objects.get()}, by=PLATFORM), by=PLATFORM)


def test_new_region_is_led_through_all_steps_in_order(in_makassar, as_sari):
    found = rows(as_sari)

    assert [row["step"].title for row in found] == ALL
    assert [row["is_done"] for row in found] == [False] * 7
    assert [row["is_next"] for row in found] == [True, *[False] * 6]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda: brand(emblem="abc"), [LOOK]),
        (lambda: brand(**REACHABLE), [CONTACT]),
        (lambda: Unit.objects.create(name="Dinas Contoh"), [UNITS]),
        (invite, [PEOPLE]),
        (give_a_category_its_unit, [UNITS, CATEGORIES]),
        (publish_service, [UNITS, SERVICE]),
        (publish_article, [ARTICLE]),
    ],
    ids=["look", "contact", "units", "people", "categories", "service", "article"],
)
def test_step_is_done_when_its_row_exists(in_makassar, as_sari, change, expected):
    change()

    assert done(as_sari) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda: brand(address="Jalan Contoh 1"), []),
        (lambda: brand(is_sample=True, **REACHABLE), []),
        (lambda: Unit.objects.create(name="Dinas Contoh", is_active=False), []),
        (write_service, [UNITS]),
        (lambda: publish_service(is_sample=True), [UNITS]),
        (lambda: publish_article(is_sample=True), []),
    ],
    ids=["half a contact", "sample contact", "closed unit", "draft", "sample service", "sample article"],
)
def test_step_is_not_done_by_what_citizens_have_nothing_of(in_makassar, as_sari, change, expected):
    change()

    assert done(as_sari) == expected


def test_colleague_who_joined_counts_as_invited(in_makassar, as_sari, budi):
    assert done(as_sari) == [PEOPLE]


def test_next_step_is_the_first_that_is_not_done(in_makassar, as_sari):
    brand(emblem="abc", **REACHABLE)

    assert [row["step"].title for row in rows(as_sari) if row["is_next"]] == [UNITS]


def test_only_the_next_step_is_a_filled_button(console):
    body = console.get("/konsol/").content.decode()

    assert body.count("btn-primary") == 1
    assert re.findall(r'<a href="([^"]*)" class="btn btn-primary', body) == ["/konsol/tampilan/"]


def test_finished_region_shows_no_steps(in_makassar, console):
    finish()

    body = console.get("/konsol/").content.decode()

    assert "Langkah pertama" not in body
    assert "Tidak ada yang menunggu Anda hari ini." in body


def test_officer_without_rights_sees_no_steps(makassar, portal, budi, as_budi):
    body = portal(makassar, budi).get("/konsol/").content.decode()

    assert "Langkah pertama" not in body
    assert "langkah pertama" not in body


def test_steps_follow_the_rights(in_makassar, budi):
    Role.objects.filter(key="officer").update(permissions=["news.write", "news.publish", "units.manage"])
    found = first_steps.page(as_actor(budi))

    assert [row["step"].title for row in found["first_steps"]] == [UNITS, ARTICLE]
    assert not found["may_put_away"]


def test_module_that_is_off_asks_for_nothing(news_off, console):
    body = console.get("/konsol/").content.decode()

    assert SERVICE in body
    assert ARTICLE not in body


def test_steps_are_put_away_and_brought_back(in_makassar, console, as_sari):
    console.post("/konsol/langkah/sembunyikan/")
    away = console.get("/konsol/").content.decode()
    console.post("/konsol/langkah/tampilkan/")
    back = console.get("/konsol/").content.decode()

    assert (LOOK in away, "Tampilkan lagi langkah pertama" in away) == (False, True)
    assert (LOOK in back, "Tampilkan lagi langkah pertama" in back) == (True, False)


def test_putting_away_and_bringing_back_is_in_the_history(in_makassar, console):
    console.post("/konsol/langkah/sembunyikan/")
    console.post("/konsol/langkah/tampilkan/")

    entries = Entry.objects.filter(action__startswith="portal.").order_by("id")
    assert list(entries.values_list("action", "actor_name", "after")) == [
        ("portal.put_steps_away", "Sari", {"portal.first_steps": True}),
        ("portal.bring_steps_back", "Sari", {"portal.first_steps": None}),
    ]
    body = console.get("/konsol/riwayat/").content.decode()
    assert "Menyembunyikan langkah pertama" in body
    assert "Menampilkan lagi langkah pertama" in body
    assert "daftar langkah pertama" in body


def test_bringing_back_what_is_done_says_so(in_makassar, console):
    finish()
    console.post("/konsol/langkah/sembunyikan/")

    body = console.post("/konsol/langkah/tampilkan/", follow=True).content.decode()

    assert "Semua langkah pertama sudah selesai." in body


@pytest.mark.parametrize("path", ["sembunyikan/", "tampilkan/"])
def test_officer_may_not_put_away_nor_bring_back(makassar, portal, budi, path):
    assert portal(makassar, budi).post(f"/konsol/langkah/{path}").status_code == 403


@pytest.mark.parametrize("verb", [actions.put_first_steps_away, actions.bring_first_steps_back])
def test_actions_ask_for_the_right_themselves(in_makassar, as_budi, verb):
    with pytest.raises(NotPermitted):
        verb(by=as_budi)


def test_console_of_a_region_that_is_not_live_says_so(make_ready, console):
    assert "Warga belum melihat portal ini." in console.get("/konsol/").content.decode()


def test_console_of_a_live_region_does_not_speak_of_it(console):
    assert "Warga belum melihat portal ini." not in console.get("/konsol/").content.decode()


@pytest.fixture(params=[1, 30])
def many(request, in_makassar) -> None:
    for number in range(request.param):
        unit = Unit.objects.create(name=f"Dinas {number}")
        Category.objects.create(key=f"k{number}", name=f"Kategori {number}", unit=unit)
        accounts.invite(f"citra{number}@example.org", name="Citra", role=Role.objects.get(key="officer"), by=PLATFORM)


def test_home_of_the_console_asks_few_questions(many, console):
    console.get("/konsol/")

    with CaptureQueriesContext(connection) as captured:
        console.get("/konsol/")

    assert len(captured) == 10, "\n".join(query["sql"][:160] for query in captured)


def test_home_asks_nothing_about_steps_once_put_away(in_makassar, as_sari):
    actions.put_first_steps_away(by=as_sari)
    first_steps.are_away()

    with CaptureQueriesContext(connection) as captured:
        found = first_steps.page(as_sari)

    assert (found, len(captured)) == ({"may_bring_back": True}, 0)
