"""The web process."""

from django.core.wsgi import get_wsgi_application

from config import start

start.set_up()
application = get_wsgi_application()
