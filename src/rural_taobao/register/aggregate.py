"""
The register: all that became known of a network, which takes commands, and is asked about any day by any instant.

A register is a value: a command gives another one and the event that led there, or is refused with the law it breaks.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, cast, final

from attrs import field, frozen

from rural_taobao.days import is_day
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import MalformedIdentifier, StationId, VersionId
from rural_taobao.instants import fixed
from rural_taobao.kinds import WrongKind, each_of, of_kind
from rural_taobao.lives import History, Post
from rural_taobao.network import Network
from rural_taobao.register.blame import Refusal, to_blame
from rural_taobao.register.charges import Charge, Term, charge_on, terms
from rural_taobao.register.charter import Charter
from rural_taobao.register.commands import Command
from rural_taobao.register.drafts import KINDS, EventOutOfOrder, RegisterDraft, key, slot
from rural_taobao.register.entries import CYCLES, NOTHING, AnyPassage, Entry, history
from rural_taobao.register.events import A_SUBJECT, Event, Subject
from rural_taobao.register.projection import network_of
from rural_taobao.register.recording import RegisterRefused, recorded, recorded_each
from rural_taobao.register.shards import Shards

__all__ = ["AsOf", "Register"]


_EMPTY: Final = tuple(Shards[Entry]() for _ in KINDS)
_STATIONS: Final = KINDS.index(StationId)


@final
@frozen
class Register:
    """
    All that became known of a network.

    Attributes:
        charter: What holds of it from the first day to the last.
        count: How many events it knows.
        known: The instant at which it came to know the last of them; None where it knows none.

    Example:
        >>> from rural_taobao.identifiers import PayeeId
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.lives import PayeeStep
        >>> from rural_taobao.network import Vacancy
        >>> from rural_taobao.register.commands import Take
        >>> register = Register(Charter(platform="platform", vacancy=Vacancy("nobody"), versions=[]))
        >>> first = datetime(2014, 10, 1, 9, tzinfo=CHINA.timezone)
        >>> enrol = Take(PayeeId("platform"), PayeeStep.ENROL, date(2014, 10, 1))
        >>> register, event = register.take(enrol, known=first)
        >>> event.number, register.state(PayeeId("platform"), date(2016, 11, 11)).value
        (1, 'known')
    """

    charter: Charter = field(validator=of_kind(Charter, "Charter(...)"))
    count: int = field(default=0, init=False)
    known: datetime | None = field(default=None, init=False)
    _entries: tuple[Shards[Entry], ...] = field(init=False, repr=False, default=_EMPTY)
    _charges: Shards[tuple[Term, ...]] = field(init=False, repr=False, eq=False, factory=Shards[tuple[Term, ...]])

    def take(self, *commands: Command, known: datetime) -> tuple["Register", Event]:
        """
        Take commands, which are judged together, or refuse them; this register stays as it is.

        Args:
            commands: What is asked for; at least one.
            known: The instant at which it became known; no earlier than that of the last event.

        Returns:
            The register that knows more, and the event that led there.

        Raises:
            NothingTold: There is no command.
            WrongKind: One is none.
            RuralTaobaoError: A step has no arrow, a correction names nothing, or a law of the network would be broken.
        """
        draft = self._draft()
        event = recorded(draft, commands, known, draft.count + 1)
        return self._grown(draft), event

    def take_each(self, commands: Iterable[Sequence[Command]], known: datetime) -> tuple["Register", tuple[Event, ...]]:
        """
        Take many commands, such as a roster; all of them or none.

        All of it became known at once, so that the order in which things are listed does not matter: what is refused is
        tried once more after the others, as often as that helps.

        Args:
            commands: What is asked for; those that are judged together stand together, and so must all that are of one
                thing.
            known: The instant at which all of it became known.

        Returns:
            The register that knows more, and the events that led there, in the order in which they were recorded.

        Raises:
            WrongKind: They are not several.
            RegisterRefused: Some are refused; all faults are told but for what only follows from another, each by its
                place, counted on from the last event.
        """
        draft = self._draft()
        events = recorded_each(draft, each_of(commands, "commands", "a list of commands"), known)
        return self._grown(draft), events

    def replayed(self, events: Iterable[Event]) -> "Register":
        """
        Give the register that knows events too, which another one gave; all of them or none.

        Args:
            events: The events, from the next one of this register on.

        Raises:
            WrongKind: They are not several.
            RegisterRefused: Some are refused: not lawful, all of which are told but for what only follows from another,
                or no event, there twice or out of order, of which the first is told, since what comes after it cannot
                be judged.
        """
        draft = self._draft()
        refusals: list[Refusal] = []
        for number, event in enumerate(each_of(events, "events", "Event(...)"), self.count + 1):
            try:
                draft.record(_an_event(event), number)
            except (WrongKind, EventOutOfOrder) as fault:
                refusals.append(Refusal(getattr(event, "number", number), frozenset(), fault))
                break
            except RuralTaobaoError as fault:
                refusals.append(Refusal(number, frozenset(slot(each.subject) for each in event.told), fault))
        if refusals:
            raise RegisterRefused(tuple((each.number, each.fault) for each in to_blame(refusals)))
        return self._grown(draft)

    def _draft(self) -> RegisterDraft:
        return RegisterDraft(self.charter, self.count, self.known, self._entries, self._charges)

    def _grown(self, draft: RegisterDraft) -> "Register":
        grown = Register(self.charter)
        object.__setattr__(grown, "count", draft.count)
        object.__setattr__(grown, "known", draft.known)
        entries, charges = draft.done()
        object.__setattr__(grown, "_entries", entries)
        object.__setattr__(grown, "_charges", charges)
        return grown

    def entry(self, subject: Subject) -> Entry:
        """
        Give what is held of a thing; one that tells nothing where it is not known.

        Raises:
            WrongKind: A register knows no such kind of thing.
        """
        if type(subject) not in KINDS:
            name = "subject"
            raise WrongKind(name, subject, A_SUBJECT)
        return self._entries[KINDS.index(type(subject))].get(key(subject)) or NOTHING

    def of_kind(self, kind: type) -> list[str]:
        """
        Give the keys of all things of a kind, sorted.

        They are ids, with blanks between them: station and partner of a posting; service, station and partner of a
        permission.

        Raises:
            WrongKind: A register knows no such kind of thing.
        """
        if kind not in KINDS:
            name = "kind"
            raise WrongKind(name, kind, f"naming one of {', '.join(each.__name__ for each in KINDS)}")
        return list(self._entries[KINDS.index(kind)])

    def history(self, subject: Subject) -> History[Any, Any, Any]:
        """
        Give all that became known of a thing.

        Raises:
            WrongKind: A register knows no such kind of thing.
        """
        return history(subject, self.entry(subject))

    def state(self, subject: Subject, day: date, known_by: datetime | None = None) -> StrEnum | None:
        """
        Give the state of a thing on a day.

        Args:
            subject: The thing.
            day: The day; of several steps on it, the last one counts.
            known_by: The last instant whose knowledge counts; all that is known where it is not given.

        Returns:
            The state; None where nothing is there yet, as far as is known.

        Raises:
            WrongKind: A register knows no such kind of thing.
            NotADay: The day is none.
            NotAnInstant: The instant has no fixed offset.
        """
        is_day(None, None, day)
        passages = self.entry(subject).known_by(subject, known_by)
        place = bisect_right(passages, day, key=_day_of)
        return passages[place - 1].state_on(day) if place else None

    def as_of(self, day: date, known_by: datetime | None = None) -> "AsOf":
        """
        Give what holds on a day, to be asked about all things alike.

        Args:
            day: The day, on the register's own clock.
            known_by: The last instant whose knowledge counts; all that is known where it is not given.

        Raises:
            NotADay: The day is none.
            NotAnInstant: The instant has no fixed offset.

        Example:
            >>> from rural_taobao.network import Vacancy
            >>> register = Register(Charter(platform="platform", vacancy=Vacancy("nobody"), versions=[]))
            >>> register.as_of(date(2016, 11, 11)).counts(StationId)
            {}
        """
        is_day(None, None, day)
        if known_by is not None:
            fixed(None, None, known_by)
        return AsOf(self, day, known_by)

    def network(self, known_by: datetime | None = None) -> Network:
        """
        Give the network that a settlement reads.

        Args:
            known_by: The last instant whose knowledge counts; all that is known where it is not given.

        Raises:
            PlatformNotEnrolled: The platform was enrolled on no day, as far as was known by then.
            NotAnInstant: The instant has no fixed offset.
        """
        return network_of(self.charter, self._entries, known_by)

    def in_charge(self, station: str, instant: datetime) -> Charge | None:
        """
        Give who is in charge of a station at an instant, on the register's own clock, as far as is known now.

        Returns:
            Who it is; None while the station has nobody or is not known, and while it or the partner is suspended.

        Raises:
            NotAnInstant: The instant has no fixed offset.
        """
        return self._charge(station, self.charter.clock.day_of(instant))

    def charged_on(self, station: str, day: date, known_by: datetime | None = None) -> Charge | None:
        """
        Give who is in charge of a station on a day: nobody while it or the partner is suspended, as in the network.

        Args:
            station: The station.
            day: The day.
            known_by: The last instant whose knowledge counts; all that is known where it is not given.

        Raises:
            MalformedIdentifier: The station is no text.
            NotADay: The day is none.
            NotAnInstant: The instant has no fixed offset.
        """
        is_day(None, None, day)
        if known_by is None:
            return self._charge(station, day)
        fixed(None, None, known_by)
        if self._held(station) is None:
            return None
        return charge_on(tuple(self._charged(StationId(station), known_by)), day)

    def _charge(self, station: str, day: date) -> Charge | None:
        return charge_on(self._held(station) or (), day)

    def _held(self, station: str) -> tuple[Term, ...] | None:
        """Give who is in charge of a station, and when; None for one that never had anybody, or is not there."""
        if not isinstance(cast("object", station), str):
            raise MalformedIdentifier(StationId.__name__, station)
        return self._charges.get(station)

    def _charged(self, station: StationId, known_by: datetime) -> Iterator[Term]:
        """Give who was in charge of a station, and when, as far as was known by an instant."""

        def known(subject: Subject) -> tuple[AnyPassage, ...]:
            return self.entry(subject).known_by(subject, known_by)

        for post in (Post(station, partner) for partner in self.entry(station).links):
            yield from terms(post.partner, known(post), known(station), known(post.partner))


@final
@frozen
class AsOf:
    """
    A register as of a day, as far as was known by an instant.

    Attributes:
        register: The register.
        day: The day.
        known_by: The last instant whose knowledge counts; None for all that is known.
    """

    register: Register = field(repr=False)
    day: date
    known_by: datetime | None = None

    def state(self, subject: Subject) -> StrEnum | None:
        """Give the state of a thing; None where nothing is there yet."""
        return self.register.state(subject, self.day, self.known_by)

    def charge(self, station: str) -> Charge | None:
        """Give who is in charge of a station; None while it has nobody."""
        return self.register.charged_on(station, self.day, self.known_by)

    def states(self, kind: type[Subject]) -> dict[str, StrEnum]:
        """Give the things of a kind that are there, by their keys, each with its state."""
        found: dict[str, StrEnum] = {}
        for name in self.register.of_kind(kind):
            subject = kind(*name.split())
            state = self.state(subject)
            if state is not None:
                found[name] = state
        return found

    def counts(self, kind: type[Subject]) -> dict[StrEnum, int]:
        """Count the things of a kind in each state that any of them is in, in the order of the states."""
        counted = Counter(self.states(kind).values())
        return {state: counted[state] for state in CYCLES[kind].states if counted[state]}

    def versions(self) -> dict[VersionId, int]:
        """Count the stations that somebody is in charge of under each model version, by the names of these."""
        charges = map(self.charge, self.register.of_kind(StationId))
        return dict(sorted(Counter(charge.version for charge in charges if charge is not None).items()))


def _an_event(event: Event) -> Event:
    """Give an event; what is none is refused."""
    if not isinstance(cast("object", event), Event):
        name = "event"
        raise WrongKind(name, event, "Event(...)")
    return event


def _day_of(passage: AnyPassage) -> date:
    return passage.happening.day
