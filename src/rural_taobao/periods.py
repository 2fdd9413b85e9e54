"""
Spans of days: half-open periods, calendar months, and the algebra of both.

A period holds its start and not its end, so adjacent ones never overlap and leave no gap.
What a day is, and how months are counted on from one, is said by `days`, and handed on here.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import total_ordering
from typing import Self, final

from attrs import field, frozen

from rural_taobao.days import MonthsOutsideCalendar, NotADay, is_day, months_after
from rural_taobao.errors import RuralTaobaoError, shown

__all__ = [
    "MalformedMonth",
    "Month",
    "MonthsOutsideCalendar",
    "NotADay",
    "Period",
    "PeriodBackwards",
    "gaps",
    "half_month",
    "months_after",
    "overlaps",
    "union",
    "whole_months",
]

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_SECOND_HALF = 16
"""The day on which the second half of a month begins."""


@final
class PeriodBackwards(RuralTaobaoError, ValueError):
    """
    A period ends before it starts, or on the same day.

    Attributes:
        start: The first day.
        end: The day that was given as the end.
    """

    def __init__(self, start: date, end: date) -> None:
        self.start = start
        self.end = end
        super().__init__(start, end)

    def __str__(self) -> str:
        return (
            f"a period must end after it starts, but {self.start} was given as its start "
            f"and {self.end} as its end; give as its end the first day that is not in it"
        )


@final
class MalformedMonth(RuralTaobaoError, ValueError):
    """
    A value is not a calendar month.

    Attributes:
        given: The value.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        given = shown(self.given)
        if isinstance(self.given, tuple):
            return (
                "a month must be numbered 1 to 12, of a year from 1 to 9998, "
                f"but {given} was given; give its year and its number"
            )
        demand = "a month must be written YYYY-MM, of a year from 0001 to 9998"
        return f"{demand}, but {given} was given; write for example 2016-11"


def _after_start(period: "Period", attribute: object, value: date | None) -> None:
    """Refuse an end that is no day, or leaves no day."""
    if value is not None:
        is_day(period, attribute, value)
        if value <= period.start:
            raise PeriodBackwards(period.start, value)


@final
@frozen
class Period:
    """
    A half-open span of days: from its start up to, and without, its end.

    Attributes:
        start: The first day.
        end: The first day after; None while no end is known.

    Raises:
        NotADay: A bound is not a plain date.
        PeriodBackwards: It would hold no day.

    Example:
        >>> november = Period(date(2016, 11, 1), date(2016, 12, 1))
        >>> date(2016, 11, 30) in november, date(2016, 12, 1) in november
        (True, False)
        >>> print(november)
        2016-11-01 to before 2016-12-01
    """

    start: date = field(validator=is_day)
    end: date | None = field(default=None, validator=_after_start)

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def covers(self, other: "Period") -> bool:
        """Tell whether every day of another period is in this one."""
        if other.start < self.start:
            return False
        return self.end is None or (other.end is not None and other.end <= self.end)

    def overlap(self, other: "Period") -> "Period | None":
        """
        Give the days that are in both periods, or None.

        Example:
            >>> spring, may = Period(date(2016, 3, 1), date(2016, 6, 1)), Period(date(2016, 5, 1))
            >>> print(spring.overlap(may))
            2016-05-01 to before 2016-06-01
        """
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends) if ends else None
        return Period(start, end) if end is None or start < end else None

    def ended(self, day: date) -> "Period":
        """
        Give the part before a day.

        Raises:
            PeriodBackwards: The day is not after the start.
        """
        return Period(self.start, day if self.end is None else min(self.end, day))

    def __str__(self) -> str:
        return f"from {self.start}" if self.end is None else f"{self.start} to before {self.end}"


def _ends_later(one: Period, other: Period) -> bool:
    return other.end is not None and (one.end is None or one.end > other.end)


def union(periods: Iterable[Period]) -> tuple[Period, ...]:
    """
    Join periods that overlap or touch; what comes back is sorted, and apart by at least a day.

    Example:
        >>> days = [date(2016, 1, day) for day in (1, 3, 5, 7, 9)]
        >>> first, second = Period(days[0], days[1]), Period(days[1], days[2])
        >>> [str(period) for period in union([Period(days[3], days[4]), first, second])]
        ['2016-01-01 to before 2016-01-05', '2016-01-07 to before 2016-01-09']
    """
    joined: list[Period] = []
    for period in sorted(periods, key=lambda each: each.start):
        last = joined[-1] if joined else None
        if last is None or (last.end is not None and last.end < period.start):
            joined.append(period)
        elif _ends_later(period, last):
            joined[-1] = Period(last.start, period.end)
    return tuple(joined)


