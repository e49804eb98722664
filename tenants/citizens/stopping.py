"""Stop a recovery: whoever still reads an old address may be the owner, whom somebody impersonated at the counter."""

import json
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel import sealing, signing
from kernel.audit import actions as audit
from kernel.signing import BadToken
from tenants import mail
from tenants.citizens import notices as kinds
from tenants.citizens import telling
from tenants.citizens.actions import addresses, delete_empty
from tenants.citizens.errors import RecoveredJustNow
from tenants.citizens.models import Citizen, CitizenPasskey, CitizenSession, Code, Recovery
from tenants.citizens.tokens import STOP
from tenants.notices import actions as notices
from tenants.notices.actions import News

# What somebody who comes in by the new address, or an officer who saw the wrong card, may have changed.
KEPT = (
    "name", "email", "phone", "language",
    "nik_sealed", "nik_masked", "verified_by", "verified_at", "verifier_kind", "verifier_key", "verifier_name",
)  # fmt: skip


def seal(citizen: Citizen) -> str:
    """Return what the account is now, sealed for this tenant alone."""
    text = json.dumps({name: getattr(citizen, name) for name in KEPT}, cls=DjangoJSONEncoder)
    return sealing.seal(text, mark=_mark())


def link(recovery: Recovery) -> str:
    """Return where the recovery is stopped; empty where it cannot be."""
    if not recovery.before_sealed:
        return ""
    return mail.address(reverse("stop_recovery", urlconf=settings.TENANT_URLCONF, args=[STOP.sign(recovery.key)]))


def find(token: str) -> Recovery:
    """Return the recovery that a link stops.

    Raises: BadToken when it is too old, used or another region's.
    """
    found = Recovery.stoppable().filter(key=STOP.read(token)).first()
    if found is None or not _unsealed(found):
        raise BadToken
    return found


@transaction.atomic
def stop(token: str) -> None:
    """Take the new address away and bring back what was; nobody who is in stays in, and everybody hears of it.

    Locks the citizen. What was recovered after this one ends with it.

    Raises: BadToken.
    """
    citizen = Citizen.objects.select_for_update().get(pk=find(token).citizen_id)
    recovery, taken = find(token), addresses(citizen)
    _bring_back(citizen, json.loads(_unsealed(recovery)))
    shut_out(citizen, taken)
    later = Recovery.objects.filter(citizen=citizen, pk__gte=recovery.pk, stopped_at=None)
    later.update(stopped_at=timezone.now(), before_sealed="")
    after = {"changed": [kind for kind, address in addresses(citizen).items() if address != taken[kind]]}
    by = citizen.as_actor()
    audit.record("citizens.stop_recovery", citizen, by=by, summary="Stopped a recovery", after=after)
    _tell(citizen, taken)
    tell_officers(kinds.STOPPED.key, citizen, recovery.done_by.name)


def _bring_back(citizen: Citizen, before: dict[str, Any]) -> None:
    """Let the account be as it was, but for an address with which somebody has registered anew meanwhile."""
    for name, value in before.items():
        setattr(citizen, name, value)
    for kind, address in addresses(citizen).items():
        others = Citizen.objects.filter(**{kind: address}).exclude(pk=citizen.pk)
        if address:
            delete_empty(others)
        if address and others.exists():
            setattr(citizen, kind, "")
    citizen.save()


def shut_out(citizen: Citizen, known: dict[str, str]) -> None:
    """Let nobody in who is in, or on the way in with what opened the account until now."""
    CitizenSession.objects.filter(citizen=citizen).delete()
    CitizenPasskey.objects.filter(citizen=citizen).delete()
    Code.objects.filter(address__in=known.values()).delete()


def require_settled(citizen_key: str) -> None:
    """Refuse what could not be taken back while the recovery of the account can still be stopped.

    Raises: RecoveredJustNow.
    """
    if waiting := Recovery.stoppable().filter(citizen__key=citizen_key).first():
        raise RecoveredJustNow(waiting.until)


@transaction.atomic
def forget_old() -> None:
    """Keep no longer what an account was before, once nobody can stop its recovery."""
    over = Recovery.objects.exclude(pk__in=Recovery.stoppable().values("pk"))
    over.exclude(before_sealed="").update(before_sealed="")


def tell_officers(kind: str, citizen: Citizen, officer: str) -> None:
    """Let everybody see it who may recover accounts: nobody takes one over unseen."""
    with override(notices.LANGUAGE):
        path = reverse("console_citizen", urlconf=settings.TENANT_URLCONF, args=[citizen.key])
    notices.spread(kind, news=News(path, {"officer": officer}))


def _tell(citizen: Citizen, taken: dict[str, str]) -> None:
    """Say it at every address: if it was a thief who stopped it, the owner reads it at the new one."""
    known = {each for of in (addresses(citizen), taken) for each in of.items() if each[1]}
    with override(citizen.language):
        subject = _("The recovery of your account was stopped")
        told = {"name": citizen.name, "contact": mail.address(reverse("contact", urlconf=settings.TENANT_URLCONF))}
        for kind, address in sorted(known):
            telling.tell(address, kind=kind, template="stopped", subject=subject, **told)


def _unsealed(recovery: Recovery) -> str:
    return sealing.unseal(recovery.before_sealed, mark=_mark())


def _mark() -> bytes:
    return f"tenants.citizens.recovery:{signing.current_scope()}".encode()
