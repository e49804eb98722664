"""A region's life, order by order, carried out by a worker that may be killed; and all that can be seen of it."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Barrier
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import override_settings
from django.utils import timezone

from config.local import processes
from config.local.children import Child, running
from kernel.accounts.actor import PLATFORM
from kernel.ids import new_id
from provisioning import actions, deletions, plan, runner, spares
from provisioning.backups import actions as backups
from provisioning.backups import copies
from provisioning.belongings import place
from provisioning.errors import RunBusy
from provisioning.identity import Identity
from provisioning.imports import actions as imports
from provisioning.imports.examining import examine
from provisioning.models import Archive, Backup, Deletion, Run
from tenants.files.models import StoredFile
from tenants.isolation.current import Place, enter
from tenants.isolation.owners import structure_owner
from tenants.jobs.models import Job
from tenants.registry.models import Tenant
from tenants.registry.queries import tenancy
from tests import environment
from tests.provisioning import contents
from tests.provisioning.conftest import order
from tests.provisioning.leaving import forged, leave
from tests.provisioning.twins import seen

# What is promised is fifteen seconds; who waits for a minute waits for a person.
PATIENCE = 60.0
ENDED = (Run.State.DONE, Run.State.FAILED)
# Whose archive a life imports, and where that lies.
ELSEWHERE, LEFT = "33.72", environment.folder / "surakarta.zip"


@dataclass(frozen=True)
class Chapter:
    """An order, what must be so before it may be given, and the plans that it carries out."""

    plans: frozenset[Callable[..., plan.Plan]]
    order: Callable[[Tenant], Run]
    before: Callable[[Tenant], object] = lambda tenant: None


def _keep_a_spare(_tenant: Tenant) -> None:
    """Make ahead what the order takes over; how all is made from nothing, other chapters tell."""
    with override_settings(SPARES=1):
        spares.keep()


def _create(_tenant: Tenant) -> Run:
    return order(modules=("news", "services"), administrator_email="sari@example.org", with_sample=True)


def _off(tenant: Tenant) -> None:
    actions.switch(tenant, "news", on=False, by=PLATFORM)


def _suspend(tenant: Tenant) -> None:
    Tenant.objects.filter(pk=tenant.pk).update(state=Tenant.State.SUSPENDED)


def _take_out(tenant: Tenant) -> None:
    carry_out(actions.uninstall(tenant, "news", by=PLATFORM))


def _backup(tenant: Tenant) -> Backup:
    return Backup.objects.filter(tenant=tenant, state=Backup.State.KEPT, occasion=Backup.Occasion.ASKED).get()


def _keep_what_was_deleted(tenant: Tenant) -> None:
    contents.bring_back(tenant, contents.had_deleted(tenant))


def _leave_a_stray_file(tenant: Tenant) -> None:
    with enter(tenancy(tenant)):
        path = place(new_id())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"stored after the backup")


def _copy(tenant: Tenant) -> Run:
    wanted = Identity(name=f"Salinan {tenant.name}", slug="tiruan-magelang", host="")
    return copies.restore_beside(tenant, _backup(tenant), wanted, by=PLATFORM)


def _leave(tenant: Tenant) -> None:
    """Write what the region leaves with, as if it were another one, so that both can be here."""
    other = {"region_code": ELSEWHERE, "name": "Kota Surakarta", "slug": "surakarta"}
    forged(leave(tenant, LEFT), lambda members, told: told["about"]["tenant"].update(other)).rename(LEFT)


def _import(_tenant: Tenant) -> Run:
    return imports.order(examine(LEFT), by=PLATFORM)


def _imported() -> Tenant:
    return Tenant.objects.get(region_code=ELSEWHERE)


def _suspend_and_ask_to_delete(tenant: Tenant) -> None:
    _suspend(tenant)
    tenant.refresh_from_db()
    _ask_to_delete(tenant)


def _ask_to_delete(tenant: Tenant) -> None:
    deletion = deletions.ask(tenant, tenant.name, by=PLATFORM)
    Deletion.objects.filter(pk=deletion.pk).update(due_at=timezone.now())


def _delete(tenant: Tenant) -> Run:
    return deletions.begin(Deletion.objects.get(number=tenant.pk), by=PLATFORM)


def _delete_copy(tenant: Tenant) -> Run:
    return _delete(tenant.copies.get())


# A new order of a region gets a line here; a plan that no line carries out fails a test.
LIFE = {
    "create": Chapter(frozenset({plan.provision}), _create, _keep_a_spare),
    "go live": Chapter(frozenset({plan.go_live}), lambda tenant: actions.go_live(tenant, by=PLATFORM)),
    "install": Chapter(frozenset({plan.add}), lambda tenant: actions.add(tenant, "complaints", by=PLATFORM)),
    "move": Chapter(
        frozenset({plan.change_time_zone}), lambda tenant: actions.change_time_zone(tenant, "WIT", by=PLATFORM)
    ),
    "open again": Chapter(
        frozenset({plan.open_again}), lambda tenant: actions.open_again(tenant, by=PLATFORM), _suspend
    ),
    "update": Chapter(frozenset({plan.update}), lambda tenant: actions.update(tenant, by=PLATFORM)),
    "uninstall": Chapter(
        frozenset({plan.uninstall}), lambda tenant: actions.uninstall(tenant, "news", by=PLATFORM), _off
    ),
    "undo": Chapter(frozenset({plan.undo}), lambda tenant: actions.undo(tenant, "news", by=PLATFORM)),
    "purge": Chapter(
        frozenset({plan.purge}),
        lambda tenant: actions.purge(Archive.objects.get(tenant=tenant, state="kept"), by=PLATFORM),
        _take_out,
    ),
    "back up": Chapter(
        frozenset({plan.back_up}), lambda tenant: backups.back_up(tenant, by=PLATFORM), _keep_what_was_deleted
    ),
    "try a backup": Chapter(
        frozenset({plan.try_backup}), lambda tenant: backups.try_out(_backup(tenant), tenant, by=PLATFORM)
    ),
    "restore": Chapter(
        frozenset({plan.restore}),
        lambda tenant: backups.restore(tenant, _backup(tenant), by=PLATFORM),
        _leave_a_stray_file,
    ),
    "import": Chapter(frozenset({plan.import_archive}), _import, _leave),
    "delete the import": Chapter(
        frozenset({plan.delete}), lambda tenant: _delete(_imported()), lambda tenant: _ask_to_delete(_imported())
    ),
    "copy": Chapter(frozenset({plan.restore_beside}), _copy),
    "delete the copy": Chapter(
        frozenset({plan.delete}), _delete_copy, lambda tenant: _ask_to_delete(tenant.copies.get())
    ),
    # The last one: nothing is left to give another order for.
    "delete": Chapter(frozenset({plan.delete}), _delete, _suspend_and_ask_to_delete),
}


@dataclass
class Worker:
    """The worker process, with somebody who starts it again."""

    child: Child

    def kill(self) -> None:
        """End it and all its threads at once, and start another one."""
        assert self.child.process is not None
        os.killpg(self.child.process.pid, signal.SIGKILL)
        self.child.process.wait()
        self.child.start()


@contextmanager
def worker(log: Path) -> Iterator[Worker]:
    """Run a worker for the length of the block."""
    command = [sys.executable, *(each.replace("config.broker", f"{__package__}.quiet_broker") for each in WORKER)]
    path = {"PYTHONPATH": f"{settings.ROOT}:{settings.ROOT}/platform"}
    with running(Child("worker", command, log=log, environment=os.environ | path)) as child:
        yield Worker(child)


WORKER = processes.WORKER


@dataclass
class Told:
    """How long each order took undisturbed, or after the kill; what it left; and what is not as it should be."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    left: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def compare(self, name: str, twin: "Told", found: dict[str, Any]) -> None:
        """Note what the order left otherwise than the twin's."""
        for what, wanted in twin.left[name].items():
            if found[what] != wanted:
                self.faults.append(f"{name}, {what}: {found[what]} instead of {wanted}")


