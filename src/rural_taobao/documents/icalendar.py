"""
iCalendar: the windows of festivals as events that calendar programs show.

An edition has one event for each of its windows.
Its identifier is made of the festival, the year of the edition and the name of the window, so that it stays the same
whenever, and from wherever, the file is made anew: a program that reads it again moves the event and adds none.
Windows of whole days are events of days; the others have their instants in UTC.
An edition that was cancelled has a cancelled event for each window that its rule would have given it.

Source: RFC 5545, Internet Calendaring and Scheduling Core Object Specification (iCalendar).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Final, final
from unicodedata import category
from urllib.parse import quote

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals import EditionKind, Festival, FestivalCalendar, Occasion
from rural_taobao.festivals.windows import Window
from rural_taobao.instants import UtcOffset, fixed, microseconds
from rural_taobao.settlement.words import Language

__all__ = ["WindowTooFine", "festivals_ics"]

_UTC: Final = UtcOffset(0)
_LONGEST: Final = 75
"""How many bytes a line has at most, its end apart."""
_SECOND: Final = 1_000_000
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
_UNKNOWN_END: Final = "nobody knows its end"


@final
class WindowTooFine(RuralTaobaoError, ValueError):
    """
    A window starts or ends within a second, which iCalendar cannot tell.

    Attributes:
        festival: The festival.
        window: The name of the window.
        at: The instant.
    """

    def __init__(self, festival: str, window: str, at: datetime) -> None:
        self.festival = festival
        self.window = window
        self.at = at
        super().__init__(festival, window, at)

    def __str__(self) -> str:
        return (
            "a window must start and end on a whole second to go into an iCalendar file, but "
            f"{self.window!r} of {self.festival} has {self.at.isoformat()}; state its instants to the second"
        )


def festivals_ics(
    calendar: FestivalCalendar,
    first: date,
    end: date,
    clock: UtcOffset,
    *,
    made: datetime,
    language: Language = Language.ENGLISH,
) -> str:
    """
    Give the windows that hold on one of some days as an iCalendar file.

    Args:
        calendar: The calendar.
        first: The first day.
        end: The first day after.
        clock: The offset whose days are meant.
        made: When the file is made, with a fixed offset; the standard wants it in every event.
        language: In which language the events are named; the other name stands in the description.

    Returns:
        The text of the file, its lines ended by a carriage return and a line feed: the windows that hold in their
        order, and then those that were called off in theirs.

    Raises:
        NotADay: A day is not a plain date.
        WordUnknown: The language is none of `Language`.
        NotAnInstant: `made` has no fixed offset.
        WindowTooFine: A window starts or ends within a second.
        InstantOutsideCalendar: An instant lies outside the calendar in UTC.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.instants import CHINA
        >>> text = festivals_ics(
        ...     programme_calendar(),
        ...     date(2016, 11, 1),
        ...     date(2016, 12, 1),
        ...     CHINA,
        ...     made=datetime(2016, 10, 1, tzinfo=CHINA.timezone),
        ... )
        >>> for line in text.splitlines()[4:10]:
        ...     print(line)
        BEGIN:VEVENT
        UID:double-11/2016/sale@rural-taobao
        DTSTAMP:20160930T160000Z
        DTSTART;VALUE=DATE:20161111
        DTEND;VALUE=DATE:20161112
        SUMMARY;LANGUAGE=en:Double 11: sale
    """
    language = Language(language)
    fixed(None, None, made)
    stamp = _instant(microseconds(made) // _SECOND * _SECOND)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//rural_taobao//festivals//EN", "CALSCALE:GREGORIAN"]
    for occasion in calendar.between(first, end, clock):
        lines.extend(_event(occasion, stamp, language, cancelled=False))
    for occasion in calendar.called_off(first, end, clock):
        lines.extend(_event(occasion, stamp, language, cancelled=True))
    return "".join(f"{folded}\r\n" for line in (*lines, "END:VCALENDAR") for folded in _folded(line))


def _event(occasion: Occasion, stamp: str, language: Language, *, cancelled: bool) -> Iterator[str]:
    """Give the lines of an event, not folded yet."""
    festival, edition, window = occasion.festival, occasion.edition, occasion.window
    named, other = occasion.name_en, occasion.name_zh
    if language is Language.CHINESE:
        named, other = other, named
    yield "BEGIN:VEVENT"
    # Some readers undo a `%2C` as if it were escaped.
    window_id = quote(window.name, safe="").replace("%", "=")
    yield f"UID:{festival.id}/{edition.year}/{window_id}@rural-taobao"
    yield f"DTSTAMP:{stamp}"
    yield from _times(festival, window)
    yield f"SUMMARY;LANGUAGE={language}:{_text(f'{named}: {window.name}')}"
    yield f"DESCRIPTION:{_text(_description(occasion, other))}"
    yield f"CATEGORIES:{festival.kind.upper()},{edition.kind.upper()}"
    yield f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _times(festival: Festival, window: Window) -> Iterator[str]:
    """Give when a window starts and ends: in days, where it has whole ones, or else in seconds of UTC."""
    bounds = {"DTSTART": window.start} | ({} if window.end is None else {"DTEND": window.end})
    for at in bounds.values():
        if microseconds(at) % _SECOND:
            raise WindowTooFine(festival.id, window.name, at)
    if window.end is not None and _is_of_days(window.start, window.end):
        yield from (f"{name};VALUE=DATE:{_day(at)}" for name, at in bounds.items())
    else:
        yield from (f"{name}:{_instant(microseconds(at))}" for name, at in bounds.items())


def _is_of_days(start: datetime, end: datetime) -> bool:
    midnights = all(at.time() == datetime.min.time() for at in (start, end))
    return midnights and start.utcoffset() == end.utcoffset()


def _day(at: datetime) -> str:
    return f"{at.year:04d}{at.month:02d}{at.day:02d}"


def _instant(at: int) -> str:
    """Give an instant, in microseconds since 1970, in UTC."""
    utc = _UTC.instant(at)
    return f"{_day(utc)}T{utc:%H%M%S}Z"


def _description(occasion: Occasion, other: str) -> str:
    """Say what else is known of a window, in lines."""
    edition, source = occasion.edition, occasion.edition.source
    announced = edition.kind is EditionKind.ANNOUNCED
    by = source.title if source.quality in {"", source.title} else f"{source.title} ({source.quality})"
    said = [other, f"{'announced' if announced else 'computed'}; {by}", source.url, edition.note, source.note]
    if occasion.window.end is None:
        said.append(_UNKNOWN_END)
    return "\n".join(filter(None, map(_printable, said)))


def _printable(text: str) -> str:
    """Leave out what no line may hold: controls, but for a tab and the end of a line, and halves of characters."""
    return "".join(each for each in text if each in "\t\n" or category(each) not in {"Cc", "Cs"})


def _text(value: str) -> str:
    """Give a text as a value: escaped, and without characters that no line may hold."""
    return _printable(value).translate(_ESCAPED)


def _folded(line: str) -> Iterable[str]:
    """Give a line in pieces of at most so many bytes, none of which parts a character; all but the first are set in."""
    piece, size = list[str](), 0
    for character in line:
        width = len(character.encode())
        if size + width > _LONGEST:
            yield "".join(piece)
            piece, size = [" "], 1
        piece.append(character)
        size += width
    yield "".join(piece)
