"""Whatever is given as a host or stands where a schema's name belongs: it is a value, a checked name, or refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from hypothesis import given
from psycopg2 import extensions

from tenants.isolation import bootstrap, hosts
from tenants.isolation import names as identifiers
from tenants.isolation.backend import base
from tenants.isolation.current import Tenancy, enter
from tenants.isolation.errors import NotAName
from tests.names import fuzzed, names
from tests.tenants.isolation.conftest import nobody


@pytest.fixture
def sent(monkeypatch) -> set[str]:
    """The SQL texts that go past Django, before any value is put into them."""
    texts: set[str] = set()

    class Noting(extensions.cursor):
        def execute(self, query: str, vars: object = None) -> None:
            texts.add(query)
            super().execute(query, vars)

    monkeypatch.setattr(base.extensions, "cursor", Noting)
    return texts


@fuzzed
@given(text=names)
def test_host_is_a_value_only(db, sent, text) -> None:
    hosts.forget()
    host = text.encode("latin-1", errors="ignore").decode("latin-1")  # what a server hands on

    with nobody():
        status = Client(headers={"host": host}).get("/healthz/").status_code

    assert status in (400, 404)
    questions = ("gate.version()", "gate.resolve(%s)")
    assert sent <= {"SELECT 1", *(f"SET ROLE NONE;SET search_path TO '';SELECT {question}" for question in questions)}


@fuzzed
@given(text=names)
def test_schema_and_role_are_names_or_refused(db, text) -> None:
    somewhere = Tenancy(
        id=1, key="", schema=text, role=text, slug="", name="", kind="", region_code=None, state="", time_zone="UTC",
        domain="",
    )  # fmt: skip

    with enter(somewhere):
        try:
            switch = connection.switch(somewhere)
        except NotAName:
            assert not identifiers.NAME.fullmatch(text)
        else:
            assert identifiers.NAME.fullmatch(text)
            assert switch == f'SET ROLE "{text}";SET search_path TO "{text}", ext;'


@pytest.mark.parametrize("name", ["", "Live", "1live", "live; DROP ROLE x", "a" * 42])
def test_database_is_not_called_what_may_not_stand_in_sql(name) -> None:
    with pytest.raises(ImproperlyConfigured):
        bootstrap.cluster_statements(name)
