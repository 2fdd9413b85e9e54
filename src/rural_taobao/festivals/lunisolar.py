"""
Lunar days and months, and the new year, in China time.

The lunar years 1901 to 2100 are known, from a table that is read when it is first asked for.
Whatever lies beyond is refused, never guessed.
"""

from bisect import bisect_right
from datetime import date
from typing import Final, TypeAlias, final

from attrs import Attribute, field, frozen

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.lunar_years import FIRST_LUNAR_YEAR, MONTHS_OF_A_YEAR, almanac, known_year
from rural_taobao.kinds import WrongNumber, of_kind

__all__ = [
    "DayBeyondTable",
    "LeapMonthMissing",
    "LunarDay",
    "LunarMonth",
    "LunarMonthShorter",
    "day_number",
    "leap_month",
    "lunar",
    "month_number",
    "months_of",
    "new_year",
]

_LONGEST: Final = 30
_says: Final = of_kind(bool, "True or False")

_Date: TypeAlias = date
"""Within a lunar day, `date` is the day's own."""


@final
class DayBeyondTable(RuralTaobaoError, LookupError):
    """
    A day lies before the first or after the last lunar year that is known.

    Attributes:
        day: The day.
        first: The first day that is known.
        last: The last one.
    """

    def __init__(self, day: date, first: date, last: date) -> None:
        self.day = day
        self.first = first
        self.last = last
        super().__init__(day, first, last)

    def __str__(self) -> str:
        return (
            f"a day must lie in a lunar year that is known, from {self.first} to {self.last}, "
            f"but {self.day} was given; take its lunar day from a published almanac"
        )


@final
class LeapMonthMissing(RuralTaobaoError, ValueError):
    """
    A leap month was named that its year does not have.

    Attributes:
        year: The lunar year.
        month: The number of the month.
        leap: The number of the leap month that the year has, or None.
    """

    def __init__(self, year: int, month: int, leap: int | None) -> None:
        self.year = year
        self.month = month
        self.leap = leap
        super().__init__(year, month, leap)

    def __str__(self) -> str:
        has = "none" if self.leap is None else f"leap month {self.leap}"
        return (
            f"a leap month must be one that its year has, but leap month {self.month} was given and {self.year} "
            f"has {has}; leave 'leap' out for the month of that number"
        )


@final
class LunarMonthShorter(RuralTaobaoError, ValueError):
    """
    Day 30 was named of a month that has 29.

    Attributes:
        year: The lunar year.
        month: The number of the month.
        leap: Whether it is the leap month of that number.
    """

    def __init__(self, year: int, month: int, leap: bool) -> None:  # noqa: FBT001 - a fact among others
        self.year = year
        self.month = month
        self.leap = leap
        super().__init__(year, month, leap)

    def __str__(self) -> str:
        leap = "leap " if self.leap else ""
        return (
            f"a lunar day must be one that its month has, but day 30 was given and {leap}month {self.month} of "
            f"{self.year} has 29; take day 29, or count back from the month that follows"
        )


def month_number(_instance: object, attribute: "Attribute[int]", month: int) -> None:
    """Validate, for attrs, that a value is the number of a month, or raise `WrongNumber`."""
    if type(month) is not int or not 1 <= month <= MONTHS_OF_A_YEAR:
        raise WrongNumber(attribute.name, month, f"a month from 1 to {MONTHS_OF_A_YEAR}")


def day_number(_instance: object, attribute: "Attribute[int]", day: int) -> None:
    """Validate, for attrs, that a value is the number of a day of a lunar month, or raise `WrongNumber`."""
    if type(day) is not int or not 1 <= day <= _LONGEST:
        raise WrongNumber(attribute.name, day, f"a day from 1 to {_LONGEST}")


def _leap_of_its_year(month: "LunarMonth | LunarDay", _attribute: object, _leap: object) -> None:
    """Refuse a leap month that the year does not have."""
    if (month.year, month.month, month.leap) not in almanac().places:
        raise LeapMonthMissing(month.year, month.month, leap_month(month.year))


def _day_of_its_month(day: "LunarDay", _attribute: object, _leap: object) -> None:
    """Refuse day 30 of a month that has 29."""
    if day.day > _length(day):
        raise LunarMonthShorter(day.year, day.month, day.leap)


def _start(month: "LunarMonth | LunarDay") -> int:
    """Give the ordinal of the first day of a month."""
    laid_out = almanac()
    return laid_out.starts[laid_out.places[month.year, month.month, month.leap]]


def _length(month: "LunarMonth | LunarDay") -> int:
    """Give the number of days of a month."""
    laid_out = almanac()
    place = laid_out.places[month.year, month.month, month.leap]
    return laid_out.starts[place + 1] - laid_out.starts[place]


