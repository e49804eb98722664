"""The Django app of the design system."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Static files, templates and template tags that every page shares."""

    name = "kernel.ui"
    label = "ui"

    def ready(self) -> None:
        """Register the checks."""
        from kernel.ui import checks  # noqa: F401 - importing registers; settings are ready only now
