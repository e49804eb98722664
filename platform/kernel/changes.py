"""That something changed here: what pages were made of is then no longer what they were kept from.

A mark in the cache, one a place, another one after each change. Pages that were kept carry the mark under which
they were made (`tenants.portal.shared`).
"""

import logging

from django.core.cache import cache
from django.db import transaction
from redis.exceptions import RedisError

from kernel import signing
from kernel.ids import new_id

log = logging.getLogger(__name__)

MARK = "changes"


def note() -> None:
    """Say, when the present transaction commits, that citizens may see something else now.

    The audit log does it for everything that is written down there.
    """
    scope = signing.current_scope()  # the place may have been left when the transaction commits
    transaction.on_commit(lambda: _renew(scope), robust=True)


def _renew(scope: str) -> None:
    try:
        with signing.scope(scope):
            cache.set(MARK, new_id(), timeout=None)
    except RedisError:
        log.warning("Pages that were kept are shown for some seconds more: Redis does not answer.")
