"""Texts in spreadsheets: what people typed is never a formula there."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str, *, besides: tuple[str, ...] = ()) -> str:
    """Return a text that is shown and not computed: behind an apostrophe, as also what begins with one of `besides`."""
    return f"'{text}" if text.startswith((*FORMULA, *besides)) else text
