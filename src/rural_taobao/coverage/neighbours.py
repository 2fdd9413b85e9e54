"""
Neighbours: which of many places lie near one, without looking at all of them.

Places are laid out in cells, so that who is within some metres stands in a cell or one beside it.
What is found there is then measured exactly.
"""

from collections.abc import Iterable, Iterator
from itertools import product
from math import isqrt
from typing import Final, Generic, TypeAlias, TypeVar, final

from rural_taobao.coverage.distances import SeenFrom, Spot, anchor, is_nearer, is_within, metres_between
from rural_taobao.kinds import non_negative
from rural_taobao.places.codes import DivisionCode
from rural_taobao.places.points import Datum

__all__ = ["Neighbours"]

K = TypeVar("K", bound=str)
Frame: TypeAlias = Datum | DivisionCode
Axes: TypeAlias = tuple[int, int, int]
Cell: TypeAlias = tuple[Frame, int, int, int]

_FIRST: Final = 11
"""The nearest is first looked for among cells of 2 to the power of this, about two kilometres."""
_STRIDE: Final = 2
_BLUR: Final = 2
"""Metres: along axes in whole metres, the straight line between two places is off by less than this."""
_WHOLE_EARTH: Final = 25
"""Cells of 2 to the power of this, 33,554 km, hold the globe in those that meet in its middle."""
_BESIDE: Final = (-1, 0, 1)
_ON_THE_FLAT: Final = tuple(product(_BESIDE, _BESIDE, (0,)))
_ON_THE_GLOBE: Final = tuple(product(_BESIDE, _BESIDE, _BESIDE))
"""The steps from a cell to itself and to those beside it."""


def _frame(spot: Spot) -> Frame:
    """Give what the distances of a place are of: those of two frames are none."""
    return spot.seat if isinstance(spot, SeenFrom) else spot.datum


@final
class Neighbours(Generic[K]):
    """
    Places by their names, laid out so that those near another place are found.

    Args:
        spots: The name of each, and where it is.

    Example:
        >>> from rural_taobao.network import Position
        >>> from rural_taobao.places import CountyCode
        >>> seat = CountyCode("340123")
        >>> spots = {name: SeenFrom(seat, Position(east, 0)) for name, east in (("a", 0), ("b", 900), ("c", 5000))}
        >>> near = Neighbours(spots.items())
        >>> sorted(near.within(spots["a"], 900)), near.nearest(SeenFrom(seat, Position(4000, 0)))
        (['a', 'b'], ('c', 1000))
    """

    def __init__(self, spots: Iterable[tuple[K, Spot]]) -> None:
        self._spots: list[tuple[K, Spot, Frame, Axes]] = [
            (name, spot, _frame(spot), anchor(spot)) for name, spot in spots
        ]
        self._most: dict[Frame, int] = {}
        for _, _, frame, axes in self._spots:
            self._most[frame] = max(self._most.get(frame, 0), *map(abs, axes))
        self._laid: dict[int, dict[Cell, list[tuple[K, Spot, Axes]]]] = {}

    def within(self, spot: Spot, metres: int) -> Iterator[K]:
        """
        Give those at most so many metres away, in no order; one that is not seen alike is none of them.

        Raises:
            WrongNumber: The metres are not a whole number of 0 or more.
        """
        non_negative(None, None, metres)
        return (name for name, other in self._close(spot, metres) if is_within(spot, metres, other))

    def nearer(self, spot: Spot, metres: int) -> Iterator[K]:
        """
        Give those less than so many metres away, in no order; one that is not seen alike is none of them.

        Raises:
            WrongNumber: The metres are not a whole number of 0 or more.
        """
        non_negative(None, None, metres)
        return (name for name, other in self._close(spot, metres) if is_nearer(spot, metres, other))

    def nearest(self, spot: Spot) -> tuple[K, int] | None:
        """
        Give the nearest, with its distance in whole metres, rounded up; None where none is seen alike.

        Of several that are as near in whole metres it is the first by name.
        """
        frame = _frame(spot)
        if frame not in self._most:
            return None
        # From cells of this size on, each holds all that lies on its side of both axes.
        last = _level(max(self._most[frame], *map(abs, anchor(spot))) * 2)
        level = min(_FIRST, last)
        while True:
            found = _nearest_of(spot, list(self._candidates(spot, level)))
            # Whatever is within less than the size of a cell stands among the candidates.
            if found is not None and (level >= last or _level(found[0]) <= level):
                return found[1], found[0]
            level = min(last, level + _STRIDE if found is None else max(level + 1, _level(found[0])))

    def _close(self, spot: Spot, metres: int) -> Iterator[tuple[K, Spot]]:
        """Give all that may be within some metres, without those that surely are not."""
        limit = (metres + _BLUR) ** 2
        for square, name, other in self._candidates(spot, _level(metres)):
            if square <= limit:
                yield name, other

    def _candidates(self, spot: Spot, level: int) -> Iterator[tuple[int, K, Spot]]:
        """Give all that stand in the cell of a place, or in one beside it, behind a square of about the distance."""
        steps = _ON_THE_FLAT
        if not isinstance(spot, SeenFrom):
            steps, level = _ON_THE_GLOBE, min(level, _WHOLE_EARTH)
        cells, frame, (east, north, up) = self._cells(level), _frame(spot), anchor(spot)
        cell = east >> level, north >> level, up >> level
        for to_east, to_north, upwards in steps:
            there = cells.get((frame, cell[0] + to_east, cell[1] + to_north, cell[2] + upwards), ())
            for name, other, (its_east, its_north, its_up) in there:
                yield (east - its_east) ** 2 + (north - its_north) ** 2 + (up - its_up) ** 2, name, other

    def _cells(self, level: int) -> dict[Cell, list[tuple[K, Spot, Axes]]]:
        """Lay the places out in cells of 2 to the power of the level, in metres."""
        if level not in self._laid:
            laid = self._laid[level] = {}
            for name, spot, frame, axes in self._spots:
                east, north, up = axes
                cell = frame, east >> level, north >> level, up >> level
                laid.setdefault(cell, []).append((name, spot, axes))
        return self._laid[level]


def _level(metres: int) -> int:
    """Give the level whose cells are wider than some metres and one more."""
    return (metres + 1).bit_length()


def _nearest_of(spot: Spot, candidates: list[tuple[int, K, Spot]]) -> tuple[int, K] | None:
    """Give the nearest of some, behind its distance; those that are surely further are not measured."""
    if not candidates:
        return None
    # A straight line that is longer by a metre is that of a distance which is longer by one at least.
    limit = (isqrt(min(square for square, _, _ in candidates)) + 2 * _BLUR + 2) ** 2
    return min((metres_between(spot, each), name) for square, name, each in candidates if square <= limit)
