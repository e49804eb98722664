"""A connection is replaced when Postgres holds much for it, and asked nothing to learn whether it is still there."""

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


def told() -> int:
    return int(connection.ask_gate("SELECT gate.memory()", ()))


def test_postgres_holds_more_after_each_table_it_learned_of(regions) -> None:
    connection.close()
    visit(regions[0])
    before = told()

    with enter(regions[0]), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM accounts_person, files_storedfile, notices_notice LIMIT 1")

    assert told() > before > 100_000


@pytest.mark.parametrize(("megabytes", "is_replaced"), [(0, True), (1_000, False)])
def test_connection_is_replaced_when_postgres_holds_much_for_it(
    regions, settings, monkeypatch, megabytes, is_replaced
) -> None:
    settings.MEGABYTES_A_CONNECTION = megabytes
    monkeypatch.setattr("tenants.isolation.backend.connection.SCHEMAS", len(regions))
    connection.close()
    visit(*regions)
    before = pid()

    close_old_connections()
    visit(regions[0])

    assert (pid() != before) == is_replaced


def test_new_connection_counts_anew(regions, settings, monkeypatch) -> None:
    settings.MEGABYTES_A_CONNECTION = 0
    monkeypatch.setattr("tenants.isolation.backend.connection.SCHEMAS", len(regions))
    connection.close()
    visit(*regions)
    close_old_connections()
    visit(regions[0])
    before = pid()

    close_old_connections()
    visit(regions[0])

    assert pid() == before


def test_connection_is_weighed_after_its_uses(regions, settings, monkeypatch) -> None:
    settings.MEGABYTES_A_CONNECTION = 0
    monkeypatch.setattr("tenants.isolation.backend.connection.USES", 3)
    connection.close()
    pids = []
    for _use in range(4):
        visit(regions[0])
        pids.append(pid())
        close_old_connections()

    assert [each == pids[0] for each in pids] == [True, True, True, False]


def test_connection_that_ended_before_it_was_weighed_is_replaced(regions, superuser, monkeypatch) -> None:
    monkeypatch.setattr("tenants.isolation.backend.connection.USES", 1)
    visit(regions[0])
    superuser.execute("SELECT pg_terminate_backend(%s, 5000)", [pid()])

    close_old_connections()
    with enter(regions[0]):
        assert whoami() == expected(regions[0])


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
