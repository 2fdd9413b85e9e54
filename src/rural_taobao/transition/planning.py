"""Planning: what becomes of every station where a version is adopted, day by day, and what is to be done by when."""

from bisect import insort
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import TypeAlias, assert_never, final

from attrs import evolve

from rural_taobao.days import is_day
from rural_taobao.identifiers import PartnerId, StationId, VersionId
from rural_taobao.network import Adoption, Adoptions, Network, Posting, in_force
from rural_taobao.network.qualifying import ready
from rural_taobao.periods import Period
from rural_taobao.transition.crews import Crew
from rural_taobao.transition.decisions import Decisions, End, Postpone, Refuse, Replace, Suspend
from rural_taobao.transition.moves import Course, Move, Todo
from rural_taobao.transition.strangers import strange_adoptions, strange_decisions
from rural_taobao.transition.transitions import Transition

__all__ = ["planned"]

_Asked: TypeAlias = tuple[PartnerId, VersionId, Adoption]
"""Who was asked, under which version, about which adoption."""


def planned(network: Network, adoptions: Adoptions, since: date, decisions: Decisions) -> Transition:
    """
    Tell what becomes of each station where a version is adopted, and what is to be done by when.

    Whoever qualifies by the day goes over on it; for who does not, what the house decides is done.
    A version that began earlier than the one that holds is not gone back to, unless an adoption states that.
    Where nothing is adopted, all stays as it is.

    Args:
        network: The network; it stays as it is.
        adoptions: What is adopted where.
        since: The first day on which anything may become another; before it, all stays as it is.
        decisions: What the house decides for those who do not qualify.

    Raises:
        UnknownReference: An adoption or a decision is of what the network has not.
        AdoptedTooEarly: An adoption is from a day on which its version had not begun.
        NotADay: The first day is none.

    Example:
        >>> from rural_taobao.network import programme_versions
        >>> from rural_taobao.samples import one_village
        >>> [services] = programme_versions({"3.0": "example"})
        >>> network = evolve(one_village(), versions=[*one_village().versions, evolve(services, training=True)])
        >>> autumn = date(2016, 9, 1)
        >>> adoptions = Adoptions([Adoption(version="3.0", centre="feixi", start=autumn)])
        >>> later = Decisions([], otherwise=Postpone(date(2016, 12, 1)))
        >>> print(*planned(network, adoptions, autumn, later).moves)
        li at station sanhe stays under 2.0 on 2016-09-01; to be done for 3.0 by 2016-12-01: train (training)
    """
    is_day(None, None, since)
    for _, _, stranger in chain(strange_adoptions(network, adoptions), strange_decisions(network, decisions)):
        raise stranger
    ids = dict.fromkeys(row.id for row in network.stations)
    moves = [move for station in ids for move in _Walk(network, adoptions, decisions, station).moves(since)]
    return Transition(network=network, decisions=decisions, moves=tuple(sorted(moves, key=lambda move: move.day)))


