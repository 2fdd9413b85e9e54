"""
What holds when, and who says so: values over adjacent periods, each with its source.

A timeline answers for every day from its first to its last and refuses any other.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import pairwise, zip_longest
from typing import Generic, TypeVar, final

from attrs import Factory, field, frozen

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.periods import Period

__all__ = [
    "DayNotCovered",
    "Entry",
    "Source",
    "SourceUntitled",
    "Timeline",
    "TimelineEmpty",
    "TimelineGap",
    "TimelineOverlap",
]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@final
class SourceUntitled(RuralTaobaoError, ValueError):
    """
    A source does not say what it is.

    Attributes:
        given: What was given as its title.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            f"a source must have a title, but {shown(self.given)} was given; "
            "name the document, the law or the page that says so"
        )


def _titled(_instance: object, _attribute: object, title: str) -> None:
    """Refuse a title that names nothing."""
    if not isinstance(title, str) or not title.strip():
        raise SourceUntitled(title)


@final
@frozen
class Source:
    """
    Who says so.

    Attributes:
        title: Where it was said: a document, a law, a page; never blank.
        url: Where to find it, as the source itself was named; empty where there is none.
        quality: How far to trust it, such as `primary`, `press` or `example`; may be empty.
        note: What else a reader must know.

    Raises:
        SourceUntitled: The title is blank.

    Example:
        >>> Source("seed document", quality="primary").title
        'seed document'
    """

    title: str = field(validator=_titled)
    url: str = ""
    quality: str = ""
    note: str = ""


@final
@frozen
class Entry(Generic[T_co]):
    """
    One value and the days on which it holds.

    Attributes:
        period: The days.
        value: What holds on them.
        source: Who says so, if anybody does.
    """

    period: Period
    value: T_co
    source: Source | None = None


@final
class TimelineEmpty(RuralTaobaoError, ValueError):
    """A timeline was to be made of nothing."""

    def __str__(self) -> str:
        return "a timeline must have at least one entry, but none was given; give a value and the day it holds from"


@final
class TimelineOverlap(RuralTaobaoError, ValueError):
    """
    Two entries hold on the same day.

    Attributes:
        first: The days of the earlier entry.
        second: The days of the later one.
    """

    def __init__(self, first: Period, second: Period) -> None:
        self.first = first
        self.second = second
        super().__init__(first, second)

    def __str__(self) -> str:
        return (
            f"entries must not share a day, but one holds {self.first} and another {self.second}; "
            f"end the first before {self.second.start}"
        )


@final
class TimelineGap(RuralTaobaoError, ValueError):
    """
    No entry holds on some day between two others.

    Attributes:
        missing: The days without an entry.
    """

    def __init__(self, missing: Period) -> None:
        self.missing = missing
        super().__init__(missing)

    def __str__(self) -> str:
        return f"entries must follow each other without a gap, but nothing holds {self.missing}; say what does"


@final
class DayNotCovered(RuralTaobaoError, LookupError):
    """
    A timeline was asked for a day before its first or after its last.

    Attributes:
        day: The day asked for.
        covered: The days that it answers for.
    """

    def __init__(self, day: date, covered: Period) -> None:
        self.day = day
        self.covered = covered
        super().__init__(day, covered)

    def __str__(self) -> str:
        return (
            f"the day must be one that is known about, {self.covered}, but {self.day} was asked for; extend the record"
        )


def _sorted(entries: Iterable[Entry[T]]) -> tuple[Entry[T], ...]:
    return tuple(sorted(entries, key=lambda entry: entry.period.start))


def _adjacent(_instance: object, _attribute: object, entries: tuple[Entry[T], ...]) -> None:
    """Refuse entries that share a day or leave one out."""
    if not entries:
        raise TimelineEmpty
    for earlier, later in pairwise(entries):
        end, start = earlier.period.end, later.period.start
        if end is None or start < end:
            raise TimelineOverlap(earlier.period, later.period)
        if end < start:
            raise TimelineGap(Period(end, start))


def _first_days(timeline: "Timeline[T]") -> tuple[date, ...]:
    return tuple(entry.period.start for entry in timeline.entries)


@final
@frozen
class Timeline(Generic[T]):
    """
    Values over adjacent periods.

    Attributes:
        entries: At least one, sorted by their first day, without a gap or an overlap.

    Raises:
        TimelineEmpty: There is no entry.
        TimelineOverlap: Two entries share a day.
        TimelineGap: A day between two entries has none.

    Example:
        >>> rate = Timeline.starting({date(2014, 10, 13): "1.0", date(2015, 5, 1): "2.0"})
        >>> rate.at(date(2015, 4, 30)), rate.at(date(2015, 5, 1))
        ('1.0', '2.0')
        >>> rate.changes()
        (datetime.date(2014, 10, 13), datetime.date(2015, 5, 1))
        >>> rate.at(date(2014, 10, 12))
        Traceback (most recent call last):
            ...
        rural_taobao.timeline.DayNotCovered: the day must be one that is known about, ...
    """

    entries: tuple[Entry[T], ...] = field(converter=_sorted, validator=_adjacent)
    _starts: tuple[date, ...] = field(init=False, repr=False, eq=False, default=Factory(_first_days, takes_self=True))

    @classmethod
    def starting(cls, values: "dict[date, T]") -> "Timeline[T]":
        """
        Make a timeline of values by the first day of each; the last one has no end.

        Raises:
            TimelineEmpty: No value was given.
        """
        days = sorted(values)
        return cls(Entry(Period(day, end), values[day]) for day, end in zip_longest(days, days[1:]))

    @property
    def covered(self) -> Period:
        """The days that the timeline answers for."""
        return Period(self.entries[0].period.start, self.entries[-1].period.end)

    def entry(self, day: date) -> Entry[T]:
        """
        Give the entry that holds on a day.

        Raises:
            DayNotCovered: The day lies outside the timeline.
        """
        place = bisect_right(self._starts, day) - 1
        if place < 0 or day not in self.entries[place].period:
            raise DayNotCovered(day, self.covered)
        return self.entries[place]

    def at(self, day: date) -> T:
        """
        Give what holds on a day.

        Raises:
            DayNotCovered: The day lies outside the timeline.
        """
        return self.entry(day).value

    def changes(self) -> tuple[date, ...]:
        """Give the first day of each entry."""
        return self._starts
