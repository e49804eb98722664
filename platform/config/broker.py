"""What `dramatiq config.broker` runs."""

from config import start

start.set_up()

from tenants.jobs import actors  # noqa: E402 - only after Django is set up

broker = actors.register()
