"""
Festival timelines: the windows of a year's festivals along its months.

A row is an edition, a bar one of its windows: filled where somebody announced it, hatched where a rule computes it.
A window without an end is drawn as a point from which an arrow leads on.
A cancelled edition has dashed bars where its rule would have held it; one of which nobody says when has none.
What has no room is cut, and ends with `…`; days are never cut.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import MAXYEAR, MINYEAR, date
from typing import Final, final

from attrs import frozen

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals import Edition, EditionKind, Festival, FestivalCalendar, FestivalKind, Occasion
from rural_taobao.festivals.record import WEAK_QUALITIES
from rural_taobao.festivals.windows import Window
from rural_taobao.instants import CHINA, DAY, UtcOffset, microseconds
from rural_taobao.reports.drawing import Canvas
from rural_taobao.reports.fonts import Labels, Lettering

__all__ = ["NothingToDraw", "TooMuchToDraw", "festival_timeline"]

_COLOURS: Final = {
    FestivalKind.COMMERCIAL: "#d9480f",
    FestivalKind.CULTURAL: "#2b8a3e",
    FestivalKind.PUBLIC: "#1864ab",
    FestivalKind.TRADITIONAL: "#9c36b5",
}
_KINDS: Final = {
    FestivalKind.COMMERCIAL: "商业",
    FestivalKind.CULTURAL: "文化",
    FestivalKind.PUBLIC: "公共",
    FestivalKind.TRADITIONAL: "传统",
}
"""What the kinds are called in Chinese."""
_NAMES: Final = 150.0
"""Room for names to the left of the first of January, in days."""
_DATES: Final = 100.0
"""Room for what stands beside a bar of the last of December, in days."""
_NARROWEST: Final = 1.6
"""The least width of a bar, in days: a single one must be seen."""
_WIDTH: Final = 12.6
"""Of the sheet, in inches."""
_LANE, _GAP, _HEAD, _FOOT = 0.26, 0.16, 1.0, 0.6
"""The heights of a window, of what parts two editions, and of what stands above and below all, in inches."""
_LEFT: Final = 4.0
"""What parts names from the left edge, in days."""
_NAME, _SAID = 10, 8
"""How large names are written, and what stands beside a bar, in points."""
_GREY: Final = "0.25"
_MONTHS: Final = 12
_ARROW: Final = 12.0
"""The length of the arrow of a window without an end, in days."""
_APART: Final = 2.0
"""What at least parts words from a bar, from other words and from the edge, in days."""
_MOST: Final = 400
"""How many windows a sheet has at most: more make it so high that hardly a program opens it."""
_CANCELLED: Final = ("取消", "cancelled")
_UNDATED: Final = ("日期未知", "days not known")


@final
class NothingToDraw(RuralTaobaoError, LookupError):
    """
    A calendar has no window in a year.

    Attributes:
        year: The year.
    """

    def __init__(self, year: int) -> None:
        self.year = year
        super().__init__(year)

    def __str__(self) -> str:
        return (
            f"a timeline must have a festival to show, but the calendar has no window in {shown(self.year)}; "
            "announce an edition of that year, or draw another year"
        )


@final
class TooMuchToDraw(RuralTaobaoError, ValueError):
    """
    A year has more windows than a sheet has room for.

    Attributes:
        year: The year.
        windows: How many it has.
        most: How many there is room for.
    """

    def __init__(self, year: int, windows: int, most: int) -> None:
        self.year = year
        self.windows = windows
        self.most = most
        super().__init__(year, windows, most)

    def __str__(self) -> str:
        return (
            f"a timeline must have at most {self.most} windows, but the calendar has {self.windows} in {self.year}; "
            "draw fewer kinds at a time, or a calendar of some of the festivals"
        )


@final
@frozen
class _Row:
    """
    An edition with those of its windows that hold in the year, or would have held had it not been cancelled.

    Attributes:
        name: What it is called.
        festival: Its festival.
        edition: The edition.
        windows: Its windows, by their start; none of one of which nobody says when.
    """

    name: str
    festival: Festival
    edition: Edition
    windows: Sequence[Window]

    @property
    def doubt(self) -> tuple[str, ...]:
        """How far an announced edition is to be relied on, where that is less far than what was printed at the time."""
        quality = self.edition.source.quality
        announced = self.edition.kind is EditionKind.ANNOUNCED
        return (f"[{quality}]",) if announced and quality in WEAK_QUALITIES else ()

    @property
    def lanes(self) -> int:
        """How many windows high it is; an edition without one is as high as one."""
        return max(len(self.windows), 1)


@final
class _YearSheet:
    """
    A sheet with the days of a year from left to right.

    Args:
        year: The year.
        height: Of the sheet, in inches.
        clock: The offset whose days are meant.
        lettering: The font.
        cancelled: What is written beside what was cancelled.
        undated: What is written beside what nobody knows the days of.
    """

    def __init__(
        self, year: int, height: float, clock: UtcOffset, lettering: Lettering, *, cancelled: str, undated: str
    ) -> None:
        self._year, self._height, self._clock = year, height, clock
        self._cancelled, self._undated = cancelled, undated
        self._start = clock.midnight(date(year, 1, 1))
        self._length = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        across = -_NAMES, self._length + _DATES
        self.right: float = across[1] - _APART
        self.canvas: Canvas = Canvas(_WIDTH, height, across=across, down=(0.0, height), lettering=lettering)

    def draw_months(self) -> None:
        """Draw a line at the start of each month, and its number."""
        for number in range(1, _MONTHS + 2):
            first = date(self._year + (number > _MONTHS), (number - 1) % _MONTHS + 1, 1)
            at = (first - date(self._year, 1, 1)).days
            self.canvas.upright(at, _HEAD - 0.2, self._height - _FOOT, colour="0.85")
            if number <= _MONTHS:
                self.canvas.text(at + 15, _HEAD - 0.32, str(number), 9, colour="0.4", align="center")

    def draw_row(self, row: _Row, top: float) -> None:
        """Draw an edition: its name, and a bar for each window, with its days beside it."""
        colour, cancelled = _COLOURS[row.festival.kind], row.edition.cancelled
        computed = row.edition.kind is EditionKind.COMPUTED
        name = self.canvas.cut(row.name, _NAME, _NAMES - _LEFT - _APART)
        self.canvas.text(_LEFT - _NAMES, top + row.lanes * _LANE / 2, name, _NAME)
        if not row.windows:
            said = self._cancelled if cancelled else self._undated
            self.canvas.text(_APART, top + _LANE / 2, said, _SAID, colour=_GREY)
        for lane, window in enumerate(row.windows):
            upper = top + lane * _LANE
            # Where a bar stands on a picture is no money: floats may say it.
            begins = max((microseconds(window.start) - self._start) / DAY, 0.0)
            if window.end is None:
                width = _ARROW
                self.canvas.arrow(begins, upper + _LANE / 2, width, colour=colour)
            else:
                ends = min((microseconds(window.end) - self._start) / DAY, float(self._length))
                width = max(ends - begins, _NARROWEST)
                height = _LANE - 0.08
                place = begins, upper + 0.04, width, height
                self.canvas.box(*place, face=colour, edge=colour, hatched=computed, dashed=cancelled)
            days = _days(window, self._clock)
            days = "  ".join([days, *([self._cancelled] if cancelled else []), *row.doubt])
            self._say(window.name, days, begins, begins + width, upper + _LANE / 2)

    def _say(self, name: str, days: str, begins: float, ends: float, y: float) -> None:
        """Write what a bar is to its right, or to its left, where there is more room; the name is cut, if need be."""
        room, left = self.right - ends - _APART, begins - 2 * _APART
        rest = f"  {days}"
        width = self.canvas.width_of(f"{name}{rest}", _SAID)
        to_the_left = width > room and left > room
        name = self.canvas.cut(name, _SAID, (left if to_the_left else room) - self.canvas.width_of(rest, _SAID))
        if to_the_left:
            self.canvas.text(begins - _APART, y, f"{name}{rest}", _SAID, colour=_GREY, align="right")
        else:
            self.canvas.text(ends + _APART, y, f"{name}{rest}", _SAID, colour=_GREY)


def festival_timeline(
    calendar: FestivalCalendar,
    year: int,
    lettering: Lettering,
    *,
    clock: UtcOffset,
    kinds: Iterable[FestivalKind] = FestivalKind,
    labels: Labels = Labels.BOTH,
) -> bytes:
    r"""
    Draw the festivals of a Gregorian year along its months, those that were cancelled too.

    Args:
        calendar: The calendar.
        year: The year, 2 to 9998.
        lettering: The font.
        clock: The offset whose days are meant.
        kinds: The kinds of festivals that are shown.
        labels: In which language the festivals are named; windows are called as the calendar calls them.
            A name that has no room is cut.

    Returns:
        A PNG.

    Raises:
        NothingToDraw: No festival of these kinds has a window in that year, or an edition of it that was cancelled,
            or it is no year of a calendar.
        TooMuchToDraw: There are more than 400 windows.
        WordUnknown: A kind is none of `FestivalKind`, or the language none of `Labels`.
        FontWithoutChinese: Chinese names are asked for, and the font has none.
        ReportsMissing: The extra `reports` is not installed.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.reports import lettering
        >>> festival_timeline(programme_calendar(), 2016, lettering(), clock=CHINA)[:8]
        b'\x89PNG\r\n\x1a\n'
    """
    if type(year) is not int or not MINYEAR < year < MAXYEAR:
        raise NothingToDraw(year)
    wanted = frozenset(map(FestivalKind, kinds))
    shown_calendar = FestivalCalendar([each for each in calendar.festivals if each.kind in wanted])
    rows = [*_rows(shown_calendar, year, clock, lettering, labels)]
    if not rows:
        raise NothingToDraw(year)
    lanes = sum(row.lanes for row in rows)
    if lanes > _MOST:
        raise TooMuchToDraw(year, lanes, _MOST)
    height = _HEAD + lanes * _LANE + len(rows) * _GAP + _FOOT
    cancelled, undated = (lettering.named(*words, labels, between=" ") for words in (_CANCELLED, _UNDATED))
    year_sheet = _YearSheet(year, height, clock, lettering, cancelled=cancelled, undated=undated)
    canvas = year_sheet.canvas
    title = lettering.named(f"{year} 年的节庆", f"Festivals of {year}", labels)
    canvas.text(_LEFT - _NAMES, 0.3, title if clock == CHINA else f"{title} ({clock})", 15)
    year_sheet.draw_months()
    top = _HEAD
    for row in rows:
        year_sheet.draw_row(row, top)
        top += row.lanes * _LANE + _GAP
    _draw_key(canvas, rows, height - _FOOT / 2, lettering, labels)
    return canvas.png()


def _rows(
    calendar: FestivalCalendar, year: int, clock: UtcOffset, lettering: Lettering, labels: Labels
) -> Iterator[_Row]:
    """Put the windows of one edition together, in the order in which editions begin, and then what has no window."""
    days = date(year, 1, 1), date(year + 1, 1, 1)
    found: dict[tuple[str, int], list[Occasion]] = {}
    occasions = [*calendar.between(*days, clock), *calendar.called_off(*days, clock)]
    for occasion in sorted(occasions, key=lambda each: each.order):
        found.setdefault((occasion.festival.id, occasion.edition.year), []).append(occasion)
    for first, *others in found.values():
        name = lettering.named(first.name_zh, first.name_en, labels)
        yield _Row(name, first.festival, first.edition, [each.window for each in (first, *others)])
    for festival in calendar.festivals:
        for edition in festival.editions:
            bare = not festival.rule.covers(year) if edition.cancelled else not edition.windows
            if bare and edition.year == year:
                name_en, name_zh = festival.names(year)
                yield _Row(lettering.named(name_zh, name_en, labels), festival, edition, ())


def _days(window: Window, clock: UtcOffset) -> str:
    """Give the days of a window on a clock as people write them: the first, and the last that it touches."""
    start = clock.day(microseconds(window.start))
    first = f"{start.month}-{start.day:02d}"
    if window.end is None:
        return f"{first} to ?"
    last = clock.day(microseconds(window.end) - 1)
    return first if last == start else f"{first} to {last.month}-{last.day:02d}"


def _draw_key(canvas: Canvas, rows: Sequence[_Row], at: float, lettering: Lettering, labels: Labels) -> None:
    """Draw what colours, hatches and dashes mean."""
    kinds = {row.festival.kind for row in rows}
    marks = [(_COLOURS[kind], "", _KINDS[kind], kind.value) for kind in sorted(kinds)]
    marks += [("0.4", "", "已公布", "announced"), ("0.4", "hatched", "推算", "computed")]
    if any(row.edition.cancelled for row in rows):
        marks.append(("0.4", "dashed", *_CANCELLED))
    left = _LEFT - _NAMES
    for colour, drawn, chinese, english in marks:
        place = left, at - 0.06, 10, 0.12
        canvas.box(*place, face=colour, edge=colour, hatched=drawn == "hatched", dashed=drawn == "dashed")
        said = lettering.named(chinese, english, labels, between=" ")
        canvas.text(left + 13, at, said, 9)
        left += 13 + canvas.width_of(said, 9) + 12
