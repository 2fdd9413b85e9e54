"""
Covering: the villages, counties and provinces that a network covers on a day, each once, and which share that is.

A county is covered while a county centre that serves it is open, a province while one of its counties is, and a village
while a station serves it.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Final, final

from attrs import evolve, field, frozen

from rural_taobao.coverage.countrysides import Countryside
from rural_taobao.coverage.reaching import Served, Untold, served
from rural_taobao.days import is_day
from rural_taobao.identifiers import StationId
from rural_taobao.places.codes import CountyCode, ProvinceCode, VillageCode
from rural_taobao.places.tables import county_table
from rural_taobao.programme.chronicle import programme_history
from rural_taobao.programme.counting import counties_on, course_of
from rural_taobao.programme.denominators import Denominator, DenominatorUnknown, MoreThanThereAre, denominator_of
from rural_taobao.programme.figures import Measure, Proportion
from rural_taobao.programme.tallies import Course, Tally

__all__ = ["Covered", "coverage_course", "covered"]

_NOTHING: Final = frozenset[VillageCode]()


@final
@frozen(kw_only=True)
class Covered:
    """
    What a network covers on a day.

    Attributes:
        day: The day.
        counties: The counties, by the codes that they go by at the end of the year.
        villages: The villages that a station serves.
        stations: How many stations are open.
        idle: How many of them serve nobody: they are vacant, and nobody is credited for that.
        provinces: What of it lies in each province: counties and villages by their codes, stations by the county that
            their centre serves; in the order of the codes.
        untold: How many stations may serve more villages, for each thing that nobody told.
    """

    day: date
    counties: frozenset[CountyCode]
    villages: frozenset[VillageCode]
    stations: int
    idle: int
    provinces: dict[ProvinceCode, Tally] = field(hash=False)
    untold: dict[Untold, int] = field(hash=False)

    @property
    def tally(self) -> Tally:
        """The same as numbers; what was spent is not told by it."""
        return Tally(
            counties=len(self.counties),
            stations=self.stations,
            villages=len(self.villages),
            provinces=len({each.province for each in self.counties}),
        )

    def share(self, measure: Measure, denominators: Iterable[Denominator] | None = None) -> Proportion:
        """
        Give the share that is covered of all there are in the year of the day; exact, from 0 to 1.

        Args:
            measure: What is counted.
            denominators: How many there are by year; those of the real programme where none are given.

        Raises:
            DenominatorUnknown: It is not known how many there were in the year.
            MoreThanThereAre: More are covered than there were.
        """
        known = _counted_in_china() if denominators is None else denominators
        return denominator_of(Measure(measure), self.day.year, known).share(self.tally.count(measure))

    def county_shares(self) -> dict[ProvinceCode, Proportion]:
        """
        Give the share of the counties of each province that is covered, of all there were at the end of the year.

        Returns:
            The shares of all 31 provinces, in the order of their codes.

        Raises:
            DenominatorUnknown: There is no list of the counties of the year.
            MoreThanThereAre: More are covered in a province than there were.
        """
        listed, year = county_table(), self.day.year
        if year not in listed.years:
            raise DenominatorUnknown(Measure.COUNTIES, year, tuple(listed.years))
        there_are = Counter(each.code.province for each in listed.in_year(year))
        counted = Counter(each.province for each in self.counties)
        for province, whole in there_are.items():
            if counted[province] > whole:
                raise MoreThanThereAre(Measure.COUNTIES, counted[province], whole, year)
        return {province: Proportion(counted[province], whole) for province, whole in sorted(there_are.items())}


@cache
def _counted_in_china() -> tuple[Denominator, ...]:
    return programme_history().denominators


def covered(countryside: Countryside, day: date) -> Covered:
    """
    Tell what a network covers on a day.

    Args:
        countryside: The network and its villages.
        day: The day, on the network's own clock.

    Raises:
        NotADay: The day is none.

    Example:
        >>> from rural_taobao.coverage import Site, Village
        >>> from rural_taobao.samples import one_village
        >>> ours = Countryside(
        ...     network=one_village(), villages=[Village("340123103201")], sites=[Site("sanhe", "340123103201")]
        ... )
        >>> found = covered(ours, date(2016, 11, 11))
        >>> found.tally
        Tally(counties=1, stations=1, villages=1, provinces=1, spent=None)
        >>> print(found.share(Measure.COUNTIES), found.share(Measure.VILLAGES))
        1/2851 1/554037
    """
    is_day(None, None, day)
    network = countryside.network
    found = [served(countryside, station, day) for station in countryside.stations_on(day)]
    villages = _NOTHING.union(*(each.villages for each in found))
    counties = counties_on(network, day)
    runs = (countryside.county_of(each.station, day) for each in found)
    at_work = Counter(county.province for county in runs if county is not None)
    return Covered(
        day=day,
        counties=counties,
        villages=villages,
        stations=len(found),
        idle=sum(each.version is None for each in found),
        provinces=_by_province(counties, villages, at_work),
        untold=_untold(found),
    )


def _by_province(
    counties: Iterable[CountyCode], villages: Iterable[VillageCode], stations: Counter[ProvinceCode]
) -> dict[ProvinceCode, Tally]:
    of_counties, of_villages = (Counter(each.province for each in codes) for codes in (counties, villages))
    return {
        province: Tally(counties=of_counties[province], stations=stations[province], villages=of_villages[province])
        for province in sorted({*of_counties, *of_villages, *stations})
    }


def _untold(found: Iterable[Served]) -> dict[Untold, int]:
    counts = Counter(untold for each in found for untold in each.untold)
    return {each: counts[each] for each in Untold if counts[each]}


def coverage_course(countryside: Countryside) -> Course:
    """
    Tell what a network covers from day to day, for every day on which anything of it changes.

    Args:
        countryside: The network and its villages.

    Raises:
        CourseEmpty: The network has neither a centre nor a station.

    Example:
        >>> from rural_taobao.coverage import Site, Village
        >>> from rural_taobao.samples import one_village
        >>> ours = Countryside(
        ...     network=one_village(), villages=[Village("340123103201")], sites=[Site("sanhe", "340123103201")]
        ... )
        >>> [(str(day), tally.villages) for day, tally in coverage_course(ours).tallies]
        [('2015-06-01', 1), ('2016-01-01', 1), ('2017-01-01', 1)]
    """
    course = course_of(countryside.network)
    turns: dict[date, list[tuple[VillageCode, int]]] = {}
    for station in dict.fromkeys(each.id for each in countryside.network.stations):
        before = _NOTHING
        for day in _days_of(countryside, station):
            now = served(countryside, station, day).villages
            changes = [*((village, 1) for village in now - before), *((village, -1) for village in before - now)]
            if changes:
                turns.setdefault(day, []).extend(changes)
            before = now
    serving: Counter[VillageCode] = Counter()
    villages = 0
    tallies: dict[date, Tally] = {}
    for day in sorted({*course.days, *turns}):
        for village, change in turns.get(day, ()):
            was_served = serving[village] > 0
            serving[village] += change
            villages += (serving[village] > 0) - was_served
        tallies[day] = evolve(course.on(day), villages=villages)
    return Course(tallies)


def _days_of(countryside: Countryside, station: StationId) -> list[date]:
    """Give the days on which it may change what a station serves, in their order."""
    periods = [row.open for row in countryside.network.station_rows(station)]
    periods += [each.period for each in countryside.network.postings_at(station)]
    periods += [each.period for each in countryside.listed_for(station)]
    return sorted({day for each in periods for day in (each.start, each.end) if day is not None})
