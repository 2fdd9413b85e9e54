"""
Rating: the exact commission of a measure under a rate form, before bounds and rounding.

An answer is a numerator over the scale of the form, in minor units: 50_000_000 over a million are 50 fen.
`term` says how a measure comes to an amount, for people; `curve` gives the same number quickly, for millions of orders.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import pairwise
from math import lcm
from typing import Final, assert_never

from attrs import evolve

from rural_taobao.commission import operands
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.earning import bands, graduated_bands, numerator, places
from rural_taobao.commission.edges import Overflow, Underflow, size_of
from rural_taobao.commission.extents import MeasureBetweenBands, MeasureOutsideTiers, band_at, beyond, is_outside
from rural_taobao.commission.quotas import for_all
from rural_taobao.commission.rates import (
    Attainment,
    Banded,
    Bonus,
    ByVolume,
    Flat,
    Graduated,
    Interpolated,
    Linear,
    MeasuredForm,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    WholeAmount,
)
from rural_taobao.commission.terms import AtVolume, Sum, Term
from rural_taobao.exact import MILLIONTHS, Rate, Rounding, rounded
from rural_taobao.money import Money, UnitPrice

__all__ = [
    "MeasureBetweenBands",
    "MeasureOutsideTiers",
    "bands",
    "curve",
    "is_straight",
    "line",
    "pieces",
    "rounded_curve",
    "scale",
    "term",
    "volume_curve",
    "volume_term",
]

_NOWHERE: Final = -1


def term(rate: MeasuredForm, measure: int) -> Term:
    """
    Give how a measure comes to what it earns, exactly.

    Raises:
        MeasureOutsideTiers: The table calls such an amount an error.
        MeasureBetweenBands: A printed table does not tell such an amount apart.

    Example:
        >>> term(Flat(Money(200)), 5)
        Units(minor=200)
    """
    if isinstance(rate, Interpolated):
        return _sloped(rate, measure)
    parts = bands(rate, measure)
    flats = [operands.Units(each.minor) for _, each in parts if isinstance(each, Money)]
    begun = [operands.Counted(part, each.price.millionths) for part, each in parts if isinstance(each, PerPackage)]
    pairs = tuple((part, each.millionths) for part, each in parts if isinstance(each, Rate | UnitPrice))
    rated = [operands.Banded(pairs)] if pairs or not (begun or flats) else []
    together: tuple[Term, ...] = (*rated, *begun, *flats)
    return together[0] if len(together) == 1 else Sum(together)


def _sloped(rate: Interpolated, measure: int) -> Term:
    """Give how a measure earns at a rate that lies between those of two points."""
    points = rate.points
    if is_outside(rate, measure) or measure < size_of(points[0].at):
        return operands.Banded(())
    for low, high in pairwise(points):
        if measure <= size_of(high.at):
            return operands.Sloped(
                measure, size_of(low.at), low.rate.millionths, size_of(high.at), high.rate.millionths
            )
    return operands.Banded(((measure, points[-1].rate.millionths),))


def volume_term(rate: ByVolume, measure: int, volume: int) -> Term:
    """
    Give how a measure comes to what it earns at a volume, exactly.

    Raises:
        MeasureOutsideTiers: The table calls such a volume an error, and something is measured.

    Example:
        >>> from rural_taobao.commission import VolumeTier
        >>> tiers = [VolumeTier(0, Rate.parse("4 %"))]
        >>> volume_term(ByVolume(volume="count", tiers=tiers, boundary="upper_inclusive"), 500, 3)
        AtVolume(term=Banded(bands=((500, 40000),)), volume=3, basis=<Basis.COUNT: 'count'>)
    """
    if measure == 0:
        return operands.Banded(())
    if is_outside(rate, volume):
        return AtVolume(operands.Banded(()), volume, rate.volume)
    pays = rate.tiers[places(rate)(volume)].rate
    return AtVolume(operands.Banded(((measure, pays.millionths),)), volume, rate.volume)


def volume_curve(rate: ByVolume) -> Callable[[int, int], int]:
    """
    Compile a rate by volume into a function from a measure and a volume to what that earns, in millionths.

    It gives what `volume_term` comes to, at a fraction of the time.

    Example:
        >>> from rural_taobao.commission import VolumeTier
        >>> tiers = [VolumeTier(0, Rate.parse("4 %"))]
        >>> volume_curve(ByVolume(volume="count", tiers=tiers, boundary="upper_inclusive"))(500, 3)
        20000000
    """
    reached, outside = places(rate), beyond(rate)
    slopes = [tier.rate.millionths for tier in rate.tiers]

    def along(measure: int, volume: int) -> int:
        return 0 if measure == 0 or outside(volume) else measure * slopes[reached(volume)]

    return along


def scale(rate: MeasuredForm) -> int:
    """
    Give the denominator of what a form earns: a million, but for a rate that is interpolated.

    Example:
        >>> scale(Flat(Money(200)))
        1000000
    """
    if not isinstance(rate, Interpolated):
        return MILLIONTHS
    return MILLIONTHS * lcm(*(size_of(high.at) - size_of(low.at) for low, high in pairwise(rate.points)))


def curve(rate: MeasuredForm) -> Callable[[int], int]:
    """
    Compile a rate form into a function from a measure to what it earns, as a numerator over its scale.

    It gives what `numerator(bands(rate, measure))` gives, at a fifth of the time.

    Example:
        >>> curve(Percentage(Rate.parse("2.5 %")))(1000)
        25000000
    """
    match rate:
        case Flat(amount):
            flat = amount.minor * MILLIONTHS
            return lambda _measure: flat
        case PerUnit(price):
            return price.millionths.__mul__
        case PerPackage(size, price):
            holds, costs = size_of(size), price.millionths
            return lambda measure: -(-measure // holds) * costs
        case Percentage(share):
            return share.millionths.__mul__
        case PercentageAndFlat(share, amount):
            slope, flat = share.millionths, amount.minor * MILLIONTHS
            return lambda measure: measure * slope + flat
        case Linear(threshold, factor):
            start, above = size_of(threshold), factor.millionths
            return lambda measure: max(measure - start, 0) * above
        case Graduated():
            return _graduated(rate)
        case WholeAmount():
            return _whole_amount(rate)
        case Banded():
            return _printed(rate)
        case Bonus(at, amount):
            reached, bonus = size_of(at), amount.minor * MILLIONTHS
            return lambda measure: bonus if measure >= reached else 0
        case Interpolated():
            return _interpolated(rate)
        case Attainment():
            return curve(for_all(rate))
        case _:
            assert_never(rate)


def line(rate: MeasuredForm) -> tuple[int, int] | None:
    """
    Give a rate form as one straight line: its slope, and what to add, both in millionths of a minor unit.

    None for a form that is more than one line.

    Example:
        >>> line(Percentage(Rate.parse("2.5 %"))), line(Flat(Money(2)))
        ((25000, 0), (0, 2000000))
    """
    match rate:
        case Flat(amount):
            return 0, amount.minor * MILLIONTHS
        case PerUnit(price):
            return price.millionths, 0
        case Percentage(share):
            return share.millionths, 0
        case PercentageAndFlat(share, amount):
            return share.millionths, amount.minor * MILLIONTHS
        case _:
            return None


def rounded_curve(rate: MeasuredForm, mode: Rounding) -> Callable[[int], int]:
    """
    Compile a rate form into a function from a measure to what it earns, rounded to whole minor units.

    It gives what rounding the result of `curve` gives, at half the time.

    Example:
        >>> rounded_curve(Percentage(Rate.parse("2.5 %")), Rounding.HALF_UP)(1020)
        26
    """
    along, over = curve(rate), scale(rate)
    # Nothing earns below zero, so that three of the four modes are one floor division.
    up = {Rounding.HALF_UP: over // 2, Rounding.DOWN: 0, Rounding.UP: over - 1}.get(mode)
    if up is None:
        return lambda measure: rounded(along(measure), over, mode)
    checked = isinstance(rate, Graduated) and (rate.underflow is Underflow.ERROR or rate.overflow is Overflow.ERROR)
    if not isinstance(rate, Graduated) or checked or not is_straight(rate):
        return lambda measure: (along(measure) + up) // over
    straight = pieces(rate)
    starts = [_NOWHERE, *(start for start, _, _ in straight[1:])]
    slopes, rests = [slope for _, slope, _ in straight], [rest + up for _, _, rest in straight]

    def whole(measure: int) -> int:
        place = bisect_left(starts, measure) - 1
        return (measure * slopes[place] + rests[place]) // MILLIONTHS

    return whole


def is_straight(table: Graduated) -> bool:
    """
    Tell whether a graduated table is made of straight pieces: one with packages climbs by steps.

    Example:
        >>> from rural_taobao.commission import Boundary, Tier
        >>> step = Tier(0, UnitPrice.parse("2.00"), package=10)
        >>> is_straight(Graduated(tiers=[step], boundary=Boundary.UPPER_INCLUSIVE))
        False
    """
    return all(tier.package is None for tier in table.tiers)


def pieces(table: Graduated) -> tuple[tuple[int, int, int], ...]:
    """
    Give a graduated table without packages as straight pieces: where each begins, its slope, and what to add.

    Up to where the next one begins, a measure above the beginning earns `measure * slope + rest` millionths.
    The first holds zero too; where zero earns otherwise than what lies above it, it begins below zero.

    Example:
        >>> from rural_taobao.commission import Boundary, Tier
        >>> tiers = [Tier(0, UnitPrice.parse("2.00"), 30), Tier(30, UnitPrice.parse("1.50"))]
        >>> pieces(Graduated(tiers=tiers, boundary=Boundary.UPPER_INCLUSIVE))
        ((0, 200000000, 0), (30, 150000000, 1500000000))
    """
    # What lies below the first tier is never asked for here.
    sound = evolve(table, overflow=Overflow.NOTHING if table.overflow is Overflow.ERROR else table.overflow)
    edges = {edge for tier in table.tiers for edge in (tier.first, tier.last) if edge is not None}
    found: list[tuple[int, int, int]] = []
    for begin in sorted({_NOWHERE, *edges, *(edge - 1 for edge in edges if edge)}):
        slope = _slope(sound, max(begin + 1, 1))
        rest = numerator(graduated_bands(sound, begin + 1)) - slope * (begin + 1)
        if not found or found[-1][1:] != (slope, rest):
            found.append((begin, slope, rest))
    if len(found) == 1 or found[1][0] > 0:
        found[0] = (0, *found[0][1:])
    return tuple(found)


def _slope(table: Graduated, unit: int) -> int:
    """Give what one unit of the measure, counted from 1, earns by itself."""
    for tier in table.tiers:
        if tier.first < unit and (tier.last is None or unit <= tier.last):
            return tier.rate.millionths
    beyond = unit > table.tiers[-1].first and table.overflow is Overflow.LAST_TIER
    return table.tiers[-1].rate.millionths if beyond else 0


def _graduated(table: Graduated) -> Callable[[int], int]:
    """Compile a graduated table: what the bands below earn is added up once, where they are straight."""
    if not is_straight(table):
        return lambda measure: numerator(graduated_bands(table, measure))
    straight, outside = pieces(table), beyond(table)
    starts = [start for start, _, _ in straight]
    checked = table.underflow is Underflow.ERROR or table.overflow is Overflow.ERROR

    def along(measure: int) -> int:
        if checked:
            outside(measure)
        _, slope, rest = straight[max(bisect_left(starts, measure) - 1, 0)]
        return measure * slope + rest

    return along


def _whole_amount(table: WholeAmount) -> Callable[[int], int]:
    """Compile a whole-amount table."""
    reached, outside = places(table), beyond(table)
    nothing = numerator(bands(table, 0))
    slopes = [tier.rate.millionths for tier in table.tiers]
    entries = [tier.entry * MILLIONTHS for tier in table.tiers]
    holds = [1 if tier.package is None else size_of(tier.package) for tier in table.tiers]

    def along(measure: int) -> int:
        if measure == 0:
            return nothing
        if outside(measure):
            return 0
        place = reached(measure)
        return -(-measure // holds[place]) * slopes[place] + entries[place]

    return along


def _printed(table: Banded) -> Callable[[int], int]:
    """Compile a printed table: what each of its bands pays."""
    outside, starts = beyond(table), [size_of(band.start) for band in table.bands]
    pays = [curve(band.pays) for band in table.bands]
    # Only the last band may be open, and past its end the measure lies outside.
    ended = [size_of(band.end) for band in table.bands[:-1] if band.end is not None]

    def along(measure: int) -> int:
        if outside(measure) or measure < starts[0]:
            return 0
        place = bisect_right(starts, measure) - 1
        if place < len(ended) and measure > ended[place]:
            band_at(table, measure)
        return pays[place](measure)

    return along


def _interpolated(rate: Interpolated) -> Callable[[int], int]:
    """Compile a rate that moves in straight lines."""
    over = scale(rate)

    def along(measure: int) -> int:
        exact = evaluated(_sloped(rate, measure))
        return exact.numerator * (over // exact.denominator)

    return along
