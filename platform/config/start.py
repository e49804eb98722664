"""Start Django, or end with one sentence that says what to set."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured


def set_up() -> None:
    """Set Django up. A bad configuration ends the process with its sentence, not with a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
