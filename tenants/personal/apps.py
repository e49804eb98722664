"""Names the app."""

from django.apps import AppConfig


class PersonalConfig(AppConfig):
    """Citizens' rights in their own data."""

    name = "tenants.personal"
