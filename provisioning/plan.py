"""Which steps an order takes, in order. Pure: shown before anything is done."""

from collections.abc import Iterable, Iterator

from kernel.modules import registry
from provisioning.orders import CheckedOrder
from provisioning.step import Step
from provisioning.steps.apply_structure import ApplyStructure
from provisioning.steps.archive_module import ArchiveModule
from provisioning.steps.attach_domain import AttachDomain
from provisioning.steps.back_up import BackUp
from provisioning.steps.change_time_zone import ChangeTimeZone
from provisioning.steps.close_for_good import CloseForGood
from provisioning.steps.close_to_restore import CloseToRestore
from provisioning.steps.count_contents import CountContents
from provisioning.steps.create_role import CreateRole
from provisioning.steps.create_schema import CreateSchema
from provisioning.steps.drop_files import DropFiles
from provisioning.steps.drop_module import DropModule
from provisioning.steps.drop_roles import DropRoles
from provisioning.steps.drop_schema import DropSchema
from provisioning.steps.enable_module import EnableModule
from provisioning.steps.forget_cache import ForgetCache
from provisioning.steps.forget_tenant import ForgetTenant
from provisioning.steps.go_live import GoLive
from provisioning.steps.import_archive import ImportArchive
from provisioning.steps.install_module import InstallModule
from provisioning.steps.invite_administrator import InviteAdministrator
from provisioning.steps.leave_out import LeaveOut
from provisioning.steps.load_baseline import LoadBaseline
from provisioning.steps.load_reference import LoadReference
from provisioning.steps.load_sample import LoadSample
from provisioning.steps.mark_ready import MarkReady
from provisioning.steps.measure_usage import MeasureUsage
from provisioning.steps.open_again import OpenAgain
from provisioning.steps.open_restored import OpenRestored
from provisioning.steps.probe import Probe
from provisioning.steps.purge_archive import PurgeArchive
from provisioning.steps.remove_stray_files import RemoveStrayFiles
from provisioning.steps.repeat_deletions import RepeatDeletions
from provisioning.steps.restore_backup import RestoreBackup
from provisioning.steps.restore_module import RestoreModule
from provisioning.steps.try_backup import TryBackup
from provisioning.structure import CORE
from tenants.registry.models import Tenant

Plan = tuple[Step, ...]


def provision(checked: CheckedOrder) -> Plan:
    """Return the steps from nothing to a portal that is ready; those that are done already stay in it."""
    return tuple(_provision(checked))


def _provision(checked: CheckedOrder) -> Iterator[Step]:
    order = checked.order
    yield from structure([])
    if others := [module.name for module in registry.modules() if module.name not in checked.modules]:
        yield LeaveOut(others)
    yield LoadReference()
    for module in checked.modules:
        yield from _module(module)
        if order.with_sample:
            yield LoadSample(module)
    yield AttachDomain(checked.host)
    if order.administrator_email:
        yield InviteAdministrator(order.administrator_email, order.administrator_name or order.administrator_email)
    yield MeasureUsage()
    yield Probe()
    yield MarkReady()


def _module(module: str) -> Plan:
    return (ApplyStructure(module), InstallModule(module), LoadBaseline(module), EnableModule(module))


def add(modules: Iterable[str]) -> Plan:
    """Return the steps that bring modules into a tenant that exists."""
    return (*(step for module in modules for step in _module(module)), Probe())


def structure(modules: Iterable[str]) -> Plan:
    """Return the steps that leave a tenant with these modules as this release would make it, rows apart."""
    return (CreateRole(), CreateSchema(), *(ApplyStructure(part) for part in (CORE, *modules)))


def update(modules: Iterable[str]) -> Plan:
    """Return the steps that bring a tenant with these modules to the structure of this release."""
    return (*structure(modules), Probe())


def uninstall(module: str, archive: str) -> Plan:
    """Return the steps that leave a tenant without a module, and with an archive of it."""
    return (ArchiveModule(module, archive), DropModule(module, archive), Probe())


def undo(module: str, archive: str) -> Plan:
    """Return the steps that bring a module back from its archive."""
    return (RestoreModule(module, archive), RepeatDeletions(), Probe())


def purge(module: str, archive: str) -> Plan:
    """Return the steps after which uninstalling can no longer be undone."""
    return (PurgeArchive(module, archive),)


def go_live() -> Plan:
    """Return the steps from ready to live: an order of its own."""
    return (Probe(), GoLive())


def open_again(modules: Iterable[str], state: str = "") -> Plan:
    """Return the steps from suspended to live, or to what it was before a restore that stopped.

    It may have slept through a release, so its tables come first; a restore that stopped may have brought back what was
    deleted.
    """
    return (*update(modules), RepeatDeletions(), OpenRestored(state) if state == Tenant.State.READY else OpenAgain())


def change_time_zone(time_zone: str) -> Plan:
    """Return the steps that let a tenant's days begin and end by another zone."""
    return (ChangeTimeZone(time_zone), Probe())


def delete(deletion: str) -> Plan:
    """Return the steps after which nothing is left of a tenant but the row of its deletion."""
    counted = (CloseForGood(), CountContents(deletion))
    return (*counted, DropSchema(), DropRoles(), DropFiles(), ForgetCache(), ForgetTenant(deletion))


def back_up(backup: str) -> Plan:
    """Return the steps that keep all of a tenant as it is now."""
    return (BackUp(backup),)


def try_backup(backup: str) -> Plan:
    """Return the steps after which it is known whether a backup can be restored."""
    return (TryBackup(backup),)


def restore(backup: str, before: str, state: str) -> Plan:
    """Return the steps that bring a tenant back as it was; what is there now, or is left, is backed up before.

    Roles and schema come first: they may be what was lost.
    """
    room = (CreateRole(), CreateSchema())
    bringing = (CloseToRestore(), RestoreBackup(backup), RepeatDeletions(), RemoveStrayFiles())
    return (*room, *back_up(before), *try_backup(backup), *bringing, Probe(), OpenRestored(state))


def restore_beside(backup: str, host: str) -> Plan:
    """Return the steps from nothing to a copy to look at; its people find it once all is there."""
    return (CreateRole(), CreateSchema(), RestoreBackup(backup), RepeatDeletions(), AttachDomain(host), Probe())


def import_archive(archive: str, manifest: str, host: str) -> Plan:
    """Return the steps from nothing to a portal as it left another installation, ready for its own people."""
    made = (CreateRole(), CreateSchema(), ImportArchive(archive, manifest))
    return (*made, AttachDomain(host), MeasureUsage(), Probe(), MarkReady())
