"""Drafts: a register while events are recorded in it, each with all that it changes or not at all."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, TypeAlias, final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CentreId, PartnerId, PayeeId, StationId
from rural_taobao.instants import beside
from rural_taobao.lives import Grant, Happening, Post, Site, Terms
from rural_taobao.lives.histories import KnownTooEarly
from rural_taobao.lives.walks import extended
from rural_taobao.network import NetworkRefused
from rural_taobao.register.charges import Term, rests, terms
from rural_taobao.register.charter import Charter
from rural_taobao.register.entries import CYCLES, NOTHING, Change, Entry
from rural_taobao.register.events import AnyRecord, Event, Subject, Told
from rural_taobao.register.ground import Ground
from rural_taobao.register.shards import Draft, Shards
from rural_taobao.services.granting import PermissionUnfounded

__all__ = ["KINDS", "EventOutOfOrder", "KnownOutOfOrder", "RegisterDraft", "Slot", "key", "slot"]

Slot: TypeAlias = tuple[type, str]
"""A thing, by its kind and its key there; ids of two kinds are equal to Python where they read alike."""

KINDS: Final[tuple[type, ...]] = (CentreId, StationId, PartnerId, PayeeId, Post, Grant)
"""The kinds of things that a register tells of, each in a mapping of its own."""


@final
class EventOutOfOrder(RuralTaobaoError, ValueError):
    """
    An event is not the next one of a register.

    Attributes:
        number: Its number.
        wanted: The number of the next one.
    """

    def __init__(self, number: int, wanted: int) -> None:
        self.number = number
        self.wanted = wanted
        super().__init__(number, wanted)

    def __str__(self) -> str:
        why = "which was recorded already" if self.number < self.wanted else "before which others are missing"
        return (
            f"events must be recorded in the order of their numbers, next {self.wanted}, but event {self.number} was "
            f"given, {why}; record each event once, from the first on"
        )


@final
class KnownOutOfOrder(RuralTaobaoError, ValueError):
    """
    An event claims to have been known before what a register came to know last.

    Attributes:
        number: Its number.
        known: The instant at which it claims to have been known.
        latest: The instant at which the register came to know something last.
    """

    def __init__(self, number: int, known: datetime, latest: datetime) -> None:
        self.number = number
        self.known = known
        self.latest = latest
        super().__init__(number, known, latest)

    def __str__(self) -> str:
        return (
            f"an event must become known no earlier than the one before it, at {beside(self.latest, self.known)}, but "
            f"event {self.number} was given as known at {self.known.isoformat()}; state the instant at which you "
            "learnt of it, and its day apart"
        )


def key(subject: Subject) -> str:
    """Give the key of a thing among those of its kind."""
    if isinstance(subject, str):
        return subject
    if isinstance(subject, Post):
        return f"{subject.station} {subject.partner}"
    return f"{subject.service} {subject.station} {subject.partner}"


def slot(subject: Subject) -> Slot:
    """Give where a thing is, among all things of all kinds."""
    return type(subject), key(subject)


def gone_on(subject: Subject, before: Entry, records: Sequence[AnyRecord]) -> Entry:
    """
    Give the entry of a thing of which more became known.

    Args:
        subject: The thing.
        before: Its entry before.
        records: What became known of it, at one instant; at least one.

    Raises:
        KnownTooEarly: Something of it became known no earlier before.
        RuralTaobaoError: It takes a step that no arrow stands for.
    """
    cycle = CYCLES[type(subject)]
    thing = f"{cycle.name} {subject}"
    if before.records and before.records[-1].known >= records[0].known:
        raise KnownTooEarly(thing, records[0].id, records[0].known, before.records[-1].known)
    passages = extended(cycle, thing, before.records, before.passages, records)
    return Entry((*before.records, *records), passages, before.links)


@final
class RegisterDraft:
    """
    A register while it is told more.

    Args:
        charter: Its charter.
        count: How many events it knows.
        known: The instant at which it came to know the last of them; None where it knows none.
        entries: Its entries, by kind.
        charges: Who is in charge of each station that ever had somebody, by the id of the station.

    Attributes:
        count: How many events it knows by now.
        known: The instant of the last of them.
    """

    def __init__(
        self,
        charter: Charter,
        count: int,
        known: datetime | None,
        entries: Sequence[Shards[Entry]],
        charges: Shards[tuple[Term, ...]],
    ) -> None:
        self.count: int = count
        self.known: datetime | None = known
        self._drafts = dict(zip(KINDS, map(Draft, entries), strict=True))
        self._charges = Draft(charges)
        self._fresh: dict[Slot, Entry] = {}
        self._ground = Ground(charter, self.entry, self._drafts[StationId].keys)

    def entry(self, subject: Subject) -> Entry:
        """Give the entry of a thing as it is by now; `NOTHING` for one that is not known."""
        kind, name = type(subject), key(subject)
        return self._fresh.get((kind, name)) or self._drafts[kind].get(name) or NOTHING

    def record(self, event: Event, number: int | None = None) -> None:
        """
        Record an event, or refuse it and stay as it was.

        Args:
            event: The event.
            number: The number that it must have; the next one where it is not given.

        Raises:
            EventOutOfOrder, KnownOutOfOrder, KnownTooEarly: It does not follow on what is known.
            RuralTaobaoError: It takes a step that no arrow stands for, or breaks a law of the network.
            NetworkRefused: It breaks several.
        """
        wanted = self.count + 1 if number is None else number
        if event.number != wanted:
            raise EventOutOfOrder(event.number, wanted)
        if self.known is not None and event.known < self.known:
            raise KnownOutOfOrder(event.number, event.known, self.known)
        try:
            changes = self._judged(event)
            for (kind, name), entry in self._fresh.items():
                self._drafts[kind].put(name, entry)
            for station in {station for change in changes for station in _recharged(change)}:
                self._charges.put(station, self._charged(station))
        finally:
            self._fresh = {}
        self.count, self.known = wanted, event.known

    def judge(self, event: Event) -> None:
        """
        Refuse an event that takes a step which no arrow stands for, or breaks a law; stay as it was in any case.

        Raises:
            RuralTaobaoError: As for `record`, but for its number and the instant at which it became known.
        """
        try:
            self._judged(event)
        finally:
            self._fresh = {}

    def _judged(self, event: Event) -> list[Change]:
        """Give the things that an event changes, or refuse it."""
        changes = self._changes(event)
        breaches = self._ground.breaches(changes)
        if breaches:
            raise breaches[0] if len(breaches) == 1 else NetworkRefused(breaches)
        return changes

    def dangling(self, told: Told) -> Iterator[RuralTaobaoError]:
        """Tell of what is told of a thing and names something that is not there."""
        return self._ground.dangling(told.subject, [told.record])

    def unfounded(self, grant: Grant, before: Entry) -> tuple[PermissionUnfounded, ...]:
        """
        Tell of the times that a permission was given which, as things are by now, would not let its partner offer it.

        Args:
            grant: The permission.
            before: What was known of it before it was given.
        """
        return self._ground.unfounded([Change(grant, before, self.entry(grant))])

    def _changes(self, event: Event) -> list[Change]:
        """Give the things that an event tells of, each with its entry before and after."""
        told: dict[Slot, tuple[Subject, list[AnyRecord]]] = {}
        for each in event.told:
            told.setdefault(slot(each.subject), (each.subject, []))[1].append(each.record)
        befores = [self.entry(subject) for subject, _ in told.values()]
        for (place, (subject, records)), before in zip(told.items(), befores, strict=True):
            self._fresh[place] = gone_on(subject, before, records)
        for subject, records in told.values():
            for ground, name in _links(subject, records):
                entry = self.entry(ground)
                links = entry.links.having(name)
                if entry is not NOTHING and links is not entry.links:
                    self._fresh[slot(ground)] = Entry(entry.records, entry.passages, links)
        return [
            Change(subject, before, self._fresh[place])
            for (place, (subject, _)), before in zip(told.items(), befores, strict=True)
        ]

    def _charged(self, station: StationId) -> tuple[Term, ...]:
        """Give who is in charge of a station, and when, as it is by now."""
        at_station = self.entry(station)
        posts = (Post(station, partner) for partner in at_station.links)
        return tuple(
            term
            for post in posts
            for term in terms(
                post.partner, self.entry(post).passages, at_station.passages, self.entry(post.partner).passages
            )
        )

    def done(self) -> tuple[tuple[Shards[Entry], ...], Shards[tuple[Term, ...]]]:
        """Give the entries, by kind, and the charges, with all that was recorded; nothing more may be recorded then."""
        return tuple([draft.done() for draft in self._drafts.values()]), self._charges.done()


def _recharged(change: Change) -> Iterator[StationId]:
    """Give the stations that a change may put another partner in charge of."""
    match change.subject:
        case Post(station=station):
            yield station
        case StationId() as station if rests(change.before.passages) or rests(change.after.passages):
            yield station
        case PartnerId() if rests(change.before.passages) or rests(change.after.passages):
            yield from map(StationId, change.after.links)
        case _:
            pass


def _links(subject: Subject, records: Sequence[AnyRecord]) -> Iterator[tuple[Subject, str]]:
    """Give on what records let a thing stand, each with what stands on it from then on."""
    named_by = subject if isinstance(subject, str) else subject.station
    if not isinstance(subject, str):
        yield subject.station, subject.partner
        yield subject.partner, subject.station
    for record in records:
        match record.detail if isinstance(record, Happening) else None:
            case CentreId() as centre:
                yield centre, named_by
            case PayeeId() as payee:
                yield payee, named_by
            case Site(payee=payee) | Terms(payee=payee):
                yield payee, named_by
            case _:
                pass
