"""Tells the kernel who is in a console without an account there."""

from django.apps import AppConfig


class SupportConfig(AppConfig):
    """Access by consent."""

    name = "tenants.support"

    def ready(self) -> None:
        from kernel.accounts import guests
        from tenants.support.guests import guest_of, hold

        guests.ask(guest_of, hold=hold)
