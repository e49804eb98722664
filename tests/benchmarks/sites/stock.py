"""django-tenants as its documentation has it. `python -m tests.benchmarks.sites.stock N` fills it."""

import os
import sys

from tests.benchmarks.sites.plain import *  # noqa: F403 - the same middleware, pages and caches
from tests.benchmarks.stock.settings import DATABASE_ROUTERS, DATABASES, INSTALLED_APPS  # noqa: F401 - its own

DATABASE = "live_bench_stock_routing"
DATABASES = {"default": {**DATABASES["default"], "NAME": DATABASE, "CONN_HEALTH_CHECKS": False}}
MIGRATION_MODULES: dict[str, None] = {}
MIDDLEWARE = ["django_tenants.middleware.main.TenantMainMiddleware", *MIDDLEWARE]  # noqa: F405 - from plain


def fill(count: int) -> None:
    """Make the database with this many tenants, by migrations."""
    import django

    django.setup()
    from config.local.postgres import ensure_database
    from tests.environment import drop_database

    drop_database(DATABASE)
    ensure_database(os.environ["LIVE_CLUSTER_URL"], DATABASE)
    from django.core.management import call_command

    call_command("makemigrations", "stock", dry_run=True, verbosity=0)
    call_command("migrate_schemas", shared=True, run_syncdb=True, verbosity=0)
    for number in range(1, count + 1):
        _tenant(number)


def _tenant(number: int) -> None:
    from tests.benchmarks.sites.pages import fill as fill_rows
    from tests.benchmarks.stock.models import Client, Host

    client = Client(schema_name=f"t{number}")
    client.save(verbosity=0)
    Host.objects.create(domain=f"t{number}.localhost", tenant=client, is_primary=True)
    with client:
        fill_rows(f"T{number}")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.sites.stock"
    fill(int(sys.argv[1]))