def gaps(periods: Iterable[Period], within: Period) -> tuple[Period, ...]:
    """
    Give the days of one period that no other one holds.

    Example:
        >>> year = Period(date(2016, 1, 1), date(2017, 1, 1))
        >>> [str(gap) for gap in gaps([Period(date(2016, 2, 1), date(2016, 12, 1))], year)]
        ['2016-01-01 to before 2016-02-01', '2016-12-01 to before 2017-01-01']
    """
    free: list[Period] = []
    day: date | None = within.start
    for period in union(periods):
        if day is None or (within.end is not None and period.start >= within.end):
            break
        if period.start > day:
            free.append(Period(day, period.start))
        if period.end is None or period.end > day:
            day = period.end
    if day is not None and (within.end is None or day < within.end):
        free.append(Period(day, within.end))
    return tuple(free)


def overlaps(periods: Iterable[Period]) -> Iterator[tuple[Period, Period]]:
    """
    Give each period that starts before an earlier one has ended, behind that earlier one.

    Example:
        >>> list(overlaps([Period(date(2016, 1, 1), date(2016, 2, 1)), Period(date(2016, 2, 1))]))
        []
    """
    longest: Period | None = None
    for period in sorted(periods, key=lambda each: each.start):
        if longest is not None and (longest.end is None or period.start < longest.end):
            yield longest, period
        if longest is None or _ends_later(period, longest):
            longest = period


def whole_months(start: date, end: date) -> int:
    """
    Count the whole months that have passed from one day to another, as `months_after` counts them.

    Args:
        start: The day to count from.
        end: The day to count to, that day or a later one.

    Returns:
        The most months after which the day reached is not later than the end.

    Raises:
        NotADay: One of them is not a plain date.
        PeriodBackwards: The end lies before the start.

    Example:
        >>> whole_months(date(2016, 1, 31), date(2016, 2, 28)), whole_months(date(2016, 1, 31), date(2016, 2, 29))
        (0, 1)
    """
    is_day(None, None, start)
    is_day(None, None, end)
    if end < start:
        raise PeriodBackwards(start, end)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - (months_after(start, months) > end)


def _exists(month: "Month", _attribute: object, number: int) -> None:
    """Refuse a month that the calendar lacks; the last year is left out: no day follows it."""
    year = month.year
    if type(year) is not int or type(number) is not int:
        raise MalformedMonth((year, number))
    if not (1 <= year < date.max.year and 1 <= number <= 12):  # noqa: PLR2004 - months of a year
        raise MalformedMonth((year, number))


@final
@total_ordering
@frozen(order=False, cache_hash=True)
class Month:
    """
    A calendar month.

    Attributes:
        year: From 1 to 9998.
        number: From 1 to 12.

    Raises:
        MalformedMonth: There is no such month.

    Example:
        >>> month = Month.parse("2016-11")
        >>> print(month, month.plus(2), month.period)
        2016-11 2017-01 2016-11-01 to before 2016-12-01
        >>> Month(2016, 2) < Month(2016, 11)
        True
    """

    year: int
    number: int = field(validator=_exists)

    def __lt__(self, other: "Month") -> bool:
        if not isinstance(other, Month):
            return NotImplemented
        return (self.year, self.number) < (other.year, other.number)

    def __le__(self, other: "Month") -> bool:
        if not isinstance(other, Month):
            return NotImplemented
        return (self.year, self.number) <= (other.year, other.number)

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read a month written `2016-11`.

        Raises:
            MalformedMonth: It is written in another way, or there is no such month.
        """
        match = _MONTH.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise MalformedMonth(text)
        try:
            return cls(int(match[1]), int(match[2]))
        except MalformedMonth:
            raise MalformedMonth(text) from None

    @classmethod
    def of(cls, day: date) -> Self:
        """Give the month that a day lies in."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def period(self) -> Period:
        """The days of the month."""
        return Period(self.first, months_after(self.first, 1))

    @property
    def halves(self) -> tuple[Period, Period]:
        """
        The two halves of the month: the 1st up to, and without, the 16th, and the 16th up to the next month.

        They are for what is done twice a month, such as paying out; what is settled is a month.

        Example:
            >>> for half in Month(2016, 2).halves:
            ...     print(half)
            2016-02-01 to before 2016-02-16
            2016-02-16 to before 2016-03-01
        """
        middle = self.first.replace(day=_SECOND_HALF)
        return Period(self.first, middle), Period(middle, self.period.end)

    def plus(self, months: int) -> "Month":
        """
        Give the month so many months later, or earlier where the number is negative.

        Raises:
            WrongNumber: The months are not an int.
            MalformedMonth: The month reached is not one of the years 1 to 9998.
            MonthsOutsideCalendar: The month reached is not one of the years 1 to 9999.
        """
        return Month.of(months_after(self.first, months))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def half_month(day: date) -> Period:
    """
    Give the half of its month that a day lies in; see `Month.halves`.

    A payout twice a month is for the days of one half; a line names the month in which it is earned, and no half.

    Raises:
        NotADay: The day is not a plain date.
        MalformedMonth: It is not one of the years 1 to 9998.

    Example:
        >>> print(half_month(date(2016, 11, 15)))
        2016-11-01 to before 2016-11-16
        >>> print(half_month(date(2016, 11, 30)))
        2016-11-16 to before 2016-12-01
    """
    is_day(None, None, day)
    first, second = Month.of(day).halves
    return second if day in second else first
