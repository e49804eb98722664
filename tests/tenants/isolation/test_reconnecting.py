import psycopg2
from django.db import close_old_connections, connection

from tenants.registry import queries
from tests import environment


def test_request_after_a_restart_of_postgres_finds_its_tenant(committed):
    assert queries.resolve("makassar.localhost") is not None
    admin = psycopg2.connect(environment.cluster_dsn(environment.DATABASE))
    with admin.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.get_backend_pid()])
    admin.close()

    close_old_connections()  # as at the beginning of each request

    assert queries.resolve("makassar.localhost") is not None
