"""psycopg2's side of the backend: a cursor that goes where the code is, and the connection that knows where it is."""

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psycopg2 import Error, extensions
from psycopg2.sql import Composable

from tenants.isolation.backend import texts
from tenants.isolation.current import Place, Tenancy, place
from tenants.isolation.errors import ConnectionGivenBack, RowsOfAnotherPlace, SessionStatement, StackedStatement

if TYPE_CHECKING:
    from tenants.isolation.backend.base import DatabaseWrapper

# A connection is weighed after so many uses, or when it has seen so many schemas more. That takes as long as there is
# much: milliseconds for 40 MB.
USES, SCHEMAS = 200, 8


class IsolatedCursor(extensions.cursor):
    """A cursor that goes where the code is before it sends anything."""

    connection: "IsolatedConnection"  # who takes a cursor gives it this one
    _asked_in: Tenancy | Place | None = None

    def execute(self, query: str | bytes | Composable, vars: Any = None) -> None:
        connection, holder = self.connection, self.connection.held()
        connection.asked_at = time.monotonic()  # as `asking` does, without its cost
        try:
            text = query if isinstance(query, str) else self._text(query)
            if self._is_control(holder, text, vars):
                if text.startswith("ROLLBACK"):
                    connection.sent = None
                super().execute(text, vars)
            elif self.name is None:
                self._execute_behind_switch(holder, text, vars)
            else:
                self._asked_in = place()
                with self._gone():
                    super().execute(text, vars)
        finally:
            connection.asked_at = 0.0

    def _execute_behind_switch(self, holder: "DatabaseWrapper", text: str, vars: Any) -> None:
        connection = self.connection
        here = self._asked_in = place()
        try:
            if here is connection.sent:
                super().execute(text, vars)
            else:
                super().execute(holder.switch(here) + text, vars)
                connection.sent = here
        except BaseException:
            # Also without a switch: what failed may take an earlier SET of its transaction back, whoever catches it.
            connection.sent = None
            raise

    def executemany(self, query: str | bytes | Composable, vars_list: Any) -> None:
        rows = list(vars_list)
        for row in rows:
            self._refuse(query, row)
        with self._gone():
            super().executemany(query, rows)

    def copy_expert(self, sql: Any, file: Any, size: int = 8192) -> None:
        self._refuse(sql)
        with self._gone():
            super().copy_expert(sql, file, size)

    def copy_from(self, *args: Any, **kwargs: Any) -> None:
        with self._gone():
            super().copy_from(*args, **kwargs)

    def copy_to(self, *args: Any, **kwargs: Any) -> None:
        with self._gone():
            super().copy_to(*args, **kwargs)

    def callproc(self, procname: Any, parameters: Any = None) -> Any:
        raise StackedStatement  # Django never uses it, and it would bypass the switch.

    # Rows wait in the cursor, or on the server, and do not know where the code has gone meanwhile.

    def fetchone(self) -> Any:
        if place() is not self._asked_in:
            self._refuse_elsewhere()
        return super().fetchone()

    def fetchmany(self, size: int | None = None) -> Any:
        if place() is not self._asked_in:
            self._refuse_elsewhere()
        return super().fetchmany(size)

    def fetchall(self) -> Any:
        if place() is not self._asked_in:
            self._refuse_elsewhere()
        return super().fetchall()

    def __next__(self) -> Any:
        if place() is not self._asked_in:
            self._refuse_elsewhere()
        return super().__next__()

    def _refuse_elsewhere(self) -> None:
        """Refuse another place; the same one may have been looked up anew meanwhile."""
        if place() != self._asked_in:
            raise RowsOfAnotherPlace

    def _refuse(self, query: str | bytes | Composable, vars: Any = None) -> None:
        if self._is_control(self.connection.held(), query if isinstance(query, str) else self._text(query), vars):
            raise SessionStatement

    def _text(self, query: bytes | Composable) -> str:
        if not isinstance(query, Composable):
            raise StackedStatement
        return query.as_string(self)

    def _is_control(self, holder: "DatabaseWrapper", text: str, vars: Any) -> bool:
        """Say whether the text is about the transaction itself; refuse what is not for this place.

        Of the owner's statements inside a tenant each is looked at, with its values in it.
        """
        if not holder.is_owner:
            return texts.is_control(text, bool(vars))
        if texts.CONTROL.fullmatch(text):
            return True
        if isinstance(place(), Tenancy):
            texts.refuse_session(self.mogrify(text, vars).decode())
        return False

    @contextmanager
    def _gone(self) -> Iterator[None]:
        """Switch in a statement of its own, for what cannot carry a second one."""
        connection, here = self.connection, place()
        holder = connection.held()
        try:
            with connection.asking():
                if here is not connection.sent:
                    with connection.cursor(cursor_factory=extensions.cursor) as cursor:
                        cursor.execute(holder.switch(here))
                    connection.sent = here
                yield
        except BaseException:
            connection.sent = None
            raise


class IsolatedConnection(extensions.connection):
    """psycopg2's side of a connection: who takes a cursor from it, past Django, is switched all the same."""

    asked_at = 0.0
    patience = 0.0
    # Whose it is; nobody's while it is idle.
    holder: "DatabaseWrapper | None" = None
    # Where it is for Postgres; None while nobody knows.
    sent: Tenancy | Place | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Schemas whose tables Postgres learned of on it; how many they were when it was weighed, and uses since then.
        self.seen: set[str] = set()
        self._weighed, self._uses = 0, 0
        self._line: select.poll | None = None

    def held(self) -> "DatabaseWrapper":
        """Return whose it is in this thread; a cursor kept beyond a request may find that it is another's by now.

        Raises: ConnectionGivenBack, django.db.DatabaseError in another thread.
        """
        if self.holder is None:
            raise ConnectionGivenBack
        self.holder.validate_thread_sharing()
        return self.holder

    def is_to_be_weighed(self) -> bool:
        """Count a use, and say whether so much happened that Postgres may hold much more for it than it did."""
        self._uses += 1
        if self._uses < USES and len(self.seen) < self._weighed + SCHEMAS:
            return False
        self._weighed, self._uses = len(self.seen), 0
        return True

    def is_quiet(self) -> bool:
        """Say whether Postgres has said nothing since, not even good-bye."""
        try:
            if self._line is None:
                self._line = select.poll()
                self._line.register(self.fileno(), select.POLLIN)
            return self.fileno() >= 0 and not self._line.poll(0)
        except (Error, ValueError):  # libpq gave the socket up, and psycopg2 does not know yet
            return False

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Wait for Postgres until the block ends, and no longer than is our patience."""
        self.asked_at = time.monotonic()
        try:
            yield
        finally:
            self.asked_at = 0.0

    def commit(self) -> None:
        with self.asking():
            super().commit()

    def rollback(self) -> None:
        try:
            with self.asking():
                super().rollback()
        finally:
            self.sent = None

    def reset(self) -> None:
        try:
            super().reset()
        finally:
            self.sent = None
