"""The platform's settings with the synthetic app in every tenant."""

from config.settings import *  # noqa: F403 - the platform's own

TENANT_CORE_APPS = [*TENANT_CORE_APPS, "synthetic_app"]  # noqa: F405 - as above
TENANT_APPS = [*TENANT_APPS, "synthetic_app"]  # noqa: F405 - as above
INSTALLED_APPS = [*INSTALLED_APPS, "synthetic_app"]  # noqa: F405 - as above
