"""Public ids: random, short, and without letters that look alike."""

import secrets

LOWER = "abcdefghjkmnpqrstvwxyz23456789"
UPPER = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def new_id() -> str:
    """Return a random public id of 12 characters (59 bits)."""
    return "".join(secrets.choice(LOWER) for _ in range(12))


def ticket_code(length: int = 5) -> str:
    """Return a random code that can be read out over the telephone."""
    return "".join(secrets.choice(UPPER) for _ in range(length))
