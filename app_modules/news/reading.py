"""Count readers without writing to Postgres: in Redis, until a job takes the sums.

A page tells after it was seen for some seconds (`static/news/reading.js`), so who runs no scripts
(most robots) never counts, the page itself waits for nothing, and it can be cached. One visitor
counts once a day and article: a keyed hash of address and browser, which nobody can turn back and
which Redis forgets the next day. Nothing about a visitor reaches the database.
"""

import re
from datetime import timedelta
from functools import cache as remembered

from django.conf import settings
from django.core.cache import cache
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from redis import Redis

from app_modules.news.models import Article
from kernel import signing
from kernel.signing import Kind
from tenants.jobs.actions import enqueue

READ = Kind("news-read", timedelta(days=2))
ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|scan|monitor|headless|lighthouse|facebookexternalhit|whatsapp|python|curl|"
    r"wget|java/|okhttp|go-http",
    re.IGNORECASE,
)
MINUTE = 60
DAY = 60 * 60 * 24


def is_robot(browser: str) -> bool:
    """Say whether the browser's name is a robot's, or missing."""
    return not browser or bool(ROBOT.search(browser))


def count(article: str, *, address: str, browser: str) -> bool:
    """Count a reader of the article (by its key), unless it is a robot or was here today."""
    if is_robot(browser):
        return False
    day = timezone.localdate().isoformat()
    salt = f"news-read:{signing.current_scope()}:{day}"
    visitor = salted_hmac(salt, f"{address}|{browser}|{article}", algorithm="sha256").hexdigest()
    if not cache.add(f"news:seen:{visitor[:32]}", 1, DAY):
        return False
    _redis().hincrby(_sums(), article, 1)
    _ask_for_a_job()
    return True


def _ask_for_a_job() -> None:
    """Have the sums taken in a minute: one job a minute at most, none in a region that nobody reads."""
    if cache.add("news:asked", 1, MINUTE):
        enqueue("news.take_reads", due_at=timezone.now() + timedelta(seconds=MINUTE))


def take() -> int:
    """Move the sums from Redis to the articles' rows; return how many readers that were.

    Subtracts only what it took, so that a reader who comes meanwhile is not lost.
    """
    redis, total = _redis(), 0
    for article, text in redis.hgetall(_sums()).items():
        taken = int(text)
        Article.objects.filter(key=article).update(reads=F("reads") + taken)
        if redis.hincrby(_sums(), article, -taken) == 0:
            redis.hdel(_sums(), article)
        total += taken
    return total


def _sums() -> str:
    """Return the name of this tenant's sums in Redis: article's key → readers."""
    return cache.make_key("news:reads")


@remembered
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, decode_responses=True, **settings.REDIS_PATIENCE)
