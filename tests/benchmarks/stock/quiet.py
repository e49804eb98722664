"""Our apps whose start reaches for what has no place in the stock database."""

from django.apps import AppConfig


class Support(AppConfig):
    """Its tables, and nobody who asks for leave."""

    name = "tenants.support"
