"""
Countrysides: a sample network with the villages around its stations.

The villages are the candidates among which stations were placed; their codes, and which of them are listed for a
station, are made up.
"""

from collections.abc import Iterator
from typing import Final

from rural_taobao.coverage import Countryside, ListedVillage, Site, Village
from rural_taobao.network import Network
from rural_taobao.periods import Period
from rural_taobao.places import County, VillageCode
from rural_taobao.samples.networks import Sites, network_at, sites_of, station_at
from rural_taobao.samples.placement import Candidate
from rural_taobao.samples.seeds import Draws, at_least

__all__ = ["sample_countryside"]

_LISTED_WITHIN: Final = 4_000
"""Metres: so far from a station are the villages without one that are listed for it."""
_IN_A_TOWN: Final = 100


def sample_countryside(*, stations: int, seed: int) -> Countryside:
    """
    Make a network of so many stations, as `sample_network` does, with the villages of its counties.

    Each county has the 54 candidates or more of which some got a station; the others within 4 km of a station are
    listed for it as long as it is open.

    Args:
        stations: How many stations, 1 or more.
        seed: A whole number, 0 or more; another one gives another countryside.

    Raises:
        WrongNumber: A number is not an int, or below its least.

    Example:
        >>> ours = sample_countryside(stations=40, seed=2016)
        >>> len(ours.villages), len(ours.sites), len(ours.listed)
        (162, 40, 37)
        >>> ours.villages[0].code, ours.villages[0].name
        (VillageCode('520326101201'), '务川仡佬族苗族自治县 village 1')
    """
    draws = Draws(seed)
    sites = sites_of(at_least(1, "stations", stations), draws)
    network = network_at(sites, draws)
    return Countryside(
        network=network,
        villages=[
            Village(_code(county, site), f"{county.name} village {site.number}", site.position)
            for county, chosen in sites.items()
            for site in sorted([*chosen.opened, *chosen.others], key=lambda each: each.number)
        ],
        sites=[
            Site(station_at(county.code, site), _code(county, site))
            for county, chosen in sites.items()
            for site in chosen.opened
        ],
        listed=[
            ListedVillage(station_at(county.code, site), _code(county, other), days)
            for county, chosen in sites.items()
            for site, other, days in _around(county, chosen, network)
        ],
    )


def _code(county: County, site: Candidate) -> VillageCode:
    """Make up the code of a village: some of a town each, run by villagers' committees."""
    town, number = divmod(site.number - 1, _IN_A_TOWN)
    return VillageCode(f"{county.code}{101 + town}{201 + number}")


def _around(county: County, chosen: Sites, network: Network) -> Iterator[tuple[Candidate, Candidate, Period]]:
    """Give the villages without a station that are listed for one, with the days on which it is open."""
    for site in chosen.opened:
        days = network.station_rows(station_at(county.code, site))[0].open
        for other in chosen.others:
            if site.position.is_within(_LISTED_WITHIN, other.position):
                yield site, other, days
