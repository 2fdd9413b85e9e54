"""
Clawback: how much of what a refund would take back it does take back, by the age of what it refunds.

An age is counted from the attribution instant to the refund: in whole days of 24 hours by `ClawbackBands`, in whole
calendar months on the network's clock by `Unearned`; what has not passed whole does not count.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, TypeAlias, assert_never, final

from attrs import field, frozen
from attrs.validators import optional

from rural_taobao.commission.edges import NotAscending, TierBackwards, TierOpenInTheMiddle
from rural_taobao.commission.terms import AgeUnit
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import MILLIONTHS, Exact, Rate, is_share
from rural_taobao.identifiers import RuleId
from rural_taobao.instants import UtcOffset
from rural_taobao.kinds import non_negative, positive, tuple_of
from rural_taobao.periods import whole_months

__all__ = [
    "Clawback",
    "ClawbackBand",
    "ClawbackBands",
    "ClawbackUncovered",
    "ClawbackUnfit",
    "Unearned",
    "age",
    "age_unit",
    "band_faults",
    "share",
]


_DAY: Final = 24 * 60 * 60 * 1_000_000
"""A day of 24 hours, in microseconds."""


@final
class ClawbackUncovered(RuralTaobaoError, ValueError):
    """
    The bands of a clawback say nothing about some ages.

    Attributes:
        first: The first such age, in days.
        last: The last one; None where nothing is said from the first one on.
    """

    def __init__(self, first: int, last: int | None) -> None:
        self.first = first
        self.last = last
        super().__init__(first, last)

    def __str__(self) -> str:
        until = "on" if self.last is None else f"to {self.last}"
        return (
            "the bands of a clawback must cover every age from 0 days on, each starting the day after the one before "
            f"ends, but nothing is said from {self.first} days {until}; add a band, at 0 % where nothing is taken back"
        )


@final
class ClawbackUnfit(RuralTaobaoError, ValueError):
    """
    A rule that measures again what refunds leave was to take a part of it back by its age.

    Attributes:
        rule: The rule.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return (
            f"a clawback must go with on_refund 'reverse', but rule {self.rule} says 'rerate'; "
            "state 'reverse', or leave the clawback out"
        )


@final
@frozen
class ClawbackBand:
    """
    What a refund within some ages takes back.

    Attributes:
        from_days: The least age in it, in whole days of 24 hours, 0 or more.
        to_days: The greatest age in it; None where it is open.
        rate: How much of what would be taken back is, 100 % or less; 0 % takes nothing back.

    Raises:
        WrongNumber: An age is not a whole number, or below 0.
        RateAboveWhole: The rate is above 100 %.
        TierBackwards: The greatest age lies below the least.
    """

    from_days: int = field(validator=non_negative)
    to_days: int | None = field(validator=optional(non_negative))
    rate: Rate = field(validator=is_share)

    def __attrs_post_init__(self) -> None:
        if self.to_days is not None and self.to_days < self.from_days:
            raise TierBackwards(self.from_days, self.to_days)


def band_faults(bands: Sequence[ClawbackBand | None]) -> Iterator[tuple[int, RuralTaobaoError]]:
    """
    Tell what is wrong with bands beside each other, each with the place of the band that it is told of.

    Args:
        bands: The bands; None for one that is told of elsewhere, so that nothing is said of its neighbours.
    """
    if not bands:
        yield 0, ClawbackUncovered(0, None)
        return
    first, last = bands[0], bands[-1]
    if first is not None and first.from_days > 0:
        yield 0, ClawbackUncovered(0, first.from_days - 1)
    for place, (earlier, later) in enumerate(pairwise(bands), 1):
        if earlier is not None and earlier.to_days is None:
            yield place - 1, TierOpenInTheMiddle(earlier.from_days)
        elif earlier is not None and earlier.to_days is not None and later is not None:
            if later.from_days <= earlier.to_days:
                what = "bands"
                yield place, NotAscending(what, earlier.to_days, later.from_days)
            elif later.from_days > earlier.to_days + 1:
                yield place, ClawbackUncovered(earlier.to_days + 1, later.from_days - 1)
    if last is not None and last.to_days is not None:
        yield len(bands) - 1, ClawbackUncovered(last.to_days + 1, None)


