"""Set a provider up, let people in by it, link and unlink their accounts there; each is in the audit log."""

from dataclasses import asdict, dataclass
from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kernel.accounts import actions as accounts
from kernel.accounts import rights
from kernel.accounts.actor import Actor
from kernel.accounts.models import IdentityProvider, Person
from kernel.accounts.providers import protocol, queries, sealing
from kernel.accounts.providers.errors import NotLetIn, ProviderFault
from kernel.accounts.queries import as_actor
from kernel.audit import actions as audit

ALL = ["*"]


@dataclass(frozen=True, slots=True)
class Content:
    """What a provider is, but for its secret."""

    name: str
    issuer: str
    client_id: str
    domains: list[str]
    counts_second_step: bool


def save(content: Content, *, secret: str, by: Actor) -> IdentityProvider:
    """Let people log in by this provider, which is asked first; an empty secret keeps that of before.

    Raises: ProviderFault, MoreThanOwn: who says whom a provider names can come in as anybody.
    """
    rights.require_own(by, ALL)
    protocol.discover(content.issuer)
    return _save(content, secret, by)


@transaction.atomic
def _save(content: Content, secret: str, by: Actor) -> IdentityProvider:
    rights.lock()
    row = queries.provider()
    before = said(row) if row else None
    if not secret and (row is None or row.issuer != content.issuer):
        raise ProviderFault(_("Write the secret that the provider gave you for this portal."), "secret")
    row = row or IdentityProvider()
    for name, value in asdict(content).items():
        setattr(row, name, value)
    if secret:
        row.secret = sealing.seal(secret)
    row.saved_by, row.saved_at = by, timezone.now()
    row.save()
    after = {**asdict(content), "secret": "changed" if secret else "kept"}
    action, summary = ("providers.change", "Changed") if before else ("providers.add", "Added")
    audit.record(action, row, by=by, summary=f"{summary} the way to log in by a provider", before=before, after=after)
    return row


def said(row: IdentityProvider) -> dict[str, Any]:
    """Return what is written down of a provider."""
    return asdict(Content(row.name, row.issuer, row.client_id, row.domains, row.counts_second_step))


@transaction.atomic
def remove(provider: IdentityProvider, *, by: Actor) -> None:
    """Let nobody log in by it any more; everybody has her password, or gets a new one by mail.

    Raises: MoreThanOwn.
    """
    rights.require_own(by, ALL)
    audit.record("providers.remove", provider, by=by, summary="Removed a provider", before=said(provider))
    provider.delete()


@transaction.atomic
def person_of(provider: IdentityProvider, claims: dict[str, Any]) -> Person:
    """Return who comes with these claims: whose subject is linked; else who has the same verified address.

    Such a person is linked from then on, and who was invited joins. Nobody else gets an account.

    Raises: NotLetIn.
    """
    person = queries.linked(provider.issuer, claims["sub"])
    if person is None:
        person = _by_address(provider, str(claims.get("email") or ""), claims)
        SocialAccount.objects.create(user=person, provider=provider.issuer, uid=claims["sub"])
        told = {"name": provider.name}
        audit.record("providers.link", person, by=as_actor(person), summary="Linked a provider's account", after=told)
    if not _is_allowed(provider, person.email):
        raise NotLetIn(
            _("%(name)s is only for addresses of %(domains)s. Log in with your password.")
            % {"name": provider.name, "domains": ", ".join(provider.domains)}
        )
    return person


def _by_address(provider: IdentityProvider, email: str, claims: dict[str, Any]) -> Person:
    is_verified = claims.get("email_verified")
    if is_verified is not True and is_verified != "true":
        raise NotLetIn(
            _("%(name)s has not confirmed your e-mail address. Confirm it there, or log in with your password.")
            % {"name": provider.name}
        )
    person = Person.objects.select_for_update().filter(email__iexact=email).first()
    if person is None:
        return _join(provider, email, str(claims.get("name") or ""))
    if SocialAccount.objects.filter(user=person, provider=provider.issuer).exists():
        raise NotLetIn(
            _("Your account here belongs to another account at %(name)s. Log in with your password, and unlink it.")
            % {"name": provider.name}
        )
    return person


def _join(provider: IdentityProvider, email: str, name: str) -> Person:
    invitation = queries.invitation_to(email)
    if invitation is None:
        raise NotLetIn(
            _("Nobody here has invited %(email)s. Ask an administrator for an invitation.") % {"email": email}
        )
    return accounts.accept(invitation, name=(name or invitation.known_name or email)[:120], password=None)


def _is_allowed(provider: IdentityProvider, email: str) -> bool:
    return not provider.domains or email.rpartition("@")[2].lower() in provider.domains


@transaction.atomic
def unlink(person: Person, *, by: Actor) -> None:
    """Forget the person's account at a provider; with the password she comes in as ever."""
    gone, _each = SocialAccount.objects.filter(user=person).delete()
    if gone:
        audit.record("providers.unlink", person, by=by, summary="Unlinked a provider's account")
