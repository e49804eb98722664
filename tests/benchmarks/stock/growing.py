"""Bring a stock database to so many schemas, and print how long django-tenants takes for the next, as JSON.

`python -m tests.benchmarks.stock.growing SCHEMAS`, 0 drops the database. All but a few get their tables from our
scripts: the same tables, many times faster.
"""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import django
from psycopg2 import connect
from psycopg2.extensions import make_dsn

from config.local.postgres import ensure_database
from tests.benchmarks.stock import run

MEASURED = 2
PROCESSES = 4  # of Postgres: half of the time they wait for the disk
SCHEMAS = "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^[fmc][0-9_]+$'"


def main(size: int) -> None:
    """Print `{"migrations": [seconds…], "clone": [seconds…]}`."""
    from tests.benchmarks.stock.settings import DATABASE

    cluster = os.environ["LIVE_CLUSTER_URL"]
    if not size:
        run.drop(cluster, DATABASE)
        return
    ensure_database(cluster, DATABASE)
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("makemigrations", "stock", dry_run=True, verbosity=0)
    call_command("migrate_schemas", shared=True, run_syncdb=True, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute(SCHEMAS)
        there = cursor.fetchone()[0]
    _fill(make_dsn(cluster, dbname=DATABASE), range(there, size - 2 * MEASURED))
    print(json.dumps(run.measure(MEASURED, named=f"{size}_")))


def _fill(address: str, numbers: range) -> None:
    from provisioning import structure

    text = "".join(map(structure.script, structure.parts()))

    def create(number: int) -> None:
        connection = connect(address)
        with connection, connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA f{number}; SET search_path TO f{number}, ext; {text}")
        connection.close()

    with ThreadPoolExecutor(PROCESSES) as pool:
        list(pool.map(create, numbers))


if __name__ == "__main__":
    main(int(sys.argv[1]))
