"""Django with one tenant: the same apps and middleware, all tables in one schema, a connection that stays.

`python -m tests.benchmarks.sites.plain 1` fills it.
"""

import os

from tests.benchmarks.stock.settings import *  # noqa: F403 - the same apps as stock django-tenants

DATABASE = "live_bench_plain"
DATABASES = {
    "default": {
        **DATABASES["default"],  # noqa: F405 - as above
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": DATABASE,
        "USER": f"{DATABASE}_owner",
        # The fastest that Django offers: nothing is asked before a query.
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {"options": "-c search_path=public,ext"},
    }
}
DATABASE_ROUTERS: list[str] = []
INSTALLED_APPS = [app for app in INSTALLED_APPS if app not in ("django_tenants", "tests.benchmarks.stock")]  # noqa: F405
# What is there because tenants are many, and what takes its place where there is one.
OF_TENANTS = {
    "tenants.isolation.middleware.TenantMiddleware": None,
    "tenants.isolation.csrf.TenantCsrfMiddleware": "django.middleware.csrf.CsrfViewMiddleware",
}
MIDDLEWARE = [name for each in MIDDLEWARE if (name := OF_TENANTS.get(each, each))]  # noqa: F405 - as above
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# Its rights are of our roles.
MIGRATION_MODULES = {"audit": None}
ROOT_URLCONF = "tests.benchmarks.sites.pages"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"


def fill() -> None:
    """Make the database with all tables and the rows."""
    import django

    django.setup()
    from config.local.postgres import ensure_database
    from tests.environment import drop_database

    drop_database(DATABASE)
    ensure_database(os.environ["LIVE_CLUSTER_URL"], DATABASE)
    from django.core.management import call_command

    from tests.benchmarks.sites.pages import fill as fill_rows

    call_command("migrate", run_syncdb=True, verbosity=0)
    fill_rows("Plain")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.sites.plain"
    fill()
