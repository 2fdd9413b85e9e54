"""
Countrysides: a network with the villages that it is there for, where its stations stand, and what is listed for them.

They stand beside the network, so that who settles does not load them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.coverage.breaches import NotInCountryside, breaches
from rural_taobao.coverage.distances import SeenFrom, Spot, seat_of
from rural_taobao.coverage.neighbours import Neighbours
from rural_taobao.coverage.villages import ListedVillage, Site, Village
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import StationId
from rural_taobao.network.aggregate import Network
from rural_taobao.network.stations import Station
from rural_taobao.places.codes import CountyCode, VillageCode
from rural_taobao.places.points import Point

__all__ = ["Countryside", "CountrysideRefused"]


@final
class CountrysideRefused(RuralTaobaoError, ValueError):
    """
    Villages, sites and listings do not go together with a network.

    Attributes:
        faults: Every breach, each an error of its own.
    """

    def __init__(self, faults: tuple[RuralTaobaoError, ...]) -> None:
        self.faults = faults
        super().__init__(faults)

    def __str__(self) -> str:
        told = "; ".join(map(str, self.faults))
        return f"a countryside must go together, but breaches were found, {len(self.faults)} in all: {told}"


# One converter a type: a generic one has no type that a checker can read.
def _villages(values: Iterable[Village]) -> tuple[Village, ...]:
    return tuple(values)


def _sites(values: Iterable[Site]) -> tuple[Site, ...]:
    return tuple(values)


def _listed(values: Iterable[ListedVillage]) -> tuple[ListedVillage, ...]:
    return tuple(values)


@final
@frozen(kw_only=True)
class Countryside:
    """
    A network in the countryside that it serves.

    All places are stated in one way: as points of one datum, or as positions seen from the seats of counties, and then
    places of two counties have no distance.

    Attributes:
        network: The network.
        villages: The villages, each once, whether a station serves them or not.
        sites: Where stations stand, at most one of each; of one without a site its own village is not known.
        listed: Villages that are listed for stations, from day to day.

    Raises:
        CountrysideRefused: They do not go together; all breaches are told.

    Example:
        >>> from rural_taobao.network import Position
        >>> from rural_taobao.samples import one_village
        >>> sanhe, north = (Village(f"34012310320{n}", place=Position(0, 2000 * n)) for n in (1, 2))
        >>> ours = Countryside(network=one_village(), villages=[sanhe, north], sites=[Site("sanhe", sanhe.code)])
        >>> sorted(ours.around(ours.stand("sanhe", date(2016, 11, 11)), 2000))
        [VillageCode('340123103201'), VillageCode('340123103202')]
    """

    network: Network = field(validator=instance_of(Network))
    villages: tuple[Village, ...] = field(converter=_villages)
    sites: tuple[Site, ...] = field(default=(), converter=_sites)
    listed: tuple[ListedVillage, ...] = field(default=(), converter=_listed)
    _village: dict[str, Village] = field(init=False, repr=False, eq=False, factory=dict[str, Village])
    _site: dict[str, Site] = field(init=False, repr=False, eq=False, factory=dict[str, Site])
    _listed_for: dict[str, list[ListedVillage]] = field(
        init=False, repr=False, eq=False, factory=dict[str, list[ListedVillage]]
    )

    def __attrs_post_init__(self) -> None:
        faults = tuple(breaches(self.network, self.villages, self.sites, self.listed))
        if faults:
            raise CountrysideRefused(faults)
        self._village.update((each.code, each) for each in self.villages)
        self._site.update((each.station, each) for each in self.sites)
        listed: defaultdict[str, list[ListedVillage]] = defaultdict(list)
        for each in self.listed:
            listed[each.station].append(each)
        self._listed_for.update(listed)

    def village(self, code: str) -> Village:
        """
        Give a village by its code.

        Raises:
            NotInCountryside: There is none of that code.
        """
        found = self._village.get(code)
        if found is None:
            raise NotInCountryside(None, "village", VillageCode(code))
        return found

    def site(self, station: str) -> Site | None:
        """
        Give the site of a station, if it is known.

        Raises:
            UnknownReference: The network has no such station.
        """
        return self._site.get(self.network.station_rows(station)[0].id)

    def listed_for(self, station: str) -> tuple[ListedVillage, ...]:
        """
        Give what is listed for a station, whenever that is.

        Raises:
            UnknownReference: The network has no such station.
        """
        return tuple(self._listed_for.get(self.network.station_rows(station)[0].id, ()))

    def lies(self, village: str) -> Spot | None:
        """
        Give where a village lies, if that is known.

        Raises:
            NotInCountryside: There is none of that code.
        """
        return _spot_of(self.village(village))

    def stand(self, station: str, day: date) -> Spot | None:
        """
        Give where a station stands on a day, as villages are placed here; None while it is closed, or not placed.

        That is the point of its site, or the position that the network knows; where there is none, that of the village
        that it stands in.

        Raises:
            UnknownReference: The network has no such station.
        """
        found = self.network.station_on(station, day)
        if found is None:
            return None
        site = self._site.get(found.id)
        if self.on_the_globe:
            if site is not None and site.point is not None:
                return site.point
        elif found.position is not None:
            return SeenFrom(seat_of(self._county(found, day)), found.position)
        return None if site is None else _spot_of(self._village[site.village])

    def county_of(self, station: str, day: date) -> CountyCode | None:
        """
        Give the county that the centre of a station serves on a day; None while the station is closed.

        Raises:
            UnknownReference: The network has no such station.
        """
        found = self.network.station_on(station, day)
        return None if found is None else self._county(found, day)

    def _county(self, station: Station, day: date) -> CountyCode:
        return next(each.county for each in self.network.centre_rows(station.centre) if day in each.open)

    @cached_property
    def on_the_globe(self) -> bool:
        """Whether places here are points, and not positions."""
        return any(isinstance(each.place, Point) for each in self.villages) or any(each.point for each in self.sites)

    @cached_property
    def unplaced(self) -> tuple[VillageCode, ...]:
        """The villages of which it is not known where they are, in their order."""
        return tuple(each.code for each in self.villages if each.place is None)

    def around(self, spot: Spot, metres: int) -> Iterator[VillageCode]:
        """
        Give the villages at most so many metres from a place, in no order; one that is not placed is none of them.

        Raises:
            WrongNumber: The metres are not a whole number of 0 or more.
        """
        return self._laid_out.within(spot, metres)

    def stations_on(self, day: date) -> Iterator[StationId]:
        """Give the stations that are open on a day, in their order."""
        return (each.id for each in self.network.stations if day in each.open)

    @cached_property
    def _laid_out(self) -> Neighbours[VillageCode]:
        """The villages that are placed, laid out when somebody first looks around."""
        placed = ((each.code, _spot_of(each)) for each in self.villages)
        return Neighbours((code, spot) for code, spot in placed if spot is not None)


def _spot_of(village: Village) -> Spot | None:
    if village.place is None or isinstance(village.place, Point):
        return village.place
    return SeenFrom(seat_of(village.holder), village.place)
