"""Sessions that only this tenant reads."""

from django.contrib.sessions.backends import db

from kernel import signing
from kernel.accounts.models import PersonSession


class SessionStore(db.SessionStore):
    """Django's sessions, each a row of the current place's own table, signed for it."""

    @property
    def key_salt(self) -> str:
        return f"{signing.current_scope()}:sessions"

    def cycle_key(self) -> None:
        """Take another key, and what is noted of the session along."""
        before = self.session_key
        super().cycle_key()
        PersonSession.objects.filter(session_key=before).update(session_key=self.session_key)

    def flush(self) -> None:
        """End the session, and forget what is noted of it."""
        PersonSession.objects.filter(session_key=self.session_key).delete()
        super().flush()
