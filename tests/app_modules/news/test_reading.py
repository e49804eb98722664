"""Counting readers: neither robots nor repeats."""

import pytest
import time_machine
from django.utils import timezone

from app_modules.news import reading
from app_modules.news.models import Article
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job

PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"


def count(article: Article, address: str = "203.0.113.7", browser: str = PHONE) -> bool:
    return reading.count(article.key, address=address, browser=browser)


def reads(article: Article) -> int:
    return Article.objects.values_list("reads", flat=True).get(pk=article.pk)


def test_readers_are_counted_when_the_job_takes_them(article):
    count(article)
    count(article, address="203.0.113.8")
    assert reads(article) == 0

    assert reading.take() == 2
    assert reads(article) == 2


def test_taking_again_adds_nothing(article):
    count(article)
    reading.take()

    assert reading.take() == 0
    assert reads(article) == 1


def test_a_repeat_on_the_same_day_does_not_count(article):
    assert [count(article), count(article)] == [True, False]


def test_a_reader_counts_again_the_next_day(article):
    count(article)

    with time_machine.travel(timezone.now() + timezone.timedelta(days=1)):
        assert count(article)


@pytest.mark.parametrize(
    "browser",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23.20.0",
        "python-requests/2.31",
        "curl/8.5.0",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0",
        "Mozilla/5.0 (compatible; AhrefsBot/7.0)",
    ],
)
def test_a_robot_does_not_count(browser, article):
    assert not count(article, browser=browser)


@pytest.mark.parametrize(
    "browser",
    [
        PHONE,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
        "Opera/9.80 (J2ME/MIDP)",
    ],
)
def test_a_persons_browser_counts(browser, article):
    assert count(article, browser=browser)


def test_a_minute_of_readers_asks_for_one_job(article):
    for number in range(5):
        count(article, address=f"203.0.113.{number}")

    with enter(Place.PLATFORM):
        assert Job.objects.filter(name="news.take_reads").count() == 1


def test_readers_of_one_region_reach_no_other(article, in_jayapura_only):
    count(article)

    with in_jayapura_only():
        assert reading.take() == 0
