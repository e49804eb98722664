"""Ask a browser for a passkey and check its answer, whoever's account it is; the session keeps the challenge."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest
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

STATE = "passkey_challenge"
VERIFIED = UserVerificationRequirement.REQUIRED
# What fido2 raises of an answer that is not one, or is wrong.
WRONG = (ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose passkey it is, as her device shows it; `key` is what a passkey answers with."""

    key: str
    address: str
    name: str


def read(text: str) -> dict[str, Any]:
    """Return what a browser sent as JSON; nothing where it is none."""
    try:
        answer = json.loads(text)
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def offer(request: HttpRequest, holder: Holder, known: Iterable[str]) -> dict[str, Any]:
    """Return what the browser needs to make a passkey beside those that are `known`."""
    user = PublicKeyCredentialUserEntity(id=holder.key.encode(), name=holder.address, display_name=holder.name)
    options, state = _server(request).register_begin(
        user, _credentials(known), ResidentKeyRequirement.REQUIRED, VERIFIED
    )
    request.session[STATE] = state
    return dict(options)


def made(request: HttpRequest, answer: dict[str, Any]) -> str:
    """Return the public half of the passkey that the browser made for our challenge.

    Raises: PasskeyRefused.
    """
    try:
        data = _server(request).register_complete(request.session.pop(STATE, {}), answer)
    except WRONG as error:
        raise PasskeyRefused from error
    assert data.credential_data is not None  # `register_complete` has looked
    return websafe_encode(data.credential_data)


def ask(request: HttpRequest) -> dict[str, Any]:
    """Return what the browser needs to prove who has one of our passkeys."""
    options, state = _server(request).authenticate_begin(user_verification=VERIFIED)
    request.session[STATE] = state
    return dict(options)


def proved(request: HttpRequest, answer: dict[str, Any], held: Callable[[str], Iterable[str]]) -> str:
    """Return the credential that answered our challenge, of those that a holder's key has; each challenge once.

    Raises: PasskeyRefused.
    """
    state = request.session.pop(STATE, {})
    try:
        key = websafe_decode(answer["response"]["userHandle"]).decode()
        used = _server(request).authenticate_complete(state, _credentials(held(key)), answer)
    except WRONG as error:
        raise PasskeyRefused from error
    return websafe_encode(used)


def _server(request: HttpRequest) -> Fido2Server:
    """Return who asks: this very host, so that no passkey of a neighbour or of the platform is good here."""
    host, origin = request.get_host(), f"{request.scheme}://{request.get_host()}"
    entity = PublicKeyCredentialRpEntity(id=host.partition(":")[0], name=get_adapter().get_totp_issuer())
    return Fido2Server(entity, verify_origin=lambda said: said == origin)


def _credentials(texts: Iterable[str]) -> list[AttestedCredentialData]:
    return [AttestedCredentialData(websafe_decode(text)) for text in texts]
