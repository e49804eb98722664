"""The pages that officers see."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from app_modules.news.actions import articles, comments
from app_modules.news.models import Article, Category, Comment
from kernel.accounts.actor import PLATFORM
from tests.tenants.files.test_files import photo
from tests.tenants.quotas.conftest import set_quota

PAGES = ["", "baru/", "komentar/", "kategori/", "bantuan/"]


def own_queries(browser: Client, page: str) -> int:
    """Count the questions about the news; the menu asks each module for its badge."""
    with CaptureQueriesContext(connection) as captured:
        browser.get(page)
    return sum('FROM "news_' in query["sql"] for query in captured)


def form(category: Category, **more: str) -> dict[str, str]:
    typed = {"title": "Pasar dibuka", "summary": "Ringkas.", "body": "<p>Isi.</p>", "author_name": "Humas"}
    return typed | {"category": category.key} | more


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_logged_in_is_asked_to(page, citizen, in_makassar):
    assert citizen.get(f"/konsol/berita/{page}").status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_opens_every_page(page, sari_console, article):
    assert sari_console.get(f"/konsol/berita/{page}").status_code == 200


@pytest.mark.parametrize(("page", "status"), [(page, 403 if page == "kategori/" else 200) for page in PAGES])
def test_an_officer_opens_the_pages_of_a_writer(page, status, budi_console, in_makassar):
    assert budi_console.get(f"/konsol/berita/{page}").status_code == status


def test_another_regions_administrator_sees_nothing(article, makassar, jayapura, dewi, portal):
    assert portal(jayapura, dewi).get(f"/konsol/berita/{article.key}/").status_code == 404
    assert portal(makassar).get(f"/konsol/berita/{article.key}/").status_code == 302


def test_writing_saves_a_draft(budi_console, category):
    budi_console.post("/konsol/berita/baru/", form(category))

    made = Article.objects.defer("document").get(title="Pasar dibuka")
    assert (made.state, made.versions.get().saved_by.name) == ("draft", "Budi")


def test_saving_and_publishing_is_one_step_for_who_may(sari_console, category):
    sari_console.post("/konsol/berita/baru/", form(category, publish="1"))

    assert Article.objects.get(title="Pasar dibuka").state == "published"


def test_an_officer_cannot_publish_by_asking(budi_console, category):
    response = budi_console.post("/konsol/berita/baru/", form(category, publish="1"))

    assert response.status_code == 403


def test_what_is_dangerous_is_not_stored(budi_console, category):
    budi_console.post("/konsol/berita/baru/", form(category, body="<p>Isi.</p><script>alert(1)</script>"))

    assert Article.objects.get(title="Pasar dibuka").body == "<p>Isi.</p>"


def test_a_form_with_a_fault_keeps_what_was_typed(budi_console, category):
    page = budi_console.post("/konsol/berita/baru/", form(category, body="<p></p>", title="Tetap ada")).content.decode()

    assert "Tetap ada" in page
    assert "Tulis isi beritanya." in page


def test_a_text_that_is_too_long_is_refused_beside_its_field_and_kept(budi_console, category):
    words = "Pasar di tepi sungai dibuka. " * 7_000
    whole = f"<p>{words}ujung</p>"

    page = budi_console.post("/konsol/berita/baru/", form(category, body=whole, title="Tetap ada"))

    text = page.content.decode()
    sentence = re.search(r'id="id_body_error"[^>]*>(?:<svg.*?</svg>)?(?:<[^>]+>)*\s*([^<]+)', text, re.DOTALL)[1]
    assert sentence.strip() == "Persingkat teks ini menjadi paling banyak 200000 karakter. Sekarang ada 203012."
    assert escape(whole) in text
    assert 'value="Tetap ada"' in text
    assert not Article.objects.filter(title="Tetap ada").exists()


def test_the_longest_text_is_saved(budi_console, category):
    whole = f"<p>{'Pasar. ' * 28_570}</p>"

    budi_console.post("/konsol/berita/baru/", form(category, body=whole.ljust(200_000)))

    assert Article.objects.get(title="Pasar dibuka").body.count("Pasar.") == 28_570


def test_a_picture_without_description_is_refused_beside_its_field(budi_console, category, picture):
    page = budi_console.post("/konsol/berita/baru/", form(category) | {"picture": picture}).content.decode()

    assert "Jelaskan gambar dalam satu kalimat" in page
    assert not Article.objects.filter(title="Pasar dibuka").exists()


def test_who_saves_on_an_old_text_keeps_the_own(sari_console, draft, content, category):
    articles.rewrite(draft, content("Lebih dahulu"), by=PLATFORM, base=1)

    page = sari_console.post(
        f"/konsol/berita/{draft.key}/", form(category, title="Punya saya", base="1")
    ).content.decode()

    assert "Punya saya" in page
    assert "menyimpan berita ini saat Anda menulis" in page


def test_the_preview_shows_what_is_not_published(sari_console, article, content):
    articles.rewrite(article, content("Belum terbit"), by=PLATFORM, base=1)

    assert "Belum terbit" in sari_console.get(f"/konsol/berita/{article.key}/pratinjau/").content.decode()
    assert Article.objects.get(pk=article.pk).title == "Jembatan gantung dibuka"


@pytest.mark.parametrize(("step", "state"), [("tarik", "withdrawn"), ("pulihkan/1", "published")])
def test_a_step_is_taken_by_its_button(step, state, sari_console, article):
    assert sari_console.get(f"/konsol/berita/{article.key}/{step}/").status_code == 405

    sari_console.post(f"/konsol/berita/{article.key}/{step}/")

    assert Article.objects.get(pk=article.pk).state == state


def test_the_list_is_filtered_and_searched(sari_console, draft):
    assert "Jembatan gantung" in sari_console.get("/konsol/berita/?state=draft&q=gantung").content.decode()
    assert "Jembatan gantung" not in sari_console.get("/konsol/berita/?state=withdrawn").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_few_questions(count, sari_console, make_articles):
    make_articles(count)

    assert own_queries(sari_console, "/konsol/berita/") == 4


@pytest.mark.parametrize("count", [1, 30])
def test_the_queue_asks_few_questions(count, sari_console, article):
    for number in range(count):
        comments.write(article, name=f"C{number}", text="x", is_verified=True)

    assert own_queries(sari_console, "/konsol/berita/komentar/") == 4


def test_an_officer_shows_a_comment(budi_console, article):
    comment = comments.write(article, name="Citra", text="Bagus.", is_verified=True)

    budi_console.post(f"/konsol/berita/komentar/{comment.key}/", {"state": "shown"})
    budi_console.post(f"/konsol/berita/komentar/{comment.key}/jawab/", {"text": "Terima kasih."})

    assert list(Comment.objects.filter(pk=comment.pk).values_list("state", "reply", "decided_by_name")) == [
        ("shown", "Terima kasih.", "Budi")
    ]


@pytest.mark.parametrize("page", ["", "jawab/"])
def test_a_comment_that_does_not_exist_is_not_found_whatever_was_typed(page, budi_console, in_makassar):
    response = budi_console.post(f"/konsol/berita/komentar/tidak-ada/{page}")

    assert response.status_code == 404


def test_categories_are_added_renamed_and_removed(sari_console, in_makassar):
    sari_console.post("/konsol/berita/kategori/", {"name": "Olahraga"})
    made = Category.objects.get(name="Olahraga")

    sari_console.post(f"/konsol/berita/kategori/{made.key}/", {"name": "Olahraga warga"})
    made.refresh_from_db()
    assert (made.name, made.slug) == ("Olahraga warga", "olahraga")

    sari_console.post(f"/konsol/berita/kategori/{made.key}/hapus/")
    assert not Category.objects.filter(pk=made.pk).exists()


def test_a_category_of_the_same_name_is_refused(sari_console, category):
    page = sari_console.post("/konsol/berita/kategori/", {"name": "CONTOH kategori"}).content.decode()

    assert "Sudah ada kategori dengan nama ini." in page


def test_a_category_in_use_stays(sari_console, draft, category):
    assert sari_console.post(f"/konsol/berita/kategori/{category.key}/hapus/").status_code == 409
    assert Category.objects.filter(pk=category.pk).exists()


def test_the_menu_counts_what_waits(sari_console, article):
    comments.write(article, name="Citra", text="Bagus.", is_verified=True)
    waiting = Comment.objects.filter(state="waiting").count()

    assert f"<em>{waiting}</em>" in sari_console.get("/konsol/berita/").content.decode()


def test_a_region_over_its_rows_keeps_what_was_typed(sari_console, category, makassar):
    set_quota(makassar, "rows", used=10, allowed=10)

    page = sari_console.post("/konsol/berita/baru/", form(category)).content.decode()

    assert ("Pasar dibuka" in page, "Belum tersimpan: isi portal sudah mencapai batasnya." in page) == (True, True)
    assert not Article.objects.filter(title="Pasar dibuka").exists()


def test_a_region_over_its_rows_still_changes_what_is_there(sari_console, article, category, makassar):
    set_quota(makassar, "rows", used=10, allowed=10)

    sari_console.post(f"/konsol/berita/{article.key}/", form(category, base=str(article.newest)))

    assert Article.objects.defer("document").get(pk=article.pk).newest == article.newest + 1


def test_a_picture_without_room_is_refused_at_its_field(sari_console, category, makassar):
    set_quota(makassar, "storage", used=10, allowed=10)

    page = sari_console.post("/konsol/berita/baru/", {**form(category), "picture": photo(), "cover_alt": "Pasar"})

    said = page.content.decode()
    assert ('id="id_picture_error"' in said, "Belum ada ruang untuk gambar" in said) == (True, True)
    assert "Pasar dibuka" in said
