import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.cache import cache

import config.urls_tenant  # noqa: F401 - its views declare the limits
from kernel import rates, signing
from kernel.errors import TooMany
from kernel.rates import LIMITS, Limit
from tenants.isolation.current import enter

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("clean_cache")
COUNT_ELSEWHERE = """
import sys
import django
django.setup()
from kernel import signing
from kernel.rates import Limit
with signing.scope(sys.argv[1]):
    print([Limit("test", 5).count("203.0.113.7/32") for _ in range(3)])
"""


@pytest.fixture
def limit():
    """A limit of this test only."""
    yield Limit("test", 5)
    del LIMITS["test"]
    rates._alone.clear()


@pytest.mark.parametrize(
    ("address", "subscriber"),
    [
        ("203.0.113.7", "203.0.113.7/32"),
        ("::ffff:203.0.113.7", "203.0.113.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_subscriber_is_one_network(address, subscriber):
    assert rates.subscriber(address) == subscriber


@pytest.mark.parametrize("limit", LIMITS.values(), ids=LIMITS)
def test_every_limit_refuses_the_next_one_here_only(limit, in_makassar, jayapura):
    for _number in range(limit.at_most):
        limit.take("203.0.113.7/32")

    with pytest.raises(TooMany) as refusal:
        limit.take("203.0.113.7/32")
    assert refusal.value.seconds == limit.seconds
    limit.take("203.0.113.8/32")
    with enter(jayapura):
        limit.take("203.0.113.7/32")


def test_every_limit_is_known():
    assert sorted(LIMITS) == [
        "citizen-code-asked",
        "citizen-code-asked-address",
        "citizen-code-asked-network",
        "citizen-code-tried",
        "citizen-code-tried-address",
        "citizens.recovered",
        "code-failed",
        "code-failed-account",
        "complaints.followed",
        "complaints.looked-up",
        "complaints.sent",
        "invitation",
        "log-in-failed",
        "log-in-failed-account",
        "log-in-failed-browser",
        "log-in-failed-network",
        "news.captcha",
        "news.comments",
        "passkey",
        "password-forgotten",
        "password-forgotten-account",
        "password-forgotten-network",
        "provider-log-in",
        "verify-history",
    ]


def test_processes_count_together(limit, in_makassar):
    counted = [limit.count("203.0.113.7/32") for _ in range(2)]

    done = subprocess.run(
        [sys.executable, "-c", COUNT_ELSEWHERE, signing.current_scope()],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": f"{ROOT}:{ROOT / 'platform'}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (counted, done.stdout.strip()) == ([1, 2], "[3, 4, 5]"), done.stderr
    with pytest.raises(TooMany):
        limit.take("203.0.113.7/32")


def test_cache_holds_no_address(limit, in_makassar):
    limit.count("sari@example.org", "203.0.113.7/32")

    own = f"*:{cache.key_prefix}:*:rate:test:*"  # other processes of the tests have theirs beside
    keys = [key.decode() for key in cache._cache.get_client().scan_iter(own)]
    assert len(keys) == 1
    assert "sari" not in keys[0]
    assert "203.0.113" not in keys[0]


def test_what_is_given_back_counts_no_more(limit, in_makassar):
    limit.count("x")
    limit.count("x")

    limit.give_back("x")

    assert limit.count("x") == 2


def test_count_without_redis_holds_nobody_back(limit, in_makassar, no_redis):
    assert [limit.count("203.0.113.7/32") for _ in range(3)] == [0, 0, 0]


def test_strict_limit_counts_alone_without_redis(limit, in_makassar, jayapura, no_redis):
    strict = Limit("test", 2, is_strict=True)

    counted = [strict.count("203.0.113.7/32") for _ in range(3)]

    assert counted == [1, 2, 3]
    with enter(jayapura):
        assert strict.count("203.0.113.7/32") == 1


@pytest.fixture
def no_redis(settings):
    """A cache behind which nothing listens."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/redis.sock"}}
