"""How allauth keeps and names second steps here."""

from allauth.mfa.adapter import DefaultMFAAdapter
from django.contrib.auth.base_user import AbstractBaseUser

from kernel.accounts.factors import sealing


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed."""

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """Return the address alone: the app shows it beside the portal's name."""
        return str(user.get_username())
