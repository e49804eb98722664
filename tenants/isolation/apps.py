"""The Django app of the border between tenants."""

from django.apps import AppConfig


class IsolationConfig(AppConfig):
    """Templates for hosts that lead nowhere, and the check of the login role."""

    name = "tenants.isolation"

    def ready(self) -> None:
        """Register the checks."""
        from tenants.isolation import checks  # noqa: F401 - importing registers; settings are ready only now
