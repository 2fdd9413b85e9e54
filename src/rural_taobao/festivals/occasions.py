"""Occasions: windows of editions of festivals, those of some days, and the next to come."""

from collections.abc import Iterable
from datetime import date
from typing import Final, Never, Self, final

from attrs import frozen

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.editions import Edition, EditionKind
from rural_taobao.festivals.festival import REACH, Festival
from rural_taobao.festivals.windows import Span, Window, meets
from rural_taobao.instants import NotAnInstant, UtcOffset, is_clock, microseconds

__all__ = [
    "DayWithoutClock",
    "Occasion",
    "Slots",
    "called_off_within",
    "first_from",
    "held_within",
    "no_instant",
    "span_of",
]

_APART: Final = 2 * REACH
"""So many years apart, the windows of one computed edition come before all those of another."""


@final
class DayWithoutClock(RuralTaobaoError, ValueError):
    """
    It was asked what holds on a day, and not on whose clock the day is meant.

    Attributes:
        day: The day.
    """

    def __init__(self, day: date) -> None:
        self.day = day
        super().__init__(day)

    def __str__(self) -> str:
        return (
            f"a day must be asked about on a clock, but {self.day} was given without one; "
            "pass the offset whose day is meant, such as CHINA"
        )


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

    @property
    def name_en(self) -> str:
        """What the edition is called in English: as itself, or else as the festival."""
        return self.edition.name_en or self.festival.name_en

    @property
    def name_zh(self) -> str:
        """What the edition is called in Chinese, likewise."""
        return self.edition.name_zh or self.festival.name_zh

    @property
    def order(self) -> tuple[int, int, str, str]:
        """What tells which of two comes first: the start, the last instant it may hold, the festival, the name."""
        return *self.window.reach, self.festival.id, self.window.name

    def meets(self, span: Span) -> bool:
        """
        Tell whether the window surely holds at some instant of a span: one without an end surely holds at its start.

        Args:
            span: The first instant and the first after, in microseconds since 1970.
        """
        reach = self.window.reach
        return meets(reach, span) if self.window.end is not None else span[0] <= reach[0] < span[1]


def held_within(festivals: Iterable[Festival], span: Span) -> tuple[Occasion, ...]:
    """
    Give the windows that surely hold at some instant of a span, in their order.

    Args:
        festivals: Whose windows.
        span: The first instant and the first after, in microseconds since 1970.
    """
    found = (
        Occasion(festival, edition, window)
        for festival in festivals
        for edition in festival.editions_near(span)
        for window in edition.windows
    )
    return tuple(sorted((each for each in found if each.meets(span)), key=_order))


def called_off_within(festivals: Iterable[Festival], span: Span) -> tuple[Occasion, ...]:
    """
    Give the windows that the rules of festivals would have had within a span, of editions that were cancelled.

    Each stands with the edition that was cancelled, which says who said so, in the order of the windows.

    Args:
        festivals: Whose windows.
        span: The first instant and the first after, in microseconds since 1970.
    """
    found = (
        Occasion(festival, edition, window)
        for festival in festivals
        for edition in festival.editions
        if edition.cancelled and festival.rule.covers(edition.year)
        for window in festival.rule.edition(edition.year).windows
    )
    return tuple(sorted((each for each in found if each.meets(span)), key=_order))


@final
@frozen
class Slots:
    """
    A span of time, laid out in slots within each of which the same windows hold throughout.

    Attributes:
        held: The windows that surely hold at some instant of it, in their order.
        starts: The first instant of each slot, in microseconds since 1970.
        occasions: What holds in each slot, by festival and start; no window without an end is among it.
    """

    held: tuple[Occasion, ...]
    starts: list[int]
    occasions: list[tuple[Occasion, ...]]

    @classmethod
    def of(cls, festivals: Iterable[Festival], span: Span) -> Self:
        """
        Lay out a span.

        Args:
            festivals: Whose windows.
            span: The first instant and the first after, in microseconds since 1970.
        """
        held = held_within(festivals, span)
        ended = [(*each.window.span, each) for each in held if each.window.end is not None]
        ended.sort(key=lambda each: (each[2].festival.id, each[0], each[1], each[2].window.name))
        changes = {instant for start, end, _ in ended for instant in (start, end)}
        starts = sorted({span[0], *(each for each in changes if span[0] < each < span[1])})
        occasions = [tuple(each for start, end, each in ended if start <= instant < end) for instant in starts]
        return cls(held, starts, occasions)


def first_from(festivals: Iterable[Festival], instant: int) -> Occasion | None:
    """
    Give the window that starts first at an instant or after it; None where none is known.

    Args:
        festivals: Whose windows.
        instant: In microseconds since 1970.
    """
    found = [occasion for festival in festivals for occasion in _starting(festival, instant)]
    return min(found, key=_order, default=None)


def _starting(festival: Festival, instant: int) -> list[Occasion]:
    """Give the windows of a festival that start from an instant on, the first of them for certain."""
    found: list[Occasion] = []
    last: int | None = None
    for edition in festival.editions_from(instant):
        if last is not None and edition.year > last:
            break
        windows = [window for window in edition.windows if microseconds(window.start) >= instant]
        found.extend(Occasion(festival, edition, window) for window in windows)
        if windows and last is None and edition.kind is EditionKind.COMPUTED:
            last = edition.year + _APART
    return found


def _order(occasion: Occasion) -> tuple[int, int, str, str]:
    return occasion.order


def no_instant(when: object) -> Never:
    """
    Refuse what is no instant.

    Raises:
        DayWithoutClock: It is a day, whose clock is not named.
        NotAnInstant: It is another thing.
    """
    raise DayWithoutClock(when) if isinstance(when, date) else NotAnInstant(when)


def span_of(first: date, end: date, clock: UtcOffset) -> Span:
    """
    Give the first instant of some days on a clock, and the first after them, in microseconds since 1970.

    Raises:
        WrongKind: The clock is none.
        NotADay: A day is not a plain date.
    """
    is_clock(clock)
    for day in (first, end):
        is_day(None, None, day)
    return clock.midnight(first), clock.midnight(end)
