"""
Rate forms: how a measure, of money or of units, becomes a commission.

Every form answers in millionths of a minor unit, so that nothing is rounded before the rule says so.
"""

from collections.abc import Iterable
from typing import TypeAlias, final

from attrs import field, frozen
from attrs.converters import optional

from rural_taobao.commission.tiers import Boundary, Overflow, Tier, Underflow, check_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate, is_rate
from rural_taobao.money import Money, UnitPrice, is_money, is_price

__all__ = ["Flat", "FlatBelowZero", "Graduated", "PerUnit", "Percentage", "RateForm", "WholeAmount"]


@final
class FlatBelowZero(RuralTaobaoError, ValueError):
    """
    A flat rate takes money instead of paying it.

    Attributes:
        amount: The amount that was given.
    """

    def __init__(self, amount: Money) -> None:
        self.amount = amount
        super().__init__(amount)

    def __str__(self) -> str:
        return f"a flat rate must be 0 or more, but {self.amount} was given; leave the rule out where nothing is paid"


def _tiers(tiers: Iterable[Tier]) -> tuple[Tier, ...]:
    return tuple(tiers)


def _not_below_zero(_value: "Flat", _attribute: object, amount: Money) -> None:
    if amount.minor < 0:
        raise FlatBelowZero(amount)


@final
@frozen
class Flat:
    """
    A fixed amount for each event, whatever its size.

    Attributes:
        amount: What is paid, 0 or more.

    Raises:
        FlatBelowZero: It is less.

    Example:
        >>> Flat(Money.parse("2.00"))
        Flat(amount=Money(200, 'CNY'))
    """

    amount: Money = field(validator=[is_money, _not_below_zero])


@final
@frozen
class PerUnit:
    """
    A price for each unit, each order or each parcel.

    Attributes:
        price: The price of one, exact to a millionth of a minor unit.
    """

    price: UnitPrice = field(validator=is_price)


@final
@frozen
class Percentage:
    """
    A share of an amount of money.

    Attributes:
        rate: The share.
    """

    rate: Rate = field(validator=is_rate)


@final
@frozen(kw_only=True)
class Graduated:
    """
    Each band of the measure earns at its own rate.

    Attributes:
        tiers: The bands, rising, meeting each other; only the last may be open.
        boundary: Which band owns an amount at which two meet.
        overflow: What is earned past a last tier that ends; required where it does.
        underflow: What is earned below a first tier that starts above zero; required where it does.

    Raises:
        NoTiers: There is none.
        MixedTiers: They measure unlike things.
        TiersNotAscending: They overlap or are out of order.
        TierGap: They leave something between them.
        TierOpenInTheMiddle: One that is not the last has no end.
        TierChoiceMissing: What is earned outside them is not said.

    Example:
        >>> yuan = Money.parse
        >>> table = Graduated(
        ...     tiers=[
        ...         Tier(yuan("0"), Rate.parse("2 %"), yuan("1000.00")),
        ...         Tier(yuan("1000.00"), Rate.parse("5 %")),
        ...     ],
        ...     boundary=Boundary.UPPER_INCLUSIVE,
        ... )
        >>> from rural_taobao.commission.rating import bands
        >>> [(part, str(rate)) for part, rate in bands(table, 160_000)]
        [(100000, '2 %'), (60000, '5 %')]
    """

    overflow: Overflow | None = field(default=None, converter=optional(Overflow))
    underflow: Underflow | None = field(default=None, converter=optional(Underflow))
    boundary: Boundary = field(converter=Boundary)
    tiers: tuple[Tier, ...] = field(converter=_tiers, validator=check_table)


@final
@frozen(kw_only=True)
class WholeAmount:
    """
    All of the measure earns at the rate of the band that it reaches.

    Attributes:
        tiers: The bands, rising, meeting each other; only the last may be open.
        boundary: Which band owns an amount at which two meet; here it moves money.
        overflow: What is earned past a last tier that ends; required where it does.
        underflow: What is earned below a first tier that starts above zero; required where it does.

    Raises:
        NoTiers, MixedTiers, TiersNotAscending, TierGap, TierOpenInTheMiddle, TierChoiceMissing: As for `Graduated`.
    """

    overflow: Overflow | None = field(default=None, converter=optional(Overflow))
    underflow: Underflow | None = field(default=None, converter=optional(Underflow))
    boundary: Boundary = field(converter=Boundary)
    tiers: tuple[Tier, ...] = field(converter=_tiers, validator=check_table)


RateForm: TypeAlias = Flat | PerUnit | Percentage | Graduated | WholeAmount
"""Every rate form; a closed union."""
