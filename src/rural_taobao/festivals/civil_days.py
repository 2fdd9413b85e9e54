"""
Days of the civil calendar that come again each year: one day, a span of days, or a weekday of a month.

Each rule of days answers for a year with the days that it means there, and refuses a year that it does not know.
"""

from datetime import date, timedelta
from typing import Final, final

from attrs import field, frozen

from rural_taobao.days import months_after
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals.editions import FIRST_YEAR, LAST_YEAR, in_years
from rural_taobao.festivals.lunisolar import month_number
from rural_taobao.festivals.windows import Days
from rural_taobao.kinds import Word, whole

__all__ = ["DayNotInEveryYear", "DaySpan", "FixedDay", "Nth", "NthWeekday", "SpanOfNoDay", "Weekday"]

_COMMON_YEAR: Final = 2015
"""A year without a 29 February."""
_EVER: Final = (FIRST_YEAR, LAST_YEAR)
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(weeks=1)


@final
class DayNotInEveryYear(RuralTaobaoError, ValueError):
    """
    A festival was to be held each year on a day that some years lack.

    Attributes:
        month: The month that was given.
        day: The day of the month that was given.
    """

    def __init__(self, month: int, day: int) -> None:
        self.month = month
        self.day = day
        super().__init__(month, day)

    def __str__(self) -> str:
        return (
            "a fixed day must be one that every year has, "
            f"but day {shown(self.day)} of month {shown(self.month)} was given; "
            "take the nearest day that every year has, or announce the editions one by one"
        )


@final
class SpanOfNoDay(RuralTaobaoError, ValueError):
    """
    A span of days ends on the day on which it starts: it would hold no day, or a whole year.

    Attributes:
        month: The month that was given.
        day: The day of the month that was given.
    """

    def __init__(self, month: int, day: int) -> None:
        self.month = month
        self.day = day
        super().__init__(month, day)

    def __str__(self) -> str:
        return (
            "a span of days must end on another day than it starts, "
            f"but day {self.day} of month {self.month} was given as both; "
            "give as its end the first day that is not in it"
        )


@final
class Weekday(Word):
    """
    A day of the week, the first one first.

    Example:
        >>> Weekday("friday")
        <Weekday.FRIDAY: 'friday'>
    """

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


@final
class Nth(Word):
    """
    Which of the days of a month that have one name; a fifth is not there in every year.

    Example:
        >>> Nth("last")
        <Nth.LAST: 'last'>
    """

    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"


_WEEKDAYS: Final = {weekday: place for place, weekday in enumerate(Weekday)}
_WEEKS: Final = {Nth.FIRST: 0, Nth.SECOND: 1, Nth.THIRD: 2, Nth.FOURTH: 3, Nth.LAST: 0}
"""How many weeks later than the first such day of the month, or of its last seven days."""


def _in_every_year(month: int, day: int) -> None:
    """Refuse a day that a common year lacks."""
    try:
        date(_COMMON_YEAR, month, day)
    except (ValueError, OverflowError):
        raise DayNotInEveryYear(month, day) from None


def _day_of_every_year(rule: "FixedDay | DaySpan", _attribute: object, day: int) -> None:
    _in_every_year(rule.month, day)


def _end_of_every_year(span: "DaySpan", _attribute: object, day: int) -> None:
    _in_every_year(span.end_month, day)
    if (span.month, span.day) == (span.end_month, day):
        raise SpanOfNoDay(span.month, span.day)


@final
@frozen
class FixedDay:
    """
    The same day of each year.

    Attributes:
        month: 1 to 12.
        day: Of the month; a day that every year has, so not 29 February.

    Raises:
        DayNotInEveryYear: Some year, or each, lacks the day.
        WrongNumber: A number is not whole.

    Example:
        >>> FixedDay(11, 11).days(2016)
        (datetime.date(2016, 11, 11), datetime.date(2016, 11, 12))
        >>> FixedDay(2, 29)
        Traceback (most recent call last):
            ...
        rural_taobao.festivals.civil_days.DayNotInEveryYear: a fixed day must be one that every ...
    """

    month: int = field(validator=whole)
    day: int = field(validator=[whole, _day_of_every_year])

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that it answers for: 1 and 9998."""
        return _EVER

    def days(self, year: int) -> Days:
        """
        Give the day of a year.

        Raises:
            WrongNumber: The year is not an int.
            YearNotCovered: It is not one of the years 1 to 9998.
        """
        in_years(year, self.years)
        first = date(year, self.month, self.day)
        return first, first + _DAY

    def __str__(self) -> str:
        return f"day {self.day} of month {self.month}"


@final
@frozen
class DaySpan:
    """
    The same days of each year, up to and without its end, which may lie in the year after.

    Attributes:
        month: The month of its first day, 1 to 12.
        day: The first day; one that every year has.
        end_month: The month of the first day after it.
        end_day: The first day after it; one that every year has.

    Raises:
        DayNotInEveryYear: Some year, or each, lacks one of the two days.
        SpanOfNoDay: It ends on the day on which it starts.
        WrongNumber: A number is not whole.

    Example:
        >>> DaySpan(12, 20, 1, 6).days(2016)
        (datetime.date(2016, 12, 20), datetime.date(2017, 1, 6))
    """

    month: int = field(validator=whole)
    day: int = field(validator=[whole, _day_of_every_year])
    end_month: int = field(validator=whole)
    end_day: int = field(validator=[whole, _end_of_every_year])

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that it answers for: 1 and 9998."""
        return _EVER

    def days(self, year: int) -> Days:
        """
        Give the days of the span that starts in a year.

        Raises:
            WrongNumber: The year is not an int.
            YearNotCovered: It is not one of the years 1 to 9998.
        """
        in_years(year, self.years)
        later = (self.end_month, self.end_day) < (self.month, self.day)
        return date(year, self.month, self.day), date(year + later, self.end_month, self.end_day)

    def __str__(self) -> str:
        return f"day {self.day} of month {self.month} to before day {self.end_day} of month {self.end_month}"


@final
@frozen
class NthWeekday:
    """
    The first, second, third, fourth or last Monday, or other day of the week, of a month.

    Attributes:
        month: 1 to 12.
        weekday: The day of the week.
        nth: Which of those of the month.

    Raises:
        WrongNumber: There is no such month.
        WordUnknown: There is no such day of the week, or `nth` is none of `Nth`.

    Example:
        >>> NthWeekday(11, "friday", "fourth").days(2016)
        (datetime.date(2016, 11, 25), datetime.date(2016, 11, 26))
    """

    month: int = field(validator=month_number)
    weekday: Weekday = field(converter=Weekday)
    nth: Nth = field(converter=Nth)

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that it answers for: 1 and 9998."""
        return _EVER

    def days(self, year: int) -> Days:
        """
        Give the day of a year.

        Raises:
            WrongNumber: The year is not an int.
            YearNotCovered: It is not one of the years 1 to 9998.
        """
        in_years(year, self.years)
        start = date(year, self.month, 1)
        if self.nth is Nth.LAST:
            start = months_after(start, 1) - _WEEK
        day = start + timedelta(days=(_WEEKDAYS[self.weekday] - start.weekday()) % 7)
        day += _WEEKS[self.nth] * _WEEK
        return day, day + _DAY

    def __str__(self) -> str:
        return f"the {self.nth} {self.weekday.capitalize()} of month {self.month}"
