"""
Rate forms: how much commission a measure earns, as frozen data.

A rate says what is earned, exactly; rounding, bounds and shares are said by the rule that uses it.
A form over money pays a `Rate` of it, a form over units a `UnitPrice` for each; none takes the one for the other.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import TypeAlias, assert_never, final

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import optional as optional_validator

from rural_taobao.commission.tiers import (
    BandGap,
    Boundary,
    FirstFlat,
    MixedTiers,
    NotAscending,
    NothingHeld,
    NoTiers,
    Outside,
    Overflow,
    Tier,
    TierBackwards,
    TierBelowZero,
    TierChoiceMissing,
    TierOpenInTheMiddle,
    Underflow,
    check_table,
    measure_of,
    not_below_zero,
    size_of,
    whole_edge,
)
from rural_taobao.currencies import Currency
from rural_taobao.exact import Rate, is_rate, of_kind
from rural_taobao.money import Money, UnitPrice, is_money, is_price

__all__ = [
    "Band",
    "Banded",
    "Bonus",
    "Flat",
    "Graduated",
    "Interpolated",
    "Linear",
    "PerPackage",
    "PerUnit",
    "Percentage",
    "PercentageAndFlat",
    "Point",
    "RateForm",
    "StraightForm",
    "WholeAmount",
    "currencies_of",
    "pays_for_money",
]

_pays = of_kind((Rate, UnitPrice), "Rate.parse('2 %') or UnitPrice.parse('0.30')")


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

    amount: Money = field(validator=[is_money, not_below_zero])


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
class PerPackage:
    """
    A price for each package of some size that was begun: the last one counts whole, however little is in it.

    Attributes:
        size: How much one package holds, above 0: money, or a number of units.
        price: The price of one package, exact to a millionth of a minor unit.

    Raises:
        NothingHeld: A package holds nothing.

    Example:
        >>> from rural_taobao.commission.rating import bands
        >>> bands(PerPackage(10, UnitPrice.parse("3.00")), 21)
        ((3, UnitPrice(millionths=300000000, currency=Currency(code='CNY'))),)
    """

    size: Money | int = field(validator=whole_edge)
    price: UnitPrice = field(validator=is_price)

    def __attrs_post_init__(self) -> None:
        if size_of(self.size) <= 0:
            what = "package"
            raise NothingHeld(what, self.size)
        if isinstance(self.size, Money) and self.size.currency != self.price.currency:
            raise MixedTiers(self.size, self.price)


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
@frozen
class PercentageAndFlat:
    """
    A share of an amount of money, and a fixed amount besides.

    Attributes:
        rate: The share.
        flat: The fixed amount, 0 or more, for each event.

    Raises:
        FlatBelowZero: It is less.
    """

    rate: Rate = field(validator=is_rate)
    flat: Money = field(validator=[is_money, not_below_zero])


@final
@frozen
class Linear:
    """
    What lies above a threshold, times a factor; nothing at the threshold and below it.

    Attributes:
        threshold: The threshold, 0 or more: money, or a number of units.
        factor: What each minor unit, or each unit, above it earns: a Rate with money, a UnitPrice with units.

    Raises:
        MixedTiers: The two do not go together.
        TierBelowZero: The threshold is negative.
    """

    threshold: Money | int = field(validator=whole_edge)
    factor: Rate | UnitPrice = field(validator=_pays)

    def __attrs_post_init__(self) -> None:
        Tier(self.threshold, self.factor)


def _tiers(tiers: Iterable[Tier]) -> tuple[Tier, ...]:
    return tuple(tiers)


@final
@frozen(kw_only=True)
class Graduated:
    """
    Each band of the measure earns at its own rate, and each that is reached pays its flat amount.

    Attributes:
        tiers: The bands, rising, meeting each other; only the last may be open.
        boundary: Which band owns an amount at which two meet.
        overflow: What is earned past a last tier that ends; required where it does.
        underflow: What is earned below a first tier that starts above zero; required where it does.
        first_flat: From where on a first tier that starts at zero pays its flat amount; required where it has one.

    Raises:
        NoTiers: There is none.
        MixedTiers: They measure unlike things.
        TiersNotAscending: They overlap or are out of order.
        TierGap: They leave something between them.
        TierOpenInTheMiddle: One that is not the last has no end.
        TierChoiceMissing: What is earned at their ends or outside them is not said.

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
    first_flat: FirstFlat | None = field(default=None, converter=optional(FirstFlat))
    boundary: Boundary = field(converter=Boundary)
    tiers: tuple[Tier, ...] = field(converter=_tiers, validator=check_table)


