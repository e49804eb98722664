"""Writing, publishing, taking back."""

import pytest
from django.db import IntegrityError, transaction

from app_modules.news.actions import articles
from app_modules.news.errors import AltTextMissing, ArticleNotFound, ChangedMeanwhile, NothingToPublish, NotPublished
from app_modules.news.models import Article, OldSlug
from kernel.accounts.actor import PLATFORM, Actor, ActorKind, Grant
from kernel.accounts.models import Person
from kernel.audit.queries import of
from kernel.errors import NotPermitted
from tenants.files.errors import NotAPicture
from tests.conftest import kept


def state_of(article: Article) -> tuple[str, str, int | None, int]:
    found = Article.objects.defer("document").get(pk=article.pk)
    return found.title, found.state, found.shown, found.newest


def test_what_is_written_is_a_draft(draft):
    assert state_of(draft) == ("Jembatan gantung dibuka", "draft", None, 1)
    assert draft.slug == "jembatan-gantung-dibuka"


def test_a_second_article_of_the_same_title_gets_its_own_address(draft, content):
    second = articles.write(content(), by=PLATFORM)

    assert second.slug == "jembatan-gantung-dibuka-2"


def test_grant_for_one_district_begins_no_article_that_it_could_not_change(content):
    limited = Actor(ActorKind.PERSON, grants=(Grant(frozenset({"news.write"}), area_code="73.71.01"),))

    with pytest.raises(NotPermitted):
        articles.write(content(), by=limited)


@pytest.mark.parametrize("title", ["Kategori", "Captcha", "Dibaca", "Umpan", "???"])
def test_no_article_takes_an_address_of_the_module(title, content):
    made = articles.write(content(title), by=PLATFORM)

    assert made.slug not in {"kategori", "captcha", "dibaca", "umpan", ""}


def test_a_version_keeps_who_saved_it_after_she_is_renamed_and_gone(content, budi, as_budi):
    article = articles.write(content(), by=as_budi)
    Person.objects.filter(pk=budi.pk).update(name="Budiman")
    budi.delete()

    assert article.versions.get().saved_by == kept(as_budi)


def test_publishing_shows_the_newest_text(draft):
    shown = articles.publish(draft, by=PLATFORM)

    assert state_of(shown) == ("Jembatan gantung dibuka", "published", 1, 1)
    assert shown.published_at is not None


def test_publishing_twice_is_refused(article):
    with pytest.raises(NothingToPublish):
        articles.publish(article, by=PLATFORM)


def test_a_change_of_a_published_article_waits(article, content):
    articles.rewrite(article, content("Jembatan ditutup"), by=PLATFORM, base=1)

    assert state_of(article) == ("Jembatan gantung dibuka", "published", 1, 2)


def test_publishing_a_change_moves_the_address(article, content):
    articles.rewrite(article, content("Jembatan ditutup"), by=PLATFORM, base=1)

    articles.publish(article, by=PLATFORM)

    assert Article.objects.get(pk=article.pk).slug == "jembatan-ditutup"
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["jembatan-gantung-dibuka"]


def test_an_address_that_comes_back_is_not_old_any_more(article, content):
    for base, title in ((1, "Jembatan ditutup"), (2, "Jembatan gantung dibuka")):
        articles.rewrite(article, content(title), by=PLATFORM, base=base)
        articles.publish(article, by=PLATFORM)

    assert Article.objects.get(pk=article.pk).slug == "jembatan-gantung-dibuka"
    assert list(OldSlug.objects.values_list("slug", flat=True)) == ["jembatan-ditutup"]


def test_an_old_address_is_not_given_to_another_article(article, content):
    articles.rewrite(article, content("Jembatan ditutup"), by=PLATFORM, base=1)
    articles.publish(article, by=PLATFORM)

    other = articles.write(content("Jembatan gantung dibuka"), by=PLATFORM)

    assert other.slug == "jembatan-gantung-dibuka-2"


def test_saving_the_same_text_makes_no_version(draft, content):
    articles.rewrite(draft, content(), by=PLATFORM, base=1)

    assert draft.versions.count() == 1


def test_who_wrote_on_an_older_text_is_told(draft, content, as_sari):
    articles.rewrite(draft, content("Baru"), by=as_sari, base=1)

    with pytest.raises(ChangedMeanwhile, match="Sari"):
        articles.rewrite(draft, content("Lain"), by=PLATFORM, base=1)


def test_reverting_makes_an_old_text_the_newest(article, content):
    articles.rewrite(article, content("Jembatan ditutup"), by=PLATFORM, base=1)

    articles.revert(article, to=1, by=PLATFORM)

    assert list(article.versions.values_list("number", "title")) == [
        (3, "Jembatan gantung dibuka"),
        (2, "Jembatan ditutup"),
        (1, "Jembatan gantung dibuka"),
    ]


def test_reverting_to_no_version_is_refused(article):
    with pytest.raises(ArticleNotFound):
        articles.revert(article, to=9, by=PLATFORM)


def test_withdrawing_keeps_the_article(article):
    articles.withdraw(article, by=PLATFORM)

    assert state_of(article) == ("Jembatan gantung dibuka", "withdrawn", 1, 1)


def test_a_draft_cannot_be_withdrawn(draft):
    with pytest.raises(NotPublished):
        articles.withdraw(draft, by=PLATFORM)


def test_a_withdrawn_article_is_published_again_with_its_first_date(article):
    articles.withdraw(article, by=PLATFORM)

    again = articles.publish(article, by=PLATFORM)

    assert (again.state, again.published_at) == ("published", article.published_at)


def test_an_officer_writes_but_does_not_publish(draft, content, as_budi):
    articles.rewrite(draft, content("Baru"), by=as_budi, base=1)

    with pytest.raises(NotPermitted):
        articles.publish(draft, by=as_budi)


def test_every_action_is_in_the_audit_log(article, content, as_sari):
    articles.rewrite(article, content("Baru"), by=as_sari, base=1)
    articles.publish(article, by=as_sari)
    articles.revert(article, to=1, by=as_sari)
    articles.withdraw(article, by=as_sari)

    assert [entry.action for entry in of("news.article", article.key)] == [
        "news.write",
        "news.publish",
        "news.write",
        "news.publish",
        "news.revert",
        "news.withdraw",
    ]


def test_a_picture_needs_a_description(content, picture):
    with pytest.raises(AltTextMissing):
        articles.write(content(picture=picture), by=PLATFORM)


def test_a_cover_is_private_until_it_is_published(content, picture):
    made = articles.write(content(picture=picture, cover_alt="Jembatan di atas sungai"), by=PLATFORM)
    assert made.cover.is_private

    shown = articles.publish(made, by=PLATFORM)

    shown.cover.refresh_from_db()
    assert not shown.cover.is_private


def test_what_is_no_picture_is_refused(content):
    from django.core.files.uploadedfile import SimpleUploadedFile

    fake = SimpleUploadedFile("foto.jpg", b"<svg onload=alert(1)>")
    with pytest.raises(NotAPicture):
        articles.write(content(picture=fake, cover_alt="x"), by=PLATFORM)


def test_the_database_refuses_a_cover_without_description(content, picture):
    made = articles.write(content(picture=picture, cover_alt="Jembatan"), by=PLATFORM)

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=made.pk).update(cover_alt="")