@final
class _Walk:
    """
    The way through the days of one station on which anything may become another.

    Args:
        network: The network.
        adoptions: What is adopted where.
        decisions: What the house decides for those who do not qualify.
        station: The station.
    """

    def __init__(self, network: Network, adoptions: Adoptions, decisions: Decisions, station: StationId) -> None:
        self._network = network
        self._adoptions = adoptions
        self._decisions = decisions
        self._station = station
        self._crew = Crew.of(network, station)
        self._days: list[date] = []
        self._asked: _Asked | None = None
        self._due: date | None = None
        self._told: set[tuple[Course, PartnerId | None, VersionId]] = set()

    def moves(self, since: date) -> Iterator[Move]:
        """Give what becomes of the station from a day on."""
        own, _ = self._adoptions.of(self._station, None)
        county = [each for row in self._crew.opened for each in self._adoptions.of(self._station, row.centre)[1]]
        if not own and not county:
            return
        starts = [each.start for each in (*own, *county)]
        starts += [row.open.start for row in self._crew.opened]
        starts += [row.period.start for row in self._crew.postings]
        self._days = sorted({since, *(day for day in starts if day > since)})
        place = 0
        while place < len(self._days):
            yield from self._on(self._days[place])
            place += 1

    def _on(self, day: date) -> Iterator[Move]:
        """Give what becomes of the station on a day, if anything does or is to be told."""
        adoption = self._in_force(day)
        posting = self._crew.posting_on(day)
        if adoption is None:
            return
        if posting is None:
            yield from self._empty(day, adoption)
        elif posting.version == adoption.version:
            yield from self._once(day, adoption, Course.ALREADY, posting)
        elif not adoption.reverts and self._since(posting.version) > self._since(adoption.version):
            yield from self._once(day, adoption, Course.AHEAD, posting)
        else:
            yield from self._question(day, adoption, posting)

    def _in_force(self, day: date) -> Adoption | None:
        """Give the adoption that the station goes by on a day, once it is closed for good that of its last county."""
        found = in_force(self._network, self._adoptions, self._station, day)
        if found is not None or not self._crew.is_over(day):
            return found
        _, county = self._adoptions.of(self._station, self._network.station_rows(self._station)[-1].centre)
        return next((each for each in reversed(county) if each.start <= day), None)

    def _since(self, version: VersionId) -> date:
        return self._network.version(version).since

    def _empty(self, day: date, adoption: Adoption) -> Iterator[Move]:
        """Tell that nobody is in charge; of a station that opens later nothing is told before."""
        if self._crew.is_over(day):
            yield from self._once(day, adoption, Course.CLOSED, None)
        elif self._crew.is_open(day):
            yield from self._once(day, adoption, Course.VACANT, None)

    def _once(self, day: date, adoption: Adoption, course: Course, posting: Posting | None) -> Iterator[Move]:
        """Tell that nothing becomes another, of each partner and each version on the first day."""
        partner = None if posting is None else posting.partner
        if (course, partner, adoption.version) in self._told:
            return
        self._told.add((course, partner, adoption.version))
        yield Move(
            station=self._station,
            day=day,
            by=day,
            version=adoption.version,
            course=course,
            partner=partner,
            before=None if posting is None else posting.version,
        )

    def _question(self, day: date, adoption: Adoption, posting: Posting) -> Iterator[Move]:
        """Ask whether whoever is in charge qualifies, and do what is decided where that is not so."""
        asked = posting.partner, posting.version, adoption
        again = asked == self._asked and not (posting.period.start == day and self._crew.begins(posting))
        if again and day != self._due:
            return
        self._asked = asked
        unmet = self._unmet(posting, adoption, day)
        move = Move(
            station=self._station,
            day=day,
            by=day,
            version=adoption.version,
            course=Course.ADOPTS,
            partner=posting.partner,
            before=posting.version,
            unmet=unmet,
            reverts=adoption.reverts,
        )
        if again and unmet:
            # What is left was told when it was postponed to this day.
            return
        if again:
            move = evolve(move, measure=self._decisions.of(self._station, adoption.version))
        elif unmet:
            move = self._decided(move, adoption, posting)
        self._crew = self._crew.moved(move)
        # What a move leads to is told with it.
        match move.course:
            case Course.ADOPTS | Course.REPLACED:
                self._told.add((Course.ALREADY, move.successor or move.partner, move.version))
            case Course.ENDED:
                self._told.add((Course.VACANT, None, move.version))
            case Course.SUSPENDED:
                self._told.add((Course.CLOSED, None, move.version))
            case _:
                pass
        yield move

    def _decided(self, move: Move, adoption: Adoption, posting: Posting) -> Move:
        """Give what the house decides about a partner who does not qualify."""
        measure = self._decisions.of(self._station, adoption.version)
        move = evolve(move, measure=measure, course=Course.UNDECIDED)
        match measure:
            case Replace(successor=successor, payee=payee):
                of_successor = evolve(posting, partner=successor, payee=payee)
                lacking = self._unmet(of_successor, adoption, move.day)
                return evolve(move, course=Course.REPLACED, lacking=lacking)
            case Postpone(until=until) if until > move.day:
                self._due = until
                if until not in self._days:
                    insort(self._days, until)
                return evolve(move, course=Course.POSTPONED, by=until, unmet=self._unmet(posting, adoption, until))
            case End():
                return evolve(move, course=Course.ENDED)
            case Suspend() if self._crew.was_open(move.day):
                return evolve(move, course=Course.SUSPENDED)
            case Refuse() | Postpone() | Suspend():
                return move
            case _:
                assert_never(measure)

    def _unmet(self, posting: Posting, adoption: Adoption, day: date) -> Todo:
        """Give what the partner of a posting does not meet who goes over on a day."""
        piece = evolve(posting, version=adoption.version, period=Period(day, self._end(posting, adoption, day)))
        return ready(piece, self._network.partner_rows(piece.partner), self._network.version(piece.version)).unmet

    def _end(self, posting: Posting, adoption: Adoption, day: date) -> date | None:
        """Give the first day after one on which whoever goes over is under another version, or not in charge."""
        stay = self._crew.stay(posting)
        ends = [row.period.start for row in stay if row.version != posting.version]
        ends += [end for end in [stay[-1].period.end] if end is not None]
        later = ((each, self._in_force(each)) for each in self._days if each > day)
        ends += [each for each, found in later if found is not None and found.version != adoption.version][:1]
        return min((end for end in ends if end > day), default=None)
