"""
Rating: the exact commission of a measure under a rate form, before bounds and rounding.

An answer is a numerator over the scale of the form, in minor units: 50_000_000 over a million are 50 fen.
`bands` says what earns at which rate and `term` how that comes to an amount, for people; `curve` gives the same number
quickly, for millions of orders.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import pairwise
from math import lcm
from typing import Final, TypeAlias, assert_never, final

from attrs import evolve

from rural_taobao.commission import arithmetic
from rural_taobao.commission.edges import Boundary, FirstFlat, Overflow, Underflow, size_of
from rural_taobao.commission.quotas import for_all
from rural_taobao.commission.rates import (
    Attainment,
    Band,
    Banded,
    Bonus,
    Flat,
    Graduated,
    Interpolated,
    Linear,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    RateForm,
    StraightForm,
    WholeAmount,
)
from rural_taobao.commission.tiers import Tier
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import MILLIONTHS, Rate, Rounding, rounded
from rural_taobao.money import Money, UnitPrice

__all__ = [
    "Bands",
    "Ended",
    "MeasureBetweenBands",
    "MeasureOutsideTiers",
    "bands",
    "curve",
    "ends",
    "is_straight",
    "line",
    "numerator",
    "pieces",
    "rounded_curve",
    "scale",
    "term",
]

Pays: TypeAlias = Rate | UnitPrice | PerPackage | Money
Bands = tuple[tuple[int, Pays], ...]
"""
Parts of a measure, each with what it earns: minor units at a Rate, units at a UnitPrice, packages that were begun each
at its price, once a fixed amount.
"""
Ended: TypeAlias = Graduated | WholeAmount | Banded | Interpolated
"""Every rate form that says what is earned outside it."""
_NOWHERE: Final = -1


@final
class MeasureOutsideTiers(RuralTaobaoError, ValueError):
    """
    A measure lies where its table says that an amount is an error.

    Attributes:
        measure: The measure, in minor units or in units.
        side: `above` the last tier or `below` the first.
        edge: Where the tiers end, or start.
    """

    def __init__(self, measure: int, side: str, edge: Money | int) -> None:
        self.measure = measure
        self.side = side
        self.edge = edge
        super().__init__(measure, side, edge)

    def __str__(self) -> str:
        return (
            f"a measure must lie within the tiers, but {_like(self.edge, self.measure)} is {self.side} {self.edge} and "
            "the plan calls that an error; extend the tiers, or state another 'overflow' or 'underflow'"
        )


@final
class MeasureBetweenBands(RuralTaobaoError, ValueError):
    """
    A measure lies between two bands of a printed table, finer than the step of the table.

    Attributes:
        measure: The measure, in minor units or in units.
        end: The end of the band below it.
        start: The start of the band above it.
    """

    def __init__(self, measure: int, end: Money | int, start: Money | int) -> None:
        self.measure = measure
        self.end = end
        self.start = start
        super().__init__(measure, end, start)

    def __str__(self) -> str:
        return (
            f"a measure must lie in a band, but {_like(self.end, self.measure)} is above {self.end} and below "
            f"{self.start}; let the bands meet at a finer 'step'"
        )


def _like(edge: Money | int, measure: int) -> Money | int:
    return Money(measure, edge.currency) if isinstance(edge, Money) else measure


def ends(table: Ended) -> tuple[Money | int, Money | int | None]:
    """
    Give where a table starts, and where it ends; None where it is open.

    Example:
        >>> ends(WholeAmount(tiers=[Tier(0, UnitPrice.parse("0.30"))], boundary="lower_inclusive"))
        (0, None)
    """
    match table:
        case Graduated(tiers=tiers) | WholeAmount(tiers=tiers):
            return tiers[0].start, tiers[-1].end
        case Banded(bands=listed):
            return listed[0].start, listed[-1].end
        case Interpolated(points=points):
            return points[0].at, points[-1].at
        case _:
            assert_never(table)


def is_outside(table: Ended, measure: int) -> bool:
    """
    Tell whether a measure lies where a table earns nothing since it starts above or ends below.

    Raises:
        MeasureOutsideTiers: The table calls such an amount an error.

    Example:
        >>> table = WholeAmount(tiers=[Tier(0, UnitPrice.parse("0.30"), 9)], boundary="lower_inclusive", overflow="nothing")
        >>> is_outside(table, 9), is_outside(table, 10)
        (False, True)
    """
    first, last = ends(table)
    if 0 < measure < size_of(first):
        if table.underflow is Underflow.ERROR:
            raise MeasureOutsideTiers(measure, "below", first)
        return True
    if last is not None and measure > size_of(last):
        if table.overflow is Overflow.ERROR:
            raise MeasureOutsideTiers(measure, "above", last)
        return table.overflow is Overflow.NOTHING
    return False


def beyond(table: Ended) -> Callable[[int], bool]:
    """Compile `is_outside`: where a table starts and ends is looked up once."""
    first, last = (None if edge is None else size_of(edge) for edge in ends(table))

    def outside(measure: int) -> bool:
        within = (first is None or measure >= first) and (last is None or measure <= last)
        return not within and is_outside(table, measure)

    return outside


def places(table: WholeAmount) -> Callable[[int], int]:
    """Make the look-up of the place of the tier that a measure inside the table reaches."""
    meeting = [tier.first for tier in table.tiers[1:]]
    search = bisect_left if table.boundary is Boundary.UPPER_INCLUSIVE else bisect_right
    return lambda measure: search(meeting, measure)


def _entered(table: Graduated, tier: Tier, measure: int) -> bool:
    """Tell whether a measure reaches a tier of a graduated table, so that its flat amount is due."""
    if tier.first == 0:
        return measure > 0 or table.first_flat is FirstFlat.AT_ZERO
    if tier is table.tiers[0] or table.boundary is Boundary.LOWER_INCLUSIVE:
        return measure >= tier.first
    return measure > tier.first


def _earning(tier: Tier, part: int) -> tuple[int, Pays]:
    """Give how often a part of a measure earns what a tier pays, and that."""
    if tier.package is None or isinstance(tier.rate, Rate):
        return part, tier.rate
    return -(-part // size_of(tier.package)), PerPackage(tier.package, tier.rate)


def _paid(flat: Money | None) -> Bands:
    return () if flat is None else ((1, flat),)


def band_at(table: Banded, measure: int) -> Band:
    """
    Give the band that a measure inside a printed table lies in.

    Raises:
        MeasureBetweenBands: It lies in none.
    """
    place = bisect_right([size_of(band.start) for band in table.bands], measure) - 1
    band = table.bands[place]
    if band.end is not None and measure > size_of(band.end) and band is not table.bands[-1]:
        raise MeasureBetweenBands(measure, band.end, table.bands[place + 1].start)
    return band


def bands(rate: StraightForm, measure: int) -> Bands:
    """
    Give what each part of a measure earns; parts that earn at no rate are left out.

    Attainment is rated by the quota of all for a whole month; what a payee has in a month of its own is for `quotas`.

    Args:
        rate: The rate form.
        measure: 0 or more, in minor units where the form pays for money, in units where it pays for units.

    Raises:
        MeasureOutsideTiers: The table calls such an amount an error.
        MeasureBetweenBands: A printed table does not tell such an amount apart.

    Example:
        >>> bands(Flat(Money(200)), 5)
        ((1, Money(200, 'CNY')),)
    """
    match rate:
        case Flat(amount):
            return ((1, amount),)
        case PerUnit(price):
            return ((measure, price),)
        case PerPackage(size):
            return ((-(-measure // size_of(size)), rate),)
        case Percentage(share):
            return ((measure, share),)
        case PercentageAndFlat(share, flat):
            return ((measure, share), (1, flat))
        case Linear(threshold, factor):
            return ((measure - size_of(threshold), factor),) if measure > size_of(threshold) else ()
        case Graduated():
            return graduated_bands(rate, measure)
        case WholeAmount(tiers=tiers):
            if measure == 0:
                return _paid(tiers[0].flat) if rate.first_flat is FirstFlat.AT_ZERO and tiers[0].first == 0 else ()
            if is_outside(rate, measure):
                return ()
            tier = tiers[places(rate)(measure)]
            return (_earning(tier, measure), *_paid(tier.flat))
        case Banded():
            if is_outside(rate, measure) or measure < size_of(rate.bands[0].start):
                return ()
            return bands(band_at(rate, measure).pays, measure)
        case Bonus(at, amount):
            return ((1, amount),) if measure >= size_of(at) else ()
        case Attainment():
            return bands(for_all(rate), measure)
        case _:
            assert_never(rate)


def graduated_bands(table: Graduated, measure: int) -> Bands:
    """
    Give what each part of a measure earns under a graduated table.

    Raises:
        MeasureOutsideTiers: The table calls such an amount an error.
    """
    is_outside(table, measure)
    ends = [tier.last for tier in table.tiers]
    if table.overflow is Overflow.LAST_TIER:
        ends[-1] = None
    parts: list[tuple[int, Pays]] = []
    for tier, end in zip(table.tiers, ends, strict=True):
        if measure > tier.first:
            part = (measure if end is None else min(measure, end)) - tier.first
            parts.append(_earning(tier, part))
        if _entered(table, tier, measure):
            parts.extend(_paid(tier.flat))
    return tuple(parts)


def numerator(parts: Bands) -> int:
    """
    Add up what the parts of a measure earn, in millionths of a minor unit.

    Example:
        >>> numerator(((100_000, Rate.parse("2 %")), (60_000, Rate.parse("5 %"))))
        5000000000
    """
    return sum(part * _millionths(pays) for part, pays in parts)


def _millionths(pays: Pays) -> int:
    """Give what one part earns, in millionths of a minor unit."""
    match pays:
        case Money(minor):
            return minor * MILLIONTHS
        case PerPackage(price=price):
            return price.millionths
        case Rate(millionths) | UnitPrice(millionths):
            return millionths
        case _:
            assert_never(pays)


def term(rate: RateForm, measure: int) -> arithmetic.Term:
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
    flats = [arithmetic.Units(each.minor) for _, each in parts if isinstance(each, Money)]
    begun = [arithmetic.Counted(part, each.price.millionths) for part, each in parts if isinstance(each, PerPackage)]
    pairs = tuple((part, each.millionths) for part, each in parts if isinstance(each, Rate | UnitPrice))
    rated = [arithmetic.Banded(pairs)] if pairs or not (begun or flats) else []
    together: tuple[arithmetic.Term, ...] = (*rated, *begun, *flats)
    return together[0] if len(together) == 1 else arithmetic.Sum(together)


def _sloped(rate: Interpolated, measure: int) -> arithmetic.Term:
    """Give how a measure earns at a rate that lies between those of two points."""
    points = rate.points
    if is_outside(rate, measure) or measure < size_of(points[0].at):
        return arithmetic.Banded(())
    for low, high in pairwise(points):
        if measure <= size_of(high.at):
            return arithmetic.Sloped(
                measure, size_of(low.at), low.rate.millionths, size_of(high.at), high.rate.millionths
            )
    return arithmetic.Banded(((measure, points[-1].rate.millionths),))


def scale(rate: RateForm) -> int:
    """
    Give the denominator of what a form earns: a million, but for a rate that is interpolated.

    Example:
        >>> scale(Flat(Money(200)))
        1000000
    """
    if not isinstance(rate, Interpolated):
        return MILLIONTHS
    return MILLIONTHS * lcm(*(size_of(high.at) - size_of(low.at) for low, high in pairwise(rate.points)))


def curve(rate: RateForm) -> Callable[[int], int]:
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


def line(rate: RateForm) -> tuple[int, int] | None:
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


def rounded_curve(rate: RateForm, mode: Rounding) -> Callable[[int], int]:
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
        >>> from rural_taobao.commission.edges import Boundary
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
        >>> from rural_taobao.commission.edges import Boundary
        >>> tiers = [Tier(0, UnitPrice.parse("2.00"), 30), Tier(30, UnitPrice.parse("1.50"))]
        >>> pieces(Graduated(tiers=tiers, boundary=Boundary.UPPER_INCLUSIVE))
        ((0, 200000000, 0), (30, 150000000, 1500000000))
    """
    sound = evolve(
        table,
        overflow=Overflow.NOTHING if table.overflow is Overflow.ERROR else table.overflow,
        underflow=Underflow.NOTHING,
    )

    edges = {edge for tier in table.tiers for edge in (tier.first, tier.last) if edge is not None}
    found: list[tuple[int, int, int]] = []
    for begin in sorted({_NOWHERE, 0, *edges, *(edge - 1 for edge in edges if edge)}):
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
    ended = [None if band.end is None else size_of(band.end) for band in table.bands[:-1]]

    def along(measure: int) -> int:
        if outside(measure) or measure < starts[0]:
            return 0
        place = bisect_right(starts, measure) - 1
        end = ended[place] if place < len(ended) else None
        if end is not None and measure > end:
            band_at(table, measure)
        return pays[place](measure)

    return along


def _interpolated(rate: Interpolated) -> Callable[[int], int]:
    """Compile a rate that moves in straight lines."""
    over = scale(rate)

    def along(measure: int) -> int:
        exact = arithmetic.evaluated(_sloped(rate, measure))
        return exact.numerator * (over // exact.denominator)

    return along
