"""django-tenants' PostGIS backend, made to fail closed.

A connection follows the place that the code is in (`tenants.isolation.current`):

nobody     nothing is sent at all; only the functions in `gate` may be asked which tenant a host belongs to
platform   role `<database>_platform`, path `public, ext`
tenant     role of the tenant, path `<its schema>, ext`: a table that is missing there is an
           error, never another schema's

The owner's connection is the login role itself on the platform, and in a tenant the role that owns
its structure and nothing else (`tenants.isolation.owners`).

Role and path ride in front of the next statement, in the same round trip. A failing statement, a
rollback and ROLLBACK TO SAVEPOINT take a SET back with them, so the wrapper then forgets it.
"""

import select
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.gis.db.backends.postgis.features import DatabaseFeatures as PostGISFeatures
from django.contrib.gis.db.backends.postgis.introspection import PostGISIntrospection
from django_tenants.postgresql_backend import base
from psycopg2 import Error, extensions
from psycopg2.sql import Composable

from tenants.isolation.backend import texts, watch
from tenants.isolation.current import Place, Tenancy, enter, place
from tenants.isolation.errors import NoPlace, RowsOfAnotherPlace, SessionStatement, StackedStatement
from tenants.isolation.names import quoted
from tenants.isolation.owners import structure_owner


class IsolatedCursor(extensions.cursor):
    """A cursor that goes where the code is before it sends anything."""

    connection: "IsolatedConnection"  # who takes a cursor gives it this one
    _asked_in: Tenancy | Place | None = None

    def execute(self, query: str | bytes | Composable, vars: Any = None) -> None:
        connection = self.connection
        connection.asked_at = time.monotonic()  # as `asking` does, without its cost
        try:
            self._execute(query if isinstance(query, str) else self._text(query), vars)
        finally:
            connection.asked_at = 0.0

    def _execute(self, text: str, vars: Any) -> None:
        if self._is_control(text, vars):
            if text.startswith("ROLLBACK"):
                self.connection.wrapper.forget()
            super().execute(text, vars)
        elif self.name is not None:
            self._asked_in = place()
            with self._gone():
                super().execute(text, vars)
        else:
            self._execute_behind_switch(text, vars)

    def _execute_behind_switch(self, text: str, vars: Any) -> None:
        wrapper = self.connection.wrapper
        here = self._asked_in = place()
        switch = wrapper.switch(here)
        try:
            super().execute(switch + text, vars)
        except BaseException:
            # Also without a switch: what failed may take an earlier SET of its transaction back, whoever catches it.
            wrapper.forget()
            raise
        if switch:
            wrapper.remember(here)

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

    def fetchmany(self, *args: Any, **kwargs: Any) -> Any:
        if place() is not self._asked_in:
            self._refuse_elsewhere()
        return super().fetchmany(*args, **kwargs)

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
        if self._is_control(query if isinstance(query, str) else self._text(query), vars):
            raise SessionStatement

    def _text(self, query: bytes | Composable) -> str:
        if not isinstance(query, Composable):
            raise StackedStatement
        return query.as_string(self)

    def _is_control(self, text: str, vars: Any) -> bool:
        """Say whether the text is about the transaction itself; refuse what is not for this place.

        Of the owner's statements inside a tenant each is looked at, with its values in it.
        """
        if not self.connection.wrapper.is_owner:
            return texts.is_control(text, bool(vars))
        if texts.CONTROL.fullmatch(text):
            return True
        if isinstance(place(), Tenancy):
            texts.refuse_session(self.mogrify(text, vars).decode())
        return False

    @contextmanager
    def _gone(self) -> Iterator[None]:
        """Switch in a statement of its own, for what cannot carry a second one."""
        try:
            here = place()
            with self.connection.asking():
                if switch := self.connection.wrapper.switch(here):
                    with self.connection.cursor(cursor_factory=extensions.cursor) as cursor:
                        cursor.execute(switch)
                    self.connection.wrapper.remember(here)
                yield
        except BaseException:
            self.connection.wrapper.forget()
            raise


class IsolatedConnection(extensions.connection):
    """psycopg2's side of a connection: who takes a cursor from it, past Django, is switched all the same."""

    wrapper: "DatabaseWrapper"
    asked_at = 0.0
    patience = 0.0

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
            self.wrapper.forget()

    def reset(self) -> None:
        try:
            super().reset()
        finally:
            self.wrapper.forget()


