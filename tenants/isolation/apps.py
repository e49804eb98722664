"""The Django app of the border between tenants."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from kernel import metrics


class IsolationConfig(AppConfig):
    """Templates for hosts that lead nowhere, the check of the login role, and the count of connections."""

    name = "tenants.isolation"

    def ready(self) -> None:
        """Register the checks, let Django follow the place, and count each new connection."""
        from tenants.isolation import checks, following  # noqa: F401 - importing registers; settings are ready only now

        following.follow()

        connection_created.connect(_count)


def _count(**_given: object) -> None:
    metrics.CONNECTIONS.inc()
