"""
Festival rules: how the dates of an edition follow from its year, as frozen data.

A rule answers for the years that it covers and refuses any other.
The windows of an edition that a rule computes lie in the Gregorian year of that number, the one
before or the one after.
"""

from datetime import date, timedelta
from typing import Final, TypeAlias, final

from attrs import Attribute, field, frozen
from attrs.validators import instance_of

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals.editions import LAST_YEAR, Edition, EditionKind, year_number
from rural_taobao.festivals.windows import Window, named
from rural_taobao.instants import UtcOffset
from rural_taobao.kinds import WrongNumber, whole
from rural_taobao.timeline import Source

__all__ = [
    "Announced",
    "DayNotInEveryYear",
    "FestivalRule",
    "FixedDay",
    "NotAnnounced",
    "YearNotCovered",
]

_COMMON_YEAR: Final = 2015
"""A year without a 29 February."""


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
class YearNotCovered(RuralTaobaoError, LookupError):
    """
    A rule was asked for a year before its first or after its last.

    Attributes:
        year: The year asked for.
        first: The first year that the rule covers.
        last: The last one.
    """

    def __init__(self, year: int, first: int, last: int) -> None:
        self.year = year
        self.first = first
        self.last = last
        super().__init__(year, first, last)

    def __str__(self) -> str:
        return (
            f"the year must be one that the rule covers, {self.first} to {self.last}, "
            f"but {shown(self.year)} was asked for; announce the edition of that year"
        )


@final
class NotAnnounced(RuralTaobaoError, LookupError):
    """
    Dates that are only ever announced were to be computed.

    Attributes:
        year: The year asked for.
    """

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(year)

    def __str__(self) -> str:
        return (
            "an edition must be announced where no rule gives its dates, "
            f"but {shown(self.year)} was to be computed; announce the edition of that year"
        )


def _in_every_year(rule: "FixedDay", _attribute: object, day: int) -> None:
    """Refuse a day that a common year lacks."""
    try:
        date(_COMMON_YEAR, rule.month, day)
    except (ValueError, OverflowError):
        raise DayNotInEveryYear(rule.month, day) from None


def _not_before_first(rule: "FixedDay", attribute: "Attribute[int | None]", last: int | None) -> None:
    """Refuse a last year that would leave the rule none."""
    if last is not None and (type(last) is not int or not rule.first_year <= last <= LAST_YEAR):
        demand = f"a year from {rule.first_year} to {LAST_YEAR}, or left out"
        raise WrongNumber(attribute.name, last, demand)


@final
@frozen
class FixedDay:
    """
    The same day of each year, from midnight to midnight.

    Attributes:
        month: 1 to 12.
        day: Of the month; a day that every year has, so not 29 February.
        first_year: The first year of which the rule holds, 1 to 9998.
        last_year: The last one, or None while no end is known.
        window: The name of the one window that each edition has.
        offset: The clock whose midnights are meant.
        source: Who says so.

    Raises:
        DayNotInEveryYear: Some year, or each, lacks the day.
        WrongNumber: A number is not whole, or the last year lies before the first.
        MalformedName: The window's name is not one.

    Example:
        >>> from rural_taobao.instants import CHINA
        >>> says = Source("the name of the festival")
        >>> rule = FixedDay(11, 11, 2009, None, "sale", CHINA, says)
        >>> edition = rule.edition(2016)
        >>> print(edition.kind, *edition.windows)
        computed sale: 2016-11-11T00:00:00+08:00 to before 2016-11-12T00:00:00+08:00
        >>> FixedDay(2, 29, 2009, None, "leap", CHINA, says)
        Traceback (most recent call last):
            ...
        rural_taobao.festivals.rules.DayNotInEveryYear: a fixed day must be one that every ...
    """

    month: int = field(validator=whole)
    day: int = field(validator=[whole, _in_every_year])
    first_year: int = field(validator=year_number)
    last_year: int | None = field(validator=_not_before_first)
    window: str = field(validator=named)
    offset: UtcOffset = field(validator=instance_of(UtcOffset))
    source: Source = field(validator=instance_of(Source))

    @property
    def window_names(self) -> tuple[str, ...]:
        """The names of the windows that its editions have."""
        return (self.window,)

    def covers(self, year: int) -> bool:
        """Tell whether the rule gives an edition of a year."""
        return self.first_year <= year <= (self.last_year or LAST_YEAR)

    def edition(self, year: int) -> Edition:
        """
        Compute the edition of a year.

        Raises:
            YearNotCovered: The rule does not hold of that year.
        """
        if not self.covers(year):
            raise YearNotCovered(year, self.first_year, self.last_year or LAST_YEAR)
        first = date(year, self.month, self.day)
        window = Window.of_days(self.window, first, first + timedelta(days=1), self.offset)
        return Edition(year, (window,), EditionKind.COMPUTED, self.source)

    def __str__(self) -> str:
        last = "" if self.last_year is None else f" to {self.last_year}"
        return f"day {self.day} of month {self.month}, from {self.first_year}{last}"


@final
@frozen
class Announced:
    """
    No rule at all: each edition is announced.

    Example:
        >>> Announced().covers(2016)
        False
        >>> Announced().edition(2016)
        Traceback (most recent call last):
            ...
        rural_taobao.festivals.rules.NotAnnounced: an edition must be announced where no ...
    """

    @property
    def window_names(self) -> tuple[str, ...]:
        """No names: nothing is computed."""
        return ()

    def covers(self, _year: int) -> bool:
        """Tell whether the rule gives an edition of a year; it never does."""
        return False

    def edition(self, year: int) -> Edition:
        """
        Refuse to compute the edition of a year.

        Raises:
            NotAnnounced: Always.
        """
        raise NotAnnounced(year)

    def __str__(self) -> str:
        return "announced only"


FestivalRule: TypeAlias = FixedDay | Announced
"""Every festival rule; a closed union, each form of which answers `covers` and `edition`."""
