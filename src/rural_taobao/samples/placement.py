"""
Placement: where in a county a village could have a station, and which of them get one.

The figures are those of a trial that was run with the programme in eight counties of Anhui, Henan and Guizhou.
Each county listed 54 candidate villages, at least 2.5 km apart; of 60 that were assigned to get a station 38 did, and
of 40 that were not, 5 did.

Source: Couture, Faber, Gu and Liu, Connecting the Countryside via E-Commerce.
The size of a county is our own: 120 places for 54 candidates, on about 1,080 square kilometres.
"""

from collections.abc import Iterable
from functools import cache
from itertools import islice
from math import isqrt
from typing import Final, final

from attrs import frozen

from rural_taobao.network import Position
from rural_taobao.samples.seeds import Draws

__all__ = ["CANDIDATES", "Candidate", "candidates"]

CANDIDATES: Final = 54
"""Candidate villages of a county."""
_ASSIGNED: Final = 60, 100
_OPENED_OF_ASSIGNED: Final = 38, 60
_OPENED_OF_OTHERS: Final = 5, 40
_PLACES: Final = 120
_PITCH: Final = 3_000
_STRAY: Final = 250
"""Metres: places lie 3,000 m apart, and a village up to 250 m off its place, so that 2,500 m always remain."""


@final
@frozen
class Candidate:
    """
    A village that could have a station.

    Attributes:
        number: Its number in its county, from 1.
        position: Where it is.
        assigned: Whether it was to get a station.
        opened: Whether it got one.
    """

    number: int
    position: Position
    assigned: bool
    opened: bool


def candidates(draws: Draws, stations: Iterable[Position] = (), first: int = 1) -> tuple[Candidate, ...]:
    """
    Draw the candidate villages of a county: one round of them.

    They lie at the places nearest to the county seat that have no station yet, so that a later round reaches further
    out.

    Args:
        draws: Where chance comes from.
        stations: Where the stations of earlier rounds are.
        first: The number of the first candidate.

    Example:
        >>> village = candidates(Draws(11))[0]
        >>> village.position, village.assigned, village.opened
        (Position(east=12241, north=-3051), True, True)
    """
    taken = {_place(position) for position in stations}
    free = (place for place in _nearest(_PLACES + len(taken)) if place not in taken)
    chosen = draws.some(list(islice(free, _PLACES)), CANDIDATES)
    return tuple(_candidate(draws, number, place) for number, place in enumerate(chosen, first))


def _candidate(draws: Draws, number: int, place: tuple[int, int]) -> Candidate:
    east, north = (_PITCH * each + draws.between(-_STRAY, _STRAY) for each in place)
    assigned = draws.chance(*_ASSIGNED)
    opened = draws.chance(*(_OPENED_OF_ASSIGNED if assigned else _OPENED_OF_OTHERS))
    return Candidate(number, Position(east, north), assigned, opened)


def _place(position: Position) -> tuple[int, int]:
    """Give the place that a village is near."""
    return (position.east + _PITCH // 2) // _PITCH, (position.north + _PITCH // 2) // _PITCH


def _nearest(count: int) -> list[tuple[int, int]]:
    """Give at least so many places, the nearest to the county seat first; at the seat itself there is none."""
    return _disc(isqrt(count) + 1)


@cache
def _disc(radius: int) -> list[tuple[int, int]]:
    """Give the places within a radius, in pitches, of the county seat, the nearest first."""
    reach = range(-radius, radius + 1)
    around = (east * east + north * north for east in reach for north in reach)
    places = ((east, north) for east in reach for north in reach)
    return [place for far, place in sorted(zip(around, places, strict=True)) if 0 < far <= radius * radius]
