"""
Counting: the tally of a network on a day, and the course of all of its tallies.

A county counts while a county centre that serves it is open, and once, whatever code the centre knows it by; a station
counts while it is open.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Final, TypeVar

from rural_taobao.days import is_day
from rural_taobao.identifiers import StationId
from rural_taobao.network.aggregate import Network
from rural_taobao.network.stations import CountyCentre, Station
from rural_taobao.places.codes import CountyCode, VillageCode
from rural_taobao.places.tables import county_table
from rural_taobao.programme.tallies import Course, Tally

__all__ = ["counties_on", "course_of", "tallied"]

Opened = TypeVar("Opened", CountyCentre, Station)

_CODES: Final = 16_384
"""More than there are codes of counties in all years of the lists."""
_NO_VILLAGES: Final[Collection[VillageCode]] = ()


def _list_year(day: date) -> int:
    """Give the year whose list tells which counties are the same on a day: that of the day, or the nearest."""
    years = county_table().years
    return min(max(day.year, years.start), years.stop - 1)


@lru_cache(_CODES)
def _bearer(county: CountyCode, year: int) -> CountyCode:
    """
    Give the code by which a county goes at the end of a year.

    One that was divided goes by the first of those in its place, so that it is never counted beside both.
    One whose place no county took, or of which it is not known what did, goes by its own code.
    """
    try:
        found = county_table().standing(county, year)
    except LookupError:
        return county
    return min((each.code for each in found if isinstance(each.code, CountyCode)), default=county)


def _bearers(counties: Iterable[CountyCode], year: int) -> set[CountyCode]:
    """Give the codes by which counties go at the end of a year, each once."""
    return {_bearer(county, year) for county in counties}


def _tally(bearers: Collection[CountyCode], stations: int, villages: int | None) -> Tally:
    provinces = {each.province for each in bearers}
    return Tally(counties=len(bearers), stations=stations, villages=villages, provinces=len(provinces))


def counties_on(network: Network, day: date) -> frozenset[CountyCode]:
    """
    Give the counties that an open county centre serves on a day, each once.

    Args:
        network: The network.
        day: The day, on the network's own clock.

    Returns:
        The codes that they go by at the end of the year, or in the nearest year of the lists.

    Example:
        >>> from rural_taobao.samples import one_village
        >>> counties_on(one_village(), date(2016, 11, 11))
        frozenset({CountyCode('340123')})
    """
    open_centres = (each for each in network.centres if day in each.open)
    return frozenset(_bearers((each.county for each in open_centres), _list_year(day)))


def tallied(network: Network, day: date, villages: Mapping[StationId, Collection[VillageCode]] | None = None) -> Tally:
    """
    Count a network on a day.

    Args:
        network: The network.
        day: The day, on the network's own clock.
        villages: The villages that each station serves, by its id; left out, villages are not counted.

    Raises:
        NotADay: The day is none.

    Example:
        >>> from rural_taobao.samples import one_village
        >>> tallied(one_village(), date(2016, 11, 11))
        Tally(counties=1, stations=1, villages=None, provinces=1, spent=None)
        >>> tallied(one_village(), date(2014, 11, 11)).stations
        0
    """
    is_day(None, None, day)
    open_stations = [each for each in network.stations if day in each.open]
    served: int | None = None
    if villages is not None:
        served = len({village for each in open_stations for village in villages.get(each.id, _NO_VILLAGES)})
    return _tally(counties_on(network, day), len(open_stations), served)


def course_of(network: Network, villages: Mapping[StationId, Collection[VillageCode]] | None = None) -> Course:
    """
    Count a network on every day on which anything of it that is counted changes.

    Args:
        network: The network.
        villages: The villages that each station serves, by its id; left out, villages are not counted.

    Raises:
        CourseEmpty: It has neither a centre nor a station.

    Example:
        >>> from rural_taobao.samples import one_village
        >>> [(str(day), tally.stations) for day, tally in course_of(one_village()).tallies][-1]
        ('2017-01-01', 1)
    """
    centres, stations = _turns(network.centres), _turns(network.stations)
    days = {*centres, *stations}
    years = county_table().years
    if days:
        days.update(each for year in years[1:] if (each := date(year, 1, 1)) > min(days))
    counties: Counter[CountyCode] = Counter()
    serving: Counter[VillageCode] = Counter()
    opened, served = 0, 0
    bearers: set[CountyCode] = set()
    counted_for = 0
    tallies: dict[date, Tally] = {}
    for day in sorted(days):
        for centre, change in centres.get(day, ()):
            counties[centre.county] += change
        for station, change in stations.get(day, ()):
            opened += change
            for village in set((villages or {}).get(station.id, _NO_VILLAGES)):
                before = serving[village]
                serving[village] += change
                served += (serving[village] > 0) - (before > 0)
        if day in centres or _list_year(day) != counted_for:
            counted_for = _list_year(day)
            bearers = _bearers((county for county, count in counties.items() if count), counted_for)
        tallies[day] = _tally(bearers, opened, None if villages is None else served)
    return Course(tallies)


def _turns(values: Iterable[Opened]) -> dict[date, list[tuple[Opened, int]]]:
    """Give by day what opens on it, with 1, and what closes on it, with -1."""
    turns: dict[date, list[tuple[Opened, int]]] = {}
    for each in values:
        turns.setdefault(each.open.start, []).append((each, 1))
        if each.open.end is not None:
            turns.setdefault(each.open.end, []).append((each, -1))
    return turns
