"""The provider of this place, and who comes by it."""

from datetime import timedelta

from allauth.socialaccount.models import SocialAccount
from django.utils import timezone

from kernel.accounts.models import IdentityProvider, Invitation, Person
from kernel.accounts.tokens import INVITATION


def provider() -> IdentityProvider | None:
    """Return the provider by which people may log in here, None where there is none. One query."""
    return IdentityProvider.objects.order_by("pk").first()


def linked(issuer: str, subject: str) -> Person | None:
    """Return whose account at the provider this is; her e-mail address there does not matter any more."""
    row = SocialAccount.objects.filter(provider=issuer, uid=subject).select_related("user").first()
    return row.user if row else None


def link_of(person: Person) -> SocialAccount | None:
    """Return the person's account at a provider, None where she has linked none."""
    found: SocialAccount | None = SocialAccount.objects.filter(user=person).first()
    return found


def invitation_to(email: str) -> Invitation | None:
    """Return the open invitation to an address, if its link would still be good."""
    oldest = timezone.now() - (INVITATION.max_age or timedelta())
    return Invitation.open().filter(email__iexact=email, created_at__gt=oldest).first()
