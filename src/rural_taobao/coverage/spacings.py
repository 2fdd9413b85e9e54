"""Spacings: which open stations stand nearer to each other than they should."""

from datetime import date
from typing import final

from attrs import frozen

from rural_taobao.coverage.countrysides import Countryside
from rural_taobao.coverage.distances import Spot, metres_between
from rural_taobao.coverage.neighbours import Neighbours
from rural_taobao.days import is_day
from rural_taobao.identifiers import StationId
from rural_taobao.kinds import non_negative

__all__ = ["Pair", "Spacing", "spacing"]


@final
@frozen
class Pair:
    """
    Two stations that stand too near each other.

    Attributes:
        first: The one that comes first in the network.
        second: The other.
        metres: How far they are apart, in whole metres, rounded up.
    """

    first: StationId
    second: StationId
    metres: int


@final
@frozen
class Spacing:
    """
    Stations that stand too near each other.

    Attributes:
        day: The day.
        metres: How far apart they should be at least.
        pairs: Every pair that is not, in the order of the network.
        unplaced: Open stations of which it cannot be told, since it is not known where they are.
    """

    day: date
    metres: int
    pairs: tuple[Pair, ...]
    unplaced: tuple[StationId, ...]


def spacing(countryside: Countryside, metres: int, day: date) -> Spacing:
    """
    Find the pairs of stations, open on a day, that stand less than some metres apart.

    Where places are positions, stations of two counties have no distance and make no pair.

    Args:
        countryside: The network and its villages.
        metres: How far apart stations should be at least, such as `rural_taobao.places.STATIONS_APART_METRES`; at the
            bound itself they are not too near.
        day: The day, on the network's own clock.

    Raises:
        WrongNumber: The metres are not a whole number of 0 or more.
        NotADay: The day is none.

    Example:
        >>> from rural_taobao.coverage import Countryside
        >>> from rural_taobao.places import STATIONS_APART_METRES
        >>> from rural_taobao.samples import sample_network
        >>> ours = Countryside(network=sample_network(stations=40, seed=2016), villages=[])
        >>> spacing(ours, STATIONS_APART_METRES, date(2016, 11, 11)).pairs
        ()
        >>> len(spacing(ours, 4000, date(2016, 11, 11)).pairs)
        12
    """
    non_negative(None, None, metres)
    is_day(None, None, day)
    stands: dict[StationId, Spot] = {}
    unplaced: list[StationId] = []
    for station in countryside.stations_on(day):
        spot = countryside.stand(station, day)
        if spot is None:
            unplaced.append(station)
        else:
            stands[station] = spot
    near, turn = Neighbours(stands.items()), {station: place for place, station in enumerate(stands)}
    pairs = [
        Pair(station, other, metres_between(spot, stands[other]))
        for station, spot in stands.items()
        for other in sorted(near.nearer(spot, metres), key=turn.__getitem__)
        if turn[station] < turn[other]
    ]
    return Spacing(day, metres, tuple(pairs), tuple(unplaced))
