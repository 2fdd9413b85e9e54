"""
Findings on the land: villages that several stations share, and stations that stand near each other, on any day.

Neither is a fault; they are told beside what a network itself shows.
"""

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias, final

from attrs import frozen

from rural_taobao.coverage.countrysides import Countryside
from rural_taobao.coverage.distances import Spot, metres_between
from rural_taobao.coverage.neighbours import Neighbours
from rural_taobao.identifiers import StationId
from rural_taobao.kinds import non_negative
from rural_taobao.network.stations import Station
from rural_taobao.periods import Period
from rural_taobao.places.codes import VillageCode

__all__ = ["LandFinding", "StationsNear", "VillageShared", "land_findings"]


@final
@frozen
class VillageShared:
    """
    A village is of several stations at once: they stand in it while they are open, or it is listed for them.

    Attributes:
        village: The village.
        stations: All stations that share it with another one on some day, sorted.
        day: The first day on which any two do.
    """

    village: VillageCode
    stations: tuple[StationId, ...]
    day: date

    def __str__(self) -> str:
        *others, last = self.stations
        return f"village {self.village} is of stations {', '.join(others)} and {last} at once, first on {self.day}"


@final
@frozen
class StationsNear:
    """
    Two stations stand nearer to each other than was asked for, on days on which both are open.

    Attributes:
        first: The one that comes first in the network.
        second: The other.
        metres: How far they are apart, in whole metres, rounded up.
        day: The first of the days.
    """

    first: StationId
    second: StationId
    metres: int
    day: date

    def __str__(self) -> str:
        return f"stations {self.first} and {self.second} stand {self.metres:,} m apart, both open on {self.day}"


LandFinding: TypeAlias = VillageShared | StationsNear
"""What a house wants to see of its network on the land; a closed union."""


def land_findings(countryside: Countryside, apart: int | None = None) -> Iterator[LandFinding]:
    """
    Give what of a network on the land a house wants to see, whenever it is so.

    Args:
        countryside: The network and its villages.
        apart: How far apart stations should be at least, in metres; at the bound itself they are not near.
            Where it is not given, no station is too near.

    Raises:
        WrongNumber: The metres are not a whole number of 0 or more.

    Example:
        >>> from rural_taobao.coverage import ListedVillage, Site, Village
        >>> from rural_taobao.network import Position
        >>> from rural_taobao.samples import one_village
        >>> from attrs import evolve
        >>> network = one_village()
        >>> north = Station("north", "feixi", Period(date(2016, 1, 1)), position=Position(0, 900))
        >>> two = evolve(network, stations=[evolve(network.stations[0], position=Position(0, 0)), north])
        >>> sanhe = Village("340123103201")
        >>> sites = [Site(each, sanhe.code) for each in ("sanhe", "north")]
        >>> ours = Countryside(network=two, villages=[sanhe], sites=sites)
        >>> for finding in land_findings(ours, 2500):
        ...     print(finding)
        village 340123103201 is of stations north and sanhe at once, first on 2016-01-01
        stations sanhe and north stand 900 m apart, both open on 2016-01-01
    """
    if apart is not None:
        non_negative(None, None, apart)
    yield from _shared(countryside)
    if apart is not None:
        yield from _near(countryside, apart)


def _shared(countryside: Countryside) -> Iterator[VillageShared]:
    held: dict[VillageCode, list[tuple[Period, StationId]]] = {}
    for site in countryside.sites:
        for row in countryside.network.station_rows(site.station):
            held.setdefault(site.village, []).append((row.open, site.station))
    for each in countryside.listed:
        held.setdefault(each.village, []).append((each.period, each.station))
    for village in countryside.villages:
        sharing: set[StationId] = set()
        days: list[date] = []
        now: list[tuple[Period, StationId]] = []
        for period, station in sorted(held.get(village.code, ()), key=lambda each: (each[0].start, each[1])):
            now = [other for other in now if period.start in other[0]]
            others = {other for _, other in now} - {station}
            if others:
                sharing |= {station, *others}
                days.append(period.start)
            now.append((period, station))
        if days:
            yield VillageShared(village.code, tuple(sorted(sharing)), days[0])


def _near(countryside: Countryside, apart: int) -> Iterator[StationsNear]:
    rows: dict[str, tuple[int, Station, Spot]] = {}
    for place, row in enumerate(countryside.network.stations):
        spot = countryside.stand(row.id, row.open.start)
        if spot is not None:
            rows[str(place)] = place, row, spot
    near = Neighbours((name, spot) for name, (_, _, spot) in rows.items())
    turn = {
        station: place for place, station in enumerate(dict.fromkeys(each.id for each in countryside.network.stations))
    }
    found: dict[tuple[StationId, StationId], StationsNear] = {}
    for place, row, spot in rows.values():
        for its_place, other, its_spot in (rows[name] for name in near.nearer(spot, apart)):
            common = row.open.overlap(other.open)
            if its_place > place and common is not None:
                first, second = sorted((row.id, other.id), key=turn.__getitem__)
                before = found.get((first, second))
                if before is None or common.start < before.day:
                    found[first, second] = StationsNear(first, second, metres_between(spot, its_spot), common.start)
    yield from sorted(found.values(), key=lambda each: (turn[each.first], turn[each.second]))