@final
@frozen
class LunarMonth:
    """
    A month of a lunar year.

    Attributes:
        year: The lunar year, 1901 to 2100; it bears the number of the Gregorian year in which it begins.
        month: Its number, 1 to 12.
        leap: Whether it is the leap month, which follows the month of the same number.

    Raises:
        YearBeyondTable: The lunar year is not known.
        WrongNumber: There is no such month.
        WrongKind: What says whether it is the leap month is neither True nor False.
        LeapMonthMissing: The year does not have that leap month.

    Example:
        >>> LunarMonth(2033, 11, leap=True).first
        datetime.date(2033, 12, 22)
        >>> LunarMonth(2016, 12).days
        30
    """

    year: int = field(validator=known_year)
    month: int = field(validator=month_number)
    leap: bool = field(default=False, validator=[_says, _leap_of_its_year])

    @property
    def first(self) -> date:
        """Its first day."""
        return date.fromordinal(_start(self))

    @property
    def days(self) -> int:
        """How many days it has: 29 or 30."""
        return _length(self)


@final
@frozen
class LunarDay:
    """
    A day of a lunar year.

    Attributes:
        year: The lunar year, 1901 to 2100; it bears the number of the Gregorian year in which it begins,
            so that most days of its month 12 lie in the Gregorian year after.
        month: The number of the month, 1 to 12.
        day: The day of the month, 1 to 29 or 30.
        leap: Whether the month is the leap month, which follows the month of the same number.

    Raises:
        YearBeyondTable: The lunar year is not known.
        WrongNumber: There is no such month, or no month has such a day.
        WrongKind: What says whether the month is the leap month is neither True nor False.
        LeapMonthMissing: The year does not have that leap month.
        LunarMonthShorter: The month has no day 30.

    Example:
        >>> LunarDay(2015, 12, 8).date  # Laba, on which the first New-Year-goods Festival began
        datetime.date(2016, 1, 17)
        >>> LunarDay(2015, 12, 30)
        Traceback (most recent call last):
            ...
        rural_taobao.festivals.lunisolar.LunarMonthShorter: a lunar day must be one that its month has, but ...
    """

    year: int = field(validator=known_year)
    month: int = field(validator=month_number)
    day: int = field(validator=day_number)
    leap: bool = field(default=False, validator=[_says, _leap_of_its_year, _day_of_its_month])

    @property
    def date(self) -> _Date:
        """The day in the Gregorian calendar."""
        return _Date.fromordinal(_start(self) + self.day - 1)


def lunar(day: date) -> LunarDay:
    """
    Give the lunar day that a day is in China.

    Args:
        day: From 1901-02-19 to 2101-01-28.

    Raises:
        NotADay: It is not a plain date.
        DayBeyondTable: It lies before the first or after the last lunar year that is known.

    Example:
        >>> lunar(date(2016, 9, 15))  # Mid-Autumn
        LunarDay(year=2016, month=8, day=15, leap=False)
        >>> lunar(date(1901, 1, 31))
        Traceback (most recent call last):
            ...
        rural_taobao.festivals.lunisolar.DayBeyondTable: a day must lie in a lunar year that is known, from ...
    """
    is_day(None, None, day)
    laid_out = almanac()
    starts = laid_out.starts
    ordinal = day.toordinal()
    if not starts[0] <= ordinal < starts[-1]:
        raise DayBeyondTable(day, date.fromordinal(starts[0]), date.fromordinal(starts[-1] - 1))
    place = bisect_right(starts, ordinal) - 1
    year, month, leap = laid_out.months[place]
    return LunarDay(year, month, ordinal - starts[place] + 1, leap)


def new_year(year: int) -> date:
    """
    Give the first day of a lunar year, the Spring Festival, which lies from 21 January to 20 February.

    Args:
        year: The Gregorian year in which it begins, 1901 to 2100.

    Raises:
        YearBeyondTable: The lunar year is not known.

    Example:
        >>> new_year(2027), new_year(2030)
        (datetime.date(2027, 2, 6), datetime.date(2030, 2, 3))
    """
    known_year(None, None, year)
    return almanac().new_years[year - FIRST_LUNAR_YEAR]


def leap_month(year: int) -> int | None:
    """
    Give the number of the leap month of a lunar year, 1901 to 2100, or None where it has none.

    Raises:
        YearBeyondTable: The lunar year is not known.

    Example:
        >>> leap_month(2033), leap_month(2016)
        (11, None)
    """
    known_year(None, None, year)
    return almanac().leaps[year - FIRST_LUNAR_YEAR]


def months_of(year: int) -> tuple[LunarMonth, ...]:
    """
    Give the 12 or 13 months of a lunar year in their order.

    Args:
        year: The lunar year, 1901 to 2100.

    Raises:
        YearBeyondTable: The lunar year is not known.

    Example:
        >>> [month.month for month in months_of(2033)]
        [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11, 12]
        >>> sum(month.days for month in months_of(2033))
        384
    """
    known_year(None, None, year)
    places = almanac().places
    numbered = ((number, leap) for number in range(1, MONTHS_OF_A_YEAR + 1) for leap in (False, True))
    return tuple(LunarMonth(year, number, leap) for number, leap in numbered if (year, number, leap) in places)
