"""What the design system asks of the settings."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


@register()
def check_components_are_isolated(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report components that would see the page's variables.

    A component's variable without a value is not set at all: the page's own `title` or `items` would shine through.
    """
    if getattr(settings, "COTTON_ISOLATE_BY_DEFAULT", False):
        return []
    return [Error("Components see the page's variables.", hint="Set COTTON_ISOLATE_BY_DEFAULT = True.", id="ui.E001")]
