"""One after the other, where a lock on a row is not enough because there is no row yet."""

from django.db import connection


def wait(what: str) -> None:
    """Wait until no other transaction of this place has the same turn; ours ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' ' || %s, 0))", [what])
