"""Which articles speak of the same.

The words of one's title and summary are looked for in the other: at least one of them in its title or
summary, then the rank counts the text too. Computed when an article is published, and stored, so that
its page asks nothing but a join.
"""

from django.db import connection

from app_modules.news.models import Article, Related

KEPT = 6
# Postgres has a stemmer for Indonesian but no list of words that say nothing; these are the commonest.
SILENT = (
    "yang di ke dari untuk dan ini itu dengan pada akan ada atau juga tidak dalam oleh sebagai adalah bagi karena agar "
    "serta kini saat sudah telah dapat bisa lebih para satu dua tiga baru lagi hingga sampai antara secara anda kami "
    "kita mereka ia mulai jadi per hari setiap apa"
)
NEAREST = """
WITH subject AS (
    SELECT ts_delete(ts_filter(document, '{a,b}'), tsvector_to_array(to_tsvector('indonesian', %(silent)s))) AS words
    FROM news_article WHERE id = %(id)s
), asked AS (
    SELECT string_agg(quote_literal(lexeme), ' | ')::tsquery AS query,
        string_agg(quote_literal(lexeme) || ':ab', ' | ')::tsquery AS strict
    FROM subject, unnest(words)
)
SELECT id, ts_rank(document, query, 1) AS rank
FROM news_article, asked
WHERE state = 'published' AND id <> %(id)s AND document @@ strict
ORDER BY rank DESC, published_at DESC, id DESC
LIMIT %(kept)s
"""


def nearest(article: Article) -> list[tuple[int, float]]:
    """Return ids and ranks of the published articles nearest in content, best first."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, {"id": article.pk, "silent": SILENT, "kept": KEPT})
        return list(cursor.fetchall())


def remember(article: Article) -> list[int]:
    """Store what is nearest to the article; return the ids."""
    found = nearest(article)
    Related.objects.filter(article=article).delete()
    Related.objects.bulk_create(Related(article=article, other_id=other, rank=rank) for other, rank in found)
    return [other for other, _rank in found]


def refresh(article: Article) -> None:
    """Store what is nearest to the article, and to each of those: they may now be near to it."""
    for other in Article.objects.filter(pk__in=remember(article)).only("pk"):
        remember(other)
