"""What a new region's news starts with."""

from django.db import connection

from app_modules.news import provision
from app_modules.news.models import Article, Category, Comment
from kernel.accounts.actor import PLATFORM
from kernel.audit.models import Entry

TABLES = (
    "news_category",
    "news_article",
    "news_version",
    "news_related",
    "news_comment",
    "news_oldslug",
    "audit_entry",
)


def rows() -> dict[str, list[tuple[object, ...]]]:
    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found[table] = cursor.fetchall()
    return found


def test_a_region_starts_with_categories(in_makassar):
    Category.objects.all().delete()

    provision.baseline(PLATFORM)

    assert list(Category.objects.values_list("name", flat=True)) == sorted(provision.CATEGORIES)


def test_the_baseline_leaves_own_categories_alone(category):
    provision.baseline(PLATFORM)

    before = Category.objects.count()
    provision.baseline(PLATFORM)
    assert Category.objects.count() == before


def test_the_sample_is_marked_and_published(in_makassar):
    provision.sample(PLATFORM)

    articles = Article.objects.defer("document")
    assert set(articles.values_list("state", "is_sample")) == {("published", True)}
    assert articles.count() == 8
    assert all("{region}" not in article.body for article in articles)
    assert sorted(Comment.objects.values_list("state", flat=True)) == ["shown", "shown", "waiting"]


def test_the_sample_speaks_of_its_region(in_jayapura):
    provision.sample(PLATFORM)

    assert set(Article.objects.values_list("author_name", flat=True)) == {"Humas Kota Jayapura"}
    assert all("Kota Jayapura" in body for body in Article.objects.values_list("body", flat=True))


def test_a_second_run_changes_nothing(in_makassar):
    provision.baseline(PLATFORM)
    provision.sample(PLATFORM)
    before = rows()

    provision.baseline(PLATFORM)
    provision.sample(PLATFORM)

    assert rows() == before
    assert Entry.objects.exists()
