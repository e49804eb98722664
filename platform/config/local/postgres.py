"""A private Postgres: no port, one socket, ours alone."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from config.local import children, environment
from config.local.errors import Refusal
from config.local.workspace import Workspace, private, server_account
from tenants.isolation import bootstrap, hardening

ALWAYS = {
    "listen_addresses": "",
    "max_connections": "200",
    "max_locks_per_transaction": "512",
    "shared_buffers": "256MB",
    "jit": "off",
    "timezone": "UTC",
    # An error would be logged with its statement and its row: what people typed. Ours has the rest (kernel.traces).
    "log_min_messages": "log",
}
# A power cut may cost a test's database, never a demo's.
NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
PATIENCE = 30.0


@contextmanager
def running(workspace: Workspace) -> Iterator[children.Child]:
    """Run the workspace's Postgres for the length of the block.

    Raises: Refusal.
    """
    account = server_account()
    _create_cluster(workspace, account)
    sockets = private(workspace.postgres_sockets, account)
    settings = ALWAYS | {"unix_socket_directories": str(sockets)} | ({} if workspace.durable else NOT_DURABLE)
    _wait_for_predecessor(workspace.cluster / "data" / "postmaster.pid")
    child = children.Child(
        "Postgres",
        [str(_programs() / "postgres"), "-D", str(workspace.cluster / "data"), *_options(settings)],
        log=workspace.logs / "postgres.log",
        end=signal.SIGINT,
        account=account,
    )
    with children.running(child):
        wait_until_ready(workspace, child)
        yield child


def wait_until_ready(workspace: Workspace, child: children.Child | None = None) -> None:
    """Wait until the cluster answers.

    Raises: Refusal.
    """
    patience = time.monotonic() + PATIENCE
    while time.monotonic() < patience and not (child and child.has_ended()):
        try:
            psycopg2.connect(environment.cluster_url(workspace)).close()
        except psycopg2.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise Refusal(f"Postgres did not start: {workspace.logs / 'postgres.log'} says why.")


def ensure_database(cluster_url: str, name: str) -> None:
    """Make the database with its roles, `ext` and rights, as far as they are missing.

    `cluster_url` is the superuser's address of any database in the cluster.
    """
    if not _answers(cluster_url, "SELECT 1 FROM pg_roles WHERE rolname = %s", f"{name}_owner"):
        _execute(cluster_url, bootstrap.cluster_statements(name))
    if not _answers(cluster_url, "SELECT 1 FROM pg_database WHERE datname = %s", name):
        _execute_alone(cluster_url, f"CREATE DATABASE {name}")
    database = psycopg2.extensions.make_dsn(cluster_url, dbname=name)
    if not _answers(database, "SELECT 1 FROM pg_namespace WHERE nspname = %s", "gate"):
        _execute(database, bootstrap.database_statements(name))
    _execute(database, hardening.statements(name))  # each time: Postgres or PostGIS may have become newer


def _create_cluster(workspace: Workspace, account: str | None) -> None:
    cluster = private(workspace.cluster, account)
    link = workspace.folder / "postgres"
    if cluster != link and not link.is_symlink():
        link.symlink_to(cluster)
    if (cluster / "data").exists():
        return
    unfinished = cluster / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)
    command = [str(_programs() / "initdb"), "-D", str(unfinished), "-U", environment.SUPERUSER, "--auth=trust"]
    made = subprocess.run(
        [*command, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"],
        user=account,
        group=account,
        extra_groups=[account] if account else None,
        cwd=cluster,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        raise Refusal(f"Postgres could not be set up in {cluster}: {made.stderr.strip()}")
    unfinished.rename(cluster / "data")


def _programs() -> Path:
    """Return the folder of the newest Postgres that has PostGIS: Debian keeps each version apart."""
    found = Path("/usr/lib/postgresql").glob("*/lib/postgis-3.so")
    versions = sorted((file.parents[1] for file in found), key=lambda folder: int(folder.name))
    if not versions:
        raise Refusal("Postgres with PostGIS is missing: 'apt-get install postgresql-postgis' as root brings it.")
    return versions[-1] / "bin"


def _options(settings: dict[str, str]) -> list[str]:
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def _wait_for_predecessor(pid_file: Path) -> None:
    """Wait for a Postgres whose owner was killed and that is about to end."""
    patience = time.monotonic() + PATIENCE
    while pid_file.exists() and time.monotonic() < patience:
        if not Path("/proc", pid_file.read_text().split("\n", 1)[0]).exists():
            return
        time.sleep(0.1)


def _answers(url: str, query: str, value: str) -> bool:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query, [value])
            return cursor.fetchone() is not None
    finally:
        connection.close()


def _execute(url: str, statements: list[str]) -> None:
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


def _execute_alone(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        connection.cursor().execute(statement)
    finally:
        connection.close()