class DatabaseFeatures(PostGISFeatures):
    """PostGIS's features; Django would otherwise create a table to learn that Postgres has transactions."""

    supports_transactions = True


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that follows `current.place()`."""

    features_class = DatabaseFeatures

    def __init__(self, settings_dict: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        self._sent: Tenancy | Place | None = None
        self._seen: set[str] = set()
        super().__init__(settings_dict, *args, **kwargs)  # type: ignore[no-untyped-call]  # django-tenants has no types here
        self.is_owner: bool = settings_dict.get("IS_OWNER", False)
        # django-tenants' own sets the path before each question; here it is right already.
        self.introspection: PostGISIntrospection = PostGISIntrospection(self)  # type: ignore[assignment]  # as said

    # django-tenants asks for the schema by this name.

    @property
    def schema_name(self) -> str | None:
        here = place()
        if isinstance(here, Tenancy):
            return here.schema
        return "public" if here is Place.PLATFORM else None

    @schema_name.setter
    def schema_name(self, value: str | None) -> None:
        """Ignore what django-tenants sets: only `current.enter` switches."""

    # The switch.

    def switch(self, here: Tenancy | Place) -> str:
        """Return the SQL that must ride in front of the next statement; empty when already there.

        Raises: NoPlace as nobody.
        """
        if here is self._sent:
            return ""
        if here is Place.NOBODY:
            raise NoPlace
        path = here.schema if isinstance(here, Tenancy) else "public"
        self._seen.add(path)
        return f"SET ROLE {self._role(here)};SET search_path TO {quoted(path)}, ext;"

    def _role(self, here: Tenancy | Place) -> str:
        if isinstance(here, Tenancy):
            return quoted(self._structure_owner(here) if self.is_owner else here.role)
        return "NONE" if self.is_owner else quoted(f"{self.settings_dict['NAME']}_platform")

    def _structure_owner(self, here: Tenancy) -> str:
        """Return who builds there: in a schema for trying out, which is no tenant's, the group of all builders."""
        return structure_owner(here.role) if here.role else f"{self.settings_dict['NAME']}_builders"

    def remember(self, here: Tenancy | Place) -> None:
        """Note that the connection is there now."""
        self._sent = here

    def forget(self) -> None:
        """Note that role and path of the connection are unknown."""
        self._sent = None

    def ask_gate(self, question: str, values: Sequence[str]) -> Any:
        """Ask one of the few functions that nobody may execute; return its answer."""
        self.close_if_health_check_failed()  # it is the first to use a request's connection, past Django's own check
        with enter(Place.PLATFORM):
            self.ensure_connection()  # django.contrib.postgres asks for its types on every new connection
        self.forget()
        with (
            self.wrap_database_errors,
            self.connection.asking(),
            self.connection.cursor(cursor_factory=extensions.cursor) as cursor,
        ):
            cursor.execute(f"SET ROLE NONE;SET search_path TO '';{question}", values)
            return cursor.fetchone()[0]

    # Where Django and psycopg2 meet.

    def get_connection_params(self) -> dict[str, Any]:
        isolated = {"connection_factory": IsolatedConnection, "cursor_factory": IsolatedCursor}
        return {**super().get_connection_params(), **isolated}

    def get_new_connection(self, conn_params: dict[str, Any]) -> IsolatedConnection:
        connection: IsolatedConnection = super().get_new_connection(conn_params)
        connection.wrapper = self
        if patience := self.settings_dict.get("PATIENCE"):
            connection.patience = patience
            watch.over(connection)
        return connection

    def create_cursor(self, name: str | None = None) -> IsolatedCursor:
        options = {"scrollable": False, "withhold": self.connection.autocommit} if name else {}
        cursor: IsolatedCursor = self.connection.cursor(name, **options)
        cursor.tzinfo_factory = self.tzinfo_factory
        return cursor

    def _cursor(self, name: str | None = None) -> Any:
        """Make a cursor as Django does: django-tenants would set the path in front of each."""
        return super(base.DatabaseWrapper, self)._cursor(name)

    def prepare_database(self) -> None:
        """Do nothing: PostGIS is created in `ext` by the cluster's own administrator."""

    def init_connection_state(self) -> None:
        self.forget()
        self._seen.clear()
        super().init_connection_state()

    # Between two requests or jobs.

    def close_if_unusable_or_obsolete(self) -> None:
        """Close a connection that has seen many schemas: Postgres keeps what it learned of each table until then."""
        if len(self._seen) > settings.SCHEMAS_A_CONNECTION:
            self.close()  # type: ignore[no-untyped-call]  # django-tenants has no types here
        super().close_if_unusable_or_obsolete()

    def is_usable(self) -> bool:
        """Say whether the server is still there and takes statements.

        One that has gone said so or hung up, so where nothing came and nothing failed, no round trip is needed.
        """
        if self.connection is None or self.connection.closed:
            return False
        has_failed = (
            self.errors_occurred or self.connection.info.transaction_status == extensions.TRANSACTION_STATUS_INERROR
        )
        return (not has_failed and self._is_quiet()) or self._answers()

    def _is_quiet(self) -> bool:
        line = select.poll()
        try:
            line.register(self.connection.fileno(), select.POLLIN)
        except (Error, ValueError):  # libpq gave the socket up, and psycopg2 does not know yet
            return False
        return not line.poll(0)

    def _answers(self) -> bool:
        """Say whether Postgres answers; asked as nobody too."""
        try:
            with self.connection.asking(), self.connection.cursor(cursor_factory=extensions.cursor) as cursor:
                cursor.execute("SELECT 1")
        except Error:
            return False
        return True

    def _savepoint_rollback(self, sid: str) -> None:
        try:
            super()._savepoint_rollback(sid)
        finally:
            self.forget()
