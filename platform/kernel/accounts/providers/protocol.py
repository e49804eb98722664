"""OpenID Connect as one who relies on a provider: code flow with PKCE, state and nonce; tokens are always verified.

allauth's own provider looks neither at the nonce nor at the signature of a token that it fetched itself.
"""

from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from secrets import compare_digest
from typing import Any
from urllib.parse import quote, urlencode

import jwt
from django.utils.translation import gettext as _

from kernel.accounts.models import IdentityProvider
from kernel.accounts.providers import fetching
from kernel.accounts.providers.errors import ProviderFault
from kernel.accounts.providers.sealing import secret_of

DOCUMENT = "/.well-known/openid-configuration"
# Signed with the provider's private key only: no shared secret, and never "none".
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
CLAIMS = ["iss", "sub", "aud", "exp", "iat", "nonce"]
# What clocks may differ by.
LEEWAY = 60
LONGEST_SUBJECT = 191
# RFC 8176, and OpenID's values of `acr` for what no phishing reaches.
SECOND_STEPS = {"mfa", "otp", "hwk", "sc", "phr", "phrh"}


class BadToken(Exception):
    """The provider's answer is not what we asked for, or not the provider's."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """Where a provider is asked what."""

    authorization: str
    token: str
    keys: str
    userinfo: str
    posts_secret: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the session keeps of a log-in that is under way."""

    issuer: str
    state: str
    nonce: str
    verifier: str
    redirect: str
    onward: str


def discover(issuer: str) -> Discovery:
    """Return what the provider says of itself.

    Raises: ProviderFault.
    """
    found = fetching.get(issuer.rstrip("/") + DOCUMENT)
    said = found.get("issuer")
    if not said:
        raise ProviderFault(
            _("There is no description of a provider below this address (%(path)s).") % {"path": DOCUMENT}
        )
    if said != issuer:
        raise ProviderFault(_("This provider calls itself %(issuer)s. Write exactly that.") % {"issuer": said})
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        fetching.check(found.get(name))
    methods = found.get("token_endpoint_auth_methods_supported", [])
    return Discovery(
        found["authorization_endpoint"],
        found["token_endpoint"],
        found["jwks_uri"],
        str(found.get("userinfo_endpoint") or ""),
        "client_secret_post" in methods,
    )


def address(where: Discovery, provider: IdentityProvider, asked: Asked) -> str:
    """Return where the browser is led."""
    digest = sha256(asked.verifier.encode()).digest()
    query = {
        "response_type": "code",
        "scope": "openid email profile",
        "client_id": provider.client_id,
        "redirect_uri": asked.redirect,
        "state": asked.state,
        "nonce": asked.nonce,
        "code_challenge": urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
    }
    return f"{where.authorization}{'&' if '?' in where.authorization else '?'}{urlencode(query)}"


def claims(provider: IdentityProvider, asked: Asked, code: str) -> dict[str, Any]:
    """Return what the provider says of who comes with the code.

    Raises: ProviderFault, BadToken.
    """
    where = discover(provider.issuer)
    tokens = _exchange(where, provider, asked, code)
    keys = fetching.get(where.keys)
    found = verified(str(tokens.get("id_token", "")), keys, client_id=provider.client_id, asked=asked)
    if "email" not in found and where.userinfo:
        more = fetching.get(where.userinfo, token=str(tokens.get("access_token", "")))
        found = {**more, **found} if more.get("sub") == found["sub"] else found
    return found


def _exchange(where: Discovery, provider: IdentityProvider, asked: Asked, code: str) -> dict[str, Any]:
    fields = {"grant_type": "authorization_code", "code": code, "redirect_uri": asked.redirect}
    fields["code_verifier"] = asked.verifier
    secret = secret_of(provider)
    if where.posts_secret:
        return fetching.post(where.token, {**fields, "client_id": provider.client_id, "client_secret": secret}, {})
    both = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}"
    return fetching.post(where.token, fields, {"Authorization": f"Basic {b64encode(both.encode()).decode()}"})


def verified(token: str, keys: dict[str, Any], *, client_id: str, asked: Asked) -> dict[str, Any]:
    """Return the claims of an ID token of this provider, for us, of now, and for this very log-in.

    Raises: BadToken.
    """
    try:
        found: dict[str, Any] = jwt.decode(
            token,
            key=_key(token, keys),
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=asked.issuer,
            leeway=LEEWAY,
            options={"require": CLAIMS},
        )
    except jwt.PyJWTError as error:
        raise BadToken from error
    if not compare_digest(str(found["nonce"]).encode(), asked.nonce.encode()):
        raise BadToken
    if found.get("azp", client_id) != client_id or not 0 < len(str(found["sub"])) <= LONGEST_SUBJECT:
        raise BadToken
    return found


def _key(token: str, keys: dict[str, Any]) -> jwt.PyJWK:
    """Return the provider's key that the token names; its only one where it names none.

    Raises: jwt.PyJWTError, BadToken.
    """
    name = jwt.get_unverified_header(token).get("kid")
    known = [key for key in jwt.PyJWKSet.from_dict(keys).keys if name in (None, key.key_id)]
    if len(known) != 1:
        raise BadToken
    return known[0]


def had_second_step(found: dict[str, Any]) -> bool:
    """Say whether the provider says that it asked for more than a password."""
    methods = found.get("amr")
    said = methods if isinstance(methods, list) else [methods]
    return bool(SECOND_STEPS & {value for value in (*said, found.get("acr")) if isinstance(value, str)})
