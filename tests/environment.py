"""Loaded by pytest before anything else: each worker has a database and a folder of its own.

A machine that stands still for some seconds fails no test: Postgres and Redis are waited for longer than a page would.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2.extensions import make_dsn, parse_dsn

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
DATABASE = f"live_test_{WORKER}" if WORKER else "live_test"
CLUSTER_URL = os.environ.get("LIVE_CLUSTER_URL", "")
# Workers inherit what the process that starts them has made of it.
REDIS_URL = os.environ.get("LIVE_REDIS_URL", "").partition("?")[0]
PATIENCE = 30
# Tests of which each goes on with what the first ones of its folder left.
WALKS = ("browser", "canaries", "every_page", "faults", "journeys")


def is_walk(path: Path) -> bool:
    """Say whether the file's tests walk, again and again, through what others test one by one."""
    return path.relative_to(Path(__file__).parent).parts[0] in WALKS


def _url(user: str) -> str:
    parts = parse_dsn(CLUSTER_URL)
    return f"postgresql:///{DATABASE}?host={parts.get('host', '')}&connect_timeout={PATIENCE}&user={user}"


def cluster_dsn(database: str = "postgres") -> str:
    """Return the superuser's address of a database."""
    return make_dsn(CLUSTER_URL, dbname=database)


@contextmanager
def superuser(database: str = DATABASE) -> Iterator[Any]:
    """Ask as the cluster's administrator, each statement for itself."""
    admin = psycopg2.connect(cluster_dsn(database))
    admin.autocommit = True
    try:
        with admin.cursor() as cursor:
            yield cursor
    finally:
        admin.close()


def drop_database(name: str) -> None:
    """Drop a database and all roles that were made for it."""
    with superuser("postgres") as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname ~ %s", [f"^{name}_(t[0-9]+(_owner)?|[a-z]{{3,}})$"])
        for (role,) in cursor.fetchall():
            cursor.execute(f'DROP ROLE "{role}"')


if CLUSTER_URL:
    folder = Path(tempfile.mkdtemp(prefix="live-test-"))
    os.environ |= {
        "LIVE_ENVIRONMENT": "development",
        "LIVE_DATABASE_URL": _url(f"{DATABASE}_web"),
        "LIVE_OWNER_URL": _url(f"{DATABASE}_owner"),
        "LIVE_REDIS_URL": f"{REDIS_URL}?socket_timeout={PATIENCE}&socket_connect_timeout={PATIENCE}",
        "LIVE_BACKUPS": str(folder / "backups"),
        "LIVE_FILES": str(folder / "files"),
        "LIVE_MAIL": f"file://{folder / 'mail'}",
        "LIVE_SMS": f"file://{folder / 'sms'}",
        "LIVE_PORT": "8000",
        # Tests that count schemas and roles know each one; those of spares ask for some.
        "LIVE_SPARES": "0",
    }
