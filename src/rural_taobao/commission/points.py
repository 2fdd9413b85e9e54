"""Points: the rate forms that go by single measures, above one, at one, and in straight lines from one to the next."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import final

from attrs import field, frozen
from attrs.converters import optional

from rural_taobao.commission.edges import (
    MixedTiers,
    NotAscending,
    Overflow,
    Underflow,
    measure_of,
    size_of,
    whole_edge,
)
from rural_taobao.commission.tiers import NoTiers, Outside, TierChoiceMissing, not_below_zero
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.flaws import Checks, Flaw, refuse
from rural_taobao.kinds import of_kind, tuple_of
from rural_taobao.money import Money, UnitPrice, is_money

__all__ = [
    "Bonus",
    "Interpolated",
    "Linear",
    "Point",
    "ThresholdBelowZero",
    "bonus_checks",
    "linear_checks",
    "point_checks",
    "points_checks",
]

_pays = of_kind((Rate, UnitPrice), "Rate.parse('2 %') or UnitPrice.parse('0.30')")


@final
class ThresholdBelowZero(RuralTaobaoError, ValueError):
    """
    A threshold, or a point, lies below zero, where no measure does.

    Attributes:
        threshold: Where it was to lie.
    """

    def __init__(self, threshold: Money | int) -> None:
        self.threshold = threshold
        super().__init__(threshold)

    def __str__(self) -> str:
        return f"a threshold or a point must be 0 or more, but {self.threshold} was given; state 0, or where it lies"


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
        ThresholdBelowZero: The threshold is negative.
    """

    threshold: Money | int = field(validator=whole_edge)
    factor: Rate | UnitPrice = field(validator=_pays)

    def __attrs_post_init__(self) -> None:
        refuse(linear_checks(self))


def linear_checks(form: Linear) -> Checks:
    """Check that what lies above a threshold is paid for as it is measured."""
    yield _paid_alike("factor", form.threshold, form.factor)
    yield _threshold("threshold", form.threshold)


def _threshold(name: str, threshold: Money | int) -> Iterator[Flaw]:
    if size_of(threshold) < 0:
        yield (name,), ThresholdBelowZero(threshold)


def _paid_alike(name: str, at: Money | int, rate: Rate | UnitPrice) -> Iterator[Flaw]:
    if isinstance(at, Money) is not isinstance(rate, Rate):
        yield (name,), MixedTiers(at, rate)


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
        ThresholdBelowZero: The measure is negative.
    """

    at: Money | int = field(validator=whole_edge)
    rate: Rate | UnitPrice = field(validator=_pays)

    def __attrs_post_init__(self) -> None:
        refuse(point_checks(self))


def point_checks(point: Point) -> Checks:
    """Check that a point pays for what it measures."""
    yield _paid_alike("rate", point.at, point.rate)
    yield _not_below(point)


def _not_below(point: Point) -> Iterator[Flaw]:
    if size_of(point.at) < 0:
        yield ("at",), ThresholdBelowZero(point.at)


def _points(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple_of(Point, points, "points", "Point(...)")


def _paid_in(point: Point) -> object:
    """Give the currency of prices; nothing of rates, which pay in that of the points."""
    return point.rate.currency if isinstance(point.rate, UnitPrice) else None


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
    points: tuple[Point, ...] = field(converter=_points)

    def __attrs_post_init__(self) -> None:
        refuse(points_checks(self))


def points_checks(form: Interpolated) -> Checks:
    """Check that points rise, are alike, and that something is said below the first."""
    points = form.points
    yield _some(points)
    for place, pair in enumerate(pairwise(points), 1):
        yield _rise(place, *pair)
        yield _paid_in_one(place, *pair)
    yield from (_below_first(form, point) for point in points[:1])


def _some(points: tuple[Point, ...]) -> Iterator[Flaw]:
    if not points:
        yield ("points",), NoTiers()


def _rise(place: int, earlier: Point, later: Point) -> Iterator[Flaw]:
    here = ("points", place)
    if measure_of(earlier.at) != measure_of(later.at):
        yield here, MixedTiers(earlier.at, later.at)
    elif 0 <= size_of(later.at) <= size_of(earlier.at):
        what = "points"
        yield (*here, "at"), NotAscending(what, earlier.at, later.at)


def _paid_in_one(place: int, earlier: Point, later: Point) -> Iterator[Flaw]:
    if measure_of(earlier.at) == measure_of(later.at) and _paid_in(earlier) != _paid_in(later):
        yield ("points", place, "rate"), MixedTiers(earlier.rate, later.rate)


def _below_first(form: Interpolated, point: Point) -> Iterator[Flaw]:
    if size_of(point.at) > 0 and form.underflow is None:
        yield ("underflow",), TierChoiceMissing(Outside.UNDERFLOW, point.at, tuple(Underflow))


@final
@frozen
class Bonus:
    """
    A fixed amount, earned once the measure reaches a threshold.

    Attributes:
        at: The threshold, 0 or more, which reaches it itself: money, or a number of units.
        amount: What is paid, 0 or more.

    Raises:
        ThresholdBelowZero: The threshold is negative.
        FlatBelowZero: The amount is.
    """

    at: Money | int = field(validator=whole_edge)
    amount: Money = field(validator=[is_money, not_below_zero])

    def __attrs_post_init__(self) -> None:
        refuse(bonus_checks(self))


def bonus_checks(form: Bonus) -> Checks:
    """Check that a bonus has a threshold that can be reached, in the currency that it pays in."""
    yield _threshold("at", form.at)
