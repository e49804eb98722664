"""Where an installation keeps its data: one folder each for the demo, the tests and the benchmarks."""

import hashlib
import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from config.local.errors import Refusal

ROOT = Path(__file__).resolve().parents[3]
SOCKET_LIMIT = 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
POSTGRES_ACCOUNT = "postgres"


@dataclass(frozen=True)
class Workspace:
    """One folder with a database cluster, a Redis, files, mail and logs of its own."""

    name: str
    durable: bool = True
    root: Path = ROOT

    @property
    def folder(self) -> Path:
        """All that it keeps."""
        return self.root / ".local" / self.name

    @property
    def logs(self) -> Path:
        """What its processes print."""
        return self.folder / "log"

    @property
    def cluster(self) -> Path:
        """The Postgres folder; outside of the project where its account cannot reach into it."""
        if server_account() is None or _is_open_to_all(self.root):
            return self.folder / "postgres"
        return Path("/var/lib/postgresql") / f"live-partnership-{_digest(self.root)}-{self.name}"

    @property
    def metrics(self) -> Path:
        """Where processes count: in memory, since who writes to a mapped file on a full disk is killed."""
        memory = Path("/dev/shm")  # noqa: S108 - private() checks whose it is
        return memory / f"live-partnership-{_digest(self.folder)}" if memory.is_dir() else self.folder / "metrics"

    @property
    def postgres_sockets(self) -> Path:
        """Where Postgres listens."""
        return short_enough(self.cluster / "run")

    @property
    def redis_sockets(self) -> Path:
        """Where Redis listens."""
        return short_enough(self.folder / "redis")


DEMO = Workspace("demo")
TEST = Workspace("test", durable=False)
BENCH = Workspace("bench")


def server_account() -> str | None:
    """Return whom Postgres must run as: it refuses root. None means ourselves."""
    return POSTGRES_ACCOUNT if os.geteuid() == 0 else None


def short_enough(folder: Path) -> Path:
    """Return the folder, or one in /tmp if a socket's path in it would pass 107 bytes."""
    if len(os.fsencode(folder / LONGEST_SOCKET_NAME)) <= SOCKET_LIMIT:
        return folder
    return Path("/tmp") / f"live-partnership-{_digest(folder)}"  # noqa: S108 - private() checks whose it is


def private(folder: Path, account: str | None = None) -> Path:
    """Make the folder, readable by the account only.

    Raises: Refusal if somebody else made it before us.
    """
    owner = pwd.getpwnam(account).pw_uid if account else os.geteuid()
    if not os.path.lexists(folder):
        folder.mkdir(mode=0o700, parents=True)
        os.chown(folder, owner, -1)
    if folder.is_symlink() or folder.stat().st_uid != owner:
        raise Refusal(f"The folder {folder} belongs to somebody else: remove it, then run this again.")
    folder.chmod(0o700)
    return folder


def _is_open_to_all(folder: Path) -> bool:
    return all(each.stat().st_mode & 0o001 for each in (folder, *folder.parents))


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:10]
