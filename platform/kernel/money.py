"""Rupiah: exact amounts, as figures and in words. Never floats."""

from decimal import Decimal

from djmoney.money import Money
from lokal import format_rupiah
from lokal import terbilang as spell

CURRENCY = "IDR"
Amount = Money | Decimal | int


def of(amount: int) -> Money:
    """Return whole rupiah as money."""
    return Money(amount, CURRENCY)


def rupiah(amount: Amount) -> str:
    """Return "Rp12.000.000"; with sen only where there are some: "Rp1.500,50"."""
    value = _value(amount)
    return format_rupiah(value, decimals=value % 1 != 0)


def terbilang(amount: Amount) -> str:
    """Return the amount in words, as an invoice or receipt must carry it: "Dua Belas Juta Rupiah"."""
    return spell(_value(amount), currency=True, case="title")


def _value(amount: Amount) -> Decimal:
    if isinstance(amount, float):
        raise TypeError("An amount of money is never a float.")
    if not isinstance(amount, Money):
        return Decimal(amount)
    if amount.currency.code != CURRENCY:
        raise ValueError(f"Not rupiah: {amount.currency}.")
    return Decimal(amount.amount)
