"""Remoteness: which villages have no open station near, and which station is nearest to each."""

from collections.abc import Iterable
from datetime import date
from typing import final

from attrs import frozen

from rural_taobao.coverage.countrysides import Countryside
from rural_taobao.coverage.neighbours import Neighbours
from rural_taobao.days import is_day
from rural_taobao.identifiers import StationId
from rural_taobao.kinds import non_negative
from rural_taobao.places.codes import VillageCode

__all__ = ["Nearest", "Unserved", "nearest", "unserved"]


@final
@frozen
class Unserved:
    """
    Villages without an open station near.

    Attributes:
        day: The day.
        metres: How far is near, in whole metres; a station that stands exactly so far is near.
        villages: Those that have none, in the order of the countryside.
        unplaced: Those of which it cannot be told, since it is not known where they are.
        stations: Open stations of which it is not known where they are: one of them may be near.
    """

    day: date
    metres: int
    villages: tuple[VillageCode, ...]
    unplaced: tuple[VillageCode, ...]
    stations: tuple[StationId, ...]


@final
@frozen
class Nearest:
    """
    The open station that is nearest to a village.

    Attributes:
        station: The station; of several that are as near in whole metres, the first by its id.
        metres: How far it is, in whole metres, rounded up.
    """

    station: StationId
    metres: int


def unserved(countryside: Countryside, metres: int, day: date) -> Unserved:
    """
    Find the villages without an open station within some metres, whether or not a station serves them all the same.

    Where places are positions, only stations of the county itself are looked at: across its border nothing has a
    distance.
    A station that is open and vacant is one all the same.

    Args:
        countryside: The network and its villages.
        metres: How far, in whole metres, 0 or more; inclusive.
        day: The day, on the network's own clock.

    Raises:
        WrongNumber: The metres are not such a number.
        NotADay: The day is none.

    Example:
        >>> from rural_taobao.coverage import Site, Village
        >>> from rural_taobao.network import Position
        >>> from rural_taobao.samples import one_village
        >>> three = [Village(f"34012310320{n}", place=Position(0, 2000 * n)) for n in (1, 2, 3)]
        >>> ours = Countryside(network=one_village(), villages=three, sites=[Site("sanhe", "340123103201")])
        >>> unserved(ours, 2000, date(2016, 11, 11)).villages
        (VillageCode('340123103203'),)
        >>> nearest(ours, ["340123103203"], date(2016, 11, 11))
        {VillageCode('340123103203'): Nearest(station=StationId('sanhe'), metres=4000)}
    """
    non_negative(None, None, metres)
    open_stations, unplaced = _standing(countryside, day)
    found: list[VillageCode] = []
    for village in countryside.villages:
        spot = countryside.lies(village.code)
        if spot is not None and next(open_stations.within(spot, metres), None) is None:
            found.append(village.code)
    return Unserved(day, metres, tuple(found), countryside.unplaced, unplaced)


def nearest(countryside: Countryside, villages: Iterable[str], day: date) -> dict[VillageCode, Nearest]:
    """
    Find the open station that is nearest to each of some villages.

    Args:
        countryside: The network and its villages.
        villages: The codes of the villages.
        day: The day, on the network's own clock.

    Returns:
        The station by the village; without those that are not placed, or have no open station that is seen alike.

    Raises:
        NotInCountryside: There is no such village.
        NotADay: The day is none.
    """
    open_stations, _ = _standing(countryside, day)
    found: dict[VillageCode, Nearest] = {}
    for code in villages:
        spot = countryside.lies(code)
        closest = None if spot is None else open_stations.nearest(spot)
        if closest is not None:
            found[VillageCode(code)] = Nearest(*closest)
    return found


def _standing(countryside: Countryside, day: date) -> tuple[Neighbours[StationId], tuple[StationId, ...]]:
    """Lay out the stations that are open on a day, and give those of which it is not known where they are."""
    is_day(None, None, day)
    stands = [(station, countryside.stand(station, day)) for station in countryside.stations_on(day)]
    placed = Neighbours((station, spot) for station, spot in stands if spot is not None)
    return placed, tuple(station for station, spot in stands if spot is None)
