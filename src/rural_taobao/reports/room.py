"""Room: where words can stand in a panel without running into what stands there already."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias, final

from rural_taobao.reports.drawing import Canvas, Spot

__all__ = ["Room"]

_Box: TypeAlias = tuple[float, float, float, float]
"""The left, right, upper and lower edge, in inches."""
_APART: Final = 0.05
"""What parts words from what they are beside, in inches."""
_LINE: Final = 0.16
"""The height of words, in inches."""
_STEP: Final = 0.17
"""How far apart places are that are tried for words which stand aside, in inches."""


@final
class Room:
    """
    The room in a panel.

    Args:
        canvas: The sheet, measured in inches both ways.
        left: The left edge of the panel.
        right: Its right edge.
        top: Its upper edge.
        bottom: Its lower edge.
        points: How large words are written.
    """

    def __init__(self, canvas: Canvas, left: float, right: float, top: float, bottom: float, *, points: float) -> None:
        self._canvas, self._points = canvas, points
        self._edges = left, right, top, bottom
        self._taken: list[_Box] = []

    def take(self, left: float, right: float, top: float, bottom: float) -> None:
        """Let no words stand between some edges."""
        self._taken.append((left, right, top, bottom))

    def beside(self, words: str, x: float, y: float, reach: float) -> Spot | None:
        """
        Give where words begin to the right or left of a spot, above or below it; None where there is no room.

        Args:
            words: The words.
            x: How far across the spot is.
            y: How far down it is.
            reach: How far to either side what stands there reaches.
        """
        width = self._canvas.width_of(words, self._points)
        return self._first(
            [
                (x + reach + _APART, y, width),
                (x - reach - _APART - width, y, width),
                (x - width / 2, y - _LINE, width),
                (x - width / 2, y + _LINE, width),
            ]
        )

    def along(self, words: str, left: float, right: float, y: float) -> Spot | None:
        """Give where words begin over a line, or else under it, as near as there is room to where the line begins."""
        width = self._canvas.width_of(words, self._points)
        return self._first(
            (x, y + side * _LINE * 0.7, width) for x in _steps(left + _APART / 2, right) for side in (-1, 1)
        )

    def aside(self, words: str, x: float, y: float) -> tuple[Spot, Spot] | None:
        """
        Give where words begin that stand as near to a spot as there is room, and from where a stroke leads to it.

        None where there is no room in the whole panel.
        """
        width = self._canvas.width_of(words, self._points)
        left, right, top, bottom = self._edges
        tried = (
            (place, height, width)
            for place in _steps(left, right - width)
            for height in _steps(top + _LINE, bottom - _LINE)
        )
        at = self._first(sorted(tried, key=lambda each: _far(each, x, y)))
        if at is None:
            return None
        begins, height = at
        foot = min(max(x, begins), begins + width)
        return at, (foot, height + (_LINE / 2 if y > height else -_LINE / 2))

    def _first(self, tried: Iterable[tuple[float, float, float]]) -> Spot | None:
        """Give the first of some places at which words of a width are alone, and let no others stand there."""
        left, right, top, bottom = self._edges
        for x, y, width in tried:
            box = x, x + width, y - _LINE / 2, y + _LINE / 2
            inside = left <= box[0] and box[1] <= right and top <= box[2] and box[3] <= bottom
            if inside and not any(_meet(box, other) for other in self._taken):
                self._taken.append(box)
                return x, y
        return None


def _steps(first: float, last: float) -> Iterator[float]:
    at = first
    while at <= last:
        yield at
        at += _STEP


def _far(tried: tuple[float, float, float], x: float, y: float) -> float:
    """Give how far words would stand from a spot, down counting more, so that they stand above or below it."""
    begins, height, width = tried
    aside = max(begins - x, x - begins - width, 0.0)
    return aside + abs(abs(height - y) - 3 * _LINE)


def _meet(one: _Box, other: _Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
