"""
Instants: points in time with a fixed offset, and whole microseconds since 1970 for work in bulk.

No zone database is ever read: a named zone is for the caller to resolve.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final, Self, cast, final

from attrs import Attribute, field, frozen

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.kinds import WrongKind, WrongNumber

__all__ = [
    "CHINA",
    "DAY",
    "InstantOutsideCalendar",
    "InstantsOutOfOrder",
    "MalformedOffset",
    "NotAnInstant",
    "UtcOffset",
    "beside",
    "check_instants",
    "fixed",
    "is_clock",
    "microseconds",
]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL: Final = date(1970, 1, 1).toordinal()
_SECOND: Final = 1_000_000
_DAY_SECONDS: Final = 86_400
DAY: Final = _DAY_SECONDS * _SECOND
"""Microseconds in a day; days have no other length under a fixed offset."""
_FURTHEST: Final = 14 * 60
_CLOCK: Final = "the clock"
_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-5][0-9])")


@final
class NotAnInstant(RuralTaobaoError, ValueError):
    """
    A value is not a point in time with a fixed offset.

    Attributes:
        given: The value.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            "an instant must be a datetime with a fixed offset, such as 2016-11-11T00:00:00+08:00, "
            f"but {shown(self.given, 120)} was given; give it the offset that held there, "
            "with datetime.timezone(datetime.timedelta(hours=8))"
        )


