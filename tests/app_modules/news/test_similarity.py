"""Related articles: by what they speak of."""

from app_modules.news import queries, similarity
from app_modules.news.actions import articles
from kernel.accounts.actor import PLATFORM


def publish(content, title: str, summary: str):
    return articles.publish(articles.write(content(title, summary=summary), by=PLATFORM), by=PLATFORM)


def related(article) -> list[str]:
    return [row.other.title for row in queries.article(article.slug).related_shown]


def test_what_speaks_of_the_same_is_related(content):
    first = publish(content, "Pasar ikan dibuka", "Pasar ikan di pelabuhan buka pagi.")
    publish(content, "Posyandu pindah", "Imunisasi balita di balai warga.")
    second = publish(content, "Harga ikan turun", "Ikan di pasar pelabuhan lebih murah.")

    assert related(second) == ["Pasar ikan dibuka"]
    assert related(first) == ["Harga ikan turun"]


def test_words_that_say_nothing_relate_nothing(content):
    publish(content, "Ini dan itu untuk anda", "Yang sudah akan dapat di sana.")
    second = publish(content, "Kini bagi kita", "Dengan itu akan ada dari ini untuk semua.")

    assert related(second) == []


def test_stems_are_compared(content):
    publish(content, "Pelayanan perizinan", "Kantor baru.")
    second = publish(content, "Melayani izin", "Loket tambahan.")

    assert related(second) == ["Pelayanan perizinan"]


def test_a_withdrawn_article_is_related_to_nothing(content):
    first = publish(content, "Pasar ikan dibuka", "Pagi.")
    second = publish(content, "Pasar ikan ramai", "Sore.")

    articles.withdraw(first, by=PLATFORM)

    assert related(second) == []


def test_only_the_nearest_are_kept(make_articles):
    made = make_articles(9)

    assert len(similarity.nearest(made[-1])) == similarity.KEPT
    assert len(related(made[-1])) == queries.RELATED_SHOWN


def test_a_text_of_operators_is_only_words(content):
    publish(content, "Pasar & 'ikan' | !buka", "a:* <-> \\ ''")

    assert related(publish(content, "Pasar 'ikan'", "x")) == ["Pasar & 'ikan' | !buka"]
