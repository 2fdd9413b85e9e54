"""
Village rows: villages, sites of stations and listings as the rows of their tables, as `countrysides` reads them.

Where something is stands in degrees of a datum, or in metres from the seat of its county; what is not said is empty.
"""

from collections.abc import Iterator
from typing import Final, final

from rural_taobao.coverage.countrysides import Countryside
from rural_taobao.coverage.villages import ListedVillage, Place, Site, Village
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.roster_rows import RosterRow
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import scaled
from rural_taobao.network import Position
from rural_taobao.places.points import Point, degrees_text

__all__ = [
    "DATUM",
    "DEGREES",
    "LISTED",
    "METRES",
    "SITES",
    "VILLAGES",
    "PlacedTwoWays",
    "PointHalfGiven",
    "degrees",
    "listed_of",
    "listed_rows",
    "site_of",
    "site_rows",
    "village_of",
    "village_rows",
]

VILLAGES: Final = ("village", "name")
SITES: Final = ("station", "village")
LISTED: Final = ("station", "village", "from", "to")
"""The columns of a table that it is always written with."""
DATUM: Final = "datum"
DEGREES: Final = ("latitude", "longitude", DATUM)
METRES: Final = ("east_m", "north_m")
"""The columns that say where something is, in one way and in the other."""

_PLACES: Final = 6
_MICRO: Final = 1_000_000
MOST: Final = {"latitude": 90, "longitude": 180}
"""The degrees on either side of nought."""


@final
class PointHalfGiven(RuralTaobaoError, ValueError):
    """
    Of a point, something is given and something is not.

    Attributes:
        missing: The first column that says nothing.
    """

    def __init__(self, missing: str) -> None:
        self.missing = missing
        super().__init__(missing)

    def __str__(self) -> str:
        return f"a point must have latitude, longitude and datum, but {self.missing} is empty; add it, or leave out all"


@final
class PlacedTwoWays(RuralTaobaoError, ValueError):
    """
    A village is placed in degrees and in metres too.

    Attributes:
        column: The first column that says so.
    """

    def __init__(self, column: str) -> None:
        self.column = column
        super().__init__(column)

    def __str__(self) -> str:
        return (
            f"a village must be placed in one way, but {self.column} is filled in beside degrees; "
            "leave out the metres, or latitude, longitude and datum"
        )


def degrees(name: str, text: str) -> int:
    """
    Read degrees as whole microdegrees.

    Args:
        name: Of what: latitude or longitude.
        text: Degrees with at most six decimal places.

    Raises:
        NotANumber: It is no exact decimal number.
        NumberTooFine: It has more than six decimal places.
        NotOfKind: It lies off the globe, or is a pole.

    Example:
        >>> degrees("latitude", "32.9")
        32900000
        >>> degrees("latitude", "115.25")
        Traceback (most recent call last):
            ...
        rural_taobao.documents.expectations.NotOfKind: a value here must be degrees of latitude above -90 and below ...
    """
    found, most = scaled(text, _PLACES), MOST[name] * _MICRO
    if name == "latitude" and not -most < found < most:
        expected = "degrees of latitude above -90 and below 90, such as 32.900000"
        raise NotOfKind(expected, text)
    if name == "longitude" and not -most <= found < most:
        expected = "degrees of longitude from -180 to below 180, such as 115.250000"
        raise NotOfKind(expected, text)
    return found


def _point(row: RosterRow) -> Point | None:
    """
    Give where something is on the globe, if that is said.

    Raises:
        PointHalfGiven: Something of it is missing.
    """
    cells = {name: row[name] for name in DEGREES}
    if not any(cells.values()):
        return None
    for name, text in cells.items():
        if not text:
            raise PointHalfGiven(name)
    latitude, longitude = (degrees(name, cells[name]) for name in MOST)
    return Point(latitude, longitude, cells[DATUM])


def village_of(row: RosterRow) -> Village:
    """
    Make a village.

    Raises:
        PointHalfGiven: Of its point something is missing.
        PositionHalfGiven: Of its position one direction is not said.
        PlacedTwoWays: It has both.
    """
    point = _point(row)
    stated = next((name for name in METRES if row[name]), None)
    if point is not None and stated is not None:
        raise PlacedTwoWays(stated)
    return Village(row["village"], row["name"], row.position if point is None else point)


def site_of(row: RosterRow) -> Site:
    """
    Make the site of a station.

    Raises:
        PointHalfGiven: Of its point something is missing.
    """
    return Site(row["station"], row["village"], _point(row))


def listed_of(row: RosterRow) -> ListedVillage:
    """
    Make the listing of a village for a station.

    Raises:
        PeriodBackwards: It holds on no day.
    """
    return ListedVillage(row["station"], row["village"], row.days("from", "to"))


def _in_degrees(place: Place | None) -> tuple[str, str, str]:
    if not isinstance(place, Point):
        return "", "", ""
    return degrees_text(place.latitude), degrees_text(place.longitude), place.datum


def _in_metres(place: Place | None) -> tuple[str, str]:
    return (str(place.east), str(place.north)) if isinstance(place, Position) else ("", "")


def village_rows(countryside: Countryside) -> Iterator[tuple[str, ...]]:
    """Write the villages of a countryside as rows, with `DEGREES` where places are points, or else with `METRES`."""
    for village in countryside.villages:
        place = _in_degrees(village.place) if countryside.on_the_globe else _in_metres(village.place)
        yield village.code, village.name, *place


def site_rows(countryside: Countryside) -> Iterator[tuple[str, ...]]:
    """Write the sites of a countryside as rows, with `DEGREES` where places are points."""
    for site in countryside.sites:
        yield site.station, site.village, *(_in_degrees(site.point) if countryside.on_the_globe else ())


def listed_rows(countryside: Countryside) -> Iterator[tuple[str, ...]]:
    """Write the listings of a countryside as rows."""
    for listed in countryside.listed:
        end = "" if listed.period.end is None else listed.period.end.isoformat()
        yield listed.station, listed.village, listed.period.start.isoformat(), end
