"""A connection is replaced when it has seen many schemas, and asked nothing to learn whether it is still there."""

import pytest
from django.db import Error, close_old_connections, connection, transaction

from tenants.isolation.current import enter
from tests.tenants.isolation.conftest import expected, whoami


def pid() -> int:
    return int(connection.connection.info.backend_pid)


def visit(*places: object) -> None:
    for place in places:
        with enter(place):
            whoami()


def test_connection_is_replaced_after_its_schemas(regions, settings) -> None:
    settings.SCHEMAS_A_CONNECTION = 1
    connection.close()
    visit(*regions)
    before = pid()

    close_old_connections()
    visit(regions[0])

    assert pid() != before


def test_connection_stays_below_the_limit(regions, settings) -> None:
    settings.SCHEMAS_A_CONNECTION = 2
    connection.close()
    visit(*regions, *regions)
    before = pid()

    close_old_connections()
    visit(regions[0])

    assert pid() == before


def test_new_connection_counts_anew(regions, settings) -> None:
    settings.SCHEMAS_A_CONNECTION = 1
    connection.close()
    visit(*regions)
    close_old_connections()
    visit(regions[0])
    before = pid()

    close_old_connections()
    visit(regions[0])

    assert pid() == before


def test_quiet_connection_is_usable_without_a_question(regions, last_sent) -> None:
    visit(regions[0])
    before = last_sent()

    assert connection.is_usable()
    assert last_sent() == before


def test_connection_that_was_ended_is_replaced(regions, superuser) -> None:
    visit(regions[0])
    superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [pid()])

    close_old_connections()
    with enter(regions[0]):
        assert whoami() == expected(regions[0])


def test_connection_whose_transaction_failed_is_not_usable(regions) -> None:
    with enter(regions[0]), transaction.atomic():
        with pytest.raises(Error), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        is_usable = connection.is_usable()
        transaction.set_rollback(True)

    assert is_usable is False
