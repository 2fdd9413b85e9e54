"""Extents: from where to where a rate form says what is earned, and what becomes of a measure that lies elsewhere."""

from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple, TypeAlias, assert_never, final

from rural_taobao.commission.edges import Overflow, Underflow, size_of
from rural_taobao.commission.rates import Band, Banded, ByVolume, Graduated, Interpolated, WholeAmount
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PlanId, RuleId
from rural_taobao.money import Money

__all__ = ["Ended", "MeasureBetweenBands", "MeasureOutsideTiers", "Measured", "band_at", "beyond", "ends", "is_outside"]

Ended: TypeAlias = Graduated | WholeAmount | Banded | Interpolated | ByVolume
"""Every rate form that says what is earned outside it."""


@final
class Measured(NamedTuple):
    """
    Where something was measured.

    Attributes:
        plan: The plan.
        rule: The rule of it.
        event: The event with which a measure came to lie there.
        name: What the measure is called, such as `the running total of net`.
    """

    plan: PlanId
    rule: RuleId
    event: str
    name: str

    @property
    def table(self) -> str:
        """The tiers, or the bands, that it was to lie in."""
        return f"rule {self.rule} of plan {self.plan}"


@final
class MeasureOutsideTiers(RuralTaobaoError, ValueError):
    """
    A measure lies where its table says that an amount is an error.

    Attributes:
        measure: The measure, in minor units or in units.
        side: `above` the last tier or `below` the first.
        edge: Where the tiers end, or start.
        where: Where it was measured; None where a table alone was asked.
    """

    def __init__(self, measure: int, side: str, edge: Money | int, where: Measured | None = None) -> None:
        self.measure = measure
        self.side = side
        self.edge = edge
        self.where = where
        super().__init__(measure, side, edge, where)

    def at(self, where: Measured) -> "MeasureOutsideTiers":
        """Say where it was measured."""
        return MeasureOutsideTiers(self.measure, self.side, self.edge, where)

    def __str__(self) -> str:
        given = _like(self.edge, self.measure)
        choice = "overflow" if self.side == "above" else "underflow"
        if self.where is None:
            return (
                f"a measure must lie within the tiers, but {given} is {self.side} {self.edge} and "
                f"the plan calls that an error; extend the tiers, or state another '{choice}'"
            )
        return (
            f"{self.where.name} must lie within the tiers of {self.where.table}, but with {self.where.event} it is "
            f"{given}, {self.side} {self.edge}, and the plan calls that an error; extend the tiers, or state another "
            f"'{choice}'"
        )


@final
class MeasureBetweenBands(RuralTaobaoError, ValueError):
    """
    A measure lies between two bands of a printed table, finer than the step of the table.

    Attributes:
        measure: The measure, in minor units or in units.
        end: The end of the band below it.
        start: The start of the band above it.
        where: Where it was measured; None where a table alone was asked.
    """

    def __init__(self, measure: int, end: Money | int, start: Money | int, where: Measured | None = None) -> None:
        self.measure = measure
        self.end = end
        self.start = start
        self.where = where
        super().__init__(measure, end, start, where)

    def at(self, where: Measured) -> "MeasureBetweenBands":
        """Say where it was measured."""
        return MeasureBetweenBands(self.measure, self.end, self.start, where)

    def __str__(self) -> str:
        given, between = _like(self.end, self.measure), f"above {self.end} and below {self.start}"
        if self.where is None:
            return f"a measure must lie in a band, but {given} is {between}; let the bands meet at a finer 'step'"
        return (
            f"{self.where.name} must lie in a band of {self.where.table}, but with {self.where.event} it is {given}, "
            f"{between}; "
            "let the bands meet at a finer 'step'"
        )


def _like(edge: Money | int, measure: int) -> Money | int:
    return Money(measure, edge.currency) if isinstance(edge, Money) else measure


def ends(table: Ended) -> tuple[Money | int, Money | int | None]:
    """
    Give where a table starts, and where it ends; None where it is open.

    Example:
        >>> from rural_taobao.commission.tiers import Tier
        >>> from rural_taobao.money import UnitPrice
        >>> ends(WholeAmount(tiers=[Tier(0, UnitPrice.parse("0.30"))], boundary="lower_inclusive"))
        (0, None)
    """
    match table:
        case Graduated(tiers=tiers) | WholeAmount(tiers=tiers):
            return tiers[0].start, tiers[-1].end
        case ByVolume(tiers=rows):
            return rows[0].start, rows[-1].end
        case Banded(bands=listed):
            return listed[0].start, listed[-1].end
        case Interpolated(points=points):
            return points[0].at, points[-1].at
        case _:
            assert_never(table)


def is_outside(table: Ended, measure: int) -> bool:
    """
    Tell whether a measure lies outside a table, where nothing is earned; 0 never does, unless it is a volume.

    Raises:
        MeasureOutsideTiers: The table calls such an amount an error.

    Example:
        >>> from rural_taobao.commission.tiers import Tier
        >>> from rural_taobao.money import UnitPrice
        >>> tiers = [Tier(0, UnitPrice.parse("0.30"), 9)]
        >>> table = WholeAmount(tiers=tiers, boundary="lower_inclusive", overflow="nothing")
        >>> is_outside(table, 9), is_outside(table, 10)
        (False, True)
    """
    first, last = ends(table)
    if measure < size_of(first) and (measure or isinstance(table, ByVolume)):
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
    first, last = ends(table)
    lowest, highest = size_of(first), None if last is None else size_of(last)

    def outside(measure: int) -> bool:
        within = measure >= lowest and (highest is None or measure <= highest)
        return not within and is_outside(table, measure)

    return outside


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
