"""Seal what the database alone must not tell.

Each sort of secret has a `mark`, and so a key of its own: what was sealed as one sort opens as no other.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str, *, mark: bytes) -> str:
    """Return the text sealed with the installation's present key."""
    return _keys(mark).encrypt(text.encode()).decode()


def unseal(sealed: str, *, mark: bytes) -> str:
    """Return what was sealed; empty where its key is not among ours any more, or it was sealed as another sort."""
    try:
        return _keys(mark).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return ""


def _keys(mark: bytes) -> MultiFernet:
    return MultiFernet([_key(secret, mark) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@lru_cache(maxsize=256)
def _key(secret: str, mark: bytes) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=mark).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))