def _bands(bands: Iterable[ClawbackBand]) -> tuple[ClawbackBand, ...]:
    return tuple_of(ClawbackBand, bands, "bands", "ClawbackBand(...)")


def _meeting(_value: object, _attribute: object, bands: tuple[ClawbackBand, ...]) -> None:
    for _, error in band_faults(bands):
        raise error


@final
@frozen
class ClawbackBands:
    """
    What a refund takes back by the age of what it refunds, in whole days of 24 hours.

    Attributes:
        bands: The bands, rising; they start at 0, each starts the day after the one before ends, the last is open.

    Raises:
        ClawbackUncovered: Nothing is said about some ages.
        NotAscending: They overlap, or are out of order.
        TierOpenInTheMiddle: One that is not the last has no end.

    Example:
        >>> bands = ClawbackBands(
        ...     [
        ...         ClawbackBand(0, 30, Rate.parse("100 %")),
        ...         ClawbackBand(31, 90, Rate.parse("50 %")),
        ...         ClawbackBand(91, None, Rate.parse("0 %")),
        ...     ]
        ... )
        >>> [share(bands, days) == Exact(1, 2) for days in (30, 31, 90, 91)]
        [False, True, True, False]
    """

    bands: tuple[ClawbackBand, ...] = field(converter=_bands, validator=_meeting)


@final
@frozen
class Unearned:
    """
    What was paid for some months in advance and is not earned by whole months when the refund comes.

    Attributes:
        months: The months that were paid for, 1 or more.

    Raises:
        WrongNumber: They are not a whole number, or below 1.

    Example:
        >>> [share(Unearned(9), months) for months in (0, 4, 12)]
        [Exact(numerator=9, denominator=9), Exact(numerator=5, denominator=9), Exact(numerator=0, denominator=9)]
    """

    months: int = field(validator=positive)


Clawback: TypeAlias = ClawbackBands | Unearned
"""Every form of clawback; a closed union. None of them, where a refund takes back all that it would."""


def share(clawback: Clawback, age: int) -> Exact:
    """
    Give how much of what would be taken back is, at an age; of one form always over the same denominator.

    Args:
        clawback: The form.
        age: The age in whole days, or in whole months, 0 or more.

    Raises:
        WrongNumber: The age is not a whole number, or below 0.
    """
    non_negative(None, None, age)
    match clawback:
        case ClawbackBands(bands):
            reached = [band for band in bands if band.from_days <= age]
            return Exact(reached[-1].rate.millionths, MILLIONTHS)
        case Unearned(months):
            return Exact(max(0, months - age), months)
        case _:
            assert_never(clawback)


def age_unit(clawback: Clawback) -> AgeUnit:
    """Give what a form counts ages in."""
    match clawback:
        case ClawbackBands():
            return AgeUnit.DAYS
        case Unearned():
            return AgeUnit.MONTHS
        case _:
            assert_never(clawback)


def age(unit: AgeUnit, since: int, at: int, clock: UtcOffset) -> int:
    """
    Count an age.

    Args:
        unit: What it is counted in.
        since: The instant from which on it is counted, in microseconds since 1970.
        at: The instant of the refund, that one or a later one.
        clock: The clock whose days part the months.

    Example:
        >>> from datetime import datetime
        >>> from rural_taobao.instants import CHINA, microseconds
        >>> placed = microseconds(datetime.fromisoformat("2016-01-31T20:00:00+08:00"))
        >>> refunded = microseconds(datetime.fromisoformat("2016-03-01T12:00:00+08:00"))
        >>> age(AgeUnit.DAYS, placed, refunded, CHINA), age(AgeUnit.MONTHS, placed, refunded, CHINA)
        (29, 1)
    """
    match unit:
        case AgeUnit.DAYS:
            return (at - since) // _DAY
        case AgeUnit.MONTHS:
            return whole_months(clock.day(since), clock.day(at))
        case _:
            assert_never(unit)
