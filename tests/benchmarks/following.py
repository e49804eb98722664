"""Seal a million entries, verify them, and tamper with a smaller chain as often as asked; print JSON."""

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random
from statistics import median
from typing import Any

os.environ["PYTEST_XDIST_WORKER"] = "bench"
from tests import environment  # sets the addresses of a database of its own

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
ROWS, OLD_ROWS, SMALL, TIMES = 1_000_000, 50_000, 1_000, 3


def main(tamperings: int) -> None:
    """Make a database of its own, measure, and drop it."""
    import django

    django.setup()
    from django.db import connections

    from config.local.postgres import ensure_database
    from provisioning import migrating
    from tenants.isolation.current import Place, enter
    from tests.environment import drop_database

    drop_database(environment.DATABASE)
    ensure_database(environment.CLUSTER_URL, environment.DATABASE)
    try:
        with enter(Place.PLATFORM):
            migrating.migrate(migrating.shared_labels())
            print(json.dumps({**_old(), **_tampered(tamperings), **_verified()}))
    finally:
        connections.close_all()
        drop_database(environment.DATABASE)


def _old() -> dict[str, Any]:
    """Return how long a row took the first release."""
    from kernel.audit.models import Seal
    from tests.kernel.audit.first_release import link

    _fill(OLD_ROWS)

    def follow() -> None:
        digest = b""
        for seal in Seal.objects.using("owner").select_related("entry").order_by("sequence").iterator():
            digest = link(digest, seal.entry)

    return {"baseline": _timed(follow) / OLD_ROWS}


def _tampered(times: int) -> dict[str, Any]:
    """Return what was not found of so many tamperings, each kind in turn."""
    from django.db import connections, transaction

    from tests.kernel.audit import tampering

    _fill(SMALL)
    kinds, chance = list(tampering.KINDS), Random(2026)
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        known = tampering.heads(cursor, SMALL // 10)
        found = [tampering.missed(cursor, kinds[number % len(kinds)], chance, SMALL, known) for number in range(times)]
    return {"missed": [sentence for sentence in found if sentence]}


def _verified() -> dict[str, Any]:
    """Return how long a row takes."""
    from django.db import transaction

    from kernel.audit import chain

    _fill(ROWS)

    def follow() -> None:
        with transaction.atomic("owner"):
            verdict = chain.verify()
        assert (verdict.head.sequence, verdict.findings) == (ROWS, ())

    return {"rows": ROWS, "verify": _timed(follow) / ROWS, "looked": _looked(), "export": _exported()}


def _looked() -> dict[str, float]:
    """Return how many milliseconds the pages of a history take, the first and one far behind."""
    from django.utils import timezone

    from kernel.audit import queries
    from kernel.audit.queries import Wanted

    old = timezone.now() - timedelta(days=29)
    asked = {
        "everything": Wanted(),
        "a person": Wanted(actor_key="sari7"),
        "somebody who did nothing": Wanted(actor_key="nobody"),
        "one thing": Wanted(subject_kind="news.article", subject_key="key77"),
        "what was done": Wanted(action="news.publish"),
        "all of a module": Wanted(action="news."),
        "an hour a month ago": Wanted(since=old, until=old + timedelta(hours=1)),
        "two words": Wanted(acts={"saved": [], "sari7": []}),
        "a word that is nowhere": Wanted(acts={"nirgendwo": ["news.publish"]}),
        "a word that is everywhere": Wanted(acts={"saved": []}),
    }
    behind = queries.found(Wanted())[ROWS // 2].key
    return {
        **{what: _timed(partial(_first, wanted)) / 1_000 for what, wanted in asked.items()},
        "what is half-way": _timed(lambda: list(queries.behind(queries.found(Wanted()), behind)[:41])) / 1_000,
        "all names and acts": _timed(lambda: (queries.actors(), queries.actions())) / 1_000,
    }


def _first(wanted: Any) -> None:
    from kernel.audit import queries

    list(queries.found(wanted)[:41])


def _exported() -> float:
    """Return how many microseconds a row of the export takes."""
    from kernel.audit import queries
    from kernel.audit.queries import Wanted
    from tenants.proofs import exporting

    return _timed(lambda: sum(1 for _line in exporting.lines(queries.found(Wanted(actor_key="sari7"))))) / (ROWS / 10)


def _fill(count: int) -> None:
    from django.db import connections

    from kernel.audit import actions
    from tests.kernel.audit import tampering

    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry, audit_seal RESTART IDENTITY")
        tampering.fill(cursor, count)
        actions.seal(using="owner", limit=count)
        cursor.execute("VACUUM ANALYZE audit_entry, audit_seal")


def _timed(work: Callable[[], None]) -> float:
    """Return the median in microseconds."""
    seconds = []
    for _time in range(TIMES):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return 1_000_000 * median(seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]))
