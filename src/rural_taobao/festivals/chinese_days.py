"""
Days of the Chinese calendar that come again each year: a lunar day, or a solar term, in China time.

They are known as far as the tables of lunar months and solar terms go, and refused beyond.
"""

from datetime import timedelta
from typing import Final, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.editions import in_years
from rural_taobao.festivals.lunar_years import FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR
from rural_taobao.festivals.lunisolar import LunarMonth, day_number, leap_month, month_number
from rural_taobao.festivals.solar_terms import SolarTerm, solar_term
from rural_taobao.festivals.windows import Days
from rural_taobao.kinds import Word, of_kind

__all__ = ["FixedLunarDay", "IfLeap", "IfShort", "LunarYear", "NothingToShorten", "ShortMonthUnstated", "SolarTermDay"]

_DAY: Final = timedelta(days=1)
_LONGEST: Final = 30


@final
class ShortMonthUnstated(RuralTaobaoError, ValueError):
    """
    Day 30 of a lunar month was named, and not what becomes of it where the month has 29 days.

    Attributes:
        month: The number of the month.
    """

    def __init__(self, month: int) -> None:
        self.month = month
        super().__init__(month)

    def __str__(self) -> str:
        return (
            "a rule must say which day is meant where a lunar month has 29 days, as each has in some year, "
            f"but day 30 of lunar month {self.month} was given without it; state 'if_short' as last_day or next_day, "
            "or count back from the month that follows"
        )


@final
class NothingToShorten(RuralTaobaoError, ValueError):
    """
    It was stated what becomes, in a short month, of a day that every month has.

    Attributes:
        month: The number of the month.
        day: The day.
    """

    def __init__(self, month: int, day: int) -> None:
        self.month = month
        self.day = day
        super().__init__(month, day)

    def __str__(self) -> str:
        return (
            "'if_short' must stand beside day 30 alone, which a lunar month may lack, "
            f"but it was given with day {self.day} of lunar month {self.month}; leave it out"
        )


@final
class LunarYear(Word):
    """
    Which lunar year the edition of a Gregorian year is counted in: there a new year ends one and begins another.

    Example:
        >>> LunarYear("ending")
        <LunarYear.ENDING: 'ending'>
    """

    BEGINNING = "beginning"
    """The one that begins with the new year of that Gregorian year: Lantern Festival, Mid-Autumn."""
    ENDING = "ending"
    """The one that ends there: what leads up to the new year, such as Laba."""


@final
class IfLeap(Word):
    """
    Which month is meant where a year has two of one number: the common one, or the leap month after it.

    Example:
        >>> IfLeap("common_month")
        <IfLeap.COMMON_MONTH: 'common_month'>
    """

    COMMON_MONTH = "common_month"
    LEAP_MONTH = "leap_month"


@final
class IfShort(Word):
    """
    Which day is meant by day 30 where a month has 29: the last of that month, or the first of the next.

    Example:
        >>> IfShort("last_day")
        <IfShort.LAST_DAY: 'last_day'>
    """

    LAST_DAY = "last_day"
    NEXT_DAY = "next_day"


def _short_or_none(value: str | None) -> IfShort | None:
    return None if value is None else IfShort(value)


def _stated_for_day_30(rule: "FixedLunarDay", _attribute: object, if_short: IfShort | None) -> None:
    """Refuse day 30 without a word on short months, and such a word on another day."""
    if rule.day == _LONGEST and if_short is None:
        raise ShortMonthUnstated(rule.month)
    if rule.day != _LONGEST and if_short is not None:
        raise NothingToShorten(rule.month, rule.day)


@final
@frozen
class FixedLunarDay:
    """
    The same lunar day of each year, in China.

    Attributes:
        month: The number of the lunar month, 1 to 12.
        day: The day of the month, 1 to 30.
        lunar_year: Which lunar year the edition of a Gregorian year is counted in.
        if_leap: Which month is meant where a year has two of that number.
        if_short: Which day is meant where the month has 29 days: to be stated for day 30, and for no other.

    Raises:
        WrongNumber: There is no such month, or no month has such a day.
        WordUnknown: What is stated of years, leap months or short months is none of the words for it.
        ShortMonthUnstated: It is day 30, and nothing is said of short months.
        NothingToShorten: Something is said of short months, and it is another day.

    Example:
        >>> laba = FixedLunarDay(12, 8, "ending", "common_month")
        >>> laba.days(2016)
        (datetime.date(2016, 1, 17), datetime.date(2016, 1, 18))
        >>> FixedLunarDay(12, 30, "ending", "common_month")
        Traceback (most recent call last):
            ...
        rural_taobao.festivals.chinese_days.ShortMonthUnstated: a rule must say which day is meant where ...
    """

    month: int = field(validator=month_number)
    day: int = field(validator=day_number)
    lunar_year: LunarYear = field(converter=LunarYear)
    if_leap: IfLeap = field(converter=IfLeap)
    if_short: IfShort | None = field(default=None, converter=_short_or_none, validator=_stated_for_day_30)

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that it answers for: 1901 and 2100, or, of a year that ends, 1902 and 2101."""
        later = self.lunar_year is LunarYear.ENDING
        return FIRST_LUNAR_YEAR + later, LAST_LUNAR_YEAR + later

    def days(self, year: int) -> Days:
        """
        Give the day of the edition of a year.

        Raises:
            WrongNumber: The year is not an int.
            YearNotCovered: The lunar year is not known.
        """
        in_years(year, self.years)
        counted = year - (self.lunar_year is LunarYear.ENDING)
        leap = self.if_leap is IfLeap.LEAP_MONTH and leap_month(counted) == self.month
        month = LunarMonth(counted, self.month, leap)
        longest = month.days if self.if_short is IfShort.LAST_DAY else _LONGEST
        day = month.first + (min(self.day, longest) - 1) * _DAY
        return day, day + _DAY

    def __str__(self) -> str:
        side = "before" if self.lunar_year is LunarYear.ENDING else "after"
        leap = ", of the leap month where there is one" if self.if_leap is IfLeap.LEAP_MONTH else ""
        return f"day {self.day} of lunar month {self.month}, {side} the new year{leap}"


@final
@frozen
class SolarTermDay:
    """
    The day of a solar term, in China.

    Attributes:
        term: Which of the 24.

    Raises:
        WrongKind: It is not a solar term.

    Example:
        >>> SolarTermDay(SolarTerm.AUTUMN_EQUINOX).days(2018)
        (datetime.date(2018, 9, 23), datetime.date(2018, 9, 24))
    """

    term: SolarTerm = field(validator=of_kind(SolarTerm, "SolarTerm('autumn_equinox')"))

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that it answers for: 1901 and 2100."""
        return FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR

    def days(self, year: int) -> Days:
        """
        Give the day of a year.

        Raises:
            WrongNumber: The year is not an int.
            YearNotCovered: The solar terms of that year are not known.
        """
        in_years(year, self.years)
        day = solar_term(year, self.term)
        return day, day + _DAY

    def __str__(self) -> str:
        return self.term.name_en
