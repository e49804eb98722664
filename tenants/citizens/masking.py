"""How an address is shown to who need not read it whole."""

HIDDEN = "•••"
LAST = 3


def masked(kind: str, address: str) -> str:
    """Return enough of it to know it again: “c•••@example.org”, “+62•••890”."""
    if kind == "phone":
        return f"{address[:LAST]}{HIDDEN}{address[-LAST:]}"
    mailbox, _at, domain = address.partition("@")
    return f"{mailbox[:1]}{HIDDEN}@{domain}"
