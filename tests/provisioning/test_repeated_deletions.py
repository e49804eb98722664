"""What citizens had deleted goes again when a backup, a copy or a module brings it back."""

from typing import Any

from django.utils import timezone

from app_modules.complaints import actions as complaints
from app_modules.complaints.models import Case, Category
from kernel.accounts.actor import CITIZEN, PLATFORM
from kernel.audit.models import Entry
from kernel.ids import new_id
from provisioning import actions
from provisioning.backups import actions as backups
from provisioning.models import Backup
from tenants.areas.models import Area
from tenants.citizens.models import Citizen
from tenants.isolation.current import enter
from tenants.personal import actions as personal
from tenants.personal.account import subject_of
from tenants.personal.models import DataRequest
from tenants.registry.models import Erasure, Tenant
from tenants.registry.queries import tenancy
from tests.provisioning.contents import undo, uninstall
from tests.provisioning.test_backups import back_up
from tests.provisioning.test_doors import copy, restore, tenant

__all__ = ["tenant"]


def report(**more: Any) -> Case:
    village = Area.objects.filter(level=Area.Level.VILLAGE).order_by("code")[0]
    told = complaints.Report(
        submission=new_id(), description="Lampu jalan padam sejak tiga malam.", village=village,
        category=Category.objects.get(key="lampu"), **more,
    )  # fmt: skip
    return complaints.receive(told, photos=[], by=CITIZEN)


def with_citra(tenant: Tenant) -> Citizen:
    """Let Citra have an account, a report of before it, and a question about her data."""
    with enter(tenancy(tenant)):
        citra = Citizen.objects.create(name="Citra", email="citra@example.org", registered_at=timezone.now())
        report(name="Citra", email="citra@example.org")
        report(name="Lain", email="lain@example.org")
        told = personal.ask(subject_of(citra), DataRequest.Kind.ACCESS, "Saya Citra. Siapa yang tahu?")
        personal.answer(told, "Hanya kami, Bu Citra.", is_done=True, by=PLATFORM)
        return citra


def delete(tenant: Tenant, citra: Citizen) -> None:
    with enter(tenancy(tenant)):
        request = personal.ask(subject_of(citra), DataRequest.Kind.DELETION, "")
        personal.answer(request, "Sudah dihapus.", is_done=True, by=PLATFORM)


def traces(tenant: Tenant) -> tuple[int, set[str], str]:
    """Return how many accounts there are, whose reports, and what the questions about data say."""
    with enter(tenancy(tenant)):
        names = set(Case.objects.values_list("reporter_name", flat=True))
        told = DataRequest.objects.filter(kind="access").values_list("name", "email", "text", "answer")
        return Citizen.objects.count(), names, "".join("".join(row) for row in told)


GONE = (0, {"", "Lain"}, "")


def test_deletion_leaves_nothing_in_other_questions_of_hers(tenant) -> None:
    citra = with_citra(tenant)

    delete(tenant, citra)

    assert traces(tenant) == GONE
    assert list(Erasure.objects.values_list("tenant", "citizen_key")) == [(tenant.pk, citra.key)]


def test_deletion_is_repeated_after_a_restore_and_in_a_copy(tenant) -> None:
    citra = with_citra(tenant)
    backup = back_up(tenant)
    delete(tenant, citra)

    restore(tenant, backup)
    beside = copy(tenant, backup)

    assert (traces(tenant), traces(beside)) == (GONE, GONE)
    for each in (tenant, beside):
        with enter(tenancy(each)):
            entry = Entry.objects.get(action="personal.repeat")
            assert (entry.after, "Citra" in str(list(Entry.objects.values()))) == (
                {"citizen": citra.key, "things": 1},
                False,
            )


def test_deletion_is_repeated_after_a_module_is_brought_back(tenant) -> None:
    citra = with_citra(tenant)
    with enter(tenancy(tenant)):
        Case.objects.filter(reporter_name="Citra").update(citizen_key=citra.key)
    actions.switch(tenant, "complaints", on=False, by=PLATFORM)
    uninstall(tenant, "complaints")
    delete(tenant, citra)

    assert undo(tenant, "complaints").state == "done"

    assert traces(tenant) == GONE


def test_deletion_is_noted_as_long_as_something_could_undo_it(tenant) -> None:
    citra = with_citra(tenant)
    backup = back_up(tenant)
    delete(tenant, citra)

    backups.forget_erasures()
    kept = Erasure.objects.count()
    Backup.objects.filter(pk=backup.pk).update(state=Backup.State.GONE)
    backups.forget_erasures()

    assert (kept, Erasure.objects.count()) == (1, 0)
