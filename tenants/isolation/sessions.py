"""Sessions that only this tenant reads."""

from django.contrib.sessions.backends import db

from kernel import signing


class SessionStore(db.SessionStore):
    """Django's sessions, each a row of the current place's own table, signed for it."""

    @property
    def key_salt(self) -> str:
        return f"{signing.current_scope()}:sessions"
