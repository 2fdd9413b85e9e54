"""Printed tables: bands that name their least and their greatest measure, as schedules of agents are printed."""

from collections.abc import Iterable
from itertools import pairwise
from typing import final

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import optional as optional_validator

from rural_taobao.commission.edges import (
    MixedTiers,
    NotAscending,
    NothingHeld,
    Overflow,
    TierBackwards,
    TierBelowZero,
    TierOpenInTheMiddle,
    Underflow,
    measure_of,
    size_of,
    whole_edge,
)
from rural_taobao.commission.prices import Flat, Percentage, PercentageAndFlat, PerUnit
from rural_taobao.commission.tiers import NoTiers, Outside, TierChoiceMissing
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import of_kind
from rural_taobao.money import Money

__all__ = ["Band", "BandGap", "Banded"]


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
