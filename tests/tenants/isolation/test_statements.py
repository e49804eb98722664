"""SQL text that is refused before a value is put into it or a byte is sent."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from tenants.isolation.current import enter
from tenants.isolation.errors import QuotedPlaceholder, SessionStatement, StackedStatement


@pytest.mark.parametrize("text", ["SELECT 1; SELECT 2", "SELECT 1;", "SELECT '%s;'", "SELECT ';'"])
def test_semicolon_in_the_text_is_refused(committed, last_sent, text) -> None:
    before = last_sent()

    with connection.cursor() as cursor, pytest.raises(StackedStatement):
        cursor.execute(text, ["never interpolated"])

    assert last_sent() == before


def test_semicolon_in_a_parameter_passes(committed) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["a; DROP TABLE job; --"])

        assert cursor.fetchone() == ("a; DROP TABLE job; --",)


def test_semicolon_in_many_parameters_passes(regions, last_sent) -> None:
    with enter(regions[0]), connection.cursor() as cursor:
        cursor.executemany("SELECT %s", [["a;"], ["b;"]])

    assert last_sent()[0] == "SELECT 'b;'"


@pytest.mark.parametrize(
    "text",
    [
        "SELECT '%s'",
        "SELECT E'\\'%s'",
        "SELECT $$%s$$",
        'SELECT 1 AS "%s"',
        "SELECT 1 /* %s */",
        "SELECT 1 -- %s",
        "SELECT '%%%s'",
    ],
)
def test_value_inside_quotes_is_refused(regions, last_sent, text) -> None:
    value = "'\"$$*/\n; SET ROLE NONE; SELECT '"
    before = last_sent()

    with enter(regions[0]), connection.cursor() as cursor:
        for execute in (lambda: cursor.execute(text, [value]), lambda: cursor.executemany(text, [[value]])):
            with pytest.raises(QuotedPlaceholder):
                execute()

    assert last_sent() == before


@pytest.mark.parametrize(("text", "answer"), [("SELECT '%%s' || %s", "%sa;"), ("SELECT %s /* 100 %% */ -- '%%'", "a;")])
def test_value_outside_of_quotes_passes(regions, text, answer) -> None:
    with enter(regions[0]), connection.cursor() as cursor:
        cursor.execute(text, ["a;"])

        assert cursor.fetchone() == (answer,)


@pytest.mark.parametrize("many", ["SELECT %s; SELECT 1", b"SELECT 1"])
def test_executemany_is_checked_too(committed, many) -> None:
    with connection.cursor() as cursor, pytest.raises(StackedStatement):
        cursor.executemany(many, [["a"]])


@pytest.mark.parametrize(
    "text",
    [
        "SET ROLE postgres",
        " set role none",
        "RESET ROLE",
        "RESET ALL",
        "DISCARD ALL",
        "SET LOCAL search_path TO public",
        "ROLLBACK",
        "commit",
        "BEGIN",
        "/**/SET ROLE none",
        "-- x\nSET ROLE none",
    ],
)
def test_session_is_not_changed_by_a_statement(regions, last_sent, text) -> None:
    before = last_sent()

    with enter(regions[0]), connection.cursor() as cursor, pytest.raises(SessionStatement):
        cursor.execute(text)

    assert last_sent() == before


@pytest.mark.parametrize(("fetch", "more"), [("fetchone", []), ("fetchmany", [1])])
def test_fetching_where_there_is_nothing_is_djangos_error(committed, fetch, more) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM job WHERE false")

        with pytest.raises(ProgrammingError, match="no results to fetch"):
            getattr(cursor, fetch)(*more)


def test_statement_in_a_transaction_that_is_to_be_rolled_back_is_refused(committed, last_sent) -> None:
    with transaction.atomic():
        transaction.set_rollback(True)
        before = last_sent()

        with connection.cursor() as cursor, pytest.raises(TransactionManagementError):
            cursor.execute("SELECT 1")

        assert last_sent() == before
