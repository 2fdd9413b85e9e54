"""
Censuses: how many centres, stations, partners and postings a network has on a day, by what they are then.

All of them are counted in one sweep over the days on which anything changes.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Final, TypeAlias, final

from attrs import field, frozen

from rural_taobao.days import is_day
from rural_taobao.identifiers import VersionId
from rural_taobao.kinds import Word
from rural_taobao.network.aggregate import Network
from rural_taobao.network.model_versions import Engagement
from rural_taobao.periods import Period
from rural_taobao.places.codes import ProvinceCode

__all__ = ["Census", "Condition", "census", "census_by_day"]

_Item: TypeAlias = tuple[str, str]
"""What is counted, and of which kind it is."""
_CENTRE: Final = ("centre", "")
_KNOWN, _BEGUN, _OPEN = ("known", ""), ("begun", ""), ("open", "")
_HELPER: Final = ("helper", "")
_VERSION, _PARTNER, _PROVINCE = "version", "partner", "province"


@final
class Condition(Word):
    """What a station is on a day, as far as a network tells."""

    RUN = "run"
    """It is open, and a partner is in charge."""
    VACANT = "vacant"
    """It is open, and nobody is in charge."""
    CLOSED = "closed"
    """It was open before, and is not now; one that is suspended is closed as long as that lasts."""
    AHEAD = "ahead"
    """Its first day is still to come."""


@final
@frozen(kw_only=True)
class Census:
    """
    What a network has on a day.

    Attributes:
        day: The day.
        centres: How many county centres are open.
        stations: How many stations there are in each condition; all conditions are there.
        partners: How many partners are under contract by engagement; both engagements are there.
        helpers: How many partners help at a station, each station counting.
        versions: How many stations are run under each model version, in the order of the network; none is 0.
        provinces: How many stations are open in each province, by the county of their centre, in the order of the
            codes; none is 0.
    """

    day: date
    centres: int
    stations: dict[Condition, int] = field(hash=False)
    partners: dict[Engagement, int] = field(hash=False)
    helpers: int
    versions: dict[VersionId, int] = field(hash=False)
    provinces: dict[ProvinceCode, int] = field(hash=False)

    @property
    def open(self) -> int:
        """How many stations are open, run or vacant."""
        return self.stations[Condition.RUN] + self.stations[Condition.VACANT]


def _spans(network: Network) -> Iterator[tuple[_Item, Period]]:
    """Give all that is counted, with the days on which it counts; nothing of one kind is told twice of one day."""
    opened: dict[str, date] = {}
    for centre in network.centres:
        yield _CENTRE, centre.open
    for station in network.stations:
        yield _OPEN, station.open
        opened[station.id] = min(opened.get(station.id, station.open.start), station.open.start)
        for centre in network.centre_rows(station.centre):
            common = centre.open.overlap(station.open)
            if common is not None:
                yield (_PROVINCE, centre.county.province), common
    for first in opened.values():
        yield _BEGUN, Period(first)
    for partner in network.partners:
        yield (_PARTNER, partner.engagement), partner.contract
    for posting in network.postings:
        yield (_VERSION, posting.version), posting.period
    for helper in network.helpers:
        yield _HELPER, helper.period


def _census(network: Network, day: date, counts: Counter[_Item]) -> Census:
    """Make a census of what counts on a day."""
    versions = {each.id: counts[_VERSION, each.id] for each in network.versions}
    run = sum(versions.values())
    provinces = sorted(name for what, name in counts if what == _PROVINCE)
    return Census(
        day=day,
        centres=counts[_CENTRE],
        stations={
            Condition.RUN: run,
            Condition.VACANT: counts[_OPEN] - run,
            Condition.CLOSED: counts[_BEGUN] - counts[_OPEN],
            Condition.AHEAD: counts[_KNOWN] - counts[_BEGUN],
        },
        partners={each: counts[_PARTNER, each] for each in Engagement},
        helpers=counts[_HELPER],
        versions={name: count for name, count in versions.items() if count},
        provinces={ProvinceCode(name): counts[_PROVINCE, name] for name in provinces if counts[_PROVINCE, name]},
    )


def census_by_day(network: Network) -> dict[date, Census]:
    """
    Count a network on every day on which anything of it changes, in the order of the days; each holds until the next.

    Returns:
        The censuses, by their days; none of a network in which nothing ever holds.

    Example:
        >>> from rural_taobao.samples import one_village
        >>> for day, found in census_by_day(one_village()).items():
        ...     print(day, found.centres, found.stations[Condition.RUN], found.stations[Condition.AHEAD])
        2015-06-01 1 1 0
    """
    turns: dict[date, list[tuple[_Item, int]]] = {}
    for item, days in _spans(network):
        turns.setdefault(days.start, []).append((item, 1))
        if days.end is not None:
            turns.setdefault(days.end, []).append((item, -1))
    counts = _before(network)
    found: dict[date, Census] = {}
    for day in sorted(turns):
        for item, change in turns[day]:
            counts[item] += change
        found[day] = _census(network, day, counts)
    return found


def _before(network: Network) -> Counter[_Item]:
    """Give what counts before the first day: every station is still to come."""
    return Counter({_KNOWN: len({each.id for each in network.stations})})


def census(network: Network, day: date) -> Census:
    """
    Count a network on a day.

    Args:
        network: The network.
        day: The day, on the network's own clock.

    Raises:
        NotADay: The day is none.

    Example:
        >>> from rural_taobao.samples import one_village
        >>> found = census(one_village(), date(2016, 11, 11))
        >>> found.open, found.versions, found.provinces
        (1, {VersionId('2.0'): 1}, {ProvinceCode('340000'): 1})
    """
    is_day(None, None, day)
    counts = _before(network)
    for item, days in _spans(network):
        if day in days:
            counts[item] += 1
    return _census(network, day, counts)
