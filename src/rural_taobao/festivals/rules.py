"""
Festival rules: how the dates of an edition follow from its year, as frozen data.

A rule answers for the years that it covers and refuses any other.
The windows of an edition that a rule computes lie in the Gregorian year of that number, or not further
from it than the second year before or after.
"""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias, final

from attrs import Attribute, field, frozen

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals.editions import (
    FIRST_YEAR,
    LAST_YEAR,
    Edition,
    EditionKind,
    WindowTwice,
    in_years,
    is_year,
    year_number,
)
from rural_taobao.festivals.windows import WindowBackwards, WindowTooLong
from rural_taobao.festivals.yearly_windows import YearlyWindow
from rural_taobao.flaws import Checks, Flaw, refuse
from rural_taobao.instants import CHINA, UtcOffset
from rural_taobao.kinds import WrongNumber, of_kind, tuple_of
from rural_taobao.timeline import Source

__all__ = [
    "Announced",
    "FestivalRule",
    "NoYearCovered",
    "NotAnnounced",
    "RuleWithoutWindows",
    "Yearly",
    "yearly_checks",
]

_CYCLE: Final = 400
"""After so many years the civil calendar repeats, weekdays and all."""


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


@final
class RuleWithoutWindows(RuralTaobaoError, ValueError):
    """A rule that computes editions was to be made without a window."""

    def __str__(self) -> str:
        return (
            "a yearly rule must have at least one window, but none was given; "
            "state its days in one, or leave the editions to be announced"
        )


@final
class NoYearCovered(RuralTaobaoError, ValueError):
    """
    The years that a rule is stated for are none of those for which its days are known.

    Attributes:
        first: The first year stated.
        last: The last one.
        known: The first and the last year that its days are known for.
    """

    def __init__(self, first: int, last: int, known: tuple[int, int]) -> None:
        self.first = first
        self.last = last
        self.known = known
        super().__init__(first, last, known)

    def __str__(self) -> str:
        first, last = self.known
        return (
            f"a rule must cover a year for which all its days are known, but it is stated for {self.first} to "
            f"{self.last}, and they are known for {first} to {last}; state other years, or announce the editions"
        )


def _windows(windows: Iterable[YearlyWindow]) -> tuple[YearlyWindow, ...]:
    return tuple_of(YearlyWindow, windows, "windows", "YearlyWindow('sale', FixedDay(11, 11))")


def _some_windows(_rule: object, _attribute: object, windows: tuple[YearlyWindow, ...]) -> None:
    """Refuse none."""
    if not windows:
        raise RuleWithoutWindows


def _not_before_first(rule: "Yearly", attribute: "Attribute[int | None]", last: int | None) -> None:
    """Refuse a last year that would leave the rule none."""
    if last is not None and (type(last) is not int or not rule.first_year <= last <= LAST_YEAR):
        demand = f"a year from {rule.first_year} to {LAST_YEAR}, or left out"
        raise WrongNumber(attribute.name, last, demand)


