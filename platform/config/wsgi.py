"""The web process."""

from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from config import start

start.set_up()
application = get_wsgi_application()
# A release that does not load fails now, not at somebody's first request.
for urls in (settings.PUBLIC_URLCONF, settings.TENANT_URLCONF):
    import_module(urls)
