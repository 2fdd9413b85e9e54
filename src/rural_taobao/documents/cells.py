"""
Cells: what the texts in a column can say, read strictly.

A function takes one text and gives a value, or raises an error of ours that says what must hold.
A reader applies it to a whole column at once, because tables hold millions of cells and most of them say the same.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import repeat
from operator import sub
from typing import Final, Generic, Protocol, TypeVar, final

from rural_taobao.documents import scalars
from rural_taobao.documents.expectations import NotOfKind, expectation
from rural_taobao.exact import scaled
from rural_taobao.instants import DAY, UtcOffset

__all__ = ["Amounts", "Each", "InstantWriter", "Instants", "Maybe", "Reader", "Remembered", "count"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

_MOST_REMEMBERED: Final = 200_000
_MOST_RECENT: Final = 20_000
_SECOND: Final = 1_000_000
_MINUTE: Final = 60 * _SECOND
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


class Reader(Protocol[T_co]):
    """Reads the texts of a column."""

    def one(self, text: str, /) -> T_co:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Read one text; what cannot be read is told by an error of ours."""

    def all(self, texts: Sequence[str], /) -> Sequence[T_co]:  # pyright: ignore[reportReturnType] - as above
        """Read many texts; where one cannot be read, some error of ours is raised."""


@final
class Each(Generic[T]):
    """
    Reads each text for itself: ids of events, which hardly come again.

    Args:
        read: Reads a text.
    """

    def __init__(self, read: Callable[[str], T]) -> None:
        self._read = read

    def one(self, text: str) -> T:
        """Read one text."""
        return self._read(text)

    def all(self, texts: Sequence[str]) -> list[T]:
        """Read many texts."""
        return list(map(self._read, texts))


