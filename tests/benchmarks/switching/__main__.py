"""Run every shape on one side, in a process of its own, and print what was seen, as JSON."""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

import psycopg2

# A side's settings are chosen before anything of Django is imported.
SIDE, SWITCHES = sys.argv[1], int(sys.argv[2])
os.environ["PYTEST_XDIST_WORKER"] = "bench"
os.environ["DJANGO_SETTINGS_MODULE"] = {"ours": "config.settings", "stock": "tests.benchmarks.stock.settings"}[SIDE]
from tests import environment  # noqa: E402 - sets the addresses of a database of its own


@contextmanager
def ours() -> Iterator[object]:
    """Stand small tenants in an installation's own database."""
    from django.db import connections

    from provisioning import migrating
    from tenants.isolation.current import Place, enter
    from tests.benchmarks.switching import ours, tenants

    name = environment.DATABASE
    with database(name), tenants.standing(environment.cluster_dsn(name), name, with_roles=True):
        side = ours.side(name)
        with enter(Place.PLATFORM):
            migrating.migrate(migrating.shared_labels())
            ours.register(side.places)
        yield side
        connections.close_all()


@contextmanager
def stock() -> Iterator[object]:
    """Stand small tenants in a database of django-tenants."""
    from django.db import connections

    from tests.benchmarks.stock.settings import DATABASE
    from tests.benchmarks.switching import stock, tenants

    with database(DATABASE), tenants.standing(environment.cluster_dsn(DATABASE), DATABASE, with_roles=False) as admin:
        # What a tenant lacks django-tenants reads in public: there it finds somebody else's row.
        admin.execute(tenants.TABLES.format(s="public", number=1))
        yield stock.side("postgres")
        connections.close_all()


@contextmanager
def database(name: str) -> Iterator[None]:
    """Have a new database for the length of the block."""
    from config.local.postgres import ensure_database

    _drop(name)
    ensure_database(environment.CLUSTER_URL, name)
    yield
    _drop(name)


def _drop(name: str) -> None:
    admin = psycopg2.connect(environment.cluster_dsn())
    admin.autocommit = True
    admin.cursor().execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    admin.close()


def main(stand: Callable[[], object]) -> None:
    """Print `{shape: outcome}`; each shape's figures go to stderr at once."""
    import django

    django.setup()
    logging.disable(logging.CRITICAL)  # jobs fail on purpose
    from tests.benchmarks.switching.run import run
    from tests.benchmarks.switching.shapes import SHAPES

    outcomes = {}
    with stand() as side:  # type: ignore[attr-defined]  # one of the two above
        for what, shape in SHAPES.items():
            outcomes[what] = asdict(run(side, shape, SWITCHES))
            print(f"{SIDE}: {what}: {outcomes[what]}", file=sys.stderr, flush=True)
    print(json.dumps(outcomes))


if __name__ == "__main__":
    main({"ours": ours, "stock": stock}[SIDE])
