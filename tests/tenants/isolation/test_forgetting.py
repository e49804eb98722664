"""Postgres takes a SET back with what failed; the wrapper must not believe that it still holds."""

from collections.abc import Iterator

import pytest
from django.db import Error, connection, transaction

from tenants.isolation.current import enter
from tests.tenants.isolation.conftest import expected, whoami


class Undo(Exception):
    """Leaves a block so that it is rolled back."""


def fail() -> None:
    with connection.cursor() as cursor, pytest.raises(Error):
        cursor.execute("SELECT 1/0")


def test_failed_statement_that_carried_the_switch(regions) -> None:
    makassar, jayapura = regions
    with enter(jayapura):
        whoami()

    with enter(makassar):
        fail()

        assert whoami() == expected(makassar)


def test_failed_statement_after_the_switch(regions) -> None:
    with enter(regions[0]):
        whoami()
        fail()

        assert whoami() == expected(regions[0])


def switch_in_vain() -> None:
    """Switch in a transaction that is rolled back."""
    with transaction.atomic():
        whoami()
        raise Undo


def test_rollback_of_the_transaction_that_switched(regions) -> None:
    makassar, jayapura = regions
    with enter(jayapura):
        whoami()

    with enter(makassar):
        with pytest.raises(Undo):
            switch_in_vain()

        assert whoami() == expected(makassar)


def test_rollback_to_a_savepoint(regions) -> None:
    makassar, jayapura = regions

    with transaction.atomic():
        with enter(jayapura):
            whoami()
        with enter(makassar):
            with pytest.raises(Undo):
                switch_in_vain()

            assert whoami() == expected(makassar)


def test_rollback_to_a_savepoint_by_hand(regions) -> None:
    makassar, jayapura = regions

    with transaction.atomic():
        with enter(jayapura), connection.cursor() as cursor:
            cursor.execute("SAVEPOINT mine")
            whoami()
        with enter(makassar), connection.cursor() as cursor:
            whoami()
            cursor.execute("ROLLBACK TO SAVEPOINT mine")

            assert whoami() == expected(makassar)


def test_swallowed_failure_turns_the_commit_into_a_rollback(regions) -> None:
    makassar, jayapura = regions
    with enter(jayapura):
        whoami()

    with enter(makassar):
        with transaction.atomic():
            whoami()
            fail()

        assert whoami() == expected(makassar)


def test_swallowed_failure_of_executemany(regions) -> None:
    makassar, jayapura = regions
    with enter(jayapura):
        whoami()

    with enter(makassar):
        with transaction.atomic(), connection.cursor() as cursor:
            whoami()
            with pytest.raises(Error):
                cursor.executemany("SELECT 1/%s", [[0]])

        assert whoami() == expected(makassar)


def test_new_connection(regions) -> None:
    with enter(regions[0]):
        whoami()
        connection.close()

        assert whoami() == expected(regions[0])


def test_connection_that_was_terminated(regions, superuser) -> None:
    with enter(regions[0]):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [cursor.fetchone()[0]])
        with pytest.raises(Error):
            whoami()
        connection.close_if_unusable_or_obsolete()

        assert whoami() == expected(regions[0])


@pytest.fixture
def by_hand(regions) -> Iterator[None]:
    """A transaction that Django does not begin."""
    connection.set_autocommit(False)
    yield
    connection.close()


@pytest.mark.parametrize("undo", ["rollback", "reset"])
def test_psycopg2_is_asked_past_django(regions, by_hand, undo) -> None:
    makassar, jayapura = regions
    with enter(jayapura):
        whoami()
        connection.commit()

    with enter(makassar):
        whoami()
        getattr(connection.connection, undo)()

        assert whoami() == expected(makassar)
