"""The process for live pages."""

from django.core.asgi import get_asgi_application

from config import start

start.set_up()
application = get_asgi_application()
