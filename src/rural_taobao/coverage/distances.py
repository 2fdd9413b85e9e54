"""
Distances: which of two places are beside each other at all, and how far apart those are, exactly.

A position is seen from the seat of a county, so that only places seen from the same seat have a distance.
A county whose code changed, and nothing else, has the same seat; of one that was merged or divided it is not known
which seat is meant, so that its codes stay apart.
"""

from functools import lru_cache
from math import ceil, cos, floor, isqrt, radians, sin
from typing import Final, TypeAlias, assert_never, final

from attrs import frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import non_negative
from rural_taobao.network.stations import Position
from rural_taobao.places.codes import CountyCode, PrefectureCode
from rural_taobao.places.points import EARTH_RADIUS_METRES, Point
from rural_taobao.places.tables import county_table

__all__ = ["NoDistance", "SeenFrom", "Spot", "anchor", "is_nearer", "is_within", "metres_between", "seat_of"]

_CODES: Final = 16_384
"""More than there are codes of counties in all years of the lists."""
_MICRO: Final = 1_000_000


@final
@frozen
class SeenFrom:
    """
    A position, with the seat that it is seen from.

    Attributes:
        seat: The county, or the prefecture without counties, by the last code that is known of it.
        position: The position.
    """

    seat: CountyCode | PrefectureCode
    position: Position

    def __str__(self) -> str:
        return f"seen from the seat of {self.seat}"


Spot: TypeAlias = Point | SeenFrom
"""A place that can be told from others; a closed union."""


@final
class NoDistance(RuralTaobaoError, ValueError):
    """
    Two places have no distance, since they are not seen alike.

    Attributes:
        one: One place.
        other: The other.
    """

    def __init__(self, one: Spot, other: Spot) -> None:
        self.one = one
        self.other = other
        super().__init__(one, other)

    def __str__(self) -> str:
        return (
            "two places must be points of one datum, or positions seen from one seat, to have a distance, "
            f"but one is {_how(self.one)} and the other {_how(self.other)}; state both alike"
        )


def _how(spot: Spot) -> str:
    return f"a point ({spot.datum})" if isinstance(spot, Point) else str(spot)


@lru_cache(_CODES)
def seat_of(holder: CountyCode | PrefectureCode) -> CountyCode | PrefectureCode:
    """
    Give the code by which the seat of a county goes: the last one that took the place of its code, and of no other.

    Args:
        holder: The county, or a prefecture without counties, by any of its codes.

    Example:
        >>> seat_of(CountyCode("360721")), seat_of(CountyCode("320202"))
        (CountyCode('360704'), CountyCode('320202'))
    """
    code, known = holder, 0
    while True:
        ends = (each for each in county_table().ends(code) if each.last_year > known)
        gone = next((end for end in ends if all(each.code != code for each in end.successors)), None)
        if gone is None or len(gone.successors) != 1 or gone.successors[0].merged:
            return code
        code, known = gone.successors[0].code, gone.last_year


def is_within(one: Spot, metres: int, other: Spot) -> bool:
    """
    Tell whether two places are at most so many metres apart; exact.

    Raises:
        NoDistance: They are not seen alike.
        DatumsDiffer: They are points of two datums.
        WrongNumber: The metres are not a whole number of 0 or more.

    Example:
        >>> sanhe, north = (Point.parse(latitude, "115.25", "wgs-84") for latitude in ("32.90", "32.92"))
        >>> is_within(sanhe, 2223, north), is_within(sanhe, 2224, north)
        (False, True)
    """
    beside = _beside(one, other)
    match beside:
        case Point() as point, Point() as further:
            # Two points are never whole metres apart, but for none: the angle of whole metres is no fraction of a turn.
            return not point.is_apart(metres, further) if metres else point == further
        case Position() as position, Position() as further:
            return position.is_within(metres, further)
        case _:
            assert_never(beside)


def is_nearer(one: Spot, metres: int, other: Spot) -> bool:
    """
    Tell whether two places are less than so many metres apart; exact.

    Raises:
        NoDistance: They are not seen alike.
        DatumsDiffer: They are points of two datums.
        WrongNumber: The metres are not a whole number of 0 or more.
    """
    beside = _beside(one, other)
    match beside:
        case Point() as point, Point() as further:
            return not point.is_apart(metres, further)
        case Position() as position, Position() as further:
            non_negative(None, None, metres)
            return _square(position, further) < metres**2
        case _:
            assert_never(beside)


def metres_between(one: Spot, other: Spot) -> int:
    """
    Give the distance of two places in whole metres, rounded up: the least number of metres that they are within.

    It is the same on every machine.

    Raises:
        NoDistance: They are not seen alike.
        DatumsDiffer: They are points of two datums.

    Example:
        >>> seat = CountyCode("340123")
        >>> metres_between(SeenFrom(seat, Position(0, 0)), SeenFrom(seat, Position(1500, 2001)))
        2501
    """
    beside = _beside(one, other)
    match beside:
        case Point() as point, Point() as further:
            # A float is off by less than a metre even half around the globe.
            metres = max(0, ceil(point.metres_to(further)) - 1)
            while not is_within(point, metres, further):
                metres += 1
            return metres
        case Position() as position, Position() as further:
            square = _square(position, further)
            return isqrt(square - 1) + 1 if square else 0
        case _:
            assert_never(beside)


def anchor(spot: Spot) -> tuple[int, int, int]:
    """
    Give whole metres along three axes, by which places that are near each other are found; on the flat the third is 0.

    Along each axis two places that are seen alike differ by at most a metre more than they are apart.
    """
    match spot:
        case SeenFrom(position=position):
            return position.east, position.north, 0
        case Point():
            latitude, longitude = radians(spot.latitude / _MICRO), radians(spot.longitude / _MICRO)
            circle = EARTH_RADIUS_METRES * cos(latitude)
            east, north = floor(circle * cos(longitude)), floor(circle * sin(longitude))
            return east, north, floor(EARTH_RADIUS_METRES * sin(latitude))
        case _:
            assert_never(spot)


def _square(one: Position, other: Position) -> int:
    return (one.east - other.east) ** 2 + (one.north - other.north) ** 2


def _beside(one: Spot, other: Spot) -> tuple[Point, Point] | tuple[Position, Position]:
    """Give two places that are seen alike."""
    if isinstance(one, Point) and isinstance(other, Point):
        return one, other
    if isinstance(one, SeenFrom) and isinstance(other, SeenFrom) and one.seat == other.seat:
        return one.position, other.position
    raise NoDistance(one, other)
