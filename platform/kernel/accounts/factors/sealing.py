"""Seal the secrets of second steps, so that who reads the database makes no codes."""

from kernel import sealing

MARK = b"kernel.accounts.factors"


def seal(text: str) -> str:
    """Return the text sealed with the installation's present key."""
    return sealing.seal(text, mark=MARK)


def unseal(sealed: str) -> str:
    """Return what was sealed; empty where it cannot be opened any more, so that no code fits it."""
    return sealing.unseal(sealed, mark=MARK)
