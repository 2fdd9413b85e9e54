"""Reaching: which villages a station serves on a day, under the model version that holds at it then."""

from collections.abc import Iterator
from datetime import date
from typing import assert_never, final

from attrs import frozen

from rural_taobao.coverage.countrysides import Countryside
from rural_taobao.days import is_day
from rural_taobao.identifiers import StationId, VersionId
from rural_taobao.kinds import Word
from rural_taobao.network.aggregate import VacantCredit
from rural_taobao.network.reaches import OwnVillage, VillagesAround, VillagesListed, VillagesWithin
from rural_taobao.places.codes import VillageCode

__all__ = ["Served", "Untold", "served", "served_on"]


@final
class Untold(Word):
    """What nobody told, so that a station may serve more villages than are counted."""

    OWN_VILLAGE = "own_village"
    """In which village it stands."""
    DISTANCE = "distance"
    """How far the villages around lie that its version reaches; only those that are listed are counted."""
    STATION_PLACE = "station_place"
    """Where it is, while its version reaches villages by their distance."""
    VILLAGE_PLACES = "village_places"
    """Where some of the villages are, while its version reaches villages by their distance."""


@final
@frozen
class Served:
    """
    What a station serves on a day.

    Attributes:
        station: The station.
        day: The day.
        version: The model version that holds at it; None while it is closed, or vacant with nobody credited.
        villages: The villages that it serves, each once; none where no version holds.
        untold: What nobody told, so that they may be more.
    """

    station: StationId
    day: date
    version: VersionId | None
    villages: frozenset[VillageCode]
    untold: frozenset[Untold]

    @property
    def is_all(self) -> bool:
        """Whether it surely serves no others."""
        return not self.untold


def served(countryside: Countryside, station: str, day: date) -> Served:
    """
    Tell which villages a station serves on a day.

    It serves its own village, and what its model version reaches besides.
    While nobody is in charge of an open station, it serves under the version whose plan pays for a vacant one, and
    where nobody is credited for that, it serves none.
    A station that is closed serves none; one that is suspended is closed to the network while it is.

    Args:
        countryside: The network and its villages.
        station: The station.
        day: The day, on the network's own clock.

    Raises:
        UnknownReference: The network has no such station.
        NotADay: The day is none.

    Example:
        >>> from rural_taobao.coverage import Site, Village
        >>> from rural_taobao.samples import one_village
        >>> ours = Countryside(
        ...     network=one_village(), villages=[Village("340123103201")], sites=[Site("sanhe", "340123103201")]
        ... )
        >>> found = served(ours, "sanhe", date(2016, 11, 11))
        >>> found.version, sorted(found.villages), sorted(found.untold)
        (VersionId('2.0'), [VillageCode('340123103201')], [<Untold.DISTANCE: 'distance'>])
    """
    is_day(None, None, day)
    known = countryside.network.station_rows(station)[0].id
    is_open = countryside.network.station_on(known, day) is not None
    version = _version(countryside, known, day) if is_open else None
    if version is None:
        return Served(known, day, None, frozenset(), frozenset())
    villages: set[VillageCode] = set()
    untold: set[Untold] = set()
    site = countryside.site(known)
    if site is None:
        untold.add(Untold.OWN_VILLAGE)
    else:
        villages.add(site.village)
    reach = countryside.network.version(version).reach
    match reach:
        case OwnVillage():
            pass
        case VillagesListed():
            villages.update(_listed(countryside, known, day))
        case VillagesAround():
            villages.update(_listed(countryside, known, day))
            untold.add(Untold.DISTANCE)
        case VillagesWithin(metres):
            spot = countryside.stand(known, day)
            if spot is None:
                untold.add(Untold.STATION_PLACE)
            else:
                villages.update(countryside.around(spot, metres))
            if countryside.unplaced:
                untold.add(Untold.VILLAGE_PLACES)
        case _:
            assert_never(reach)
    return Served(known, day, version, frozenset(villages), frozenset(untold))


def served_on(countryside: Countryside, day: date) -> dict[StationId, frozenset[VillageCode]]:
    """
    Give the villages that each open station serves on a day, as `rural_taobao.programme.tallied` takes them.

    Args:
        countryside: The network and its villages.
        day: The day, on the network's own clock.

    Raises:
        NotADay: The day is none.
    """
    is_day(None, None, day)
    return {station: served(countryside, station, day).villages for station in countryside.stations_on(day)}


def _version(countryside: Countryside, station: StationId, day: date) -> VersionId | None:
    """Give the version that holds at an open station: that of the posting, or of a vacancy that is credited."""
    posting = countryside.network.posting_on(station, day)
    if posting is not None:
        return posting.version
    vacancy = countryside.network.vacancy
    return None if vacancy.credit is VacantCredit.NOBODY else vacancy.version


def _listed(countryside: Countryside, station: StationId, day: date) -> Iterator[VillageCode]:
    return (each.village for each in countryside.listed_for(station) if day in each.period)
