"""Printed tables: bands that name their least and their greatest measure, as schedules of agents are printed."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import final

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import optional as optional_validator

from rural_taobao.commission.edges import (
    MixedTiers,
    NotAscending,
    Overflow,
    TierBackwards,
    TierBelowZero,
    TierOpenInTheMiddle,
    Underflow,
    holds_something,
    measure_of,
    size_of,
    whole_edge,
)
from rural_taobao.commission.prices import Flat, Percentage, PercentageAndFlat, PerUnit
from rural_taobao.commission.tiers import NoTiers, Outside, TierChoiceMissing
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.flaws import Checks, Flaw, refuse
from rural_taobao.kinds import of_kind, tuple_of
from rural_taobao.money import Money

__all__ = ["Band", "BandGap", "Banded", "band_checks", "banded_checks"]


@final
class BandGap(RuralTaobaoError, ValueError):
    """
    Two rows of a printed table leave a step between them that no row is stated for.

    Attributes:
        end: The end of the one.
        start: The start of the next.
        step: The step of the table.
    """

    def __init__(self, end: Money | int, start: Money | int, step: Money | int) -> None:
        self.end = end
        self.start = start
        self.step = step
        super().__init__(end, start, step)

    def __str__(self) -> str:
        return (
            f"a band must start at most one step above the end of the one before, but {self.start} follows {self.end} "
            f"at a step of {self.step}; add the band that is missing, or state the step of the table"
        )


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
        refuse(band_checks(self))


def band_checks(band: Band) -> Checks:
    """Check what a band pays for, and its ends."""
    yield _paid_for(band)
    yield _edges(band)


def _paid_for(band: Band) -> Iterator[Flaw]:
    of_money = isinstance(band.start, Money)
    pays = band.pays
    if isinstance(pays, Percentage | PercentageAndFlat) and not of_money:
        yield ("pays",), MixedTiers(band.start, pays.rate)
    if isinstance(pays, PerUnit) and of_money:
        yield ("pays",), MixedTiers(band.start, pays.price)


def _edges(band: Band) -> Iterator[Flaw]:
    if size_of(band.start) < 0:
        yield ("start",), TierBelowZero(band.start)
    if band.end is None:
        return
    if measure_of(band.start) != measure_of(band.end):
        yield ("end",), MixedTiers(band.start, band.end)
    elif size_of(band.end) < size_of(band.start):
        yield ("end",), TierBackwards(band.start, band.end)


def _bands(bands: Iterable[Band]) -> tuple[Band, ...]:
    return tuple_of(Band, bands, "bands", "Band(...)")


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

    step: Money | int = field(validator=holds_something("step"))
    overflow: Overflow | None = field(default=None, converter=optional(Overflow))
    underflow: Underflow | None = field(default=None, converter=optional(Underflow))
    bands: tuple[Band, ...] = field(converter=_bands)

    def __attrs_post_init__(self) -> None:
        refuse(banded_checks(self))


def banded_checks(table: Banded) -> Checks:
    """Check that bands rise, leave no step to nobody, and that something is said outside them."""
    bands = table.bands
    yield _some(bands)
    yield from (_of_step(table, place, band) for place, band in enumerate(bands))
    yield from (_meet(table, place, *pair) for place, pair in enumerate(pairwise(bands), 1))
    yield from (_past_last(table, band) for band in bands[-1:])
    yield from (_below_first(table, band) for band in bands[:1])


def _some(bands: tuple[Band, ...]) -> Iterator[Flaw]:
    if not bands:
        yield ("bands",), NoTiers()


def _of_step(table: Banded, place: int, band: Band) -> Iterator[Flaw]:
    if measure_of(band.start) != measure_of(table.step):
        at = ("bands", place) if measure_of(band.start) != measure_of(table.bands[0].start) else ("step",)
        if at != ("step",) or place == 0:
            yield at, MixedTiers(table.step, band.start)


def _meet(table: Banded, place: int, earlier: Band, later: Band) -> Iterator[Flaw]:
    # Of bands that measure unlike things it is told that they do.
    alike = measure_of(earlier.start) == measure_of(later.start)
    if alike and earlier.end is None:
        yield ("bands", place - 1), TierOpenInTheMiddle(earlier.start)
    elif alike and earlier.end is not None and size_of(later.start) <= size_of(earlier.end):
        what = "bands"
        yield ("bands", place), NotAscending(what, earlier.end, later.start)
    elif alike and earlier.end is not None and measure_of(table.step) == measure_of(later.start):
        yield from _gap(table, place, earlier.end, later.start)


def _gap(table: Banded, place: int, end: Money | int, start: Money | int) -> Iterator[Flaw]:
    if size_of(start) - size_of(end) > size_of(table.step):
        yield ("bands", place), BandGap(end, start, table.step)


def _past_last(table: Banded, band: Band) -> Iterator[Flaw]:
    if band.end is not None and table.overflow is None:
        yield ("overflow",), TierChoiceMissing(Outside.OVERFLOW, band.end, tuple(Overflow))


def _below_first(table: Banded, band: Band) -> Iterator[Flaw]:
    if size_of(band.start) > 0 and table.underflow is None:
        yield ("underflow",), TierChoiceMissing(Outside.UNDERFLOW, band.start, tuple(Underflow))
