"""Passkeys (WebAuthn): a key pair in a phone or computer that is good on this portal's own host only."""

import json
from collections.abc import Iterable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kernel.accounts.factors.errors import PasskeyRefused
from kernel.accounts.models import Person
from kernel.ids import new_id

PASSKEY = Authenticator.Type.WEBAUTHN
STATE = "passkey_challenge"
VERIFIED = UserVerificationRequirement.REQUIRED


def of(person: Person) -> list[Authenticator]:
    """Return the person's passkeys, oldest first."""
    return list(Authenticator.objects.filter(user=person, type=PASSKEY).order_by("pk"))


def offer(request: HttpRequest, person: Person) -> dict[str, Any]:
    """Return what the browser needs to make a passkey; the session keeps the challenge."""
    user = PublicKeyCredentialUserEntity(id=person.key.encode(), name=person.email, display_name=person.name)
    options, state = _server(request).register_begin(
        user, _credentials(of(person)), ResidentKeyRequirement.REQUIRED, VERIFIED
    )
    request.session[STATE] = state
    return dict(options)


def made(request: HttpRequest, answer: dict[str, Any]) -> str:
    """Return the public half of the passkey that the browser made for our challenge.

    Raises: PasskeyRefused.
    """
    try:
        data = _server(request).register_complete(request.session.pop(STATE, {}), answer)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PasskeyRefused from error
    assert data.credential_data is not None  # `register_complete` has looked
    return websafe_encode(data.credential_data)


def keep(person: Person, credential: str, *, name: str) -> Authenticator:
    """Store a passkey."""
    row = Authenticator(user=person, type=PASSKEY, data={"key": new_id(), "name": name, "credential": credential})
    row.save()
    return row


def read(text: str) -> dict[str, Any]:
    """Return what a browser sent as JSON; nothing where it is none."""
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def ask(request: HttpRequest) -> dict[str, Any]:
    """Return what the browser needs to prove who has one of our passkeys; the session keeps the challenge."""
    options, state = _server(request).authenticate_begin(user_verification=VERIFIED)
    request.session[STATE] = state
    return dict(options)


def proved(request: HttpRequest, answer: dict[str, Any]) -> Authenticator:
    """Return the passkey that answered our challenge, each once.

    Raises: PasskeyRefused.
    """
    state = request.session.pop(STATE, {})
    try:
        key = websafe_decode(answer["response"]["userHandle"]).decode()
        held: list[Authenticator] = list(
            Authenticator.objects.filter(user__key=key, type=PASSKEY).select_related("user")
        )
        used = _server(request).authenticate_complete(state, _credentials(held), answer)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise PasskeyRefused from error
    row = next(row for row in held if row.data["credential"] == websafe_encode(used))
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=timezone.now())
    return row


def _server(request: HttpRequest) -> Fido2Server:
    """Return who asks: this very host, so that no passkey of a neighbour or of the platform is good here."""
    host, origin = request.get_host(), f"{request.scheme}://{request.get_host()}"
    entity = PublicKeyCredentialRpEntity(id=host.partition(":")[0], name=get_adapter().get_totp_issuer())
    return Fido2Server(entity, verify_origin=lambda said: said == origin)


def _credentials(rows: Iterable[Authenticator]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(websafe_decode(row.data["credential"])) for row in rows]
