"""
Rating: the exact commission of a measure under a rate form, before bounds and rounding.

An answer is a numerator over `MILLIONTHS`, in minor units: 50_000_000 are 50 fen.
`bands` says what earns at which rate, for people; `curve` gives the same number quickly, for millions of orders.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import assert_never, final

from rural_taobao.commission.rates import Flat, Graduated, Percentage, PerUnit, RateForm, WholeAmount
from rural_taobao.commission.tiers import Boundary, Overflow, Tier, Underflow
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import MILLIONTHS, Rate
from rural_taobao.money import Money, UnitPrice

__all__ = ["Bands", "MeasureOutsideTiers", "bands", "curve", "numerator", "pieces"]

Bands = tuple[tuple[int, Rate | UnitPrice | Money], ...]
"""Parts of a measure, each with what it earns: minor units at a Rate, units at a UnitPrice, once a fixed amount."""


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
        shown = Money(self.measure, self.edge.currency) if isinstance(self.edge, Money) else self.measure
        return (
            f"a measure must lie within the tiers, but {shown} is {self.side} {self.edge} and the plan calls that an "
            "error; extend the tiers, or state another 'overflow' or 'underflow'"
        )


def _outside(table: Graduated | WholeAmount, measure: int) -> bool:
    """Tell whether a measure lies outside the tiers, and raise where the table calls that an error."""
    first, last = table.tiers[0], table.tiers[-1]
    if 0 < measure < first.first:
        if table.underflow is Underflow.ERROR:
            raise MeasureOutsideTiers(measure, "below", first.start)
        return True
    if last.end is not None and last.last is not None and measure > last.last:
        if table.overflow is Overflow.ERROR:
            raise MeasureOutsideTiers(measure, "above", last.end)
        return table.overflow is Overflow.NOTHING
    return False


def _reached(table: WholeAmount) -> Callable[[int], Tier]:
    """Make the look-up of the tier that a measure inside the table reaches."""
    tiers = table.tiers
    meeting = [tier.first for tier in tiers[1:]]
    search = bisect_left if table.boundary is Boundary.UPPER_INCLUSIVE else bisect_right
    return lambda measure: tiers[search(meeting, measure)]


def bands(rate: RateForm, measure: int) -> Bands:
    """
    Give what each part of a measure earns; parts that earn at no rate are left out.

    Args:
        rate: The rate form.
        measure: 0 or more, in minor units where the form pays for money, in units where it pays for units.

    Raises:
        MeasureOutsideTiers: The table calls such an amount an error.

    Example:
        >>> bands(Flat(Money(200)), 5)
        ((1, Money(200, 'CNY')),)
    """
    match rate:
        case Flat(amount):
            return ((1, amount),)
        case PerUnit(price):
            return ((measure, price),)
        case Percentage(share):
            return ((measure, share),)
        case Graduated(tiers=tiers, overflow=overflow):
            _outside(rate, measure)
            ends = [tier.last for tier in tiers]
            if overflow is Overflow.LAST_TIER:
                ends[-1] = None
            return tuple(
                ((measure if end is None else min(measure, end)) - tier.first, tier.rate)
                for tier, end in zip(tiers, ends, strict=True)
                if measure > tier.first
            )
        case WholeAmount():
            if measure == 0 or _outside(rate, measure):
                return ()
            return ((measure, _reached(rate)(measure).rate),)
        case _:
            assert_never(rate)


def numerator(parts: Bands) -> int:
    """
    Add up what the parts of a measure earn, in millionths of a minor unit.

    Example:
        >>> numerator(((100_000, Rate.parse("2 %")), (60_000, Rate.parse("5 %"))))
        5000000000
    """
    return sum(part * (rate.minor * MILLIONTHS if isinstance(rate, Money) else rate.millionths) for part, rate in parts)


def curve(rate: RateForm) -> Callable[[int], int]:
    """
    Compile a rate form into a function from a measure to millionths of a minor unit.

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
        case Percentage(share):
            return share.millionths.__mul__
        case Graduated():
            return _graduated(rate)
        case WholeAmount():
            return _whole_amount(rate)
        case _:
            assert_never(rate)


def pieces(table: Graduated) -> tuple[tuple[int, int, int], ...]:
    """
    Give a graduated table as straight pieces: where each begins, its slope, and what to add.

    Up to where the next one begins, a measure above the beginning earns `measure * slope + rest` millionths.

    Example:
        >>> from rural_taobao.commission.rates import Boundary
        >>> tiers = [Tier(0, UnitPrice.parse("2.00"), 30), Tier(30, UnitPrice.parse("1.50"))]
        >>> pieces(Graduated(tiers=tiers, boundary=Boundary.UPPER_INCLUSIVE))
        ((0, 200000000, 0), (30, 150000000, 1500000000))
    """
    found = [(0, 0, 0)] if table.tiers[0].first else []
    below = 0
    for tier in table.tiers:
        slope = tier.rate.millionths
        found.append((tier.first, slope, below - tier.first * slope))
        if tier.last is not None:
            below += (tier.last - tier.first) * slope
    last = table.tiers[-1].last
    if last is not None and table.overflow is not Overflow.LAST_TIER:
        found.append((last, 0, below))
    return tuple(found)


def _graduated(table: Graduated) -> Callable[[int], int]:
    """Compile a graduated table: what the bands below earn is added up once."""
    straight = pieces(table)
    starts = [start for start, _, _ in straight]
    checked = table.underflow is Underflow.ERROR or table.overflow is Overflow.ERROR

    def along(measure: int) -> int:
        if checked:
            _outside(table, measure)
        _, slope, rest = straight[max(bisect_left(starts, measure) - 1, 0)]
        return measure * slope + rest

    return along


def _whole_amount(table: WholeAmount) -> Callable[[int], int]:
    """Compile a whole-amount table."""
    reached = _reached(table)

    def along(measure: int) -> int:
        return 0 if measure == 0 or _outside(table, measure) else measure * reached(measure).rate.millionths

    return along
