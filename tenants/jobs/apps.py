"""Find the jobs and listeners of every app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Imports each app's `tasks.py` and `listeners.py`, so that their names are known."""

    name = "tenants.jobs"

    def ready(self) -> None:
        import_module("tenants.mail")
        autodiscover_modules("tasks", "listeners")
