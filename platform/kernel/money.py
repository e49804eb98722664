"""Money of the regions: rupiah, written as Indonesians write it."""

from djmoney.money import Money

CURRENCY = "IDR"


def of(amount: int) -> Money:
    """Return whole rupiah as money."""
    return Money(amount, CURRENCY)


def rupiah(amount: int) -> str:
    """Return an amount as Rp12.000.000, in every language."""
    digits = f"{abs(amount):,}".replace(",", ".")
    return f"-Rp{digits}" if amount < 0 else f"Rp{digits}"