def undisturbed(superuser: Any) -> Told:
    """Live one life of which nobody disturbs an order."""
    told, tenant = Told(), Tenant()
    for name, chapter in LIFE.items():
        chapter.before(tenant)
        started = time.monotonic()
        worked_on = carry_out(chapter.order(tenant)).tenant
        told.seconds[name] = [time.monotonic() - started]
        told.left[name] = picture(worked_on, superuser)
        tenant = hero(tenant, worked_on)
    return told


def disturbed(twin: Told, superuser: Any, killed: Worker, moments: Random, names: list[str]) -> Told:
    """Live one life in which the worker is killed at some moment of each of the named orders."""
    told, tenant = Told(), Tenant()
    for name, chapter in LIFE.items():
        chapter.before(tenant)
        run = chapter.order(tenant)
        if name in names:
            time.sleep(moments.uniform(0, twin.seconds[name][0]))
            killed.kill()
        started = time.monotonic()
        wait(run)
        told.seconds[name] = [time.monotonic() - started]
        wait_until(lambda: not Job.objects.filter(name="provisioning.run").exclude(state=Job.State.DONE).exists())
        told.compare(name, twin, picture(run.tenant, superuser))
        tenant = hero(tenant, run.tenant)
    return told


def doubled(twin: Told, superuser: Any, names: list[str]) -> Told:
    """Live one life in which each of the named orders is given and carried out twice at once."""
    told, tenant = Told(), Tenant()
    for name, chapter in LIFE.items():
        chapter.before(tenant)
        if name in names:
            keys = set(twice(lambda chapter=chapter, tenant=tenant: chapter.order(tenant).key))
            told.faults += [] if len(keys) == 1 else [f"{name}: {len(keys)} runs"]
            run = Run.objects.select_related("tenant").get(key=keys.pop())
            twice(lambda run=run: carry_out(run).key)
        else:
            run = carry_out(chapter.order(tenant))
        told.compare(name, twin, picture(run.tenant, superuser))
        tenant = hero(tenant, run.tenant)
    return told


