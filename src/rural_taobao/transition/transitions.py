"""
Transitions: what becomes of a network that adopts model versions, as a plan and as the network after it.

A plan changes nothing; asked again once more is known, it gives what is left.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar, final

from attrs import evolve, field, frozen

from rural_taobao.errors import RuralTaobaoError, first_of
from rural_taobao.identifiers import StationId
from rural_taobao.network import HelperPosting, Network, NetworkRefused, Posting, Remedy, Station
from rural_taobao.network.breaches import DemandNotMet
from rural_taobao.network.permission_laws import PermittedInVain, in_vain
from rural_taobao.transition.crews import Crew
from rural_taobao.transition.decisions import Decision, Decisions
from rural_taobao.transition.moves import Course, Move

__all__ = ["Transition", "TransitionRefused"]

Row = TypeVar("Row", Station, Posting, HelperPosting)

_SHOWN: Final = 5


@final
class TransitionRefused(RuralTaobaoError, ValueError):
    """
    A transition is to be run while somebody does not qualify.

    Attributes:
        moves: What is in the way.
    """

    def __init__(self, moves: tuple[Move, ...]) -> None:
        self.moves = moves
        super().__init__(moves)

    def __str__(self) -> str:
        return (
            "whoever is in charge must qualify for the model version that is adopted, or the house must decide what is "
            f"done instead, but {first_of(self.moves, _SHOWN)}; do it by then, decide, or adopt it later"
        )


@final
@frozen(kw_only=True)
class Transition:
    """
    What becomes of a network that adopts model versions.

    Attributes:
        network: The network as it is.
        decisions: What the house decides for those who do not qualify.
        moves: What becomes of each station, by the days, and on a day in the order of the network.
    """

    network: Network = field(repr=False)
    decisions: Decisions
    moves: tuple[Move, ...]

    @property
    def in_the_way(self) -> tuple[Move, ...]:
        """The moves because of which nothing can be run."""
        return tuple(each for each in self.moves if each.is_in_the_way)

    @property
    def counts(self) -> dict[Course, int]:
        """How many moves there are of each course that any is of, in the order of the courses."""
        counted = Counter(each.course for each in self.moves)
        return {course: counted[course] for course in Course if counted[course]}

    @property
    def remedies(self) -> dict[Remedy, int]:
        """
        How often somebody is to be examined, trained and so on, as far as anybody is.

        Who lacks two things counts for both, but who is to be replaced counts for nothing else.
        """
        lacking = ({remedy for _, remedy in each.todo} for each in self.moves)
        told = (remedies & {Remedy.REPLACE} or remedies for remedies in lacking)
        counted = Counter(remedy for remedies in told for remedy in remedies)
        return {remedy: counted[remedy] for remedy in Remedy if counted[remedy]}

    @property
    def idle(self) -> tuple[Decision, ...]:
        """The decisions that nothing came of, since whoever is in charge there qualifies, or is not asked to."""
        asked = {(each.station, each.version) for each in self.moves if each.measure is not None}
        return tuple(each for each in self.decisions.entries if (each.station, each.version) not in asked)

    @property
    def breaches(self) -> tuple[RuralTaobaoError, ...]:
        """The laws that the network after it would break, such as that a successor is in charge elsewhere."""
        try:
            self._after()
        except NetworkRefused as refused:
            # Who does not meet a demand is in the way, and told as such.
            return tuple(each for each in refused.faults if not isinstance(each, DemandNotMet))
        return ()

    def after(self) -> Network:
        """
        Give the network once all of it is run.

        Raises:
            TransitionRefused: Somebody does not qualify, and nothing is decided; all are told.
            NetworkRefused: A law is broken, such as that a successor is in charge of another station; or whoever is
                permitted a service could not offer it on any day any more.
        """
        if self.in_the_way:
            raise TransitionRefused(self.in_the_way)
        return self._after()

    def _after(self) -> Network:
        """Give the network once all is run that can be."""
        before = {id(each.subject) for each in self._in_vain(self.network.postings)}
        # Who is posted where a station only rests could offer a service there, and is refused nothing for that.
        awake = self._crews(move for move in self.moves if move.course is not Course.SUSPENDED)
        idle = [each for each in self._in_vain(self._postings(awake)) if id(each.subject) not in before]
        if idle:
            raise NetworkRefused(tuple(idle))
        crews = self._crews(self.moves)
        postings = self._postings(crews)
        resting = {id(each.subject) for each in self._in_vain(postings)} - before
        return evolve(
            self.network,
            stations=_spliced(self.network.stations, _id_of, {name: crew.opened for name, crew in crews.items()}),
            postings=postings,
            helpers=_spliced(self.network.helpers, _station_of, {name: crew.helpers for name, crew in crews.items()}),
            permissions=[each for each in self.network.permissions if id(each) not in resting],
        )

    def _crews(self, moves: Iterable[Move]) -> dict[StationId, Crew]:
        """Give who is at each station that moves change, once they are made."""
        crews: dict[StationId, Crew] = {}
        for move in moves:
            if move.changes:
                crews[move.station] = (crews.get(move.station) or Crew.of(self.network, move.station)).moved(move)
        return crews

    def _postings(self, crews: Mapping[StationId, Crew]) -> list[Posting]:
        changed = {name: crew.postings for name, crew in crews.items()}
        return list(_spliced(self.network.postings, _station_of, changed))

    def _in_vain(self, postings: Iterable[Posting]) -> Iterator[PermittedInVain]:
        return in_vain(self.network.permissions, self.network.services, postings, self.network.versions)


def _id_of(row: Station) -> StationId:
    return row.id


def _station_of(row: Posting | HelperPosting) -> StationId:
    return row.station


def _spliced(
    rows: Iterable[Row], station: Callable[[Row], StationId], changed: Mapping[StationId, Sequence[Row]]
) -> Iterator[Row]:
    """Give rows, of some stations others in the place of their first."""
    left = dict(changed)
    for row in rows:
        name = station(row)
        if name in changed:
            yield from left.pop(name, ())
        else:
            yield row
