"""Rupiah in figures and in words."""

from decimal import Decimal

import pytest
from djmoney.money import Money

from kernel import money


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0, "Rp0"),
        (999, "Rp999"),
        (12_000_000, "Rp12.000.000"),
        (-1_500, "-Rp1.500"),
        (Decimal("1500.50"), "Rp1.500,50"),
        (Decimal("12000000.00"), "Rp12.000.000"),
        (Money(600_000_000, "IDR"), "Rp600.000.000"),
        (10**18 + 1, "Rp1.000.000.000.000.000.001"),
    ],
)
def test_rupiah_is_written_as_indonesians_do(amount: money.Amount, written: str) -> None:
    assert money.rupiah(amount) == written


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (660_000_000, "Enam Ratus Enam Puluh Juta Rupiah"),
        (12_000_000, "Dua Belas Juta Rupiah"),
        (1_000, "Seribu Rupiah"),
        (0, "Nol Rupiah"),
    ],
)
def test_amounts_are_spelled(amount: int, words: str) -> None:
    assert money.terbilang(money.of(amount)) == words


def test_a_float_is_no_money() -> None:
    with pytest.raises(TypeError, match="never a float"):
        money.rupiah(12.5)  # type: ignore[arg-type]  # the fault itself


def test_another_currency_is_not_rupiah() -> None:
    with pytest.raises(ValueError, match="USD"):
        money.rupiah(Money(1, "USD"))
