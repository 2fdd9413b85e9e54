"""Yearly windows: what a festival does with days that come again each year, from which minute to which."""

from datetime import date, datetime, time, timedelta
from typing import Final, final, get_args

from attrs import Attribute, field, frozen
from attrs.validators import optional

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals.day_rules import DayRule
from rural_taobao.festivals.windows import Window, named
from rural_taobao.instants import UtcOffset, is_clock
from rural_taobao.kinds import WrongNumber, of_kind

__all__ = ["LONGEST_DAYS", "MIDNIGHT", "EndTwice", "NotATimeOfDay", "YearlyWindow"]

MIDNIGHT: Final = time()
"""The time of day at which a window starts and ends where nothing else is said."""
LONGEST_DAYS: Final = 365
"""The most days that a window can be told to last."""
_is_rule: Final = of_kind(get_args(DayRule), "FixedDay(11, 11), NthWeekday(11, 'friday', 'last') or the like")


@final
class NotATimeOfDay(RuralTaobaoError, ValueError):
    """
    A value is not a time of day to the minute, without a zone.

    Attributes:
        name: What the time is of.
        given: The value.
    """

    def __init__(self, name: str, given: object) -> None:
        self.name = name
        self.given = given
        super().__init__(name, given)

    def __str__(self) -> str:
        return (
            f"{self.name} must be a time of day to the minute and without a zone, but {shown(self.given)} was given; "
            "pass such as datetime.time(20, 30), which the clock of the rule places"
        )


@final
class EndTwice(RuralTaobaoError, ValueError):
    """
    A yearly window has both a number of days and a day on which it ends.

    Attributes:
        name: The name of the window.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return (
            "a window must have a number of days or a day on which it ends, and not both, "
            f"but {self.name!r} has both; leave out 'length' or 'to'"
        )


def _time_of_day(_instance: object, attribute: "Attribute[time]", value: time) -> None:
    """Refuse what no clock of minutes shows."""
    if type(value) is not time or value.tzinfo is not None or value.second or value.microsecond:
        raise NotATimeOfDay(attribute.name, value)


def _some_days(_instance: object, attribute: "Attribute[int | None]", length: int | None) -> None:
    """Refuse a length that is none, or above that of a common year."""
    if length is not None and (type(length) is not int or not 1 <= length <= LONGEST_DAYS):
        raise WrongNumber(attribute.name, length, f"a whole number of days from 1 to {LONGEST_DAYS}")


def _ends_once(window: "YearlyWindow", _attribute: object, to: DayRule | None) -> None:
    """Refuse two ends."""
    if to is not None and window.length is not None:
        raise EndTwice(window.name)


@final
@frozen
class YearlyWindow:
    """
    A window that comes again each year: it starts on the first of some days.

    It ends where those days end, or, where that is stated, so many days after its first, or before another day.

    Attributes:
        name: What this part of a festival is called: `presale`, `sale`.
        days: The days on which it is held.
        length: How many days after its first day that of its end comes, 1 to 365.
        to: The days on the first of which it ends.
        starts: The time of its first day at which it starts, to the minute.
        ends: The time of the day of its end before which it ends, to the minute.

    Raises:
        MalformedName: The name is not one.
        WrongKind: The days, or those on which it ends, are no rule of days.
        WrongNumber: The length is not a number of days in its range.
        EndTwice: It has both a length and a day on which it ends.
        NotATimeOfDay: A time of day has a zone, or is not of whole minutes.

    Example:
        >>> from rural_taobao.festivals.chinese_days import FixedLunarDay
        >>> from rural_taobao.instants import CHINA
        >>> laba = FixedLunarDay(12, 8, "ending", "common_month")
        >>> goods = YearlyWindow("sale", laba, length=5, starts=time(10))
        >>> print(goods)
        sale: day 8 of lunar month 12, before the new year, at 10:00, for 5 days
        >>> print(goods.window(2016, CHINA))
        sale: 2016-01-17T10:00:00+08:00 to before 2016-01-22T00:00:00+08:00
    """

    name: str = field(validator=named)
    days: DayRule = field(validator=_is_rule)
    length: int | None = field(default=None, validator=_some_days)
    to: DayRule | None = field(default=None, validator=[optional(_is_rule), _ends_once])
    starts: time = field(default=MIDNIGHT, validator=_time_of_day)
    ends: time = field(default=MIDNIGHT, validator=_time_of_day)

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that all its days are known for; the first may lie after the last."""
        known = [self.days.years, *([] if self.to is None else [self.to.years])]
        return max(first for first, _ in known), min(last for _, last in known)

    def window(self, year: int, clock: UtcOffset) -> Window:
        """
        Give the window of a year.

        Args:
            year: The year of the edition.
            clock: The offset whose days and times are meant.

        Raises:
            WrongNumber: The year is not an int.
            WrongKind: The clock is none.
            YearNotCovered: Its days are not known for that year.
            WindowBackwards: The day on which it ends comes before it starts in that year.
            WindowTooLong: It would last for more than 366 days.
        """
        is_clock(clock)
        first, end = self.days.days(year)
        if self.length is not None:
            end = first + timedelta(days=self.length)
        if self.to is not None:
            end = self.to.days(year)[0]
        return Window(self.name, _at(first, self.starts, clock), _at(end, self.ends, clock))

    @property
    def when(self) -> str:
        """Its days and times, in words."""
        told = [
            str(self.days),
            f"at {self.starts:%H:%M}" if self.starts != MIDNIGHT else "",
            f"for {self.length} day{'s' if self.length != 1 else ''}" if self.length is not None else "",
            f"to before {self.to}" if self.to is not None else "",
            f"until {self.ends:%H:%M} after" if self.ends != MIDNIGHT else "",
        ]
        return ", ".join(filter(None, told))

    def __str__(self) -> str:
        return f"{self.name}: {self.when}"


def _at(day: date, at: time, clock: UtcOffset) -> datetime:
    return datetime.combine(day, at, clock.timezone)
