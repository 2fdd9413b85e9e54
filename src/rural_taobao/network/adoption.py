"""
Adoption: which model version a county or a station goes by from a day on.

A station's own adoption beats that of its county, and a later day beats an earlier one.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import final

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import instance_of

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, StationId, VersionId
from rural_taobao.kinds import tuple_of
from rural_taobao.network.aggregate import Network
from rural_taobao.network.partners import Posting

__all__ = [
    "AdoptedTooEarly",
    "AdoptedTwice",
    "Adoption",
    "AdoptionUnplaced",
    "Adoptions",
    "Disagreement",
    "disagreements",
    "in_force",
]


@final
class AdoptionUnplaced(RuralTaobaoError, ValueError):
    """
    An adoption is of no place, or of two.

    Attributes:
        version: The version that is adopted.
        start: From which day.
    """

    def __init__(self, version: VersionId, start: date) -> None:
        self.version = version
        self.start = start
        super().__init__(version, start)

    def __str__(self) -> str:
        return (
            f"a model version must be adopted by a county centre or by a station, but {self.version} from {self.start} "
            "is by neither or by both; name one of the two"
        )


@final
@frozen(kw_only=True)
class Adoption:
    """
    A model version that a county or a station goes by from a day on.

    Attributes:
        version: The version.
        centre: The county centre all of whose stations go by it; None where a station does.
        station: The station that goes by it; None where a county does.
        start: The first day.
        reverts: Whether it is stated that it goes back to an earlier version.

    Raises:
        AdoptionUnplaced: Neither a centre nor a station is named, or both are.
        NotADay: The first day is none.

    Example:
        >>> Adoption(version="3.0", centre="feixi", start=date(2016, 9, 1)).centre
        CentreId('feixi')
    """

    version: VersionId = field(converter=VersionId)
    centre: CentreId | None = field(default=None, converter=optional(CentreId))
    station: StationId | None = field(default=None, converter=optional(StationId))
    start: date = field(validator=is_day)
    reverts: bool = field(default=False, validator=instance_of(bool))

    def __attrs_post_init__(self) -> None:
        if (self.centre is None) is (self.station is None):
            raise AdoptionUnplaced(self.version, self.start)

    @property
    def place(self) -> tuple[str, str]:
        """The kind and the id of what adopts the version."""
        return ("county centre", str(self.centre)) if self.station is None else ("station", str(self.station))


@final
class AdoptedTwice(RuralTaobaoError, ValueError):
    """
    Two model versions are adopted at one place from the same day.

    Attributes:
        kind: What the place is.
        name: Its id.
        start: The day.
    """

    def __init__(self, kind: str, name: str, start: date) -> None:
        self.kind = kind
        self.name = name
        self.start = start
        super().__init__(kind, name, start)

    def __str__(self) -> str:
        return (
            f"one model version must be adopted at a place from a day, but {self.kind} {self.name} adopts two from "
            f"{self.start}; leave one out, or give it another day"
        )


@final
class AdoptedTooEarly(RuralTaobaoError, ValueError):
    """
    A model version is adopted from a day on which it had not begun.

    Attributes:
        version: The version.
        start: The day.
        since: The first day of the version.
    """

    def __init__(self, version: VersionId, start: date, since: date) -> None:
        self.version = version
        self.start = start
        self.since = since
        super().__init__(version, start, since)

    def __str__(self) -> str:
        return (
            f"a model version must be adopted from a day on which it has begun, but {self.version} is adopted from "
            f"{self.start} and begins on {self.since}; adopt it from then on, or later"
        )


def _adoptions(entries: Iterable[Adoption]) -> tuple[Adoption, ...]:
    return tuple_of(Adoption, entries, "entries", "Adoption(...)")


def _once(_adoptions: object, _attribute: object, entries: tuple[Adoption, ...]) -> None:
    """Refuse two versions at one place from one day."""
    seen: set[tuple[object, date]] = set()
    for each in entries:
        if (each.place, each.start) in seen:
            raise AdoptedTwice(*each.place, each.start)
        seen.add((each.place, each.start))


@final
@frozen
class Adoptions:
    """
    Which versions are adopted where.

    Attributes:
        entries: The adoptions, in any order.

    Raises:
        WrongKind: An entry is no adoption.
        AdoptedTwice: Two are at one place from the same day.
    """

    entries: tuple[Adoption, ...] = field(converter=_adoptions, validator=_once)
    _by_place: dict[tuple[str, str], list[Adoption]] = field(
        init=False, repr=False, eq=False, factory=dict[tuple[str, str], list[Adoption]]
    )

    def __attrs_post_init__(self) -> None:
        for each in sorted(self.entries, key=lambda entry: entry.start):
            self._by_place.setdefault(each.place, []).append(each)

    def of(self, station: str, centre: str | None) -> tuple[list[Adoption], list[Adoption]]:
        """Give the adoptions of a station, and those of its county, each by their days; None stands for no county."""
        county = [] if centre is None else self._by_place.get(("county centre", centre), [])
        return self._by_place.get(("station", station), []), county


@final
@frozen
class Disagreement:
    """
    A posting that is under another version than the one that is adopted.

    Attributes:
        posting: The posting.
        day: The first of its days on which that is so.
        version: The version that is adopted.
    """

    posting: Posting
    day: date
    version: VersionId

    def __str__(self) -> str:
        return (
            f"the posting of {self.posting} is under {self.posting.version}, but {self.version} is adopted there on "
            f"{self.day}"
        )


def in_force(network: Network, adoptions: Adoptions, station: str, day: date) -> Adoption | None:
    """
    Give the adoption that a station goes by on a day; None where none is.

    Its county is the one whose centre runs it on that day.

    Raises:
        UnknownReference: The network has no such station.
        NotADay: The day is none.

    Example:
        >>> from rural_taobao.samples import one_village
        >>> county = Adoption(version="2.0", centre="feixi", start=date(2016, 1, 1))
        >>> own = Adoption(version="3.0", station="sanhe", start=date(2016, 9, 1))
        >>> adoptions = Adoptions([county, own])
        >>> days = date(2015, 12, 31), date(2016, 8, 31), date(2016, 9, 1)
        >>> found = (in_force(one_village(), adoptions, "sanhe", day) for day in days)
        >>> [None if each is None else str(each.version) for each in found]
        [None, '2.0', '3.0']
    """
    is_day(None, None, day)
    row = network.station_on(station, day)
    for listed in adoptions.of(station, None if row is None else row.centre):
        begun = [each for each in listed if each.start <= day]
        if begun:
            return begun[-1]
    return None


def disagreements(network: Network, adoptions: Adoptions) -> tuple[Disagreement, ...]:
    """
    Give the postings that are under another version than the one that is adopted, in the order of the network.

    Raises:
        UnknownReference: An adoption is of a version, a centre or a station that the network has not.
    """
    check(network, adoptions)
    found: list[Disagreement] = []
    for posting in network.postings:
        for start, adoption in turns(network, adoptions, posting, posting.period.start):
            if adoption is not None and adoption.version != posting.version:
                found.append(Disagreement(posting, start, adoption.version))
                break
    return tuple(found)


def check(network: Network, adoptions: Adoptions) -> None:
    """Refuse adoptions of what is not there."""
    for each in adoptions.entries:
        network.version(each.version)
        if each.station is not None:
            network.station_rows(each.station)
        if each.centre is not None:
            network.centre_rows(each.centre)


def turns(
    network: Network, adoptions: Adoptions, posting: Posting, since: date
) -> Iterator[tuple[date, Adoption | None]]:
    """Give the days of a posting, from one on, on which what is adopted may change, each with what is adopted then."""
    starts = {max(since, posting.period.start)}
    for row in network.station_rows(posting.station):
        own, county = adoptions.of(posting.station, row.centre)
        starts.update((row.open.start, *(each.start for each in (*own, *county))))
    for start in sorted(starts):
        if start >= since and start in posting.period:
            yield start, in_force(network, adoptions, posting.station, start)
