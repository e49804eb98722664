"""Errors are written down without what they are about."""

import psycopg2
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from kernel import traces
from kernel.errors import NotFound
from kernel.regions.models import Region
from tests import environment

SECRET = "citra.rahasia@example.org"


def caught(do) -> BaseException:
    with pytest.raises(Exception, match=r".*") as found:
        do()
    return found.value


def statement(text: str, *values: str):
    def send():
        with connection.cursor() as cursor:
            cursor.execute(text, values)

    return send


def test_fact_names_the_rule_and_no_value(on_platform):
    code = Region.objects.values_list("code", flat=True)[0]
    error = caught(lambda: Region.objects.create(code=code, name=SECRET))

    assert f"DETAIL:  Key (code)=({code}) already exists." in str(error)
    assert traces.fact(error).startswith("IntegrityError: sqlstate 23")
    assert f"({code})" not in traces.written(error)
    assert SECRET not in traces.written(error)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("SELECT %s::integer", "DataError: sqlstate 22P02"),
        ("SELECT 1 FROM no_such_table WHERE 'a' = %s", 'sqlstate 42P01, relation "no_such_table" does not exist'),
        ("SELECT 1 FROM WHERE 'a' = %s", "ProgrammingError: sqlstate 42601"),
    ],
)
def test_fact_of_a_statement_has_no_value(on_platform, text, fact):
    error = caught(statement(text, SECRET))

    assert isinstance(error, DatabaseError)
    assert traces.fact(error).endswith(fact)
    assert SECRET not in traces.written(error)


def test_fact_of_a_connection_that_fails_has_no_address():
    error = caught(lambda: psycopg2.connect(environment.cluster_dsn("no_such_database"), password=SECRET))

    assert traces.fact(error) == "OperationalError"


@pytest.mark.parametrize(
    ("error", "fact"),
    [
        (ValueError(SECRET), "ValueError"),
        (KeyError(SECRET), "KeyError"),
        (NotFound(SECRET), "NotFound: not-found"),
        (FileNotFoundError(2, SECRET), "FileNotFoundError: errno 2"),
        (NameError("name 'x' is not defined"), "NameError: name 'x' is not defined"),
        (ImproperlyConfigured("LIVE_PORT is not usable."), "ImproperlyConfigured: LIVE_PORT is not usable."),
    ],
)
def test_fact_says_what_is_no_value(error, fact):
    assert traces.fact(error) == fact


def test_written_has_the_causes_in_the_order_of_pythons_own():
    def fail():
        try:
            int(SECRET)
        except ValueError as error:
            raise LookupError(SECRET) from error

    text = traces.written(caught(fail))

    assert [line for line in text.splitlines() if not line.startswith((" ", "Traceback"))] == [
        "ValueError",
        "",
        "LookupError",
    ]
    assert "raise LookupError(SECRET) from error" in text
    assert SECRET not in text
