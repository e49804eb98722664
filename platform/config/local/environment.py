"""The environment variables of a local installation's processes, in one place."""

import os
import secrets
from pathlib import Path
from urllib.parse import quote

from config.local.errors import Refusal
from config.local.workspace import Workspace

DATABASE = "live"
SUPERUSER = "postgres"
PORT = 8000
THREADS = "16"
OF_THE_OWNER = ("LIVE_OWNER_URL", "LIVE_CLUSTER_URL", "LIVE_BACKUP_KEYS", "LIVE_CERTIFICATE_KEY")


def for_web(workspace: Workspace, *, port: int | None = None) -> dict[str, str]:
    """Return what the web process gets: never the owner's address."""
    inherited = {name: value for name, value in os.environ.items() if name not in OF_THE_OWNER}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "GRANIAN_BLOCKING_THREADS": THREADS,
        "LIVE_ENVIRONMENT": "development",
        "LIVE_DATABASE_URL": database_url(workspace, DATABASE, f"{DATABASE}_web"),
        "LIVE_REDIS_URL": f"unix://{workspace.redis_sockets / 'redis.sock'}",
        "LIVE_BACKUPS": str(workspace.folder / "backups"),
        "LIVE_FILES": str(workspace.folder / "files"),
        "LIVE_MAIL": f"file://{workspace.folder / 'mail'}",
        "LIVE_SMS": f"file://{workspace.folder / 'sms'}",
        "LIVE_METRICS_FOLDER": str(workspace.metrics),
        "LIVE_PORT": str(port or chosen_port()),
        "LIVE_SECOND_FACTOR": os.environ.get("LIVE_SECOND_FACTOR", "optional"),
        "LIVE_SECRET_KEY": secret(workspace.folder / "secret"),
    }


def for_owner(workspace: Workspace, *, port: int | None = None) -> dict[str, str]:
    """Return what the worker and the command line get: they migrate and provision."""
    return for_web(workspace, port=port) | {
        "LIVE_OWNER_URL": database_url(workspace, DATABASE, f"{DATABASE}_owner"),
        "LIVE_BACKUP_KEYS": secret(workspace.folder / "backup-secret"),
        "LIVE_CERTIFICATE_KEY": secret(workspace.folder / "certificate-secret"),
    }


def for_tests(workspace: Workspace) -> dict[str, str]:
    """Return what tests and benchmarks get: they make databases, so the superuser's address too."""
    return for_owner(workspace) | {"LIVE_CLUSTER_URL": cluster_url(workspace)}


def cluster_url(workspace: Workspace) -> str:
    """Return the superuser's address."""
    return database_url(workspace, "postgres", SUPERUSER)


def database_url(workspace: Workspace, database: str, user: str) -> str:
    """Return the address of a database behind the workspace's private socket."""
    return f"postgresql:///{database}?host={quote(str(workspace.postgres_sockets), safe='')}&user={user}"


def chosen_port() -> int:
    """Return the web's port: `LIVE_PORT`, or 8000.

    Raises: Refusal when it is no port.
    """
    chosen = os.environ.get("LIVE_PORT") or str(PORT)
    if not (chosen.isascii() and chosen.isdigit() and 0 < int(chosen) < 65_536):
        raise Refusal(
            f"LIVE_PORT={chosen} is no port: choose a number up to 65535, as in 'LIVE_PORT={PORT} ./dev demo'."
        )
    return int(chosen)


def secret(file: Path) -> str:
    """Return the installation's own secret, made on first use."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
