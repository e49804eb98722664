"""Spares: roles, schema and tables made ahead, for tenants that nobody has ordered yet.

Most of what a new tenant takes is Postgres making its tables. A spare has the number that its tenant will have, so an
order takes the number over, and its steps find done what they would do. A spare of another release is dropped.
"""

from django.conf import settings
from django.db import transaction

from kernel.modules import registry
from provisioning import plan, structure
from provisioning.models import Spare
from provisioning.registering import names, next_number
from provisioning.steps.drop_roles import DropRoles
from provisioning.steps.drop_schema import DropSchema
from tenants.registry.models import Tenant


def take() -> int | None:
    """Return the number of a spare that is whole, and is none any more once the caller commits; None without one."""
    whole = Spare.objects.select_for_update(skip_locked=True).filter(digest=structure.digest()).order_by("number")
    if (number := whole.values_list("number", flat=True).first()) is not None:
        Spare.objects.filter(number=number).delete()
    return number


def keep() -> None:
    """Make as many spares as are wanted; drop what is too many or of another release. As the worker."""
    kept = 0
    for spare in Spare.objects.order_by("number"):
        fits = spare.digest in ("", structure.digest()) and kept < settings.SPARES
        (_make if fits else _drop)(spare)
        kept += fits
    for _missing in range(settings.SPARES - kept):
        _make(Spare.objects.create(number=next_number()))


@transaction.atomic
def _make(spare: Spare) -> None:
    """Do what is not done of it; another process that does it, or an order that takes it, has it locked."""
    if not _locked(spare) or spare.digest:
        return
    tenant = _tenant(spare)
    for step in plan.structure(module.name for module in registry.modules()):
        if not step.is_done(tenant):
            step.do(tenant)
    Spare.objects.filter(pk=spare.pk).update(digest=structure.digest())


@transaction.atomic
def _drop(spare: Spare) -> None:
    if _locked(spare):
        for step in (DropSchema(), DropRoles()):
            step.do(_tenant(spare))
        spare.delete()


def _locked(spare: Spare) -> bool:
    """Say whether it is ours to work on until the transaction ends: it is still there, and as it was read."""
    return Spare.objects.select_for_update(skip_locked=True).filter(pk=spare.pk, digest=spare.digest).exists()


def _tenant(spare: Spare) -> Tenant:
    """Return the tenant that will have the number, as far as steps of structure must know it; it has no row."""
    return Tenant(**names(spare.number))
