"""The demo: everything up, portals open, everything down."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress

from config.local import claims, environment, installation, processes
from config.local.children import die_with_parent
from config.local.errors import Refusal
from config.local.workspace import DEMO, ROOT

STOP_PATIENCE = 60.0
REGIONS = 3
MOST_REGIONS = 500  # regencies and cities are about as many


def demo(arguments: list[str]) -> int:
    """Bring everything up, provision, and stay until a signal, or with --check probe and return."""
    check, count = chosen(arguments)
    port = processes.free_port() if check and "LIVE_PORT" not in os.environ else environment.chosen_port()
    try:
        with claims.owned(DEMO, "demo", port=port):
            processes.refuse_taken_port(port)
            return _up(count, port=port, check=check)
    except claims.Taken as taken:
        where = f" at http://localhost:{taken.owner.port}" if taken.owner.port else ""
        raise Refusal(f"'./dev {taken.owner.command}' runs here already{where}: './dev stop' ends it.") from taken


def chosen(arguments: list[str]) -> tuple[bool, int]:
    """Return whether to check only, and how many regions.

    Raises: Refusal when the terminal says something else.
    """
    check, count = False, REGIONS
    words = iter(word for each in arguments for word in each.split("=", 1))
    for word in words:
        if word == "--check":
            check = True
        elif word == "--regions":
            count = _count(next(words, ""))
        else:
            raise Refusal(f"'./dev demo' does not know '{word}': it takes '--regions N' and '--check'.")
    return check, count


def _count(given: str) -> int:
    if not (given.isascii() and given.isdigit() and 0 < int(given) <= MOST_REGIONS):
        raise Refusal(
            f"'{f'--regions {given}'.strip()}' names no number of regions: "
            f"choose 1 to {MOST_REGIONS}, as in './dev demo --regions {REGIONS}'."
        )
    return int(given)


def stop() -> int:
    """Stop the demo that runs elsewhere, and wait until it has ended."""
    owner = claims.owner(DEMO)
    if owner is None or not owner.pid:
        print("The demo does not run.")
        return 0
    with suppress(ProcessLookupError):
        os.kill(owner.pid, signal.SIGTERM)
    patience = time.monotonic() + STOP_PATIENCE
    while claims.owner(DEMO) is not None:
        if time.monotonic() > patience:
            raise Refusal(
                f"The demo (process {owner.pid}) does not end: 'kill -9 {owner.pid}' ends it and all it started."
            )
        time.sleep(0.2)
    print("Stopped.")
    return 0


def reset(arguments: list[str]) -> int:
    """Delete the demo's data, after asking."""
    if "--yes" not in arguments:
        print(f"This stops the demo and deletes its database, files, mail and queue in {DEMO.folder}.")
        if input("Delete them? [y/N] ").strip().lower() not in ("y", "yes"):
            print("Nothing was deleted.")
            return 1
    if claims.owner(DEMO):
        stop()
    with claims.owned(DEMO, "reset"):
        for folder in (DEMO.cluster, DEMO.postgres_sockets, DEMO.redis_sockets, DEMO.folder):
            shutil.rmtree(folder, ignore_errors=True)
    print("Deleted. './dev demo' begins anew.")
    return 0


def _up(count: int, *, port: int, check: bool) -> int:
    settings = environment.for_owner(DEMO, port=port)
    with installation.servers(DEMO):
        installation.build(settings)
        installation.set_up_database(DEMO, settings)
        with processes.web_and_worker(DEMO, port=port) as pair:
            _provision(count, settings)
            if check:
                return _probe(settings, port)
            processes.keep(pair)
    return 0


def _provision(count: int, settings: dict[str, str]) -> None:
    """Let the command `demo` make the portals, its words going to the terminal."""
    made = subprocess.run(
        installation.manage("demo", "--regions", str(count)),
        env=settings,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent(signal.SIGTERM),
        check=False,
    )
    if made.returncode:
        raise Refusal(f"The portals were not all made: the lines above and {DEMO.logs / 'worker.log'} say why.")


def _probe(settings: dict[str, str], port: int) -> int:
    """Ask each portal for its home; return the exit status."""
    listed = subprocess.run(
        installation.manage("demo", "--hosts"), env=settings, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        raise Refusal(f"{listed.stderr.strip()}\nThe portals could not be listed: the lines above say why.")
    hosts = listed.stdout.split()
    answers = {host: processes.status(host, "/", port) for host in hosts}
    answers["localhost"] = processes.status("localhost", "/readyz", port)
    for host, status in answers.items():
        print(f"{host}: {status or 'no answer'}")
    failed = sum(status != 200 for status in answers.values())
    print(f"{len(answers) - failed} passed, {failed} failed")
    return 1 if failed or not hosts else 0
