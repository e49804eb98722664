"""An installation on a volume that is full; run by itself, it prints what happened as JSON.

`run()` starts it in a mount namespace of its own, so that the volume is gone with it. As root the volume is a file
mounted by a loop device; an ordinary user has a small tmpfs, which needs no right but that to a user namespace.
"""

import ctypes
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.faults import machine as of
from tests.faults import people
from tests.faults.machine import Answer, Machine, wait_for

MEGABYTES = 700
PAGES = ["/", "/berita/", "/laporan/", "/laporan/buat/", "/layanan/", "/masuk/", "/aksesibilitas/"]
# What a citizen has to say, at the greatest length.
WORDS = "Lampu di depan sekolah padam sejak semalam dan belum ada yang memperbaikinya. " * 12
REPORTS = 60
FORM = "/laporan/buat/"
REFUSED = (503, 507)
CHECKS = """
    SELECT count(bt_index_check(c.oid, true)) FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.amname = 'btree' AND n.nspname ~ '^(public|t[0-9]+)$' AND i.indisvalid
"""
# So that it is the disk that refuses.
NO_LIMIT = """
    INSERT INTO {}.customization_value (kind, key, value, changed_by_kind, changed_by_key, changed_by, changed_at)
    VALUES ('setting', 'complaints.reports_per_hour', '500', 'platform', '', '', now())
"""
HEAPS = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, verify_heapam(c.oid)
    WHERE c.relkind = 'r' AND n.nspname ~ '^(public|t[0-9]+)$'
"""


def run() -> dict[str, Any]:
    """Return what happened on the full volume.

    Raises: RuntimeError, also where this machine allows nobody a volume of one's own.
    """
    done = subprocess.run([*_apart(), sys.executable, "-m", __name__], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def is_possible() -> bool:
    """Say whether this machine gives us a volume of our own: in a chroot it gives nobody one."""
    return subprocess.run([*_apart(), "true"], capture_output=True, check=False).returncode == 0


def _apart() -> list[str]:
    """Return what runs a command in a mount namespace of its own."""
    return ["unshare", *([] if os.geteuid() == 0 else ["--map-current-user", "--keep-caps"]), "--mount"]


def main() -> None:
    """Print what happens."""
    with tempfile.TemporaryDirectory(prefix="live-disk-") as above:
        Path(above).chmod(0o755)  # Postgres, which is somebody else when we are root, must get through
        volume = Path(above) / "volume"
        volume.mkdir()
        _mount(volume, Path(above) / "image")
        try:
            with of.running(volume) as machine:
                told = _fill_and_free(machine, volume / "full")
            sys.stdout.write(json.dumps(told) + "\n")
        finally:
            subprocess.run(["umount", "--lazy", str(volume)], check=True)


def _mount(volume: Path, image: Path) -> None:
    if os.geteuid() == 0:
        with image.open("wb") as file:
            file.truncate(MEGABYTES * 1024 * 1024)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", str(image)], check=True)
        subprocess.run(["mount", "-o", "loop", str(image), str(volume)], check=True)
        volume.chmod(0o755)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"tmpfs", bytes(volume), b"tmpfs", 0, f"size={MEGABYTES}m,mode=755".encode()):
        raise OSError(ctypes.get_errno(), f"No volume for us: {os.strerror(ctypes.get_errno())}")


def _fill_and_free(machine: Machine, filler: Path) -> dict[str, Any]:
    machine.execute(NO_LIMIT.format(_schema(machine)))
    pids, before = machine.pids(), _cases(machine)
    fill(filler)
    with of.load(machine, PAGES) as read:
        sent = _report_until_refused(machine)
        fill(filler)
        time.sleep(5)
    filler.unlink()
    freed = time.monotonic()
    wait_for(lambda: _report(machine).status == 302)
    back = time.monotonic() - freed
    wait_for(lambda: machine.unfinished() == 0, 60)
    taken = sum(answer.status == 302 for answer in sent) + 1
    return {
        "reads": len(read),
        "served": sum(answer.status == 200 for answer in read),
        "refused": sum(answer.status in REFUSED for answer in sent),
        "strange": sorted({answer.status for answer in sent} - {302, *REFUSED}),
        "lost": taken - (_cases(machine) - before),
        "back": back,
        "corrupt": _corrupt(machine),
        "reading": sorted({answer.status for answer in read} - {200}),
        "died": len(pids - machine.pids()),
    }


def fill(filler: Path) -> None:
    """Take all the space that is left."""
    with filler.open("ab", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError:
                continue


def _report_until_refused(machine: Machine) -> list[Answer]:
    sent: list[Answer] = []
    while len(sent) < REPORTS and sum(answer.status in REFUSED for answer in sent) < 3:
        sent.append(_report(machine))
    return sent


def _report(machine: Machine) -> Answer:
    """Send a report; without the form, the form's answer is the answer."""
    form = machine.get(FORM)
    return people.report(machine, description=WORDS) if form.status == 200 else form


def _cases(machine: Machine) -> int:
    return int(machine.execute(f"SELECT count(*) FROM {_schema(machine)}.complaints_case")[0][0])


def _schema(machine: Machine) -> str:
    return str(machine.execute("SELECT schema_name FROM registry_tenant WHERE region_code = '36.71'")[0][0])


def _corrupt(machine: Machine) -> int:
    """Return how many heaps are damaged; an index that is raises."""
    machine.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
    machine.execute(CHECKS)
    return int(machine.execute(HEAPS)[0][0])


if __name__ == "__main__":
    main()
