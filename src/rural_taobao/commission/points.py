"""Points: the rate forms that go by single measures, above one, at one, and in straight lines from one to the next."""

from collections.abc import Iterable
from itertools import pairwise
from typing import final

from attrs import field, frozen
from attrs.converters import optional

from rural_taobao.commission.edges import (
    MixedTiers,
    NotAscending,
    Overflow,
    TierBelowZero,
    Underflow,
    measure_of,
    size_of,
    whole_edge,
)
from rural_taobao.commission.tiers import NoTiers, Outside, Tier, TierChoiceMissing, not_below_zero
from rural_taobao.currencies import Currency
from rural_taobao.exact import Rate
from rural_taobao.kinds import of_kind
from rural_taobao.money import Money, UnitPrice, is_money

__all__ = ["Bonus", "Interpolated", "Linear", "Point"]

_pays = of_kind((Rate, UnitPrice), "Rate.parse('2 %') or UnitPrice.parse('0.30')")


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


def _paid_in(point: Point) -> Currency:
    return Tier(point.at, point.rate).currency


def _rising(value: "Interpolated", _attribute: object, points: tuple[Point, ...]) -> None:
    if not points:
        raise NoTiers
    for earlier, later in pairwise(points):
        if measure_of(earlier.at) != measure_of(later.at):
            raise MixedTiers(earlier.at, later.at)
        if _paid_in(earlier) != _paid_in(later):
            raise MixedTiers(earlier.rate, later.rate)
        if size_of(later.at) <= size_of(earlier.at):
            what = "points"
            raise NotAscending(what, earlier.at, later.at)
    if size_of(points[0].at) > 0 and value.underflow is None:
        raise TierChoiceMissing(Outside.UNDERFLOW, points[0].at, tuple(Underflow))


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