def hero(tenant: Tenant, worked_on: Tenant) -> Tenant:
    """Return whose life it is: what was created first, neither a copy of it nor what came from elsewhere."""
    return worked_on if tenant.pk in (None, worked_on.pk) else tenant


def twice(ask: Callable[[], str]) -> list[str]:
    """Ask in two threads at once."""
    together = Barrier(2)

    def give(_: int) -> str:
        try:
            with enter(Place.PLATFORM):
                together.wait(10)
                return ask()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(give, range(2)))


def carry_out(run: Run) -> Run:
    """Carry the run out here, or see somebody else do it.

    Raises: AssertionError when it stopped.
    """
    with suppress(RunBusy):
        runner.execute(run.key)
    return wait(run)


def wait(run: Run) -> Run:
    """Wait until the worker has carried the run out; one that deletes its tenant is gone then.

    Raises: AssertionError when it stopped, or nobody goes on with it.
    """
    wait_until(lambda: not Run.objects.filter(pk=run.pk).exclude(state__in=ENDED).exists())
    stopped = Run.objects.filter(pk=run.pk, state=Run.State.FAILED)
    assert [step.problem for each in stopped for step in each.steps.all()] == []
    return run


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for as long as nobody should have to."""
    patience = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < patience, "Nobody finishes it."
        time.sleep(0.05)


def picture(tenant: Tenant, superuser: Any) -> dict[str, Any]:
    """Return all that can be seen of a region and of what is kept for it, and what belongs to nobody."""
    if not Tenant.objects.filter(pk=tenant.pk).exists():
        return {"orphans": orphans(tenant, superuser)}
    found = seen(tenant, superuser)
    kept = tenant.archives.order_by("pk").values_list("module", "state", "rows", "files")
    return found | {
        "files": sorted(contents.files(tenant).values()),
        "archives": list(kept),
        "orphans": orphans(tenant, superuser),
    }


def orphans(tenant: Tenant, superuser: Any) -> list[str]:
    """Return roles and schemas of no region, and files, archives and backups of this one of which no row speaks."""
    roles = {role for each in Tenant.objects.all() for role in (each.role_name, structure_owner(each.role_name))}
    superuser.execute("SELECT rolname FROM pg_roles WHERE rolname ~ %s", [f"^{environment.DATABASE}_t[0-9]"])
    found = {role for (role,) in superuser.fetchall()} - roles
    superuser.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^t[0-9]+$'")
    found |= {name for (name,) in superuser.fetchall()} - set(Tenant.objects.values_list("schema_name", flat=True))
    root = Path(settings.FILES_ROOT) / tenant.key
    known = set[str]()
    if Tenant.objects.filter(pk=tenant.pk).exists():
        with enter(tenancy(tenant)):
            known = {str(key) for key in StoredFile.objects.values_list("key", flat=True)}
    found |= {path for path in contents.files(tenant) if Path(path).name not in known}
    kept = tenant.archives.exclude(state=Archive.State.PURGED)
    found |= {path.name for path in root.glob("archives/*")} - set(kept.values_list("key", flat=True))
    secured = Backup.objects.filter(tenant_key=tenant.key, state=Backup.State.KEPT)
    folder = Path(settings.BACKUPS_ROOT) / tenant.key
    found |= {path.name for path in folder.glob("*")} - set(secured.values_list("key", flat=True))
    return sorted(found)