@final
@frozen
class Yearly:
    """
    The same windows each year, by rules of days, on one clock.

    Attributes:
        windows: What each edition is made of, in the order told; at least one, each with a name of its own.
        first_year: The first year of which the rule holds, 1 to 9998.
        last_year: The last one, or None while no end is known.
        offset: The clock whose days and times are meant.
        source: Who says so.

    Raises:
        WrongKind: A window, the clock or the source is of another type.
        RuleWithoutWindows: There is no window.
        WindowTwice: Two windows have one name.
        WrongNumber: A year is not one, or the last lies before the first.
        NoYearCovered: The days of the windows are not known for any year of those.
        WindowBackwards: In some year a window ends before it starts.
        WindowTooLong: In some year a window lasts for more than 366 days.

    Example:
        >>> from rural_taobao.festivals.civil_days import FixedDay
        >>> from rural_taobao.instants import CHINA
        >>> sale = YearlyWindow("sale", FixedDay(11, 11))
        >>> rule = Yearly([sale], 2009, None, CHINA, Source("the name of the festival"))
        >>> edition = rule.edition(2016)
        >>> print(edition.kind, *edition.windows)
        computed sale: 2016-11-11T00:00:00+08:00 to before 2016-11-12T00:00:00+08:00
        >>> print(rule)
        day 11 of month 11, from 2009
    """

    windows: tuple[YearlyWindow, ...] = field(converter=_windows, validator=_some_windows)
    first_year: int = field(validator=year_number)
    last_year: int | None = field(validator=_not_before_first)
    offset: UtcOffset = field(validator=of_kind(UtcOffset, "UtcOffset.parse('+08:00')"))
    source: Source = field(validator=of_kind(Source, "Source('who says so')"))

    def __attrs_post_init__(self) -> None:
        refuse(yearly_checks(self))

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year that it covers: those stated, as far as all its days are known."""
        known = [window.years for window in self.windows]
        return (
            max(self.first_year, *(first for first, _ in known)),
            min(self.last_year or LAST_YEAR, *(last for _, last in known)),
        )

    @property
    def window_names(self) -> tuple[str, ...]:
        """The names of the windows that its editions have."""
        return tuple(window.name for window in self.windows)

    def covers(self, year: int) -> bool:
        """
        Tell whether the rule gives an edition of a year.

        Raises:
            WrongNumber: The year is not an int.
        """
        is_year(year)
        first, last = self.years
        return first <= year <= last

    def edition(self, year: int) -> Edition:
        """
        Compute the edition of a year.

        Raises:
            WrongNumber: The year is not an int.
            YearNotCovered: The rule does not hold of that year, or its days are not known there.
        """
        in_years(year, self.years)
        windows = (window.window(year, self.offset) for window in self.windows)
        return Edition(year, windows, EditionKind.COMPUTED, self.source)

    def __str__(self) -> str:
        first, last = self.years
        one, *more = self.windows
        windows = "; ".join(map(str, self.windows)) if more else one.when
        return f"{windows}, from {first}{'' if last == LAST_YEAR else f' to {last}'}"


def yearly_checks(rule: Yearly) -> Checks:
    """Check that windows have names of their own, that some year is covered, and that each has every window."""
    yield _names_of_their_own(rule)
    yield _some_year(rule)
    yield _every_window(rule)


def _names_of_their_own(rule: Yearly) -> Iterator[Flaw]:
    seen: set[str] = set()
    for place, window in enumerate(rule.windows):
        if window.name in seen:
            yield ("windows", place, "name"), WindowTwice(rule.first_year, window.name)
        seen.add(window.name)


def _some_year(rule: Yearly) -> Iterator[Flaw]:
    first, last = rule.years
    if first > last:
        known = [window.years for window in rule.windows]
        together = max(year for year, _ in known), min(year for _, year in known)
        yield ("first_year",), NoYearCovered(rule.first_year, rule.last_year or LAST_YEAR, together)


def _every_window(rule: Yearly) -> Checks:
    first, last = rule.years
    years = range(first, min(last, first + _CYCLE - 1) + 1)
    for place, window in enumerate(rule.windows):
        if window.to is not None:
            # On another clock a window is as long: where a document does not name one that can be read, any will do.
            yield _there(window, place, years, getattr(rule, "offset", CHINA))


def _there(window: YearlyWindow, place: int, years: Iterable[int], clock: UtcOffset) -> Iterator[Flaw]:
    try:
        for year in years:
            window.window(year, clock)
    except (WindowBackwards, WindowTooLong) as error:
        yield ("windows", place, "to"), error


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
    def years(self) -> tuple[int, int]:
        """The first year and the last that it covers; the first lies after the last, for it covers none."""
        return FIRST_YEAR, FIRST_YEAR - 1

    @property
    def window_names(self) -> tuple[str, ...]:
        """No names: nothing is computed."""
        return ()

    def covers(self, year: int) -> bool:
        """
        Tell whether the rule gives an edition of a year; it never does.

        Raises:
            WrongNumber: The year is not an int.
        """
        is_year(year)
        return False

    def edition(self, year: int) -> Edition:
        """
        Refuse to compute the edition of a year.

        Raises:
            WrongNumber: The year is not an int.
            NotAnnounced: It is one.
        """
        is_year(year)
        raise NotAnnounced(year)

    def __str__(self) -> str:
        return "announced only"


FestivalRule: TypeAlias = Yearly | Announced
"""Every festival rule; a closed union, each form of which answers `years`, `covers` and `edition`."""
