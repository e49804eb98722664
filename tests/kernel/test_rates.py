import pytest

from kernel import rates


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


def test_count_is_the_subscribers_own(in_makassar, clean_cache):
    counted = [rates.count("test", address) for address in ("203.0.113.7", "203.0.113.7", "203.0.113.8")]

    assert counted == [1, 2, 1]


def test_count_without_redis_holds_nobody_back(in_makassar, settings):
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/redis.sock"}}

    assert [rates.count("test", "203.0.113.7") for _ in range(3)] == [0, 0, 0]