@final
class MalformedOffset(RuralTaobaoError, ValueError):
    """
    A text is not an offset from UTC.

    Attributes:
        given: The text.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            f"an offset must be written +HH:MM or -HH:MM, but {shown(self.given)} was given; "
            "write for example +08:00, which is China's"
        )


@final
class InstantsOutOfOrder(RuralTaobaoError, ValueError):
    """
    Something of an event happened before it could, or was known before it happened.

    Attributes:
        event: The event.
        earlier: The name of the instant that must come first.
        later: The name of the instant that must not come before it.
    """

    def __init__(self, event: str, earlier: str, later: str) -> None:
        self.event = event
        self.earlier = earlier
        self.later = later
        super().__init__(event, earlier, later)

    def __str__(self) -> str:
        return f"'{self.later}' must not lie before '{self.earlier}', but it does in {self.event}; check both instants"


@final
class InstantOutsideCalendar(RuralTaobaoError, ValueError):
    """
    An instant falls on no day of the years 1 to 9999.

    Attributes:
        instant: The instant, in microseconds since 1970.
        offset: The clock whose day was asked for.
    """

    def __init__(self, instant: int, offset: "UtcOffset") -> None:
        self.instant = instant
        self.offset = offset
        super().__init__(instant, offset)

    def __str__(self) -> str:
        return (
            f"an instant must fall within the years 1 to 9999 on the clock {self.offset}, "
            f"but {shown(self.instant)} microseconds since 1970 were given; "
            "leave out an instant that only stands for never"
        )


def fixed(_instance: object, _attribute: object, value: datetime) -> None:
    """
    Validate, for attrs, that a value is an instant: a datetime whose offset is fixed.

    Raises:
        NotAnInstant: It is a date, has no offset, or hangs on a named zone.
    """
    if not isinstance(value, datetime) or not isinstance(value.tzinfo, timezone):
        raise NotAnInstant(value)


def microseconds(instant: datetime) -> int:
    """
    Give an instant as whole microseconds since the start of 1970 in UTC.

    Raises:
        NotAnInstant: It has no fixed offset.

    Example:
        >>> microseconds(datetime(1970, 1, 1, 8, tzinfo=CHINA.timezone))
        0
    """
    fixed(None, None, instant)
    since = instant - _EPOCH
    return (since.days * _DAY_SECONDS + since.seconds) * _SECOND + since.microseconds


def beside(instant: datetime, other: datetime) -> str:
    """
    Write an instant on the clock of another, so that the two can be compared; where that has no such day, on its own.

    Args:
        instant: The instant.
        other: An instant whose offset is taken.

    Example:
        >>> there = datetime(2016, 11, 11, tzinfo=CHINA.timezone)
        >>> beside(datetime(2016, 11, 10, 16, tzinfo=UTC), there)
        '2016-11-11T00:00:00+08:00'
        >>> beside(datetime.max.replace(tzinfo=UTC), there)
        '9999-12-31T23:59:59.999999+00:00'
    """
    try:
        return instant.astimezone(other.tzinfo).isoformat()
    except OverflowError:
        return instant.isoformat()


def _in_range(_instance: object, attribute: "Attribute[int]", value: int) -> None:
    """Refuse minutes that no clock on earth is ahead or behind by."""
    if type(value) is not int or abs(value) > _FURTHEST:
        raise WrongNumber(attribute.name, value, "a whole number from -840 to 840")


@final
@frozen
class UtcOffset:
    """
    One fixed offset from UTC: the clock whose midnights part the days of a network.

    Attributes:
        minutes: Minutes ahead of UTC, from -840 to 840.

    Raises:
        WrongNumber: The minutes are not a whole number in that range.

    Example:
        >>> CHINA
        UtcOffset(minutes=480)
        >>> print(UtcOffset.parse("-03:30"))
        -03:30
    """

    minutes: int = field(validator=_in_range)
    _ahead: timedelta = field(init=False, repr=False, eq=False, default=timedelta())

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_ahead", timedelta(minutes=self.minutes))

    @classmethod
    def parse(cls, text: str) -> Self:
        """
        Read an offset such as `+08:00`.

        Raises:
            MalformedOffset: The text has another form.
            WrongNumber: It is further from UTC than 14 hours.
        """
        match = _OFFSET.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise MalformedOffset(text)
        minutes = int(match[2]) * 60 + int(match[3])
        return cls(-minutes if match[1] == "-" else minutes)

    @property
    def timezone(self) -> timezone:
        """The offset as the standard library has it."""
        return timezone(self._ahead)

    def midnight(self, day: date) -> int:
        """Give the first instant of a day on this clock, in microseconds since 1970."""
        return (day.toordinal() - _EPOCH_ORDINAL) * DAY - self.minutes * 60 * _SECOND

    def day(self, instant: int) -> date:
        """
        Give the day on this clock that an instant, in microseconds since 1970, falls in.

        Raises:
            InstantOutsideCalendar: That day is not one of the years 1 to 9999.

        Example:
            >>> CHINA.day(microseconds(datetime(2016, 11, 10, 16, tzinfo=UTC)))
            datetime.date(2016, 11, 11)
        """
        try:
            return date.fromordinal((instant + self.minutes * 60 * _SECOND) // DAY + _EPOCH_ORDINAL)
        except (ValueError, OverflowError):
            raise InstantOutsideCalendar(instant, self) from None

    def day_of(self, instant: datetime) -> date:
        """
        Give the day on this clock that an instant falls in.

        Raises:
            NotAnInstant: It has no fixed offset.
            InstantOutsideCalendar: That day is not one of the years 1 to 9999.

        Example:
            >>> CHINA.day_of(datetime(2016, 11, 10, 16, tzinfo=UTC))
            datetime.date(2016, 11, 11)
        """
        fixed(None, None, instant)
        try:
            return (instant + (self._ahead - cast("timedelta", instant.utcoffset()))).date()
        except OverflowError:
            raise InstantOutsideCalendar(microseconds(instant), self) from None

    def instant(self, microseconds_since_1970: int) -> datetime:
        """
        Give an instant, in microseconds since 1970, as a datetime with this offset.

        Raises:
            InstantOutsideCalendar: Its day is not one of the years 1 to 9999.
        """
        try:
            local = _EPOCH + (timedelta(microseconds=microseconds_since_1970) + self._ahead)
        except OverflowError:
            raise InstantOutsideCalendar(microseconds_since_1970, self) from None
        return local.replace(tzinfo=self.timezone)

    def __str__(self) -> str:
        hours, minutes = divmod(abs(self.minutes), 60)
        return f"{'-' if self.minutes < 0 else '+'}{hours:02d}:{minutes:02d}"


CHINA: Final = UtcOffset(480)
"""China's clock, eight hours ahead of UTC."""


def is_clock(clock: object) -> None:
    """
    Refuse what is given as the clock whose days are meant, and is no offset from UTC.

    Raises:
        WrongKind: It is none.

    Example:
        >>> is_clock("+08:00")
        Traceback (most recent call last):
            ...
        rural_taobao.kinds.WrongKind: the clock must be made by UtcOffset.parse('+08:00'), but '+08:00' was given; ...
    """
    if not isinstance(clock, UtcOffset):
        raise WrongKind(_CLOCK, clock, "UtcOffset.parse('+08:00')")


def check_instants(event: str, names: tuple[str, ...], instants: Sequence[int | None], known: int) -> None:
    """
    Refuse instants, in microseconds since 1970, in an order that cannot be.

    Args:
        event: The event.
        names: The names of its instants; the first one comes before all others.
        instants: Their values; None for what did not happen, but for the first.
        known: When the event, with all of these, was known.

    Raises:
        InstantsOutOfOrder: One lies before the first, or after it was known.
    """
    first = instants[0]
    for name, instant in zip(names, instants, strict=True):
        if instant is not None:
            if first is not None and instant < first:
                raise InstantsOutOfOrder(event, names[0], name)
            if known < instant:
                raise InstantsOutOfOrder(event, name, "known_at")
