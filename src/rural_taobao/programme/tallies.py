"""
Tallies: what was counted of a network on a day, and the course of its tallies over time.

How a network lives does not matter here: whoever counts hands in a tally for each day on which anything changed.
"""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import final

from attrs import Factory, field, frozen
from attrs.validators import optional

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import non_negative, of_kind
from rural_taobao.money import Money, not_negative
from rural_taobao.programme.figures import Measure
from rural_taobao.programme.paces import pace_between

__all__ = ["Course", "CourseEmpty", "DayNotCounted", "NotCounted", "Tally"]


@final
class NotCounted(RuralTaobaoError, LookupError):
    """
    Something was not counted.

    Attributes:
        name: What was asked for: a measure, or `spent`.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"what is asked for must have been counted, but a tally says nothing of {self.name}; "
            "state it in the tally, and 0 only where it was none"
        )


@final
@frozen(kw_only=True)
class Tally:
    """
    What was counted at the end of a day; None of what was not counted, which is not 0.

    Attributes:
        counties: Counties, each once, 0 or more.
        stations: Stations that are open.
        villages: Villages that they serve, each once.
        provinces: Provinces, each once.
        spent: What was spent on the programme up to then, 0 or more.

    Raises:
        WrongNumber: A count is not a whole number of 0 or more.
        MoneyBelowZero: Less than nothing was spent.

    Example:
        >>> Tally(counties=1, stations=4).count(Measure.STATIONS)
        4
    """

    counties: int | None = field(default=None, validator=optional(non_negative))
    stations: int | None = field(default=None, validator=optional(non_negative))
    villages: int | None = field(default=None, validator=optional(non_negative))
    provinces: int | None = field(default=None, validator=optional(non_negative))
    spent: Money | None = field(default=None, validator=optional(not_negative))

    def has(self, measure: Measure) -> bool:
        """Tell whether something was counted."""
        return getattr(self, Measure(measure).value) is not None

    def count(self, measure: Measure) -> int:
        """
        Give a count.

        Raises:
            NotCounted: It was not counted.
        """
        count: int | None = getattr(self, Measure(measure).value)
        if count is None:
            raise NotCounted(Measure(measure).value)
        return count


@final
class CourseEmpty(RuralTaobaoError, ValueError):
    """A course was to be made of no tally."""

    def __str__(self) -> str:
        return "a course must have a tally of at least one day, but none was given; count the network on a day"


@final
class DayNotCounted(RuralTaobaoError, LookupError):
    """
    A course was asked for a day before its first.

    Attributes:
        day: The day asked for.
        first: The first day that was counted.
    """

    def __init__(self, day: date, first: date) -> None:
        self.day = day
        self.first = first
        super().__init__(day, first)

    def __str__(self) -> str:
        return (
            f"the day must not lie before the first one that was counted, {self.first}, but {self.day} was asked for; "
            "count an earlier day, or state that there was nothing by a tally of 0"
        )


def _in_order(tallies: Mapping[date, Tally]) -> tuple[tuple[date, Tally], ...]:
    return tuple((day, tallies[day]) for day in sorted(tallies))


def _each_of_a_day(_course: object, attribute: object, tallies: tuple[tuple[date, Tally], ...]) -> None:
    if not tallies:
        raise CourseEmpty
    for day, tally in tallies:
        is_day(None, attribute, day)
        of_kind(Tally, "Tally(stations=4) or the like")(None, attribute, tally)


def _days(course: "Course") -> tuple[date, ...]:
    return tuple(day for day, _ in course.tallies)


@final
@frozen
class Course:
    """
    The tallies of a network over time, each holding until the next one.

    Attributes:
        tallies: Day and tally, sorted by day; made of a mapping of days to tallies.

    Raises:
        CourseEmpty: There is no tally.
        NotADay: A day is none.
        WrongKind: A tally is none.

    Example:
        >>> course = Course({date(2015, 1, 1): Tally(stations=4), date(2015, 4, 1): Tally(stations=10)})
        >>> course.count(Measure.STATIONS, date(2015, 3, 31)), course.count(Measure.STATIONS, date(2015, 4, 1))
        (4, 10)
        >>> course.pace(Measure.STATIONS, date(2015, 1, 1), date(2015, 4, 1))
        Fraction(2, 1)
    """

    tallies: tuple[tuple[date, Tally], ...] = field(converter=_in_order, validator=_each_of_a_day)
    days: tuple[date, ...] = field(init=False, repr=False, eq=False, default=Factory(_days, takes_self=True))
    """The days on which anything was counted, in their order."""

    def on(self, day: date) -> Tally:
        """
        Give what holds on a day: the last tally up to then.

        Raises:
            NotADay: It is none.
            DayNotCounted: It lies before the first one.
        """
        is_day(None, None, day)
        place = bisect_right(self.days, day) - 1
        if place < 0:
            raise DayNotCounted(day, self.days[0])
        return self.tallies[place][1]

    def count(self, measure: Measure, day: date) -> int:
        """
        Give a count on a day.

        Raises:
            DayNotCounted: The day lies before the first one.
            NotCounted: It was not counted.
        """
        return self.on(day).count(measure)

    def pace(self, measure: Measure, since: date, day: date) -> Fraction:
        """
        Give how many a month were gained from one day to another; fewer than 0 where they became fewer.

        Raises:
            DayNotCounted: A day lies before the first one.
            NotCounted: It was not counted.
            PeriodBackwards: The day lies before the other one.
            NoTimePassed: The days are the same.
        """
        return pace_between(self.count(measure, day) - self.count(measure, since), since, day)
