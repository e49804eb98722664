"""Order something: a tenant's row, a run with its steps, and the bell; or nothing."""

from contextlib import suppress

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.accounts.actor import Actor
from kernel.audit import actions as audit
from kernel.geo import zone_name
from kernel.modules import registry
from kernel.text import Text
from provisioning import agencies, identity, plan, registering, removals, spares
from provisioning.backups.queries import state_before
from provisioning.errors import OrderRefused
from provisioning.identity import Identity
from provisioning.models import Archive, Run, RunStep, undo_end
from provisioning.ordering import busy, in_line, open_runs, write
from provisioning.orders import CheckedOrder, Order, check, check_modules
from tenants.isolation.current import enter
from tenants.jobs.actions import enqueue
from tenants.registry import entitlement
from tenants.registry.models import Domain, InstalledModule, Tenant
from tenants.registry.queries import tenancy


@transaction.atomic
def order(wanted: Order, *, by: Actor) -> Run:
    """Check the order, register its tenant where there is none, and write the run.

    Orders stand in line behind a lock, so the same order given twice at once has one effect: the
    second gets the run of the first while that one is not finished. Another order must wait.

    Raises: OrderRefused.
    """
    in_line()
    checked = check(wanted)
    if checked.tenant:
        removals.require_kept(checked.tenant)
    tenant = checked.tenant or _register(checked)
    title = Text(id=f"Menyiapkan {tenant.name}", en=f"Preparing {tenant.name}")
    return write(tenant, title, plan.provision(checked), by)


@transaction.atomic
def go_live(tenant: Tenant, *, by: Actor) -> Run:
    """Order that a ready portal is opened to everybody.

    Raises: OrderRefused when the portal is not ready.
    """
    in_line()
    state = Tenant.objects.values_list("state", flat=True).get(pk=tenant.pk)
    if state not in (Tenant.State.READY, Tenant.State.LIVE):
        raise OrderRefused(_("%(name)s is not ready yet.") % {"name": tenant.name}, field="state")
    removals.require_kept(tenant)
    title = Text(id=f"Menayangkan {tenant.name}", en=f"Taking {tenant.name} live")
    return write(tenant, title, plan.go_live(), by)


@transaction.atomic
def open_again(tenant: Tenant, *, by: Actor) -> Run:
    """Order that a suspended portal is brought to this release and opened: as it was, where a restore closed it.

    Raises: OrderRefused when the portal is not suspended.
    """
    in_line()
    suspended = Tenant.objects.filter(pk=tenant.pk, state=Tenant.State.SUSPENDED).first()
    if suspended is None:
        raise OrderRefused(_("%(name)s is not suspended.") % {"name": tenant.name}, field="state")
    removals.require_kept(suspended)
    title = Text(id=f"Membuka kembali {tenant.name}", en=f"Opening {tenant.name} again")
    modules = suspended.installed_modules.values_list("module", flat=True)
    return write(suspended, title, plan.open_again(modules, state_before(suspended)), by)


@transaction.atomic
def add(tenant: Tenant, module: str, *, by: Actor) -> Run:
    """Order one more module for a region that has a portal.

    Raises: OrderRefused.
    """
    in_line()
    has = set(InstalledModule.objects.filter(tenant=tenant).values_list("module", flat=True))
    modules = check_modules({*has, module})
    called = _called(module)
    title = Text(id=f"Memasang {called.id} di {tenant.name}", en=f"Installing {called.en} in {tenant.name}")
    return write(tenant, title, plan.add([name for name in modules if name not in has]), by)


@transaction.atomic
def update(tenant: Tenant, *, by: Actor) -> Run:
    """Order that the tables of a portal are brought to this release.

    Raises: OrderRefused while another run of the tenant is open.
    """
    in_line()
    title = Text(id=f"Memperbarui {tenant.name}", en=f"Updating {tenant.name}")
    modules = tenant.installed_modules.values_list("module", flat=True)
    return write(tenant, title, plan.update(modules), by)


