"""Names of schemas and roles, which stand in SQL text since they cannot be values."""

import re

from tenants.isolation.errors import NotAName

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def quoted(name: str) -> str:
    """Return the name as it may stand in SQL text.

    Raises: NotAName.
    """
    if not NAME.fullmatch(name):
        raise NotAName(name)
    return f'"{name}"'
