import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from config import health
from tenants.isolation.current import Place, enter
from tenants.jobs.models import Job
from tests.conftest import queries

FINE = {"postgres": "ok", "redis": "ok", "migrations": "ok", "static": "ok", "worker": "ok"}
HOSTS = ["localhost", "makassar.localhost", "10.0.0.7", "tidak-ada.localhost"]


@pytest.fixture(autouse=True)
def _nothing_known(db):
    with enter(Place.PLATFORM):
        Job.objects.all().delete()
    health._complete.cache_clear()
    yield
    health._complete.cache_clear()


def away(*_query):
    raise OperationalError


@pytest.mark.parametrize("host", HOSTS)
def test_readiness_is_answered_on_any_host(client, host):
    response = client.get("/readyz", headers={"host": host})

    assert (response.status_code, response.json()) == (200, FINE)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("host", HOSTS)
def test_liveness_asks_nothing(client, host):
    with queries(0), connection.execute_wrapper(away):
        response = client.get("/healthz", headers={"host": host})

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_readiness_says_when_postgres_is_away(client):
    with connection.execute_wrapper(away):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == FINE | {"postgres": "away", "migrations": "unknown", "worker": "unknown"}


def test_readiness_says_when_migrations_are_behind(client, on_platform):
    MigrationRecorder.Migration.objects.filter(app="jobs", name="0003_parked").delete()

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, FINE | {"migrations": "behind"})


def test_readiness_says_when_static_files_are_missing(client, monkeypatch, tmp_path):
    monkeypatch.setattr(health, "staticfiles_storage", ManifestStaticFilesStorage(location=tmp_path))

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, FINE | {"static": "missing"})


def test_readiness_names_a_worker_that_is_late_and_stays_ready(client, on_platform):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO job (key, tenant_role, name, due_at) VALUES ('late', 'x', 'x', now() - interval '2 minutes')"
        )

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, FINE | {"worker": "late"})


def test_a_job_for_later_makes_no_worker_late(client, on_platform):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO job (key, tenant_role, name, due_at) VALUES ('later', 'x', 'x', now() + interval '2 minutes')"
        )

    assert client.get("/readyz").json() == FINE
