"""
Calendars of festivals: which windows hold at an instant, and on which instants to pay.

A calendar is asked with instants, or with days of a clock that is named: a day without one is no span of time.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import Final, final, overload

from attrs import Factory, field, frozen

from rural_taobao.festivals.editions import Edition
from rural_taobao.festivals.festival import Festival
from rural_taobao.festivals.lookups import FestivalAmbiguous, FestivalTwice, FestivalUnknown
from rural_taobao.festivals.occasions import (
    Occasion,
    Slots,
    called_off_within,
    first_from,
    held_within,
    no_instant,
    span_of,
)
from rural_taobao.festivals.paying import payable
from rural_taobao.festivals.windows import Span
from rural_taobao.instants import DAY, UtcOffset, microseconds
from rural_taobao.kinds import WrongKind, tuple_of

__all__ = ["FestivalCalendar"]

_BLOCK: Final = 45
"""The calendar lays out 2 ** 45 microseconds at a time, a little more than a year."""
_KEPT: Final = 64
"""How many such blocks are kept."""
_AHEAD: Final = 4
"""In how many of them what comes next is looked for, before all that is known is gone through."""


def _by_id(festivals: Iterable[Festival]) -> tuple[Festival, ...]:
    listed = tuple_of(Festival, festivals, "festivals", "Festival('double-11', ...)")
    return tuple(sorted(listed, key=lambda festival: festival.id))


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
        WrongKind: What is given as a festival is none.
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
    _blocks: dict[int, Slots] = field(init=False, repr=False, eq=False, factory=dict[int, Slots])

    def festival(self, festival: str) -> Festival:
        """
        Give a festival by its id.

        Raises:
            FestivalUnknown: The calendar does not hold it.
        """
        found = self._index.get(festival) if isinstance(festival, str) else None
        if found is None:
            raise FestivalUnknown(festival, tuple(each.id for each in self.festivals))
        return found

    def named(self, name: str) -> Festival:
        """
        Give a festival by its id, or by what it, or an edition of it, is called in English or Chinese.

        Args:
            name: The id, or a name in whole; capitals do not matter in a name.

        Raises:
            FestivalUnknown: None of the calendar is called so.
            FestivalAmbiguous: Several are called so.

        Example:
            >>> from rural_taobao.festivals.record import programme_calendar
            >>> print(programme_calendar().named("双十一").id)
            double-11
        """
        folded = name.casefold() if isinstance(name, str) else None
        if folded is not None and name in self._index:
            return self._index[name]
        found = [each for each in self.festivals if folded in each.called]
        if not found:
            raise FestivalUnknown(name, tuple(each.id for each in self.festivals))
        if len(found) > 1:
            raise FestivalAmbiguous(name, tuple(each.id for each in found))
        return found[0]

    def edition(self, festival: str, year: int) -> Edition:
        """
        Give the edition of a festival in a year: the announced one, or else the computed one.

        Raises:
            FestivalUnknown: The calendar does not hold the festival.
            WrongNumber: The year is not an int.
            EditionUnknown: No edition of that year was announced, and the rule does not cover it.
        """
        return self.festival(festival).edition(year)

    def merged(self, other: "FestivalCalendar") -> "FestivalCalendar":
        """
        Give a calendar with the festivals of both.

        Raises:
            WrongKind: The other is no calendar.
            FestivalTwice: Both hold a festival of one id.
        """
        if not isinstance(other, FestivalCalendar):
            name, wanted = "calendar", "FestivalCalendar(...)"
            raise WrongKind(name, other, wanted)
        return FestivalCalendar(self.festivals + other.festivals)

    def announcing(self, festival: str, edition: Edition) -> "FestivalCalendar":
        """
        Give the calendar with an edition announced, in place of any other of its year.

        Raises:
            FestivalUnknown: The calendar does not hold the festival.
            WrongKind: It is not an edition.
            EditionComputed: The edition is not an announced one.
        """
        found = self.festival(festival)
        others = (each for each in self.festivals if each is not found)
        return FestivalCalendar((*others, found.announcing(edition)))

    @overload
    def on(self, when: datetime, clock: None = None) -> tuple[Occasion, ...]: ...
    @overload
    def on(self, when: date, clock: UtcOffset) -> tuple[Occasion, ...]: ...
    def on(self, when: date, clock: UtcOffset | None = None) -> tuple[Occasion, ...]:
        """
        Give the windows that hold at an instant, by festival and start, or on a day, by start and festival.

        A window without an end never holds at an instant, for nobody knows until when it does;
        it is among those of the day on which it starts.

        Args:
            when: An instant with its fixed offset, or a day.
            clock: For a day, and for no instant, the offset whose day is meant.

        Raises:
            NotAnInstant: Without a clock, it has no fixed offset.
            DayWithoutClock: It is a day, and no clock is named.
            NotADay: A clock is named, and it is not a plain date.
            WrongKind: What is named as a clock is none.

        Example:
            >>> from rural_taobao.festivals.record import programme_calendar
            >>> from rural_taobao.instants import CHINA
            >>> for occasion in programme_calendar().on(date(2020, 11, 11), CHINA):
            ...     print(occasion.window)
            sale: 2020-11-11T00:00:00+08:00 to before 2020-11-12T00:00:00+08:00
            balance, wave 2: 2020-11-11T00:30:00+08:00 to before 2020-11-12T00:00:00+08:00
        """
        if clock is not None:
            start, _ = span_of(when, when, clock)
            return self._held((start, start + DAY))
        at = microseconds(when) if isinstance(when, datetime) else no_instant(when)
        number = at >> _BLOCK
        block = self._blocks.get(number) or self._laid_out(number)
        return block.occasions[bisect_right(block.starts, at) - 1]

    def between(self, first: date, end: date, clock: UtcOffset) -> tuple[Occasion, ...]:
        """
        Give the windows that hold on one of some days, each once, by start and festival.

        Args:
            first: The first day.
            end: The first day after; where it is not later, there is no day and no window.
            clock: The offset whose days are meant.

        Raises:
            NotADay: A day is not a plain date.
            WrongKind: The clock is none.

        Example:
            >>> from rural_taobao.festivals.record import programme_calendar
            >>> from rural_taobao.instants import CHINA
            >>> for occasion in programme_calendar().between(date(2016, 7, 1), date(2016, 9, 1), CHINA):
            ...     print(occasion.name_en, occasion.edition.year)
            Taobao Maker Festival 2016
            Rural Culture Festival 2016
        """
        return self._held(span_of(first, end, clock))

    def called_off(self, first: date, end: date, clock: UtcOffset) -> tuple[Occasion, ...]:
        """
        Give the windows that would have held on one of some days, had their editions not been cancelled.

        They are those that the rule of a festival gives the year of an edition that was cancelled, each with that
        edition, in the order of `between`; a cancelled edition of a year that no rule covers has none.
        None of them holds: neither `on`, `between`, `next` nor `windows` knows of it.

        Args:
            first: The first day.
            end: The first day after; where it is not later, there is no day and no window.
            clock: The offset whose days are meant.

        Raises:
            NotADay: A day is not a plain date.
            WrongKind: The clock is none.

        Example:
            >>> from rural_taobao.festivals.record import programme_calendar
            >>> from rural_taobao.instants import CHINA
            >>> from rural_taobao.timeline import Source
            >>> cancelled = Edition(2016, [], "announced", Source("a poster"), cancelled=True)
            >>> calendar = programme_calendar().announcing("double-11", cancelled)
            >>> november = date(2016, 11, 1), date(2016, 12, 1)
            >>> calendar.between(*november, CHINA)
            ()
            >>> for occasion in calendar.called_off(*november, CHINA):
            ...     print(occasion.window)
            sale: 2016-11-11T00:00:00+08:00 to before 2016-11-12T00:00:00+08:00
        """
        return called_off_within(self.festivals, span_of(first, end, clock))

    @overload
    def next(self, after: datetime, clock: None = None, *, festival: str | None = None) -> Occasion | None: ...
    @overload
    def next(self, after: date, clock: UtcOffset, *, festival: str | None = None) -> Occasion | None: ...
    def next(self, after: date, clock: UtcOffset | None = None, *, festival: str | None = None) -> Occasion | None:
        """
        Give the window that starts first after an instant, or after a day is over; None where none is known.

        Of those that start together, it is the one that ends first, and then the first by festival and name.

        Args:
            after: An instant with its fixed offset, or a day.
            clock: For a day, and for no instant, the offset whose day is meant.
            festival: The id of the only festival that is meant; None for any of them.

        Raises:
            NotAnInstant, DayWithoutClock, NotADay, WrongKind: As for `on`.
            FestivalUnknown: The calendar does not hold the festival.

        Example:
            >>> from rural_taobao.festivals.record import programme_calendar
            >>> from rural_taobao.instants import CHINA
            >>> print(programme_calendar().next(date(2016, 11, 11), CHINA).window)
            sale: 2016-12-12T00:00:00+08:00 to before 2016-12-13T00:00:00+08:00
        """
        asked = self.festivals if festival is None else (self.festival(festival),)
        if clock is not None:
            since = span_of(after, after, clock)[0] + DAY
        else:
            since = (microseconds(after) if isinstance(after, datetime) else no_instant(after)) + 1
        for number in range(since >> _BLOCK, (since >> _BLOCK) + _AHEAD):
            begun = max(since, number << _BLOCK)
            held = (self._blocks.get(number) or self._laid_out(number)).held
            starting = [each for each in held if each.window.reach[0] >= begun and festival in (None, each.festival.id)]
            if starting:
                return starting[0]
        return first_from(asked, since)

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
            WrongKind: A text is given where names or years are asked for, or one of those is of another type.
            WrongNumber: A year is `True` or `False`.
            WindowUnknown: No edition of the festival has a window of one of the names.
            EditionUnknown: An edition of one of the years is neither announced nor computed.
            NothingToPayOn: An edition of one of the years, or one that meets the span where none is named, is held and
                has no such window.
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
        return payable(self.festival(festival), names, years=years, within=within)

    def _held(self, span: Span) -> tuple[Occasion, ...]:
        """Give the windows that surely hold at some instant of a span, in their order."""
        first, last = span[0] >> _BLOCK, (span[1] - 1) >> _BLOCK
        if last - first >= _KEPT:
            return held_within(self.festivals, span)
        found: list[Occasion] = []
        for number in range(first, last + 1):
            held = (self._blocks.get(number) or self._laid_out(number)).held
            # What began before a later block was found in one before it.
            begun = [each for each in held if number == first or each.window.reach[0] >= number << _BLOCK]
            found.extend(each for each in begun if each.meets(span))
        return tuple(found)

    def _laid_out(self, number: int) -> Slots:
        """Find what holds when in one block of instants, and keep it for the next question."""
        if len(self._blocks) >= _KEPT:
            self._blocks.clear()
        block = Slots.of(self.festivals, (number << _BLOCK, (number + 1) << _BLOCK))
        self._blocks[number] = block
        return block
