"""
Strategies for countrysides: villages, sites and listings that go together with a network because of how they are made.

Places are near enough to each other for a reach by distance to matter, and all stated in one way, or not at all.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.coverage import Countryside, ListedVillage, Place, Site, Village
from rural_taobao.network import Network, Position, Station
from rural_taobao.periods import Period
from rural_taobao.places import CountyCode, Datum, Point, VillageCode
from rural_taobao.testing.network_strategies import model_versions, reaches
from rural_taobao.testing.networks import networks
from rural_taobao.testing.place_strategies import county_codes, points, town_codes, village_codes

__all__ = ["countrysides", "villages"]

_FEW: Final = 4
_FAR: Final = 120_000
"""Metres: as far as most places of a countryside lie from each other."""
_METRES: Final = st.integers(-_FAR, _FAR)
_ASTRAY: Final = st.integers(-1_000_000, 1_000_000)
"""Microdegrees: a point lies so far from the middle of its countryside, up to 111 km."""
_DAYS: Final = st.integers(0, 400).map(timedelta)
_EITHER: Final = st.booleans()
_NAMES: Final = st.just("") | st.text(max_size=9)
Places: TypeAlias = SearchStrategy[Place | None]


def villages(
    *, code: SearchStrategy[VillageCode] | None = None, place: Places | None = None
) -> SearchStrategy[Village]:
    """
    Draw villages.

    Args:
        code: The code; any well-formed one where it is not given.
        place: Where it is; any point, any position, or not known, where it is not given.
    """
    anywhere = st.none() | points() | st.builds(Position, st.integers(), st.integers())
    return st.builds(Village, village_codes() if code is None else code, _NAMES, anywhere if place is None else place)


def countrysides(*, network: SearchStrategy[Network] | None = None) -> SearchStrategy[Countryside]:
    """
    Draw countrysides: villages of the counties of a network and of others, with and without places, sites, listings.

    Args:
        network: The network; any where it is not given, of which some versions reach villages by their distance.

    Example:
        >>> from hypothesis import given
        >>> @given(countrysides())
        ... def test_a_site_is_in_a_village(countryside):
        ...     assert {site.village for site in countryside.sites} <= {each.code for each in countryside.villages}
        >>> test_a_site_is_in_a_village()
    """
    by_distance = model_versions(reach=reaches(metres=st.integers(0, _FAR)))
    return _countrysides(networks() | networks(version=by_distance) if network is None else network)


@st.composite
def _countrysides(draw: DrawFn, network: SearchStrategy[Network]) -> Countryside:
    made = draw(network)
    at = _way(draw)
    some = st.sampled_from(sorted({each.county for each in made.centres})) | county_codes()
    found = {each.code: each for each in draw(st.lists(_villages_in(some, at), max_size=_FEW))}
    sites: list[Site] = []
    for station in {each.id: each for each in made.stations}.values():
        if draw(_EITHER):
            rows = [each for each in made.centre_rows(station.centre) if each.open.overlap(station.open)]
            own = draw(_villages_in(st.just(rows[0].county), at))
            found.setdefault(own.code, own)
            point = draw(at)
            sites.append(Site(station.id, own.code, point if isinstance(point, Point) else None))
    return Countryside(
        network=made,
        villages=draw(st.permutations(list(found.values()))),
        sites=draw(st.permutations(sites)),
        listed=_listed(draw, made.stations, sorted(found)),
    )


def _villages_in(counties: SearchStrategy[CountyCode], at: Places) -> SearchStrategy[Village]:
    """Draw villages of some counties; in each there are few, so that they are met again."""
    towns = town_codes(parents=counties, number=st.integers(1, 2))
    return villages(code=village_codes(towns=towns, number=st.integers(201, 203)), place=at)


def _way(draw: DrawFn) -> Places:
    """Draw in which way the places of a countryside are stated: not at all, on the flat, or on the globe."""
    way = draw(st.sampled_from([None, "flat", *Datum]))
    if way is None:
        return st.none()
    if not isinstance(way, Datum):
        return st.none() | st.builds(Position, _METRES, _METRES)
    middle = draw(points(datums=st.just(way)))
    return st.none() | st.builds(_near, st.just(middle), _ASTRAY, _ASTRAY)


def _near(middle: Point, north: int, east: int) -> Point:
    """Give a point some microdegrees away, kept on the globe."""
    latitude = max(-89_999_999, min(89_999_999, middle.latitude + north))
    return Point(latitude, (middle.longitude + east + 180_000_000) % 360_000_000 - 180_000_000, middle.datum)


def _listed(draw: DrawFn, stations: Sequence[Station], codes: Sequence[VillageCode]) -> list[ListedVillage]:
    """Draw what is listed for stations: each village for a while, and perhaps again, in days around the opening."""
    if not stations or not codes:
        return []
    pairs = st.tuples(st.sampled_from(stations), st.sampled_from(codes))
    listed: list[ListedVillage] = []
    for station, code in draw(st.lists(pairs, max_size=_FEW, unique_by=lambda pair: (pair[0].id, pair[1]))):
        first = station.open.start - timedelta(200) + draw(_DAYS)
        end = first + draw(_DAYS) + timedelta(1)
        again = draw(st.sampled_from([None, timedelta(0), timedelta(30)]))
        listed.append(
            ListedVillage(station.id, code, Period(first, end if again is not None or draw(_EITHER) else None))
        )
        if again is not None:
            listed.append(ListedVillage(station.id, code, Period(end + again)))
    return draw(st.permutations(listed))