@transaction.atomic
def uninstall(tenant: Tenant, module: str, *, by: Actor) -> Run:
    """Order that all of a module that is off is archived, then dropped.

    Raises: OrderRefused with the names of what depends on it, among others.
    """
    in_line()
    removals.check_uninstall(tenant, module)
    archive, _is_new = Archive.objects.get_or_create(tenant=tenant, module=module, state=Archive.State.ORDERED)
    if not open_runs(tenant).exists():
        _archive_anew(archive.key)
    called = _called(module)
    title = Text(id=f"Mencopot {called.id} dari {tenant.name}", en=f"Uninstalling {called.en} from {tenant.name}")
    return write(tenant, title, plan.uninstall(module, archive.key), by)


@transaction.atomic
def undo(tenant: Tenant, module: str, *, by: Actor) -> Run:
    """Order that a module that was uninstalled is brought back as it was, disabled.

    Raises: OrderRefused.
    """
    in_line()
    archive = removals.check_undo(tenant, module)
    called = _called(module)
    title = Text(id=f"Memulihkan {called.id} di {tenant.name}", en=f"Bringing {called.en} back in {tenant.name}")
    return write(tenant, title, plan.undo(module, archive.key), by)


@transaction.atomic
def purge(archive: Archive, *, by: Actor) -> Run:
    """Order that an archive is deleted for good.

    Raises: OrderRefused while another run of the tenant is open.
    """
    in_line()
    tenant, called = archive.tenant, _called(archive.module)
    title = Text(
        id=f"Menghapus arsip {called.id} {tenant.name}", en=f"Deleting the archive of {called.en}, {tenant.name}"
    )
    return write(tenant, title, plan.purge(archive.module, archive.key), by)


def purge_old(*, by: Actor) -> list[Run]:
    """Order that the archives whose time is over are deleted; those of tenants that are worked on wait."""
    runs = []
    old = Archive.objects.exclude(state=Archive.State.PURGED).filter(undo_until__lt=timezone.now())
    for archive in old.select_related("tenant").order_by("pk"):
        with suppress(OrderRefused):
            runs.append(purge(archive, by=by))
    return runs


@transaction.atomic
def resume(run: Run, *, by: Actor) -> Run:
    """Ask for a run that stopped to be carried on from where it stands; what it takes out is archived anew.

    Raises: OrderRefused while another run of the tenant is open.
    """
    in_line()
    if open_runs(run.tenant).exclude(pk=run.pk).exists():
        raise busy(run.tenant)
    again = Q(state=RunStep.State.FAILED)
    archiving = run.steps.filter(kind="ArchiveModule", run__state=Run.State.FAILED).first()
    if archiving and _archive_anew(archiving.args["archive"]):
        again |= Q(pk=archiving.pk)
    run.steps.filter(again).update(state=RunStep.State.WAITING, problem="")
    Run.objects.filter(pk=run.pk, state=Run.State.FAILED).update(state=Run.State.WAITING, set_aside_at=None)
    audit.record("provisioning.resume", run, by=by, summary=f"Resumed: {run.title_en}")
    enqueue("provisioning.run", run=run.key)
    return run


@transaction.atomic
def set_aside(run: Run, *, by: Actor) -> None:
    """Ask nobody to look after a run that stopped; it can still be resumed. Twice is once."""
    if Run.unresolved().filter(pk=run.pk).update(set_aside_at=timezone.now()):
        audit.record("provisioning.set_aside", run, by=by, summary=f"Set aside: {run.title_en}")


@transaction.atomic
def switch(tenant: Tenant, module: str, *, on: bool, by: Actor) -> InstalledModule:
    """Enable or disable a module that is installed. Its data stays either way.

    Raises: OrderRefused when it is not installed, what it requires is off, or what requires it is on; NotEntitled.
    """
    in_line()
    installed = InstalledModule.objects.select_for_update().filter(tenant=tenant, module=module).first()
    if installed is None:
        message = _("The module “%(module)s” is not installed in %(name)s.")
        raise OrderRefused(message % {"module": module, "name": tenant.name}, field="module")
    if installed.is_enabled != on:
        _refuse_half(tenant, module, on=on)
        if on:
            entitlement.require(tenant, module)
        InstalledModule.objects.filter(pk=installed.pk).update(is_enabled=on)
        act, verb = ("provisioning.enable", "Enabled") if on else ("provisioning.disable", "Disabled")
        said = {"module": module}
        audit.record(act, tenant, by=by, summary=f"{verb} {module} in {tenant.name}", after=said)
        with enter(tenancy(tenant)):
            audit.record(act, "portal", by=by, summary=f"{verb} {module}", after=said)
    installed.is_enabled = on
    return installed


