"""django-tenants' settings with the synthetic app in every tenant."""

from tests.benchmarks.stock.settings import *  # noqa: F403 - stock's own

INSTALLED_APPS = [*INSTALLED_APPS, "synthetic_app"]  # noqa: F405 - as above
TENANT_APPS = [*TENANT_APPS, "synthetic_app"]  # noqa: F405 - as above
