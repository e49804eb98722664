"""A log-in by a provider from its beginning to its end: what the session keeps in between is good once."""

from dataclasses import asdict, dataclass
from secrets import compare_digest, token_urlsafe

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override

from kernel.accounts.models import IdentityProvider, Person
from kernel.accounts.providers import actions, protocol, queries
from kernel.accounts.providers.errors import NotLetIn, ProviderFault
from kernel.accounts.providers.protocol import Asked, BadToken

SESSION = "provider_log_in"


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes in by the provider, whether it asked for a second step that counts, and where to."""

    person: Person
    provider: IdentityProvider
    has_second_step: bool
    onward: str


def callback(request: HttpRequest) -> str:
    """Return the address to which the provider leads back: the same in every language."""
    with override("id"):
        return request.build_absolute_uri(reverse("provider_callback"))


def start(request: HttpRequest, onward: str) -> tuple[IdentityProvider, str]:
    """Return the provider, and the address there at which this browser logs in.

    Raises: NotLetIn.
    """
    provider = queries.provider()
    if provider is None:
        raise NotLetIn(_("This portal has no other way to log in. Use your password."))
    is_ours = url_has_allowed_host_and_scheme(onward, allowed_hosts=None)
    state, nonce, verifier = (token_urlsafe(48) for _number in range(3))
    asked = Asked(provider.issuer, state, nonce, verifier, callback(request), onward if is_ours else "")
    try:
        address = protocol.address(protocol.discover(provider.issuer), provider, asked)
    except ProviderFault as error:
        raise _is_away(provider) from error
    request.session[SESSION] = asdict(asked)
    return provider, address


def finish(request: HttpRequest) -> Coming:
    """Return who comes back from the provider to the log-in that this browser began.

    Raises: NotLetIn.
    """
    kept, provider, sent = request.session.pop(SESSION, None), queries.provider(), request.GET
    if not kept or provider is None or not _fits(Asked(**kept), provider, sent.get("state", ""), sent.get("iss")):
        raise NotLetIn(_("This log-in took too long, or began in another window. Try again."))
    if "error" in sent:
        raise NotLetIn(_("You called it off at %(name)s, or it does not let you in.") % {"name": provider.name})
    return _come(provider, Asked(**kept), sent.get("code", ""))


def _fits(asked: Asked, provider: IdentityProvider, state: str, issuer: str | None) -> bool:
    is_same = compare_digest(asked.state.encode(), state.encode())
    return is_same and asked.issuer == provider.issuer and issuer in (None, asked.issuer)


def _come(provider: IdentityProvider, asked: Asked, code: str) -> Coming:
    try:
        claims = protocol.claims(provider, asked, code)
    except ProviderFault as error:
        raise _is_away(provider) from error
    except BadToken as error:
        raise NotLetIn(
            _("What %(name)s sent does not fit this portal. Try again; if it stays so, tell an administrator.")
            % {"name": provider.name}
        ) from error
    counts = provider.counts_second_step and protocol.had_second_step(claims)
    return Coming(actions.person_of(provider, claims), provider, counts, asked.onward)


def _is_away(provider: IdentityProvider) -> NotLetIn:
    return NotLetIn(
        _("%(name)s does not answer now. Try again in a few minutes, or log in with your password.")
        % {"name": provider.name}
    )


def log_in(request: HttpRequest, coming: Coming) -> HttpResponse:
    """Go on as after a password: a second step is asked for, unless the provider's own counts."""
    record_authentication(request, coming.person, "provider", provider=coming.provider.name)
    if coming.has_second_step:
        # What allauth takes for a second step that was part of the first.
        record_authentication(request, coming.person, "mfa", type="webauthn", passwordless=True)
    return perform_login(request, Login(user=coming.person, redirect_url=coming.onward or None))
