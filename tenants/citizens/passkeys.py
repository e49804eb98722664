"""A citizen's passkeys: added, used to log in, removed."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.accounts.factors import webauthn
from kernel.accounts.factors.errors import PasskeyRefused
from kernel.accounts.factors.webauthn import Holder
from kernel.audit import actions as audit
from tenants.citizens import sessions, telling
from tenants.citizens.errors import AccountClosed
from tenants.citizens.models import Citizen, CitizenPasskey, CitizenSession, Code


def offer(request: HttpRequest, citizen: Citizen) -> dict[str, Any]:
    """Return what her browser needs to make one."""
    known = list(citizen.passkeys.values_list("credential", flat=True))
    return webauthn.offer(request, Holder(citizen.key, citizen.email or citizen.phone, citizen.name), known)


@transaction.atomic
def add(session: CitizenSession, credential: str, *, name: str) -> None:
    """Keep one, and tell her by what she is reached; twice is once.

    Raises: NoCode where her session has ended meanwhile.
    """
    citizen = sessions.hold(session.citizen, CitizenSession.objects.filter(pk=session.pk))
    told = {"citizen": citizen, "name": name}
    row, is_new = CitizenPasskey.objects.get_or_create(credential=credential, defaults=told)
    if is_new:
        audit.record("citizens.add_passkey", row, by=citizen.as_actor(), summary="Added a passkey")
        _tell(citizen, name)


@transaction.atomic
def remove(passkey: CitizenPasskey) -> None:
    """Let nobody log in with it any more."""
    audit.record("citizens.remove_passkey", passkey, by=passkey.citizen.as_actor(), summary="Removed a passkey")
    passkey.delete()


def proved(request: HttpRequest, answer: dict[str, Any]) -> CitizenPasskey:
    """Return the passkey that answered our challenge.

    Raises: PasskeyRefused, AccountClosed.
    """
    rows = CitizenPasskey.objects.select_related("citizen")
    used = webauthn.proved(
        request, answer, lambda key: list(rows.filter(citizen__key=key).values_list("credential", flat=True))
    )
    row = rows.filter(credential=used).first()
    if row is None:  # removed at this very moment
        raise PasskeyRefused
    if not row.citizen.is_active:
        raise AccountClosed
    CitizenPasskey.objects.filter(pk=row.pk).update(last_used_at=timezone.now())
    return row


def _tell(citizen: Citizen, device: str) -> None:
    to, kind = (citizen.email, Code.Kind.EMAIL) if citizen.email else (citizen.phone, Code.Kind.PHONE)
    with override(citizen.language):
        subject = _("A passkey was added to your account")
        telling.tell(to, kind=kind, template="passkey", subject=subject, name=citizen.name, device=device)
