"""Create tenants as django-tenants does, and print how long each took, as JSON.

`python -m tests.benchmarks.stock.run COUNT`, with `DJANGO_SETTINGS_MODULE`
"""

import json
import os
import sys
import time
from collections.abc import Callable

import django
from psycopg2 import connect
from psycopg2.extensions import make_dsn

from config.local.postgres import ensure_database

TEMPLATE = "template_tenant"


def main(count: int) -> None:
    """Print `{"migrations": [seconds…], "clone": [seconds…], "tables": n}`."""
    from tests.benchmarks.stock.settings import DATABASE

    cluster = os.environ["LIVE_CLUSTER_URL"]
    drop(cluster, DATABASE)
    ensure_database(cluster, DATABASE)
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    connection.cursor().execute("SET client_min_messages = warning")
    call_command("makemigrations", "stock", dry_run=True, verbosity=0)
    call_command("migrate_schemas", shared=True, run_syncdb=True, verbosity=0)
    print(json.dumps(measure(count)))
    connection.close()
    drop(cluster, DATABASE)


def measure(count: int, *, named: str = "") -> dict[str, object]:
    """Create so many tenants each way, their schemas named so; the clone's template is there or is made first."""
    from django_tenants.clone import CloneSchema

    from tests.benchmarks.stock.models import Client

    if not Client.objects.filter(schema_name=TEMPLATE).exists():
        Client(schema_name=TEMPLATE).save(verbosity=0)
    of = [f"{named}{number}" for number in range(count)]
    migrations = [_timed(lambda name=f"m{each}": Client(schema_name=name).save(verbosity=0)) for each in of]
    clone = CloneSchema()
    clones = [_timed(lambda name=f"c{each}": clone.clone_schema(TEMPLATE, name)) for each in of]
    return {"migrations": migrations, "clone": clones, "tables": _tables()}


def _tables() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = %s", [TEMPLATE])
        return int(cursor.fetchone()[0])


def _timed(do: Callable[[], object]) -> float:
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def drop(cluster: str, name: str) -> None:
    """Drop a database of the cluster."""
    admin = connect(make_dsn(cluster, dbname="postgres"))
    admin.autocommit = True
    admin.cursor().execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    admin.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
