"""The web process."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config import start

start.set_up()
# Granian puts the whole environment into every request, where one careless page would show it.
for name in [name for name in os.environ if name.startswith("LIVE_")]:
    del os.environ[name]
application = get_wsgi_application()
# A release that does not load fails now, not at somebody's first request.
for urls in (settings.PUBLIC_URLCONF, settings.TENANT_URLCONF):
    import_module(urls)
