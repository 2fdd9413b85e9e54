"""Charts: a panel of a sheet, on which days run to the right and counts upwards, with the lines that tell both."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import log10
from typing import Final, final

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.kinds import Word
from rural_taobao.reports.drawing import Canvas

__all__ = ["Chart", "CountTooGreat", "Scale"]

_MOST_TICKS: Final = 10
"""How many days are told at most; each has room for its words beside the others."""
_STEPS: Final = 5
"""How many counts are told above 0 at most."""
_DAYS, _MONTHS = (1, 2, 7), (1, 2, 3, 6)
"""How many days, or months, two that are told may lie apart."""
_SAID: Final = 8
"""How large days and counts are written, in points."""
_APART: Final = 0.08
"""What parts words from the panel, in inches."""
_GREY, _PALE = "0.35", "0.88"
_YEAR: Final = 12
_LARGEST: Final = 10**11
"""The greatest count that there is room to tell."""


@final
class Scale(Word):
    """
    How far apart counts are drawn.

    Example:
        >>> Scale("even")
        <Scale.EVEN: 'even'>
    """

    EVEN = "even"
    """The more the higher, in proportion."""
    LOGARITHMIC = "logarithmic"
    """Ten times as many are as much higher everywhere, so that few can be told apart; 1 is as much higher than 0."""


@final
class CountTooGreat(RuralTaobaoError, ValueError):
    """
    A count is greater than a chart has room to tell.

    Attributes:
        count: The count.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(count)

    def __str__(self) -> str:
        return (
            f"a chart must be given counts up to {_LARGEST:,}, but {shown(self.count, 40)} was given; "
            "leave out what states it"
        )


@final
class Chart:
    """
    A panel.

    Attributes:
        left: Its left edge, in inches on the sheet; so are all edges.
        right: Its right edge.
        top: Its upper edge.
        bottom: Its lower edge, at which a count is 0.

    Args:
        canvas: The sheet, measured in inches both ways.
        left: Its left edge.
        right: Its right edge.
        top: Its upper edge.
        bottom: Its lower edge.
        first: The first day.
        until: The last day, or the same.
        most: The greatest count, 0 or more.
        scale: How far apart counts are drawn.
        headroom: What is left free above the greatest count that is told, as a share of the height up to it.

    Raises:
        CountTooGreat: The greatest count is above 100,000,000,000.
    """

    def __init__(
        self,
        canvas: Canvas,
        *,
        left: float,
        right: float,
        top: float,
        bottom: float,
        first: date,
        until: date,
        most: int,
        scale: Scale = Scale.EVEN,
        headroom: float = 0.0,
    ) -> None:
        self._canvas = canvas
        self.left: float = left
        self.right: float = right
        self.top: float = top
        self.bottom: float = bottom
        self._first, self._until = first, until
        self._days = (until - first).days + 1
        self._scale = scale
        self._height = (bottom - top) / (1 + headroom)
        if most > _LARGEST:
            raise CountTooGreat(most)
        if scale is Scale.EVEN:
            step = next(each for each in _round_numbers() if each * _STEPS >= most)
            self._ticks: Sequence[int] = range(0, max(-(-most // step), 1) * step + 1, step)
        else:
            last = next(power for power in range(1, len(str(most)) + 1) if most <= 10**power)
            self._ticks = (0, *(10**power for power in range(last + 1)))

    def across(self, day: date) -> float:
        """Give where a day begins."""
        return self.left + (self.right - self.left) * (day - self._first).days / self._days

    def after(self, day: date) -> float:
        """Give where a day ends."""
        return self.across(day) + (self.right - self.left) / self._days

    def up(self, count: int) -> float:
        """Give where a count is, in inches from the upper edge of the sheet."""
        # Where a line stands on a picture is no money: floats may say it.
        share = count / self._ticks[-1]
        if self._scale is Scale.LOGARITHMIC:
            # From 0 to 1 it is as far as from 1 to 10.
            share = (1 + log10(count)) / (len(self._ticks) - 1) if count else 0.0
        return self.bottom - self._height * share

    def draw_ground(self) -> None:
        """Draw the lines of days and counts, below all else, and what they are beside them."""
        for count in self._ticks:
            y = self.up(count)
            self._canvas.line([(self.left, y), (self.right, y)], colour=_PALE, width=0.8, below=True)
            # A count is never cut: it is written the smaller the longer it is.
            said = f"{count:,}"
            points = self._canvas.fitting(said, _SAID, self.left - 2 * _APART)
            self._canvas.text(self.left - _APART, y, said, points, colour=_GREY, align="right")
        for day, said in _told_days(self._first, self._until):
            x = self.across(day)
            self._canvas.upright(x, self.top, self.bottom, colour=_PALE)
            self._canvas.text(x, self.bottom + 2.2 * _APART, said, _SAID, colour=_GREY, align="center")


def _round_numbers() -> Iterator[int]:
    """Give 1, 2, 5, 10, 20 and so on."""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _told_days(first: date, until: date) -> list[tuple[date, str]]:
    """Give the days that are told, each with how, and as many as there is room for."""
    days = (until - first).days
    for step in _DAYS:
        if days // step < _MOST_TICKS:
            return [(day, str(day)) for day in (first + timedelta(each) for each in range(0, days + 1, step))]
    months = (until.year - first.year) * _YEAR + until.month - first.month
    for step in _MONTHS:
        if months // step < _MOST_TICKS:
            return [(day, str(day)[:-3]) for day in _firsts(first, until, step)]
    step = next(each for each in _round_numbers() if (until.year - first.year) // each < _MOST_TICKS)
    return [(day, str(day.year)) for day in _firsts(first, until, step * _YEAR)]


def _firsts(first: date, until: date, step: int) -> Iterator[date]:
    """Give the first days of months, of each so many the one, that lie between two days or on them."""
    for number in range(first.year * _YEAR, until.year * _YEAR + _YEAR):
        year, month = divmod(number, _YEAR)
        day = date(year, month + 1, 1)
        if number % step == 0 and first <= day <= until:
            yield day
