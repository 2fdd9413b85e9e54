"""Figures: exact amounts, measures, rates and shares as they are written for people, the same in every language."""

from math import gcd

from rural_taobao.commission.bases import BasisForm, is_money
from rural_taobao.currencies import Currency
from rural_taobao.exact import MILLIONTHS, Exact, Rate, decimal_text
from rural_taobao.money import Money, UnitPrice

__all__ = ["exactly", "measure_text", "rate_text", "scaled_text", "wholly"]

_PLACES = 6


def exactly(amount: Exact, currency: Currency) -> str:
    """
    Write an exact amount as money, with six digits more than its coins have where it is finer, and `…` for any left.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> exactly(Exact(2398), CNY), exactly(Exact(-33, 2), CNY), exactly(Exact(1, 3), CNY)
        ('¥23.98', '-¥0.165', '¥0.00333333…')
    """
    scaled, left = divmod(abs(amount.numerator) * 10**_PLACES, amount.denominator)
    return f"{_decimal(amount.numerator < 0, scaled, _PLACES, currency)}{'…' if left else ''}"


def wholly(amount: Exact, currency: Currency) -> str:
    """
    Write an exact amount as money without leaving anything out: as a decimal where it has an end, else as a fraction.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> wholly(Exact(2398), CNY), wholly(Exact(1, 8_000_000_000), CNY), wholly(Exact(-8000, 3), CNY)
        ('¥23.98', '¥0.00000000000125', '-¥80/3')
    """
    common = gcd(amount.numerator, amount.denominator)
    numerator, denominator = abs(amount.numerator) // common, amount.denominator // common
    rest, places = denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    if rest == 1:
        return _decimal(amount.numerator < 0, numerator * 10**places // denominator, places, currency)
    coins = denominator * 10**currency.digits
    common = gcd(numerator, coins)
    return f"{'-' if amount.numerator < 0 else ''}{currency.sign}{numerator // common}/{coins // common}"


def _decimal(below_zero: bool, size: int, places: int, currency: Currency) -> str:  # noqa: FBT001 - a sign, and no choice
    """Write parts of a coin as money; the digits of a coin are always there."""
    coins, rest = divmod(size, 10**places)
    if rest == 0:
        return str(Money(-coins if below_zero else coins, currency))
    before, _, after = decimal_text(size, currency.digits + places, trim=True).partition(".")
    return f"{'-' if below_zero else ''}{currency.sign}{int(before):,}.{after}"


def measure_text(units: int, basis: BasisForm, currency: Currency) -> str:
    """
    Write a measure: an amount as money, units as a number.

    Example:
        >>> from rural_taobao.commission.bases import Basis
        >>> from rural_taobao.currencies import CNY
        >>> measure_text(1250, Basis.NET, CNY), measure_text(1250, Basis.QUANTITY, CNY)
        ('¥12.50', '1250')
    """
    return str(Money(units, currency)) if is_money(basis) else str(units)


def rate_text(millionths: int, basis: BasisForm, currency: Currency) -> str:
    """
    Write what each unit of a measure earns: a share of an amount, or a price of a unit.

    Example:
        >>> from rural_taobao.commission.bases import Basis
        >>> from rural_taobao.currencies import CNY
        >>> rate_text(25_000, Basis.NET, CNY), rate_text(25_000_000, Basis.QUANTITY, CNY)
        ('2.5 %', '¥0.25')
    """
    return str(Rate(millionths)) if is_money(basis) else str(UnitPrice(millionths, currency))


def scaled_text(part: int, scale: int) -> str:
    """
    Write a part of a scale in percent where a rate can hold it, as a fraction else.

    Example:
        >>> scaled_text(1, 4), scaled_text(8, 9)
        ('25 %', '8/9')
    """
    rate, rest = divmod(part * MILLIONTHS, scale)
    return f"{part}/{scale}" if rest else str(Rate(rate))
