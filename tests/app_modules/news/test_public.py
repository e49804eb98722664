"""The pages that citizens see."""

import re
from xml.etree import ElementTree

import pytest
from django.core.cache import cache

from app_modules.news import reading
from app_modules.news.actions import articles, comments
from app_modules.news.models import Article, Comment
from kernel.accounts.actor import PLATFORM
from tenants.customization import actions as customization
from tenants.customization.models import Value
from tenants.files import actions as files
from tenants.isolation.current import enter
from tests.conftest import queries

ATOM = "{http://www.w3.org/2005/Atom}"


def address(article: Article) -> str:
    return f"/berita/{article.slug}/"


def test_the_list_shows_what_is_published(citizen, article, content):
    articles.write(content("Masih draf"), by=PLATFORM)

    page = citizen.get("/berita/").content.decode()

    assert "Jembatan gantung dibuka" in page
    assert "Masih draf" not in page


def test_an_empty_list_says_so(citizen, in_makassar):
    Article.objects.all().delete()

    assert "Belum ada berita." in citizen.get("/berita/").content.decode()


@pytest.mark.parametrize("count", [1, 30])
def test_the_list_asks_few_questions(count, citizen, make_articles):
    make_articles(count)
    citizen.get("/berita/")

    with queries(4):
        citizen.get("/berita/")


@pytest.mark.parametrize("count", [1, 30])
def test_an_article_asks_few_questions(count, citizen, make_articles):
    first = make_articles(count)[0]
    for number in range(count):
        comments.decide(
            comments.write(first, name=f"C{number}", text="x", is_verified=True), Comment.State.SHOWN, by=PLATFORM
        )
    citizen.get(address(first))

    with queries(4):
        citizen.get(address(first))


def test_a_draft_has_no_page(citizen, draft):
    assert citizen.get(address(draft)).status_code == 404


def test_a_withdrawn_article_has_no_page(citizen, article):
    articles.withdraw(article, by=PLATFORM)

    assert citizen.get(address(article)).status_code == 404


def test_an_old_address_leads_to_the_new_one(citizen, article, content):
    articles.rewrite(article, content("Jembatan ditutup"), by=PLATFORM, base=1)
    articles.publish(article, by=PLATFORM)

    response = citizen.get("/berita/jembatan-gantung-dibuka/")

    assert (response.status_code, response["Location"]) == (301, "/berita/jembatan-ditutup/")


def test_an_article_carries_neither_token_nor_nonce(citizen, article):
    response = citizen.get(address(article))

    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "nonce-" not in response.headers["Content-Security-Policy"]
    assert not response.cookies


def test_an_article_can_be_shared(citizen, article):
    page = citizen.get(address(article)).content.decode()

    tags = dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', page))
    assert tags["og:title"] == "Jembatan gantung dibuka"
    assert tags["og:description"] == tags["description"] == "Pejalan kaki dapat lewat."
    assert tags["og:url"] == "http://makassar.localhost/berita/jembatan-gantung-dibuka/"
    assert '<link rel="canonical" href="http://makassar.localhost/berita/jembatan-gantung-dibuka/">' in page


def test_a_cover_is_shown_everywhere_and_shared(citizen, content, picture):
    made = articles.write(content("Foto", picture=picture, cover_alt="Jembatan merah"), by=PLATFORM)
    shown = articles.publish(made, by=PLATFORM)
    image = f'src="/berkas/{shown.cover.key}/" alt="Jembatan merah"'

    pages = [citizen.get(where).content.decode() for where in ("/", "/berita/", address(shown))]

    assert [image in page for page in pages] == [True, True, True]
    assert f'<meta property="og:image" content="http://makassar.localhost/berkas/{shown.cover.key}/">' in pages[2]


@pytest.mark.parametrize(("content_type", "shared"), [("image/png", True), ("image/svg+xml", False)])
def test_an_article_without_a_cover_is_shared_with_an_emblem_that_can_be_shown(citizen, article, content_type, shared):
    emblem = files.store(b"emblem", content_type, owner="customization.emblem", is_private=False, name="lambang")
    customization.change(Value.Kind.BRAND, {"emblem": emblem.key}, by=PLATFORM)

    page = citizen.get(address(article)).content.decode()

    found = re.findall(r'<meta property="og:image" content="([^"]+)">', page)
    assert found == [f"http://makassar.localhost/berkas/{emblem.key}/"] * shared


def test_both_interfaces_name_one_address(citizen, article):
    page = citizen.get(f"/en{address(article)}").content.decode()

    assert '<link rel="canonical" href="http://makassar.localhost/berita/jembatan-gantung-dibuka/">' in page


def test_dates_are_written_as_indonesians_do(citizen, article):
    Article.objects.filter(pk=article.pk).update(published_at="2026-11-20T16:30:00Z")  # past midnight in Makassar

    assert "Sabtu, 21 November 2026" in citizen.get(address(article)).content.decode()


def test_readers_are_shown_unless_the_region_hides_them(citizen, article, configure):
    Article.objects.filter(pk=article.pk).update(reads=128)
    assert "Dibaca 128 kali" in citizen.get(address(article)).content.decode()

    configure(show_read_count=False)

    assert "Dibaca" not in citizen.get(address(article)).content.decode()


