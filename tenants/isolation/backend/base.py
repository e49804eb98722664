"""django-tenants' PostGIS backend, made to fail closed.

A connection follows the place that the code is in (`tenants.isolation.current`):

nobody     nothing is sent at all; only the functions in `gate` may be asked which tenant a host belongs to
platform   role `<database>_platform`, path `public, ext`
tenant     role of the tenant, path `<its schema>, ext`: a table that is missing there is an
           error, never another schema's

The owner's connection is the login role itself on the platform, and in a tenant the role that owns
its structure and nothing else (`tenants.isolation.owners`).

Role and path ride in front of the next statement, in the same round trip. A failing statement, a
rollback and ROLLBACK TO SAVEPOINT take a SET back with them; then nobody knows where it is.
"""

from collections.abc import Sequence
from threading import get_ident
from typing import Any

from django.conf import settings
from django.contrib.gis.db.backends.postgis.features import DatabaseFeatures as PostGISFeatures
from django.contrib.gis.db.backends.postgis.introspection import PostGISIntrospection
from django.db import DatabaseError
from django_tenants.postgresql_backend import base
from psycopg2 import Error, extensions
from psycopg2.extensions import TRANSACTION_STATUS_INERROR as INERROR

from tenants.isolation.backend import idle, watch
from tenants.isolation.backend.connection import IsolatedConnection, IsolatedCursor
from tenants.isolation.backend.cursor import LightCursor
from tenants.isolation.backend.schema import SchemaEditor
from tenants.isolation.current import Place, Tenancy, enter, place
from tenants.isolation.errors import NoPlace
from tenants.isolation.names import quoted
from tenants.isolation.owners import structure_owner


class DatabaseFeatures(PostGISFeatures):
    """PostGIS's features; Django would otherwise create a table to learn that Postgres has transactions."""

    supports_transactions = True


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that follows `current.place()`."""

    features_class = DatabaseFeatures
    SchemaEditorClass = SchemaEditor
    connection: Any  # an IsolatedConnection; None between two requests

    def __init__(self, settings_dict: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(settings_dict, *args, **kwargs)  # type: ignore[no-untyped-call]  # django-tenants has no types here
        self.is_owner: bool = settings_dict.get("IS_OWNER", False)
        self._login = (settings_dict["NAME"], settings_dict["USER"])
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
        """Return the SQL that must ride in front of the next statement.

        Raises: NoPlace as nobody.
        """
        if here is Place.NOBODY:
            raise NoPlace
        path = here.schema if isinstance(here, Tenancy) else "public"
        self.connection.seen.add(path)
        return f"SET ROLE {self._role(here)};SET search_path TO {quoted(path)}, ext;"

    def _role(self, here: Tenancy | Place) -> str:
        if isinstance(here, Tenancy):
            return quoted(self._structure_owner(here) if self.is_owner else here.role)
        return "NONE" if self.is_owner else quoted(f"{self.settings_dict['NAME']}_platform")

    def _structure_owner(self, here: Tenancy) -> str:
        """Return who builds there: in a schema for trying out, which is no tenant's, the group of all builders."""
        return structure_owner(here.role) if here.role else f"{self.settings_dict['NAME']}_builders"

    def ask_gate(self, question: str, values: Sequence[str]) -> Any:
        """Ask one of the few functions that nobody may execute; return its answer."""
        self.close_if_health_check_failed()  # it is the first to use a request's connection, past Django's own check
        with enter(Place.PLATFORM):
            self.ensure_connection()  # django.contrib.postgres asks for its types on every new connection
        self.connection.sent = None
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
        connection.holder = self
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
        self.close_if_health_check_failed()
        if self.connection is None:
            self.ensure_connection()
        with self.wrap_database_errors:
            return self._prepare_cursor(self.create_cursor(name))

    def make_cursor(self, cursor: IsolatedCursor) -> LightCursor:
        return LightCursor(cursor, self)

    def validate_thread_sharing(self) -> None:
        """Let the thread pass whose this is; Django takes a lock each time to learn who else may."""
        if self._thread_ident != get_ident():
            super().validate_thread_sharing()

    def prepare_database(self) -> None:
        """Do nothing: PostGIS is created in `ext` by the cluster's own administrator."""

    # Between two requests or jobs.

    def connect(self) -> None:
        """Take an idle connection that is still good, or make one."""
        while connection := idle.take(self._login):
            self._hold(connection)
            if self.is_usable():
                return
            self.close()  # type: ignore[no-untyped-call]  # django-tenants has no types here
        super().connect()

    def _hold(self, connection: IsolatedConnection) -> None:
        """Go on with a connection as Django does with a new one, which it is not."""
        self.connection, connection.holder = connection, self
        self.in_atomic_block = self.needs_rollback = self.closed_in_transaction = self.errors_occurred = False
        self.autocommit = self.health_check_enabled = self.health_check_done = True
        self.savepoint_ids: list[Any] = []
        self.atomic_blocks: list[Any] = []
        self.run_on_commit: list[Any] = []

    def close_if_unusable_or_obsolete(self) -> None:
        """Give the connection to whoever needs one next; close it when Postgres holds much for it.

        Postgres keeps what it learned of each table until then.
        """
        if self.connection is None:
            return
        super().close_if_unusable_or_obsolete()
        if self.connection is None or self.in_atomic_block:
            return
        if self.connection.is_to_be_weighed() and self._is_heavy():
            self.close()  # type: ignore[no-untyped-call]  # django-tenants has no types here
            return
        self.connection.holder = None
        idle.give(self._login, self.connection)
        self.connection = None

    def _is_heavy(self) -> bool:
        """Say whether Postgres holds more for the connection than it may, or cannot say it."""
        try:
            return int(self.ask_gate("SELECT gate.memory()", ())) > settings.MEGABYTES_A_CONNECTION * 2**20
        except DatabaseError:
            return True

    def is_usable(self) -> bool:
        """Say whether the server is still there and takes statements.

        One that has gone said so or hung up, so where nothing came and nothing failed, no round trip is needed.
        """
        if self.connection is None or self.connection.closed:
            return False
        has_failed = self.errors_occurred or self.connection.get_transaction_status() == INERROR
        return (not has_failed and self.connection.is_quiet()) or self._answers()

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
            self.connection.sent = None
