"""
Calendars of festivals: which windows hold at an instant, and on which instants to pay.

A calendar is asked with instants: a day is none until a clock is named.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise
from typing import Final, TypeAlias, final

from attrs import Factory, field, frozen

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals.editions import Edition
from rural_taobao.festivals.festival import Festival
from rural_taobao.festivals.windows import Span, Window, joined
from rural_taobao.identifiers import FestivalId
from rural_taobao.instants import microseconds

__all__ = [
    "FestivalCalendar",
    "FestivalTwice",
    "FestivalUnknown",
    "NothingToPayOn",
    "Occasion",
    "WindowUnknown",
]

_BLOCK: Final = 45
"""The calendar lays out 2 ** 45 microseconds at a time, a little more than a year."""
_KEPT: Final = 64
"""How many such blocks are kept."""

_Block: TypeAlias = "tuple[list[int], list[tuple[Occasion, ...]]]"


@final
class FestivalTwice(RuralTaobaoError, ValueError):
    """
    Two festivals of one calendar have the same id.

    Attributes:
        festival: The id.
    """

    def __init__(self, festival: FestivalId) -> None:
        self.festival = festival
        super().__init__(festival)

    def __str__(self) -> str:
        return (
            f"festivals of one calendar must have ids of their own, but two are called "
            f"{self.festival}; give one of them another id, or announce its editions in the other"
        )


@final
class FestivalUnknown(RuralTaobaoError, LookupError):
    """
    A calendar does not hold a festival.

    Attributes:
        festival: The festival asked for.
        known: Those that it holds.
    """

    def __init__(self, festival: str, known: tuple[FestivalId, ...]) -> None:
        self.festival = festival
        self.known = known
        super().__init__(festival, known)

    def __str__(self) -> str:
        return (
            f"the festival must be one of the calendar, {_listed(self.known)}, "
            f"but {shown(self.festival)} was asked for; add it to the calendar"
        )


@final
class WindowUnknown(RuralTaobaoError, LookupError):
    """
    No edition of a festival has a window of that name, so that nothing would ever be paid on it.

    Attributes:
        festival: The festival.
        name: The name asked for.
        known: The names that the windows of its editions have.
    """

    def __init__(self, festival: FestivalId, name: str, known: tuple[str, ...]) -> None:
        self.festival = festival
        self.name = name
        self.known = known
        super().__init__(festival, name, known)

    def __str__(self) -> str:
        return (
            f"a window of {self.festival} must be called as in one of its editions, "
            f"{_listed(self.known)}, but {shown(self.name, 110)} was asked for; take one of those"
        )


@final
class NothingToPayOn(RuralTaobaoError, ValueError):
    """
    An edition that is held was to be paid on, and has none of the windows asked for.

    Attributes:
        festival: The festival.
        year: The year of the edition.
        known: The names of the windows that the edition has.
    """

    def __init__(self, festival: FestivalId, year: int, known: tuple[str, ...]) -> None:
        self.festival = festival
        self.year = year
        self.known = known
        super().__init__(festival, year, known)

    def __str__(self) -> str:
        return (
            "an edition must have a window that was asked for to be paid on, but that of "
            f"{self.festival} in {self.year} has {_listed(self.known)}; "
            "name one of its windows, or announce them with their source"
        )


def _listed(names: tuple[str, ...]) -> str:
    """Give some names for a message, however many there are."""
    few = 12
    some = ", ".join(f"'{name}'" for name in names[:few]) or "none"
    return f"{some} and {len(names) - few} more" if len(names) > few else some


@final
@frozen
class Occasion:
    """
    A window of an edition of a festival.

    Attributes:
        festival: The festival.
        edition: Its edition.
        window: The window of that edition.
    """

    festival: Festival
    edition: Edition
    window: Window


def _by_id(festivals: Iterable[Festival]) -> tuple[Festival, ...]:
    return tuple(sorted(festivals, key=lambda festival: festival.id))


def _ids_of_their_own(_instance: object, _attribute: object, festivals: tuple[Festival, ...]) -> None:
    """Refuse two festivals of one id."""
    for earlier, later in pairwise(festivals):
        if earlier.id == later.id:
            raise FestivalTwice(later.id)


def _indexed(calendar: "FestivalCalendar") -> dict[str, Festival]:
    return {festival.id: festival for festival in calendar.festivals}


@final
@frozen
class FestivalCalendar:
    """
    Festivals by their ids.

    Attributes:
        festivals: Sorted by their ids, which are all different.

    Raises:
        FestivalTwice: Two festivals have one id.

    Example:
        >>> from datetime import timedelta
        >>> from rural_taobao.festivals.record import programme_calendar
        >>> from rural_taobao.instants import CHINA
        >>> calendar = programme_calendar()
        >>> [occasion.festival.name_en for occasion in calendar.on(
        ...     datetime(2016, 11, 11, 9, 30, tzinfo=CHINA.timezone)
        ... )]
        ['Double 11']
        >>> calendar.edition("double-12", 2023).cancelled
        True
    """

    festivals: tuple[Festival, ...] = field(converter=_by_id, validator=_ids_of_their_own)
    _index: dict[str, Festival] = field(init=False, repr=False, eq=False, default=Factory(_indexed, takes_self=True))
    _blocks: dict[int, _Block] = field(init=False, repr=False, eq=False, factory=dict[int, "_Block"])

    def festival(self, festival: str) -> Festival:
        """
        Give a festival by its id.

        Raises:
            FestivalUnknown: The calendar does not hold it.
        """
        found = self._index.get(festival)
        if found is None:
            raise FestivalUnknown(festival, tuple(each.id for each in self.festivals))
        return found

    def edition(self, festival: str, year: int) -> Edition:
        """
        Give the edition of a festival in a year: the announced one, or else the computed one.

        Raises:
            FestivalUnknown: The calendar does not hold the festival.
            EditionUnknown: No edition of that year was announced, and the rule does not cover it.
        """
        return self.festival(festival).edition(year)

    def merged(self, other: "FestivalCalendar") -> "FestivalCalendar":
        """
        Give a calendar with the festivals of both.

        Raises:
            FestivalTwice: Both hold a festival of one id.
        """
        return FestivalCalendar(self.festivals + other.festivals)

    def announcing(self, festival: str, edition: Edition) -> "FestivalCalendar":
        """
        Give the calendar with an edition announced, in place of any other of its year.

        Raises:
            FestivalUnknown: The calendar does not hold the festival.
            EditionComputed: The edition is not an announced one.
        """
        found = self.festival(festival)
        others = (each for each in self.festivals if each is not found)
        return FestivalCalendar((*others, found.announcing(edition)))

    def on(self, instant: datetime) -> tuple[Occasion, ...]:
        """
        Give the windows that hold at an instant, by festival and start.

        A window without an end is never among them: nobody knows when it holds.

        Raises:
            NotAnInstant: It has no fixed offset.
        """
        at = microseconds(instant)
        block = self._blocks.get(at >> _BLOCK)
        if block is None:
            block = self._laid_out(at >> _BLOCK)
        starts, occasions = block
        return occasions[bisect_right(starts, at) - 1]

    def windows(
        self,
        festival: str,
        names: Iterable[str] | None = None,
        *,
        years: Iterable[int] | None = None,
        within: Span,
    ) -> tuple[Span, ...]:
        """
        Give the instants of a span on which to pay: the union of windows, every instant once.

        Args:
            festival: The id of the festival.
            names: The names of the windows; None, or no name, for all of them.
            years: The editions, by their years; None for all that are known.
            within: The first instant asked about and the first after, in microseconds since 1970.

        Returns:
            Half-open spans in microseconds since 1970, sorted and apart, cut off at `within`.
            A cancelled edition gives none.

        Raises:
            FestivalUnknown: The calendar does not hold the festival.
            WindowUnknown: No edition of the festival has a window of one of the names.
            EditionUnknown: An edition of one of the years is neither announced nor computed.
            NothingToPayOn: An edition of one of the years is held and has no such window.
            WindowOpen: A window may hold within the span, and nobody knows its end.

        Example:
            >>> from rural_taobao.festivals.record import programme_calendar
            >>> from rural_taobao.instants import CHINA
            >>> from datetime import date
            >>> november = CHINA.midnight(date(2016, 11, 1)), CHINA.midnight(date(2016, 12, 1))
            >>> for start, end in programme_calendar().windows("double-11", within=november):
            ...     print(CHINA.instant(start), "to before", CHINA.instant(end))
            2016-11-11 00:00:00+08:00 to before 2016-11-12 00:00:00+08:00
        """
        found = self.festival(festival)
        wanted = frozenset(names or ()) or frozenset(found.window_names)
        for name in sorted(wanted.difference(found.window_names)):
            raise WindowUnknown(found.id, name, found.window_names)
        asked = None if years is None else [found.edition(year) for year in years]
        for edition in asked or ():
            known = tuple(window.name for window in edition.windows)
            if not edition.cancelled and wanted.isdisjoint(known):
                raise NothingToPayOn(found.id, edition.year, known)
        return joined(
            (max(window.span[0], within[0]), min(window.span[1], within[1]))
            for edition in (found.editions_near(within) if asked is None else asked)
            for window in edition.windows
            if window.name in wanted and _meets(window.reach, within)
        )

    def _laid_out(self, number: int) -> _Block:
        """Find what holds when in one block of instants, and keep it for the next question."""
        block = number << _BLOCK, (number + 1) << _BLOCK
        met = [
            (*window.span, Occasion(festival, edition, window))
            for festival in self.festivals
            for edition in festival.editions_near(block)
            for window in edition.windows
            if window.end is not None and _meets(window.reach, block)
        ]
        met.sort(key=lambda each: (each[2].festival.id, each[0], each[1], each[2].window.name))
        changes = {instant for start, end, _ in met for instant in (start, end)}
        starts = sorted({block[0], *(each for each in changes if block[0] < each < block[1])})
        occasions = [tuple(occasion for start, end, occasion in met if start <= instant < end) for instant in starts]
        if len(self._blocks) >= _KEPT:
            self._blocks.clear()
        self._blocks[number] = starts, occasions
        return starts, occasions


def _meets(first: Span, second: Span) -> bool:
    """Tell whether two half-open spans share an instant."""
    return max(first[0], second[0]) < min(first[1], second[1])
