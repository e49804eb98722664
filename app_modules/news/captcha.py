"""A proof of work instead of a riddle (ALTCHA), made and checked here: nobody else learns of the visitor.

The key is the installation's secret and the tenant's own scope, so a solution of one region is
worth nothing in another. A solution is good once.
"""

from datetime import timedelta
from typing import Any

from altcha import v2
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from kernel import signing

ALGORITHM = "PBKDF2/SHA-256"
COST = 1_000
PREFIX = "00"
GOOD_FOR = timedelta(minutes=20)


def challenge() -> dict[str, Any]:
    """Return a new challenge; a cheap phone solves it in about two seconds."""
    made = v2.create_challenge(
        ALGORITHM,
        COST,
        key_prefix=PREFIX,
        expires_at=timezone.now() + GOOD_FOR,
        hmac_secret=_secret(settings.SECRET_KEY),
    )
    return dict(made.to_dict())


def is_solved(payload: str) -> bool:
    """Say whether the payload solves a challenge of this tenant for the first time."""
    try:
        solved = v2.Payload.from_base64(payload)
        is_right = any(v2.verify_solution(solved, _secret(key)).verified for key in _keys())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    return is_right and _is_first(solved.challenge.parameters.nonce)


def _is_first(nonce: str) -> bool:
    """Remember the solution; without Redis none counts, and the comment waits to be checked."""
    try:
        return bool(cache.add(f"news:captcha:{nonce}", 1, int(GOOD_FOR.total_seconds())))
    except RedisError:
        return False


def _keys() -> list[str]:
    """Return the installation's secret, and older ones that are still good."""
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _secret(key: str) -> str:
    return salted_hmac("altcha", signing.current_scope(), secret=key, algorithm="sha256").hexdigest()
