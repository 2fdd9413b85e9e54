"""
Decisions: what the house does where whoever is in charge does not qualify for the model version that is adopted.

Each of them moves money, so that none is a default: what holds where nothing is decided is stated too.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias, final

from attrs import field, frozen

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PartnerId, PayeeId, StationId, VersionId
from rural_taobao.kinds import of_kind, tuple_of

__all__ = [
    "DecidedTwice",
    "Decision",
    "Decisions",
    "End",
    "Measure",
    "Otherwise",
    "Postpone",
    "Refuse",
    "Replace",
    "Suspend",
]


@final
@frozen
class Replace:
    """
    Another partner takes charge of the station on the day, under the version that is adopted.

    The successor is under contract by then, and meets the demands; who helps at the station is promoted.

    Attributes:
        successor: The partner who takes charge.
        payee: Who is paid for what the successor earns.

    Raises:
        MalformedIdentifier: An id is none.
    """

    successor: PartnerId = field(converter=PartnerId)
    payee: PayeeId = field(converter=PayeeId)


@final
@frozen
class Postpone:
    """
    The partner stays under the version that holds, and goes over on a later day if the demands are met by then.

    Attributes:
        until: That day, later than the one of the adoption.

    Raises:
        NotADay: It is none.
    """

    until: date = field(validator=is_day)


@final
@frozen
class End:
    """The posting ends on the day; the station is vacant until somebody takes charge, and credits as vacant ones do."""


@final
@frozen
class Suspend:
    """The station is suspended on the day: it serves nobody and earns nothing until it is resumed."""


@final
@frozen
class Refuse:
    """Nothing is decided: while anybody does not qualify, nobody goes over."""


Measure: TypeAlias = Replace | Postpone | End | Suspend
"""What may be done at one station."""
Otherwise: TypeAlias = Refuse | Postpone | End | Suspend
"""What may be done wherever nothing else is decided; a successor is of one station."""


@final
@frozen(kw_only=True)
class Decision:
    """
    What is done at a station if its partner does not qualify for a version that is adopted there.

    Attributes:
        station: The station.
        version: The version that is adopted.
        measure: What is done.

    Raises:
        MalformedIdentifier: An id is none.
        WrongKind: The measure is none.

    Example:
        >>> Decision(station="sanhe", version="2.0", measure=Postpone(date(2016, 1, 1))).measure.until
        datetime.date(2016, 1, 1)
    """

    station: StationId = field(converter=StationId)
    version: VersionId = field(converter=VersionId)
    measure: Measure = field(
        validator=of_kind((Replace, Postpone, End, Suspend), "Replace(...), Postpone(...), End() or Suspend()")
    )


@final
class DecidedTwice(RuralTaobaoError, ValueError):
    """
    Two things are decided of one station and one model version.

    Attributes:
        station: The station.
        version: The version that is adopted.
    """

    def __init__(self, station: StationId, version: VersionId) -> None:
        self.station = station
        self.version = version
        super().__init__(station, version)

    def __str__(self) -> str:
        return (
            f"one thing must be decided of a station that adopts a model version, but two are of station "
            f"{self.station} and {self.version}; leave one out"
        )


def _decisions(entries: Iterable[Decision]) -> tuple[Decision, ...]:
    return tuple_of(Decision, entries, "entries", "Decision(...)")


def _once(_decisions: object, _attribute: object, entries: tuple[Decision, ...]) -> None:
    """Refuse two decisions of one station and one version."""
    seen: set[tuple[StationId, VersionId]] = set()
    for each in entries:
        if (each.station, each.version) in seen:
            raise DecidedTwice(each.station, each.version)
        seen.add((each.station, each.version))


@final
@frozen
class Decisions:
    """
    What the house decides for those who do not qualify.

    Attributes:
        entries: What is done at single stations, in any order.
        otherwise: What is done wherever nothing else is decided; a choice that moves money, so it has no default.

    Raises:
        WrongKind: An entry is no decision, or nothing is said for the rest.
        DecidedTwice: Two are of one station and one version.

    Example:
        >>> sanhe = Decision(station="sanhe", version="2.0", measure=End())
        >>> decisions = Decisions([sanhe], otherwise=Refuse())
        >>> decisions.of("sanhe", "2.0"), decisions.of("sanhe", "3.0")
        (End(), Refuse())
    """

    entries: tuple[Decision, ...] = field(converter=_decisions, validator=_once)
    otherwise: Otherwise = field(
        validator=of_kind((Refuse, Postpone, End, Suspend), "Refuse(), Postpone(...), End() or Suspend()"),
        kw_only=True,
    )
    _by_place: dict[tuple[str, str], Decision] = field(
        init=False, repr=False, eq=False, factory=dict[tuple[str, str], Decision]
    )

    def __attrs_post_init__(self) -> None:
        self._by_place.update(((each.station, each.version), each) for each in self.entries)

    def of(self, station: str, version: str) -> Measure | Refuse:
        """Give what is done at a station whose partner does not qualify for a version that is adopted there."""
        found = self._by_place.get((station, version))
        return self.otherwise if found is None else found.measure
