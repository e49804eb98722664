"""Nobody, platform, tenant: where a connection is, and what reaches Postgres."""

import io

import pytest
from django.db import connection
from psycopg2 import sql

from tenants.isolation.current import Place, enter, tenant
from tenants.isolation.errors import NoPlace, NotInTenant, StackedStatement
from tenants.registry import queries
from tests import environment
from tests.tenants.isolation.conftest import expected, nobody, whoami

WAYS = {
    "execute": lambda cursor: cursor.execute("SELECT 1"),
    "composed": lambda cursor: cursor.execute(sql.SQL("SELECT 1")),
    "executemany": lambda cursor: cursor.executemany("SELECT %s", [[1], [2]]),
    "copy_expert": lambda cursor: cursor.copy_expert("COPY (SELECT 1) TO STDOUT", io.StringIO()),
    "copy_to": lambda cursor: cursor.copy_to(io.StringIO(), "registry_tenant"),
    "copy_from": lambda cursor: cursor.copy_from(io.StringIO("1\n"), "registry_tenant"),
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_nobody_sends_nothing(last_sent, way) -> None:
    before = last_sent()

    with nobody(), connection.cursor() as cursor, pytest.raises(NoPlace, match="as nobody"):
        way(cursor)

    assert last_sent() == before


def test_nobody_opens_no_server_side_cursor(last_sent) -> None:
    with nobody(), connection.chunked_cursor() as cursor:
        before = last_sent()

        with pytest.raises(NoPlace):
            cursor.execute("SELECT 1")

        assert last_sent() == before


def test_nobody_is_not_in_a_tenant() -> None:
    with nobody(), pytest.raises(NotInTenant):
        tenant()


def test_platform_has_its_role_and_public(committed) -> None:
    assert whoami() == (f"{environment.DATABASE}_platform", "public")


def test_tenant_has_its_role_and_schema(regions) -> None:
    for region in regions:
        with enter(region):
            assert whoami() == (region.role, region.schema)


def test_path_of_a_tenant_has_no_public(regions) -> None:
    with enter(regions[0]), connection.cursor() as cursor:
        cursor.execute("SELECT current_schemas(true)")

        assert cursor.fetchone() == (["pg_catalog", regions[0].schema, "ext"],)


def test_role_and_path_ride_in_front_of_the_query(regions, last_sent) -> None:
    region = regions[0]

    with enter(region), connection.cursor() as cursor:
        cursor.execute("SELECT %s", [42])

    assert last_sent()[0] == f'SET ROLE "{region.role}";SET search_path TO "{region.schema}", ext;SELECT 42'


def test_second_query_carries_nothing(regions, last_sent) -> None:
    with enter(regions[0]), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute("SELECT 2")

    assert last_sent()[0] == "SELECT 2"


def test_leaving_sends_nothing(regions, last_sent) -> None:
    with enter(regions[0]):
        whoami()
        inside = last_sent()

    assert last_sent() == inside
    assert whoami() == expected(Place.PLATFORM)


def test_places_nest(regions) -> None:
    makassar, jayapura = regions

    with enter(makassar):
        first = whoami()
        with enter(jayapura):
            second = whoami()
        third = whoami()

    assert (first, second, third) == (expected(makassar), expected(jayapura), expected(makassar))


def test_every_way_goes_where_the_code_is(regions) -> None:
    makassar, jayapura = regions
    out = io.StringIO()
    with enter(jayapura):
        whoami()

    with enter(makassar), connection.cursor() as cursor:
        cursor.copy_expert("COPY (SELECT current_user) TO STDOUT", out)

    assert out.getvalue() == f"{makassar.role}\n"


def test_copy_to_goes_where_the_code_is(regions) -> None:
    makassar, jayapura = regions
    out = {region: io.StringIO() for region in regions}

    for region in (jayapura, makassar):
        with enter(region), connection.cursor() as cursor:
            cursor.copy_to(out[region], "areas_area", columns=["code"])

    assert {line[:5] for line in out[makassar].getvalue().splitlines()} == {"73.71"}
    assert {line[:5] for line in out[jayapura].getvalue().splitlines()} == {"91.71"}


def test_server_side_cursor_goes_where_the_code_is(regions) -> None:
    makassar, jayapura = regions
    with enter(jayapura):
        whoami()

    with enter(makassar), connection.chunked_cursor() as cursor:
        cursor.execute("SELECT current_user")

        assert cursor.fetchone() == (makassar.role,)


def test_callproc_is_refused(regions) -> None:
    with enter(regions[0]), connection.cursor() as cursor, pytest.raises(StackedStatement):
        cursor.callproc("now")


def test_host_is_found_as_nobody(regions) -> None:
    with nobody():
        found = queries.resolve(regions[0].domain)

    assert found == regions[0]


def test_place_holds_after_a_host_was_looked_up(regions) -> None:
    with enter(regions[0]):
        whoami()
        queries.resolve(regions[1].domain)

        assert whoami() == expected(regions[0])
