"""
Windows: the named spans of instants in which a festival holds.

A window holds its start and not its end.
One whose end is not known can be shown; it cannot pay.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final, Self, TypeAlias, final

from attrs import Attribute, field, frozen

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError, shown, spelled
from rural_taobao.instants import DAY, UtcOffset, fixed, is_clock, microseconds

__all__ = [
    "LONGEST",
    "Days",
    "MalformedName",
    "Span",
    "Window",
    "WindowBackwards",
    "WindowOpen",
    "WindowTooLong",
    "joined",
    "meets",
    "named",
]

Span: TypeAlias = tuple[int, int]
"""A half-open span of instants in microseconds since 1970: the first in it, the first after."""
Days: TypeAlias = tuple[date, date]
"""A half-open span of days: the first in it, the first after."""

LONGEST: Final = 366 * DAY
"""The longest that a window can be, in microseconds: a festival comes again each year."""
_NAME: Final = 100


@final
class MalformedName(RuralTaobaoError, ValueError):
    """
    A text cannot be a name for people.

    Attributes:
        what: What the name was for.
        given: The text, or another value, that was given.
    """

    def __init__(self, what: str, given: object) -> None:
        self.what = what
        self.given = given
        super().__init__(what, given)

    def __str__(self) -> str:
        return (
            f"the {self.what} must be 1 to {_NAME} printable characters without a space at either "
            f"end, but {shown(self.given, 80)} was given; choose such a name, in any script"
        )


@final
class WindowBackwards(RuralTaobaoError, ValueError):
    """
    A window ends before it starts, or as it starts.

    Attributes:
        name: The name of the window.
        start: Its first instant.
        end: The instant that was given as its end.
    """

    def __init__(self, name: str, start: datetime, end: datetime) -> None:
        self.name = name
        self.start = start
        self.end = end
        super().__init__(name, start, end)

    def __str__(self) -> str:
        return (
            f"a window must end after it starts, but {self.name!r} starts at "
            f"{self.start.isoformat()} and ends before {self.end.isoformat()}; "
            "give as its end the first instant that is not in it"
        )


@final
class WindowTooLong(RuralTaobaoError, ValueError):
    """
    A window is longer than a year.

    Attributes:
        name: The name of the window.
        start: Its first instant.
        end: The first instant after it.
    """

    def __init__(self, name: str, start: datetime, end: datetime) -> None:
        self.name = name
        self.start = start
        self.end = end
        super().__init__(name, start, end)

    def __str__(self) -> str:
        return (
            f"a window must not be longer than {LONGEST // DAY} days, but {self.name!r} lasts from "
            f"{self.start.isoformat()} to before {self.end.isoformat()}; "
            "give each year an edition of its own"
        )


@final
class WindowOpen(RuralTaobaoError, ValueError):
    """
    It was asked when a window holds whose end nobody knows.

    Attributes:
        name: The name of the window.
        start: Its first instant.
    """

    def __init__(self, name: str, start: datetime) -> None:
        self.name = name
        self.start = start
        super().__init__(name, start)

    def __str__(self) -> str:
        return (
            f"a window must have an end to be paid on, but {self.name!r}, from "
            f"{self.start.isoformat()}, has none; add its end, or name the other windows"
        )


def named(instance: object, attribute: "Attribute[str]", value: object) -> None:
    """
    Validate, for attrs, that a value is a name for people: a short line of text in any script.

    Raises:
        MalformedName: It is no text, empty, too long, or holds what cannot be printed.
    """
    if not isinstance(value, str) or not 1 <= len(value) <= _NAME or not value.isprintable() or value != value.strip():
        whose = spelled(type(instance).__name__).replace("_", " ")
        what = f"{attribute.name} of {'an' if whose[0] in 'aeiou' else 'a'} {whose}"
        raise MalformedName(what, value)


def _after_start(window: "Window", attribute: object, value: datetime | None) -> None:
    """Refuse an end that is no instant, leaves no instant, or lies more than a year away."""
    if value is not None:
        fixed(window, attribute, value)
        if value <= window.start:
            raise WindowBackwards(window.name, window.start, value)
        if microseconds(value) - microseconds(window.start) > LONGEST:
            raise WindowTooLong(window.name, window.start, value)


@final
@frozen
class Window:
    """
    A named, half-open span of instants.

    Attributes:
        name: What this part of a festival is called: `sale`, `deposit, wave 1`.
        start: The first instant in it, with a fixed offset.
        end: The first instant after it, with a fixed offset, at most 366 days after the start;
            None where it is not known.

    Raises:
        MalformedName: The name is not one.
        NotAnInstant: A bound has no fixed offset.
        WindowBackwards: It would hold no instant.
        WindowTooLong: It would last for more than 366 days.

    Example:
        >>> from datetime import timedelta
        >>> from rural_taobao.instants import CHINA
        >>> sale = Window.of_days("sale", date(2016, 11, 11), date(2016, 11, 12), CHINA)
        >>> print(sale)
        sale: 2016-11-11T00:00:00+08:00 to before 2016-11-12T00:00:00+08:00
        >>> sale.start in sale, sale.end - timedelta(minutes=1) in sale, sale.end in sale
        (True, True, False)
    """

    name: str = field(validator=named)
    start: datetime = field(validator=fixed)
    end: datetime | None = field(default=None, validator=_after_start)

    @classmethod
    def of_days(cls, name: str, first: date, end: date | None, clock: UtcOffset) -> Self:
        """
        Make a window of whole days, from midnight to midnight on one clock.

        Args:
            name: The name of the window.
            first: Its first day.
            end: The first day after it; None where that is not known.
            clock: The offset whose midnights are meant.

        Raises:
            NotADay: A day is an instant, or nothing of the kind.
            WrongKind: The clock is none.
            WindowBackwards: It would hold no day.
            WindowTooLong: It would last for more than 366 days.
        """
        is_clock(clock)
        is_day(None, None, first)
        if end is not None:
            is_day(None, None, end)
        midnight = time(tzinfo=clock.timezone)
        start = datetime.combine(first, midnight)
        return cls(name, start, None if end is None else datetime.combine(end, midnight))

    @property
    def span(self) -> Span:
        """
        The first instant in the window and the first after it, in microseconds since 1970.

        Raises:
            WindowOpen: Nobody knows its end.

        Example:
            >>> from rural_taobao.instants import CHINA
            >>> start, end = Window.of_days("day", date(2016, 1, 17), date(2016, 1, 18), CHINA).span
            >>> (end - start) // 3_600_000_000
            24
        """
        if self.end is None:
            raise WindowOpen(self.name, self.start)
        return microseconds(self.start), microseconds(self.end)

    @property
    def reach(self) -> Span:
        """The span, in microseconds since 1970, outside of which it surely does not hold."""
        start = microseconds(self.start)
        return start, start + LONGEST if self.end is None else microseconds(self.end)

    def __contains__(self, instant: datetime) -> bool:
        """
        Tell whether an instant lies in the window.

        Raises:
            NotAnInstant: It has no fixed offset.
            WindowOpen: It lies up to 366 days after the start, and nobody knows the end.
        """
        start, end = self.reach
        at = microseconds(instant)
        if self.end is None and start < at < end:
            raise WindowOpen(self.name, self.start)
        return start <= at < end

    def __str__(self) -> str:
        """Give the window for people, in the offsets that it was told in."""
        if self.end is None:
            return f"{self.name}: from {self.start.isoformat()}, end not known"
        return f"{self.name}: {self.start.isoformat()} to before {self.end.isoformat()}"


def meets(first: Span, second: Span) -> bool:
    """
    Tell whether two half-open spans share an instant.

    Example:
        >>> meets((1, 3), (2, 5)), meets((1, 3), (3, 5))
        (True, False)
    """
    return max(first[0], second[0]) < min(first[1], second[1])


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """
    Give the union of half-open spans: sorted, apart from each other, every instant once.

    Example:
        >>> joined([(5, 9), (1, 3), (8, 10), (3, 4)])
        ((1, 4), (5, 10))
    """
    union: list[Span] = []
    for start, end in sorted(spans):
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(union[-1][1], end))
        else:
            union.append((start, end))
    return tuple(union)