def test_the_list_turns_its_pages(citizen, make_articles, configure):
    Article.objects.all().delete()
    configure(articles_per_page=5)
    make_articles(6)

    assert 'href="?page=2"' in citizen.get("/berita/").content.decode()
    assert citizen.get("/berita/?page=2").content.decode().count("/berita/jembatan-nomor-") == 1
    assert citizen.get("/berita/?page=x").status_code == 200


def test_a_category_lists_its_own(citizen, article):
    assert "Jembatan gantung dibuka" in citizen.get("/berita/kategori/contoh-kategori/").content.decode()
    assert citizen.get("/berita/kategori/tidak-ada/").status_code == 404


@pytest.mark.parametrize("text", ["jembatan", "JEMBATAN gantung", "menggantung", "sungai", "'; --", "<b>", "a & b | !"])
def test_search_answers_whatever_is_typed(text, citizen, article):
    assert citizen.get("/berita/", {"q": text}).status_code == 200


def test_search_finds_by_stem(citizen, article):
    assert "Jembatan gantung dibuka" in citizen.get("/berita/", {"q": "membuka jembatan"}).content.decode()
    assert "Jembatan gantung dibuka" not in citizen.get("/berita/", {"q": "posyandu"}).content.decode()


def test_the_feed_has_addresses_of_the_regions_domain(citizen, article):
    response = citizen.get("/berita/umpan/")
    entry = ElementTree.fromstring(response.content).find(f"{ATOM}entry")

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entry.find(f"{ATOM}link").get("href") == "http://makassar.localhost/berita/jembatan-gantung-dibuka/"
    assert entry.find(f"{ATOM}title").text == "Jembatan gantung dibuka"


@pytest.mark.parametrize("count", [1, 30])
def test_the_feed_asks_few_questions(count, citizen, make_articles):
    make_articles(count)
    citizen.get("/berita/umpan/")

    with queries(2):
        citizen.get("/berita/umpan/")


def test_the_comment_form_works_without_javascript(citizen, article):
    response = citizen.post(f"{address(article)}komentar/", {"name": "Citra", "text": "Bagus."})

    assert response["Location"] == f"{address(article)}komentar/terkirim/"
    assert list(Comment.objects.filter(article=article).values_list("name", "state", "is_verified")) == [
        ("Citra", "waiting", False)
    ]


def test_a_comment_that_waits_is_not_shown(citizen, article):
    comments.write(article, name="Citra", text="Rahasia dulu", is_verified=True)

    assert "Rahasia dulu" not in citizen.get(address(article)).content.decode()


def test_a_comment_cannot_bring_markup(citizen, article):
    written = comments.write(article, name="<b>C", text="<script>alert(1)</script>", is_verified=True)
    comments.decide(written, Comment.State.SHOWN, by=PLATFORM)

    page = citizen.get(address(article)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_incomplete_comment_keeps_what_was_typed(citizen, article):
    answer = citizen.post(f"{address(article)}komentar/", {"name": "", "text": "Tetap ada"})
    page = answer.content.decode()

    assert (answer.status_code, "Tetap ada" in page) == (400, True)


def test_a_flood_of_comments_is_refused_beside_the_form(citizen, article):
    sent = [citizen.post(f"{address(article)}komentar/", {"name": "C", "text": f"Ke-{n}"}) for n in range(6)]

    assert [each.status_code for each in sent] == [302] * 5 + [429]
    assert sent[-1]["Retry-After"] == "3600"
    assert [words in sent[-1].content.decode() for words in ("Banyak komentar datang dari", "Ke-5")] == [True, True]
    assert Comment.objects.filter(article=article).count() == 5


def test_the_form_comes_as_a_fragment(citizen, article):
    page = citizen.get(f"{address(article)}komentar/", headers={"HX-Request": "true"}).content.decode()

    assert page.lstrip().startswith("<form")


def test_closed_comments_have_no_form(citizen, article, configure):
    configure(comments_open=False)

    assert "komentar/" not in citizen.get(address(article)).content.decode()


def test_a_captcha_is_never_kept(citizen, in_makassar):
    response = citizen.get("/berita/captcha/")

    assert "no-store" in response["Cache-Control"]
    assert response.json()["signature"]


def test_a_reader_is_counted_by_the_pages_own_token(citizen, article):
    page = citizen.get(address(article)).content.decode()
    token = re.search(r'data-read="([^"]+)"', page)[1]

    assert citizen.post("/berita/dibaca/", {"token": token}, headers={"User-Agent": "Mozilla/5.0"}).status_code == 204
    assert reading.take() == 1


def test_a_token_of_another_region_counts_nothing(citizen, article, in_jayapura_only):
    with in_jayapura_only():
        foreign = reading.READ.sign(article.key)

    assert citizen.post("/berita/dibaca/", {"token": foreign}).status_code == 400
    assert citizen.get("/berita/dibaca/").status_code == 405


def test_another_region_shows_nothing_of_it(article, jayapura, portal):
    page = portal(jayapura).get("/berita/").content.decode()

    assert "Jembatan gantung dibuka" not in page
    assert portal(jayapura).get(address(article)).status_code == 404
    with enter(jayapura):
        assert cache.get("news:asked") is None


def test_home_and_search_show_the_news(citizen, article):
    assert "Jembatan gantung dibuka" in citizen.get("/").content.decode()
    assert "Jembatan gantung dibuka" in citizen.get("/cari/", {"q": "jembatan"}).content.decode()