@final
@frozen(kw_only=True)
class WholeAmount:
    """
    All of the measure earns at the rate of the band that it reaches, which pays its flat amount besides.

    Attributes:
        tiers: The bands, rising, meeting each other; only the last may be open.
        boundary: Which band owns an amount at which two meet; here it moves money.
        overflow: What is earned past a last tier that ends; required where it does.
        underflow: What is earned below a first tier that starts above zero; required where it does.
        first_flat: From where on a first tier that starts at zero pays its flat amount; required where it has one.

    Raises:
        NoTiers, MixedTiers, TiersNotAscending, TierGap, TierOpenInTheMiddle, TierChoiceMissing: As for `Graduated`.
    """

    overflow: Overflow | None = field(default=None, converter=optional(Overflow))
    underflow: Underflow | None = field(default=None, converter=optional(Underflow))
    first_flat: FirstFlat | None = field(default=None, converter=optional(FirstFlat))
    boundary: Boundary = field(converter=Boundary)
    tiers: tuple[Tier, ...] = field(converter=_tiers, validator=check_table)


@final
@frozen
class Point:
    """
    One point of a rate that moves in a straight line from each point to the next.

    Attributes:
        at: The measure, 0 or more: money, or a number of units.
        rate: What each minor unit, or each unit, of such a measure earns: a Rate with money, a UnitPrice with units.

    Raises:
        MixedTiers: The two do not go together.
        TierBelowZero: The measure is negative.
    """

    at: Money | int = field(validator=whole_edge)
    rate: Rate | UnitPrice = field(validator=_pays)

    def __attrs_post_init__(self) -> None:
        Tier(self.at, self.rate)


