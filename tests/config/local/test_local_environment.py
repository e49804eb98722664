from pathlib import Path

import pytest
from psycopg2.extensions import parse_dsn

from config.local import environment
from config.local.errors import Refusal
from config.local.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace("demo", root=tmp_path)


def test_web_does_not_get_the_owners_address(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVE_OWNER_URL", "postgresql:///live?user=live_owner")
    monkeypatch.setenv("LIVE_CLUSTER_URL", "postgresql:///postgres?user=postgres")

    settings = environment.for_web(workspace, port=8000)

    assert {"LIVE_OWNER_URL", "LIVE_CLUSTER_URL"}.isdisjoint(settings)
    assert parse_dsn(settings["LIVE_DATABASE_URL"])["user"] == "live_web"


def test_worker_gets_the_owners_address_and_not_the_superusers(workspace: Workspace) -> None:
    settings = environment.for_owner(workspace, port=8000)

    assert parse_dsn(settings["LIVE_OWNER_URL"])["user"] == "live_owner"
    assert "LIVE_CLUSTER_URL" not in settings


def test_tests_get_the_superusers_address(workspace: Workspace) -> None:
    settings = environment.for_tests(workspace)

    assert parse_dsn(settings["LIVE_CLUSTER_URL"])["user"] == "postgres"


def test_database_address_survives_a_folder_with_odd_letters(tmp_path: Path) -> None:
    workspace = Workspace("demo", root=tmp_path / "a b&c=d?é")
    workspace.root.mkdir()

    address = environment.database_url(workspace, "live", "live_web")

    assert parse_dsn(address) == {"dbname": "live", "user": "live_web", "host": str(workspace.postgres_sockets)}


def test_port_is_taken_from_the_terminal(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVE_PORT", "8123")

    assert environment.for_web(workspace)["LIVE_PORT"] == "8123"


@pytest.mark.parametrize("chosen", ["abc", "0", "65536", "-1"])
def test_what_is_no_port_is_refused(chosen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVE_PORT", chosen)

    with pytest.raises(Refusal) as refusal:
        environment.chosen_port()

    assert str(refusal.value) == (
        f"LIVE_PORT={chosen} is no port: choose a number up to 65535, as in 'LIVE_PORT=8000 ./dev demo'."
    )


def test_secret_is_made_once_and_private(tmp_path: Path) -> None:
    first = environment.secret(tmp_path / "secret")

    assert environment.secret(tmp_path / "secret") == first
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert len(first) >= 50
