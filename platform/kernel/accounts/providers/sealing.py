"""Seal what a provider gave this portal, so that who reads the database cannot speak in its name."""

from kernel import sealing
from kernel.accounts.factors import sealing as factors
from kernel.accounts.models import IdentityProvider

MARK = b"kernel.accounts.providers"


def seal(secret: str) -> str:
    """Return the secret sealed with the installation's present key."""
    return sealing.seal(secret, mark=MARK)


def secret_of(provider: IdentityProvider) -> str:
    """Return the provider's secret; empty where it cannot be opened any more.

    An older release sealed it as it seals second steps: that is opened once more, and sealed as what it is.
    """
    if secret := sealing.unseal(provider.secret, mark=MARK):
        return secret
    if secret := factors.unseal(provider.secret):
        IdentityProvider.objects.filter(pk=provider.pk, secret=provider.secret).update(secret=seal(secret))
    return secret
