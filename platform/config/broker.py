"""What `dramatiq config.broker` runs."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from tenants.jobs import actors  # noqa: E402 - only after Django is set up

broker = actors.register()
