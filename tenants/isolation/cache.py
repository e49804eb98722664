"""Cache keys that carry the place."""

from kernel import signing


def key(key: str, prefix: str, version: int) -> str:
    """Return the key as it is stored; for `CACHES[…]["KEY_FUNCTION"]`.

    Raises: RuntimeError as nobody.
    """
    return f"{signing.current_scope()}:{prefix}:{version}:{key}"