@final
class _Memory(dict[str, T]):
    """What texts say, each read when it is first looked up."""

    def __init__(self, read: Callable[[str], T]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> T:
        value = self[text] = self._read(text)
        return value


@final
class Remembered(Generic[T]):
    """
    Reads each text once: most texts of most columns come again and again.

    Args:
        read: Reads a text.

    Example:
        >>> days = Remembered(scalars.day)
        >>> first, second = days.all(["2016-11-11", "2016-11-11"])
        >>> first is second
        True
    """

    def __init__(self, read: Callable[[str], T]) -> None:
        self._memory = _Memory(read)

    def one(self, text: str) -> T:
        """Read one text."""
        return self._memory[text]

    def all(self, texts: Sequence[str]) -> list[T]:
        """Read many texts."""
        if len(self._memory) > _MOST_REMEMBERED:
            self._memory.clear()
        return list(map(self._memory.__getitem__, texts))


@final
class Maybe(Generic[T]):
    """
    Reads a column whose cells may be empty.

    Args:
        reader: Reads the texts that are there.
        otherwise: What an empty one says.

    Example:
        >>> Maybe(Remembered(scalars.day), None).all(["2016-11-11", ""])
        [datetime.date(2016, 11, 11), None]
    """

    def __init__(self, reader: Reader[T], otherwise: T) -> None:
        self._reader = reader
        self._otherwise = otherwise

    def one(self, text: str) -> T:
        """Read one text."""
        return self._reader.one(text) if text else self._otherwise

    def all(self, texts: Sequence[str]) -> Sequence[T]:
        """Read many texts."""
        if "" not in texts:
            return self._reader.all(texts)
        if not any(texts):
            return [self._otherwise] * len(texts)
        there = iter(self._reader.all(list(filter(None, texts))))
        return [next(there) if text else self._otherwise for text in texts]


def count(text: str, least: int = 0) -> int:
    """
    Read a whole number that is not too small.

    Args:
        text: The text.
        least: The smallest that it may be.

    Raises:
        NotOfKind: It is no whole number in ASCII digits, or smaller.

    Example:
        >>> count("-1")
        Traceback (most recent call last):
            ...
        rural_taobao.documents.expectations.NotOfKind: a value here must be a whole number of 0 or more, ...
    """
    number = scalars.whole_number_text(text)
    if number < least:
        expected = f"a whole number of {least} or more"
        raise NotOfKind(expected, number)
    return number


@final
class Amounts:
    """
    Reads amounts in major units, as minor units: `12.50` as 1250.

    Args:
        digits: The decimal digits of the currency.

    Example:
        >>> Amounts(2).all(["12.50", "0.05"]), Amounts(2).all(["12.5", "-3"])
        ([1250, 5], [1250, -300])
    """

    def __init__(self, digits: int) -> None:
        self._others = Remembered(partial(scaled, places=digits))
        point = rf"\.[0-9]{{{digits}}}" if digits else ""
        self._written_out = re.compile(rf"(?:[0-9]{{1,40}}{point}\n)*+")

    def one(self, text: str) -> int:
        """
        Read one text.

        Raises:
            NotANumber: It is no exact decimal number.
            NumberTooFine: It has more digits than the currency.
        """
        return self._others.one(text)

    def all(self, texts: Sequence[str]) -> list[int]:
        """Read many texts; where all are written with every digit, together."""
        together = "".join([f"{text}\n" for text in texts])
        if self._written_out.fullmatch(together) and together.count("\n") == len(texts):
            return list(map(int, together.replace(".", "").split("\n")[:-1]))
        return self._others.all(texts)


@final
class Instants:
    """
    Reads instants written `2016-11-11T00:03:12+08:00`, as microseconds since 1970.

    The second may have up to six decimals, and `Z` stands for `+00:00`.

    Example:
        >>> Instants().all(["1970-01-01T08:00:01+08:00", "1970-01-01T00:00:00.5Z"])
        [1000000, 500000]
    """

    def __init__(self) -> None:
        self._recent: dict[str, int] = {}

    def one(self, text: str) -> int:
        """
        Read one text.

        Raises:
            NotOfKind: It is written in another way, has no offset, or there is no such instant.
        """
        return _microseconds([text])[0]

    def all(self, texts: Sequence[str]) -> list[int]:
        """Read many texts; the instants of one event are often the same, so those read last are remembered."""
        recent = self._recent
        if len(recent) > _MOST_RECENT:
            recent.clear()
        new = [text for text in texts if text not in recent]
        recent.update(zip(new, _microseconds(new), strict=True))
        return list(map(recent.__getitem__, texts))


def _microseconds(texts: Sequence[str]) -> list[int]:
    """Read instants as microseconds since 1970."""
    try:
        if all(map(_INSTANT.fullmatch, texts)):
            since = map(sub, map(datetime.fromisoformat, texts), repeat(_EPOCH))
            return [each // _MICROSECOND for each in since]
    except ValueError:
        pass
    raise NotOfKind(expectation(datetime), texts[0])


def _time_text(second: int) -> str:
    """Write a second of a day as `T00:03:12`."""
    minutes, seconds = divmod(second, 60)
    return f"T{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"


@final
class InstantWriter:
    """
    Writes instants as a clock shows them, so that `Instants` reads them back.

    Args:
        clock: The clock.

    Example:
        >>> InstantWriter(UtcOffset(480))(500_000)
        '1970-01-01T08:00:00.500000+08:00'
    """

    def __init__(self, clock: UtcOffset) -> None:
        self._clock = clock
        self._days: dict[int, str] = {}
        self._times: dict[int, str] = {}
        self._ahead = clock.minutes * _MINUTE

    def __call__(self, instant: int) -> str:
        """
        Write an instant, given in microseconds since 1970.

        Raises:
            InstantOutsideCalendar: The clock shows none of the years 1 to 9999 then.
        """
        number, within = divmod(instant + self._ahead, DAY)
        second, decimals = divmod(within, _SECOND)
        day = self._days.get(number)
        if day is None:
            day = self._days[number] = self._clock.day(instant).isoformat()
        time = self._times.get(second)
        if time is None:
            time = self._times[second] = _time_text(second)
        fraction = f".{decimals:06d}" if decimals else ""
        return f"{day}{time}{fraction}{self._clock}"