@transaction.atomic
def rename(tenant: Tenant, wanted: Identity, *, by: Actor) -> Identity:
    """Change a portal's name, short name or first domain. Its domains of before stay and lead to the first one.

    The same order given again changes nothing.

    Raises: OrderRefused.
    """
    in_line()
    locked = Tenant.objects.select_for_update().get(pk=tenant.pk)
    identity.require_made(locked)
    before, after = identity.of(locked), identity.check(locked, wanted)
    if changed := identity.differences(before, after):
        Tenant.objects.filter(pk=locked.pk).update(name=after.name, slug=after.slug)
        if "host" in changed:
            locked.domains.update(is_primary=False)
            Domain.objects.update_or_create(tenant=locked, domain=after.host, defaults={"is_primary": True})
        kept = [{name: both[side] for name, both in changed.items()} for side in (0, 1)]
        _note_renamed(locked, by, *kept)
    return after


@transaction.atomic
def change_time_zone(tenant: Tenant, time_zone: str, *, by: Actor) -> Run:
    """Order that a tenant's days begin and end by another time zone, its open deadlines with them.

    Raises: OrderRefused.
    """
    in_line()
    identity.require_made(tenant)
    zone = agencies.check_time_zone(time_zone)
    name, short = tenant.name, zone_name(zone)
    title = Text(id=f"Mengganti zona waktu {name} ke {short}", en=f"Changing the time zone of {name} to {short}")
    return write(tenant, title, plan.change_time_zone(zone), by)


def _archive_anew(key: str) -> int:
    """Let what is not dropped yet be archived once more: what an order that stopped has archived may be old by now."""
    ordered = Archive.objects.filter(key=key, state=Archive.State.ORDERED)
    return ordered.update(manifest="", undo_until=undo_end())


def _note_renamed(tenant: Tenant, by: Actor, before: dict[str, str], after: dict[str, str]) -> None:
    """Write into the platform's audit log, and into the region's own."""
    said = {"before": before, "after": after}
    audit.record("provisioning.rename", tenant, by=by, summary=f"Renamed or moved {tenant.name}", **said)
    with enter(tenancy(tenant)):
        audit.record("portal.rename", "portal", by=by, summary="The portal was renamed or moved", **said)


def _called(module: str) -> Text:
    """Return the module's title; its name when this release no longer has it."""
    manifest = registry.get(module)
    return manifest.title if manifest else Text(id=module, en=module)


def check_disable(tenant: Tenant, module: str) -> None:
    """Raises: OrderRefused when the module is not on in the tenant, or what requires it is."""
    if not tenant.installed_modules.filter(module=module, is_enabled=True).exists():
        message = _("The module “%(module)s” is not on in %(name)s.")
        raise OrderRefused(message % {"module": module, "name": tenant.name}, field="module")
    _refuse_half(tenant, module, on=False)


def _refuse_half(tenant: Tenant, module: str, *, on: bool) -> None:
    from provisioning.queries import blockers  # here, because queries ask for plans too

    if names := blockers(tenant, module, on=on):
        needs = _("%(module)s needs %(others)s. Enable that first.")
        needed = _("%(module)s is needed by %(others)s. Disable that first.")
        raise OrderRefused((needs if on else needed) % {"module": module, "others": ", ".join(names)}, field="module")


def _register(checked: CheckedOrder) -> Tenant:
    return registering.register(
        spares.take(),
        name=checked.name,
        slug=checked.slug,
        kind=checked.kind,
        region_code=checked.order.code or None,
        works_in=checked.works_in,
        time_zone=checked.time_zone,
        state=Tenant.State.PROVISIONING,
        is_example=checked.order.is_example,
    )
