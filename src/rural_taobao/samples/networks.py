"""Networks: seeded ones of any size, in real counties, placed and opened as the programme's public figures have it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import chain, count
from typing import Final, final

from attrs import frozen

from rural_taobao.identifiers import StationId
from rural_taobao.network import CountyCentre, Network, Payee, Station, Vacancy, VacantCredit, programme_versions
from rural_taobao.periods import Period
from rural_taobao.places import County
from rural_taobao.samples.careers import careers_at
from rural_taobao.samples.counties import opening_day, rural_counties
from rural_taobao.samples.placement import CANDIDATES, Candidate, candidates
from rural_taobao.samples.seeds import Draws, at_least

__all__ = ["Sites", "network_at", "sample_network", "sites_of", "station_at"]

_SHOP_PLAN: Final = "example-shop"
_PARTNER_PLAN: Final = "example-partner"
_FIRST_STATIONS: Final = 4
"""On 29 October 2014 the first county had four stations; the other ones of a sample's county open within 150 days."""
_CLOSES: Final = 3, 100


@final
@frozen
class Sites:
    """
    The villages of a county that were chosen.

    Attributes:
        opened: Those that get a station.
        others: Those that get none.
    """

    opened: list[Candidate]
    others: list[Candidate]


def sample_network(*, stations: int, seed: int) -> Network:
    """
    Make a network of so many stations; the same one for the same numbers, everywhere.

    Counties, their codes and the shares of candidate villages that get a station are facts; see `placement` and
    `counties`.
    Positions, days, who leaves and what closes are made up, and so is every name.
    A county gets 23 stations or so; beyond some 5,500 a further round of candidates begins in the same counties.
    They had 64,377 village committees in July 2016 (National Bureau of Statistics), so that a network of more stations
    is one to try a machine with.

    Args:
        stations: How many stations, 1 or more; the last county takes those that are left.
        seed: A whole number, 0 or more; another one gives another network.

    Raises:
        WrongNumber: A number is not an int, or below its least.

    Example:
        >>> network = sample_network(stations=40, seed=2016)
        >>> [centre.name for centre in network.centres]
        ['务川仡佬族苗族自治县', '南乐县', '施秉县']
        >>> network.stations[0].id, str(network.stations[0].open)
        (StationId('520326-04'), 'from 2014-10-29')
    """
    draws = Draws(seed)
    return network_at(sites_of(at_least(1, "stations", stations), draws), draws)


def network_at(sites: Mapping[County, Sites], draws: Draws) -> Network:
    """Make a network whose stations are at the villages that were chosen."""
    versions = programme_versions({"1.0": _SHOP_PLAN, "2.0": _PARTNER_PLAN, "3.0": _PARTNER_PLAN})
    centres = [
        CountyCentre(
            county.code, county.code, f"{county.code}-centre", Period(opening_day(place, len(sites))), county.name
        )
        for place, county in enumerate(sites)
    ]
    found = [
        _station(centre, place, site, draws)
        for centre, chosen in zip(centres, sites.values(), strict=True)
        for place, site in enumerate(chosen.opened)
    ]
    served = [career for station in found for career in careers_at(station, versions, draws)]
    platform = Payee("platform", Period(versions[0].since), "Platform")
    return Network(
        platform=platform.id,
        vacancy=Vacancy(VacantCredit.NOBODY),
        versions=versions,
        centres=centres,
        stations=found,
        partners=[career.partner for career in served],
        payees=[
            platform,
            *(Payee(centre.payee, centre.open, centre.name) for centre in centres),
            *(career.payee for career in served),
        ],
        postings=chain.from_iterable(career.postings for career in served),
    )


def sites_of(stations: int, draws: Draws) -> dict[County, Sites]:
    """Choose the counties, in the order in which they open, and the villages of each that get a station."""
    sites: dict[County, Sites] = {}
    rounds = _rounds(draws)
    while stations:
        county, first = next(rounds)
        found = sites.setdefault(county, Sites([], []))
        drawn = candidates(draws, [site.position for site in found.opened], first)
        opened = [site for site in drawn if site.opened][:stations]
        found.opened.extend(opened)
        found.others.extend(site for site in drawn if site not in opened)
        stations -= len(opened)
    return sites


def _rounds(draws: Draws) -> Iterator[tuple[County, int]]:
    """Give each county in turn, round by round, with the number of its first candidate of the round."""
    counties = draws.some(rural_counties(), len(rural_counties()))
    return ((county, first) for first in count(1, CANDIDATES) for county in counties)


def _station(centre: CountyCentre, place: int, site: Candidate, draws: Draws) -> Station:
    """Open a station at a village; a few close again."""
    opens = centre.open.start + timedelta(draws.below(150) if place >= _FIRST_STATIONS else 0)
    closes = opens + timedelta(200 + draws.below(500)) if draws.chance(*_CLOSES) else None
    name = station_at(centre.id, site)
    return Station(name, centre.id, Period(opens, closes), f"Village {site.number} of {centre.name}", site.position)


def station_at(centre: str, site: Candidate) -> StationId:
    """Give the id of the station at a village."""
    return StationId(f"{centre}-{site.number:02d}")
