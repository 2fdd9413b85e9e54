"""
Breaches: what keeps villages, sites and listings from going together with a network, each an error that names it.

A `Countryside` finds all of them at once, and is built only where there are none.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeAlias, final

from rural_taobao.coverage.villages import ListedVillage, Place, Site, Village
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId
from rural_taobao.network.aggregate import Network
from rural_taobao.periods import Period
from rural_taobao.places.codes import CountyCode, PrefectureCode
from rural_taobao.places.points import Point
from rural_taobao.places.tables import county_table

__all__ = [
    "NotInCountryside",
    "PlacesMixed",
    "SiteOutsideCounty",
    "SiteTwice",
    "Subject",
    "VillageListedTwice",
    "VillageTwice",
    "breaches",
]

Subject: TypeAlias = Village | Site | ListedVillage
"""What a breach is found in."""

_CODES: Final = 16_384
_FLAT: Final = "metres from the seat of its county"


def described(subject: Subject) -> str:
    """Say which value is meant, without a name."""
    return f"village {subject.code}" if isinstance(subject, Village) else str(subject)


@final
class VillageTwice(RuralTaobaoError, ValueError):
    """
    A village is there twice.

    Attributes:
        subject: The second of them.
    """

    def __init__(self, subject: Village) -> None:
        self.subject = subject
        super().__init__(subject)

    def __str__(self) -> str:
        return f"a village must be there once, but {self.subject.code} is there twice; leave one of the two out"


@final
class SiteTwice(RuralTaobaoError, ValueError):
    """
    Two sites are of one station.

    Attributes:
        subject: The second of them.
    """

    def __init__(self, subject: Site) -> None:
        self.subject = subject
        super().__init__(subject)

    def __str__(self) -> str:
        return f"a station must have one site, but {self.subject} is there twice; leave one of the two out"


@final
class VillageListedTwice(RuralTaobaoError, ValueError):
    """
    A village is listed twice for one station on the same day.

    Attributes:
        subject: The later listing.
        other: The one that it overlaps.
    """

    def __init__(self, subject: ListedVillage, other: ListedVillage) -> None:
        self.subject = subject
        self.other = other
        super().__init__(subject, other)

    def __str__(self) -> str:
        return (
            f"a village must be listed once for a station at a time, but {self.subject} overlaps that "
            f"{self.other.period}; end the earlier one on the day on which the later one begins"
        )


@final
class NotInCountryside(RuralTaobaoError, LookupError):
    """
    Something names what is not there.

    Attributes:
        subject: What names it; None for whoever asked for it.
        kind: The kind of what is named.
        name: Its id, or its code.
    """

    def __init__(self, subject: Subject | None, kind: str, name: str) -> None:
        self.subject = subject
        self.kind = kind
        self.name = name
        super().__init__(subject, kind, name)

    def __str__(self) -> str:
        named = f"{self.name} is not" if self.subject is None else f"{self.subject} names {self.name}"
        return f"a {self.kind} that is named must be there, but {named}; add it or name another"


@final
class PlacesMixed(RuralTaobaoError, ValueError):
    """
    Places of one countryside are stated in two ways, so that they have no distance.

    Attributes:
        subject: What is placed in another way than what came before it.
        place: Its place.
        other: The first place that is stated.
    """

    def __init__(self, subject: Subject, place: Place, other: Place) -> None:
        self.subject = subject
        self.place = place
        self.other = other
        super().__init__(subject, place, other)

    def __str__(self) -> str:
        return (
            "all places of a countryside must be stated in one way, in degrees of one datum or in metres from seats of "
            f"counties, but {described(self.subject)} is placed by {way(self.place)} and one before it by "
            f"{way(self.other)}; state all alike"
        )


@final
class SiteOutsideCounty(RuralTaobaoError, ValueError):
    """
    A station stands in a village of another county than those that its centres serve.

    Attributes:
        subject: The site.
        centre: The county centre.
        county: The county that it serves.
    """

    def __init__(self, subject: Site, centre: CentreId, county: CountyCode) -> None:
        self.subject = subject
        self.centre = centre
        self.county = county
        super().__init__(subject, centre, county)

    def __str__(self) -> str:
        return (
            f"a station must stand in a village of the county of its centre, but {self.subject} is village "
            f"{self.subject.village} and centre {self.centre} serves {self.county}; name another village or centre"
        )


def way(place: Place) -> str:
    """Say in which way a place is stated; two of one way have a distance, if they are of one county or on the globe."""
    return f"degrees ({place.datum})" if isinstance(place, Point) else _FLAT


def breaches(
    network: Network, villages: Iterable[Village], sites: Iterable[Site], listed: Iterable[ListedVillage]
) -> Iterator[RuralTaobaoError]:
    """Tell all that keeps villages, sites and listings from going together with a network."""
    known: dict[str, Village] = {}
    for village in villages:
        if village.code in known:
            yield VillageTwice(village)
        known[village.code] = village
    yield from _mixed([*((each, each.place) for each in known.values()), *((each, each.point) for each in sites)])
    standing: set[str] = set()
    for site in sites:
        if site.station in standing:
            yield SiteTwice(site)
        standing.add(site.station)
        yield from _named_in_vain(site, network, known)
        yield from _outside(site, network)
    before: dict[tuple[str, str], ListedVillage] = {}
    for listing in sorted(listed, key=lambda each: each.period.start):
        yield from _named_in_vain(listing, network, known)
        pair = listing.station, listing.village
        earlier = before.get(pair)
        if earlier is not None and earlier.period.overlap(listing.period):
            yield VillageListedTwice(listing, earlier)
        if earlier is None or _ends_later(listing.period, earlier.period):
            before[pair] = listing


def _ends_later(period: Period, other: Period) -> bool:
    return other.end is not None and (period.end is None or period.end > other.end)


def _mixed(placed: Iterable[tuple[Subject, Place | None]]) -> Iterator[RuralTaobaoError]:
    """Tell of the first place that is stated in another way than those before it."""
    first: Place | None = None
    for subject, place in placed:
        first = place if first is None else first
        if first is not None and place is not None and way(place) != way(first):
            yield PlacesMixed(subject, place, first)
            return


def _named_in_vain(
    subject: Site | ListedVillage, network: Network, villages: Mapping[str, Village]
) -> Iterator[RuralTaobaoError]:
    if not network.knows(subject.station):
        yield NotInCountryside(subject, "station", subject.station)
    if subject.village not in villages:
        yield NotInCountryside(subject, "village", subject.village)


def _outside(site: Site, network: Network) -> Iterator[RuralTaobaoError]:
    """Tell of a site in no county of a centre that ever ran its station, as far as the county table knows them."""
    rows = network.station_rows(site.station) if network.knows(site.station) else ()
    centres = [centre for row in rows for centre in network.centre_rows(row.centre) if centre.open.overlap(row.open)]
    if centres and not any(_may_hold(centre.county, site.village.town.parent) for centre in centres):
        yield SiteOutsideCounty(site, centres[0].id, centres[0].county)


def _may_hold(county: CountyCode, holder: CountyCode | PrefectureCode) -> bool:
    """Tell whether a county may be what a village lies in, by whatever codes; where neither is known it may."""
    theirs, its = _standing(county), _standing(holder)
    return county == holder or not theirs or not its or not theirs.isdisjoint(its)


@lru_cache(_CODES)
def _standing(holder: CountyCode | PrefectureCode) -> frozenset[str]:
    """Give what stands in the place of a code in the last list; nothing where that is not known."""
    table = county_table()
    try:
        return frozenset(each.code for each in table.standing(holder, table.years[-1]))
    except LookupError:
        return frozenset()
