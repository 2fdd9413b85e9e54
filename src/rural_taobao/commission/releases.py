"""
Releases: what of a commission comes when, over the points of a curve or as the amount that it is of is paid.

Each is a computation on whole amounts, and its parts make the whole.
What one is to be released for, and on which day, is for whoever asks.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import MILLIONTHS, Rate, Rounding, is_rate, rounded
from rural_taobao.money import CurrencyMismatch, Money, MoneyBelowZero, is_money

__all__ = ["CurveNotWhole", "NothingToReleaseBy", "chained", "deferred", "released", "taxed_apart"]


@final
class CurveNotWhole(RuralTaobaoError, ValueError):
    """
    The points of a curve do not make the whole.

    Attributes:
        total: What they add up to.
    """

    def __init__(self, total: Rate) -> None:
        self.total = total
        super().__init__(total)

    def __str__(self) -> str:
        return (
            f"the points of a curve must add up to 100 %, but they add up to {self.total}; "
            "change a point, so that all of the amount is released once"
        )


@final
class NothingToReleaseBy(RuralTaobaoError, ValueError):
    """
    An amount was to be released as nothing, or less, is paid.

    Attributes:
        of: What is to be paid.
    """

    def __init__(self, of: Money) -> None:
        self.of = of
        super().__init__(of)

    def __str__(self) -> str:
        return f"what is to be paid must be more than 0, but {self.of} was given; release such an amount whole"


def deferred(principal: Money, curve: Sequence[Rate]) -> tuple[Money, ...]:
    """
    Divide an amount over the points of a curve; each but the last is cut to whole minor units, the last takes the rest.

    Args:
        principal: The amount, of any sign; the parts of `-principal` are minus those of `principal`.
        curve: The share of each point, 100 % in all.

    Raises:
        WrongKind: The amount is no money, or a share no rate.
        CurveNotWhole: The points do not add up to 100 %.

    Example:
        >>> curve = [Rate.parse("50 %"), Rate.parse("50 %")]
        >>> [str(part) for part in deferred(Money(5), curve)]
        ['¥0.02', '¥0.03']
    """
    is_money(None, None, principal)
    for share in curve:
        is_rate(None, None, share)
    total = sum(share.millionths for share in curve)
    if total != MILLIONTHS:
        raise CurveNotWhole(Rate(total))
    parts = [rounded(principal.minor * share.millionths, MILLIONTHS, Rounding.DOWN) for share in curve[:-1]]
    return tuple(Money(part, principal.currency) for part in (*parts, principal.minor - sum(parts)))


def released(commission: Money, of: Money, payments: Sequence[Money], rounding: Rounding) -> tuple[Money, ...]:
    """
    Release an amount in proportion as another is paid, or take it back in proportion as that is refunded.

    What is released up to each payment is rounded, so that all payments together release the whole; what is paid beyond
    the amount releases nothing more.

    Args:
        commission: The amount that is released, of any sign.
        of: What is to be paid, above 0.
        payments: What is paid, one after the other, each 0 or more.
        rounding: Which way.

    Returns:
        What each payment releases.

    Raises:
        WrongKind: An amount is no money.
        NothingToReleaseBy: Nothing is to be paid.
        MoneyBelowZero: A payment is negative.
        CurrencyMismatch: A payment is in another currency than what is to be paid.

    Example:
        >>> fen = Money(100)
        >>> [str(part) for part in released(Money(5), fen * 3, [fen, fen, fen], Rounding.DOWN)]
        ['¥0.01', '¥0.02', '¥0.02']
    """
    for amount in (commission, of, *payments):
        is_money(None, None, amount)
    if of.minor <= 0:
        raise NothingToReleaseBy(of)
    for payment in payments:
        if payment.currency != of.currency:
            raise CurrencyMismatch(of.currency, payment.currency)
        if payment.minor < 0:
            name = "a payment"
            raise MoneyBelowZero(name, payment)
    paid = accumulate((payment.minor for payment in payments), initial=0)
    upto = [rounded(commission.minor * min(each, of.minor), of.minor, rounding) for each in paid]
    return tuple(Money(after - before, commission.currency) for before, after in pairwise(upto))


def chained(base: Money, factors: Sequence[Rate], rounding: Rounding) -> Money:
    """
    Multiply an amount by several factors, and round once at the end.

    Args:
        base: The amount, of any sign.
        factors: The factors; one may be above 100 %.
        rounding: Which way.

    Raises:
        WrongKind: The amount is no money, or a factor no rate.

    Example:
        >>> print(chained(Money(1_99), [Rate.parse("50 %"), Rate.parse("50 %")], Rounding.HALF_UP))
        ¥0.50
    """
    is_money(None, None, base)
    exact = base.minor
    for factor in factors:
        is_rate(None, None, factor)
        exact *= factor.millionths
    return Money(rounded(exact, MILLIONTHS ** len(factors), rounding), base.currency)


def taxed_apart(fee: Money, tax: Rate, rounding: Rounding) -> tuple[Money, Money]:
    """
    Give a fee and the tax on it, which is of the fee as it is charged, whole coins, and is rounded by itself.

    Args:
        fee: The fee, of any sign.
        tax: The rate of the tax.
        rounding: Which way.

    Returns:
        The tax, and the fee with the tax.

    Raises:
        WrongKind: The fee is no money, or the tax no rate.

    Example:
        >>> [str(part) for part in taxed_apart(Money.parse("1.10"), Rate.parse("13 %"), Rounding.HALF_UP)]
        ['¥0.14', '¥1.24']
    """
    is_money(None, None, fee)
    is_rate(None, None, tax)
    part = Money(rounded(fee.minor * tax.millionths, MILLIONTHS, rounding), fee.currency)
    return part, fee + part