def _points(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(points)


def _rising(value: "Interpolated", _attribute: object, points: tuple[Point, ...]) -> None:
    if not points:
        raise NoTiers
    for earlier, later in pairwise(points):
        if measure_of(earlier.at) != measure_of(later.at):
            raise MixedTiers(earlier.at, later.at)
        if size_of(later.at) <= size_of(earlier.at):
            what = "points"
            raise NotAscending(what, earlier.at, later.at)
    Graduated(
        tiers=[Tier(first.at, first.rate, last.at) for first, last in pairwise(points)]
        or [Tier(points[0].at, points[0].rate)],
        boundary=Boundary.UPPER_INCLUSIVE,
        overflow=value.overflow,
        underflow=value.underflow,
    )


@final
@frozen(kw_only=True)
class Interpolated:
    """
    All of the measure earns at a rate that moves in a straight line between points.

    Attributes:
        points: The points, rising.
        overflow: What is earned past the last point; with `last_tier` its rate goes on.
        underflow: What is earned below a first point that lies above zero; required where it does.

    Raises:
        NoTiers: There is no point.
        MixedTiers: They measure unlike things.
        NotAscending: They are out of order.
        TierChoiceMissing: What is earned below the first is not said.
    """

    overflow: Overflow = field(converter=Overflow)
    underflow: Underflow | None = field(default=None, converter=optional(Underflow))
    points: tuple[Point, ...] = field(converter=_points, validator=_rising)


@final
@frozen
class Band:
    """
    One row of a printed table; both its ends are in it.

    Attributes:
        start: The least measure in it, 0 or more: money, or a number of units.
        end: The greatest in it; None where it is open.
        pays: What such a measure earns as a whole.

    Raises:
        MixedTiers: The ends measure unlike things, or it pays for another.
        TierBelowZero: It starts below zero.
        TierBackwards: It ends below its start.
    """

    start: Money | int = field(validator=whole_edge)
    end: Money | int | None = field(validator=optional_validator(whole_edge))
    pays: "Flat | Percentage | PercentageAndFlat | PerUnit" = field(
        validator=of_kind((Flat, Percentage, PercentageAndFlat, PerUnit), "a flat rate, a percentage or a unit price")
    )

    def __attrs_post_init__(self) -> None:
        if self.end is not None and measure_of(self.start) != measure_of(self.end):
            raise MixedTiers(self.start, self.end)
        if isinstance(self.pays, Percentage | PercentageAndFlat) and not isinstance(self.start, Money):
            raise MixedTiers(self.start, self.pays)
        if isinstance(self.pays, PerUnit) and isinstance(self.start, Money):
            raise MixedTiers(self.start, self.pays)
        if size_of(self.start) < 0:
            raise TierBelowZero(self.start)
        if self.end is not None and size_of(self.end) < size_of(self.start):
            raise TierBackwards(self.start, self.end)


def _bands(bands: Iterable[Band]) -> tuple[Band, ...]:
    return tuple(bands)


def _meeting(value: "Banded", _attribute: object, bands: tuple[Band, ...]) -> None:
    """Refuse bands that overlap, or that leave a step between them to nobody."""
    if not bands:
        raise NoTiers
    if size_of(value.step) <= 0:
        what = "step"
        raise NothingHeld(what, value.step)
    for band in bands:
        if measure_of(band.start) != measure_of(value.step):
            raise MixedTiers(value.step, band.start)
    for earlier, later in pairwise(bands):
        if earlier.end is None:
            raise TierOpenInTheMiddle(earlier.start)
        between = size_of(later.start) - size_of(earlier.end)
        if between <= 0:
            what = "bands"
            raise NotAscending(what, earlier.end, later.start)
        if between > size_of(value.step):
            raise BandGap(earlier.end, later.start, value.step)
    last = bands[-1].end
    if last is not None and value.overflow is None:
        raise TierChoiceMissing(Outside.OVERFLOW, last, tuple(Overflow))
    if size_of(bands[0].start) > 0 and value.underflow is None:
        raise TierChoiceMissing(Outside.UNDERFLOW, bands[0].start, tuple(Underflow))


@final
@frozen(kw_only=True)
class Banded:
    """
    A table as it is printed: each band names its least and its greatest measure, and what one in it earns.

    Attributes:
        step: The smallest measure that the table tells apart: money, or a number of units; gaps are judged on it.
        bands: The bands, rising; each starts at most one step above the end of the one before.
        overflow: What is earned past a last band that ends; required where it does.
        underflow: What is earned below a first band that starts above zero; required where it does.

    Raises:
        NoTiers: There is none.
        NothingHeld: The step is 0 or less.
        MixedTiers: They measure unlike things.
        NotAscending: They overlap, or are out of order.
        BandGap: They leave a step between them.
        TierOpenInTheMiddle: One that is not the last has no end.
        TierChoiceMissing: What is earned outside them is not said.
    """

    step: Money | int = field(validator=whole_edge)
    overflow: Overflow | None = field(default=None, converter=optional(Overflow))
    underflow: Underflow | None = field(default=None, converter=optional(Underflow))
    bands: tuple[Band, ...] = field(converter=_bands, validator=_meeting)


@final
@frozen
class Bonus:
    """
    A fixed amount, earned once the measure reaches a threshold.

    Attributes:
        at: The threshold, 0 or more, which reaches it itself: money, or a number of units.
        amount: What is paid, 0 or more.

    Raises:
        TierBelowZero: The threshold is negative.
        FlatBelowZero: The amount is.
    """

    at: Money | int = field(validator=whole_edge)
    amount: Money = field(validator=[is_money, not_below_zero])

    def __attrs_post_init__(self) -> None:
        if size_of(self.at) < 0:
            raise TierBelowZero(self.at)


StraightForm: TypeAlias = (
    Flat | PerUnit | PerPackage | Percentage | PercentageAndFlat | Linear | Graduated | WholeAmount | Banded | Bonus
)
"""Every rate form of which each part of a measure earns at a stated rate, or a stated amount."""
RateForm: TypeAlias = StraightForm | Interpolated
"""Every rate form; a closed union."""


def pays_for_money(rate: RateForm) -> bool | None:
    """
    Tell whether a form is measured in money; None where it takes any basis.

    Example:
        >>> pays_for_money(Percentage(Rate.parse("2 %"))), pays_for_money(Flat(Money(200)))
        (True, None)
    """
    match rate:
        case Flat():
            return None
        case PerUnit():
            return False
        case Percentage() | PercentageAndFlat():
            return True
        case PerPackage(size=edge) | Linear(threshold=edge) | Bonus(at=edge) | Banded(step=edge):
            return isinstance(edge, Money)
        case Graduated(tiers=tiers) | WholeAmount(tiers=tiers):
            return isinstance(tiers[0].start, Money)
        case Interpolated(points=points):
            return isinstance(points[0].at, Money)
        case _:
            assert_never(rate)


def currencies_of(rate: RateForm) -> frozenset[Currency]:
    """
    Give the currencies that a rate form names; a percentage names none.

    Example:
        >>> currencies_of(Flat(Money(200)))
        frozenset({Currency(code='CNY')})
    """
    match rate:
        case Flat(amount):
            named: Iterable[object] = (amount,)
        case PerUnit(price):
            named = (price,)
        case PerPackage(size, price):
            named = (size, price)
        case Percentage():
            named = ()
        case PercentageAndFlat(_, flat):
            named = (flat,)
        case Linear(threshold, factor):
            named = (threshold, factor)
        case Bonus(at, amount):
            named = (at, amount)
        case Graduated(tiers=tiers) | WholeAmount(tiers=tiers):
            named = (tiers[0].start, tiers[0].rate)
        case Interpolated(points=points):
            named = (points[0].at, points[0].rate)
        case Banded(step=step, bands=listed):
            return frozenset([step.currency] if isinstance(step, Money) else ()).union(
                *(currencies_of(band.pays) for band in listed)
            )
        case _:
            assert_never(rate)
    return frozenset(each.currency for each in named if isinstance(each, Money | UnitPrice))
