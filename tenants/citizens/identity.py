"""Keep a citizen's identity number, or forget it. Nobody needs to give one."""

from django.db import transaction
from django.utils import timezone

from kernel.accounts.actor import Actor
from kernel.accounts.permissions import require
from kernel.audit import actions as audit
from tenants.citizens import niks
from tenants.citizens.models import Citizen
from tenants.citizens.recovery import RECOVER


@transaction.atomic
def keep(citizen: Citizen, *, nik: str) -> None:
    """Keep the NIK that the citizen wrote: its structure is right, which proves nothing of her."""
    _write(citizen, nik, verified_by=Citizen.VerifiedBy.STRUCTURE, by=citizen.as_actor())


@transaction.atomic
def forget(citizen: Citizen) -> None:
    """Forget her NIK. Twice is once."""
    if citizen.nik_sealed:
        _write(citizen, "", verified_by=Citizen.VerifiedBy.NOBODY, by=citizen.as_actor())


@transaction.atomic
def see(citizen: Citizen, *, nik: str, by: Actor) -> None:
    """Keep the NIK that an officer has read on the citizen's identity card, in place of what she wrote.

    Raises: NotPermitted.
    """
    by = require(by, RECOVER)
    _write(citizen, nik, verified_by=Citizen.VerifiedBy.OFFICER, by=by)


def _write(citizen: Citizen, nik: str, *, verified_by: Citizen.VerifiedBy, by: Actor) -> None:
    citizen = Citizen.objects.select_for_update().get(pk=citizen.pk)
    before = _facts(citizen)
    citizen.nik_sealed, citizen.nik_masked = (niks.seal(nik), niks.masked(nik)) if nik else ("", "")
    citizen.verified_by, citizen.verified_at, citizen.verifier = verified_by, timezone.now(), by
    citizen.save()
    audit.record(
        "citizens.nik", citizen, by=by, summary="Changed an identity number", before=before, after=_facts(citizen)
    )


def _facts(citizen: Citizen) -> dict[str, str]:
    return {"nik": citizen.nik_masked, "verified_by": citizen.verified_by}
