"""Links that are good in one tenant only: password reset, invitation."""

from datetime import timedelta

from django.contrib.auth.tokens import PasswordResetTokenGenerator

from kernel import signing
from kernel.accounts.models import Person

# Signs the key of the log-in that somebody says was not hers.
DISOWN = signing.Kind("disown-log-in", timedelta(days=7))
INVITATION = signing.Kind("invitation", timedelta(days=14))


class PasswordResetTokens(PasswordResetTokenGenerator):
    """Django's generator, with the current place and the person's public id in the hash."""

    def _make_hash_value(self, user: Person, timestamp: int) -> str:
        value = super()._make_hash_value(user, timestamp)
        return f"{signing.current_scope()}:{user.key}:{value}"
