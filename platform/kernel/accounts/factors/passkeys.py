"""People's passkeys (WebAuthn): a key pair in a phone or computer that is good on this portal's own host only."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import timezone

from kernel.accounts.factors import webauthn
from kernel.accounts.factors.errors import PasskeyRefused
from kernel.accounts.factors.webauthn import Holder
from kernel.accounts.models import Person
from kernel.ids import new_id

PASSKEY = Authenticator.Type.WEBAUTHN


def of(person: Person) -> list[Authenticator]:
    """Return the person's passkeys, oldest first."""
    return list(Authenticator.objects.filter(user=person, type=PASSKEY).order_by("pk"))


def offer(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Return what the browser needs to make a passkey; the session keeps the challenge."""
    known = [row.data["credential"] for row in of(person)]
    return webauthn.offer(request, Holder(person.key, person.email, person.name), known)


def keep(person: Person, credential: str, *, name: str) -> Authenticator:
    """Store a passkey."""
    row = Authenticator(user=person, type=PASSKEY, data={"key": new_id(), "name": name, "credential": credential})
    row.save()
    return row


def proved(request: HttpRequest, answer: dict[str, Any]) -> Authenticator:
    """Return the passkey that answered our challenge, each once.

    Raises: PasskeyRefused.
    """
    of_all = Authenticator.objects.filter(type=PASSKEY)
    used = webauthn.proved(
        request, answer, lambda key: list(of_all.filter(user__key=key).values_list("data__credential", flat=True))
    )
    row: Authenticator | None = of_all.select_related("user").filter(data__credential=used).first()
    if row is None:  # removed at this very moment
        raise PasskeyRefused
    of_all.filter(pk=row.pk).update(last_used_at=timezone.now())
    return row
