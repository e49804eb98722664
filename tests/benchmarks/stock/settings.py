"""The platform's settings, with django-tenants used as its documentation says."""

from config.settings import *  # noqa: F403 - the same apps, languages and storages

DATABASE = "live_bench_stock"
DATABASES = {
    "default": {
        **DATABASES["owner"],  # noqa: F405 - from the platform's settings
        "ENGINE": "django_tenants.postgresql_backend",
        "NAME": DATABASE,
        "USER": "postgres",
    }
}
SHARED_APPS = ["django_tenants", "django.contrib.contenttypes", "django.contrib.auth", "tests.benchmarks.stock"]
# What exists only in our public schema has no place here.
PLATFORM_APPS = [
    "tenants.registry",
    "tenants.jobs",
    "tenants.quotas",
    "tenants.proofs",
    "provisioning",
    "partnership",
    "kernel.regions",
]
QUIET = {"tenants.support": "tests.benchmarks.stock.quiet.Support"}
INSTALLED_APPS = [
    *SHARED_APPS,
    *(QUIET.get(app, app) for app in INSTALLED_APPS if app not in [*SHARED_APPS, *PLATFORM_APPS]),  # noqa: F405 - as above
]
TENANT_MODEL = "stock.Client"
TENANT_DOMAIN_MODEL = "stock.Host"
TENANT_SYNC_ROUTER = "django_tenants.routers.TenantSyncRouter"
DATABASE_ROUTERS = [TENANT_SYNC_ROUTER]
PG_EXTRA_SEARCH_PATHS = ["ext"]
