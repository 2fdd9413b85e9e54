"""
Recording: commands become the events of a register that is told more, those of one event or many that came at once.

What became known at one instant is no story: whoever lists it may name a thing above what it stands on.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final, cast, final

from rural_taobao.errors import RuralTaobaoError, first_of
from rural_taobao.kinds import tuple_of
from rural_taobao.lives import Cancellation, Grant, Happening
from rural_taobao.network.aggregate import breaches_of
from rural_taobao.register.blame import Refusal, to_blame
from rural_taobao.register.commands import Command, Correct, Take, Withdraw
from rural_taobao.register.drafts import RegisterDraft, Slot, slot
from rural_taobao.register.entries import Entry
from rural_taobao.register.events import AnyRecord, Event, Told
from rural_taobao.register.missteps import missteps

__all__ = ["RegisterRefused", "recorded", "recorded_each"]


_COMMANDS: Final = (Take, Correct, Withdraw)
_SHOWN: Final = 12
"""The most refusals that an error tells in words; it holds all of them."""


@final
class RegisterRefused(RuralTaobaoError, ValueError):
    """
    Of many events some cannot be recorded, so that none is.

    Attributes:
        faults: The number of each event that is refused, and why.
        commands: The place of the command that each fault came with, among those of its event, from 0 on.
    """

    def __init__(self, faults: tuple[tuple[int, RuralTaobaoError], ...], commands: tuple[int, ...] = ()) -> None:
        self.faults = faults
        self.commands: tuple[int, ...] = commands or (0,) * len(faults)
        super().__init__(faults, self.commands)

    def __str__(self) -> str:
        told = first_of([f"event {number}: {fault}" for number, fault in self.faults], _SHOWN)
        return f"events must be recorded all or none, but some are refused, {len(self.faults)} in all: {told}"


def recorded(draft: RegisterDraft, commands: Sequence[Command], known: datetime, number: int) -> Event:
    """
    Record what commands lead to, judged together, as the event of a number, or refuse it.

    Raises:
        RuralTaobaoError: As `Register.take` says; the draft stays as it was.
    """
    event = _event(draft, commands, known, number)
    draft.record(event, number)
    return event


def recorded_each(draft: RegisterDraft, commands: Iterable[Sequence[Command]], known: datetime) -> tuple[Event, ...]:
    """
    Record what many commands lead to that became known at once, an event for those that stand together.

    What is refused is tried once more after the others, as often as that helps; of one thing, nothing is recorded
    before what is listed above it.

    Raises:
        RegisterRefused: Some are refused whatever comes before them; the draft is of no use then.
    """
    events: list[Event] = []
    permitted: dict[Grant, tuple[int, Entry]] = {}  # each permission that is told of, where, and what was known of it
    waiting = [*enumerate(commands, draft.count + 1)]
    while waiting:
        refused: list[tuple[int, Sequence[Command]]] = []
        held: set[Slot] = set()
        for place, together in waiting:
            try:
                event = _event(draft, together, known, draft.count + 1)
            except RuralTaobaoError:
                refused.append((place, together))
                continue
            things = {slot(told.subject) for told in event.told}
            before = [(told.subject, draft.entry(told.subject)) for told in event.told]
            if held.isdisjoint(things) and _is_taken(draft, event):
                events.append(event)
                for subject, entry in before:
                    if isinstance(subject, Grant):
                        permitted[subject] = (place, entry)
            else:
                refused.append((place, together))
                held |= things
        if len(refused) == len(waiting):
            blamed = to_blame([*_refusals(draft, refused, known)])
            faults = [(each.number, each.fault) for each in blamed]
            raise RegisterRefused(tuple(faults), tuple(each.command for each in blamed))
        waiting = refused
    # A permission was judged by what was recorded before it, and what came after it became known at the same instant.
    unfounded = [(place, fault) for grant, (place, had) in permitted.items() for fault in draft.unfounded(grant, had)]
    if unfounded:
        raise RegisterRefused(tuple(unfounded))
    return tuple(events)


def _is_taken(draft: RegisterDraft, event: Event) -> bool:
    """Record an event, if it is not refused, and tell whether it was."""
    try:
        draft.record(event)
    except RuralTaobaoError:
        return False
    return True


def _refusals(
    draft: RegisterDraft, refused: Iterable[tuple[int, Sequence[Command]]], known: datetime
) -> Iterator[Refusal]:
    """Say all that commands are refused for, by their places; those that only waited for others are not blamed."""
    faults: list[tuple[int, Sequence[Command], RuralTaobaoError, tuple[tuple[int, RuralTaobaoError], ...]]] = []
    for place, commands in refused:
        try:
            recorded(draft, commands, known, place)
        except RuralTaobaoError as fault:
            listed = commands if isinstance(cast("object", commands), Sequence) else ()
            faults.append((place, listed, fault, _missteps(draft, listed, known, place)))
    for place, listed, why, found in faults:
        things = frozenset(slot(each.subject) for each in listed if isinstance(each, _COMMANDS))
        for command, misstep in found:
            yield Refusal(place, things, misstep, command, stands=True)
        if not found:
            yield Refusal(place, things, why, _came_with(draft, listed, known, why))


def _missteps(
    draft: RegisterDraft, commands: Sequence[Command], known: datetime, number: int
) -> tuple[tuple[int, RuralTaobaoError], ...]:
    """Give all missteps of commands, each with the place of its own; nothing where they make no event."""
    try:
        event = _event(draft, commands, known, number)
    except RuralTaobaoError:
        return ()
    return missteps(draft, event)


def _came_with(draft: RegisterDraft, commands: Sequence[Command], known: datetime, fault: RuralTaobaoError) -> int:
    """Give the place of one of some commands with which such a fault is told, while with those above it it is not."""

    def is_told(place: int) -> bool:
        try:
            draft.judge(_event(draft, commands[: place + 1], known, draft.count + 1))
        except RuralTaobaoError as other:
            return _kinds(fault) <= _kinds(other)
        return False

    return bisect_left(range(len(commands) - 1), 1, key=is_told) if commands else 0


def _kinds(fault: RuralTaobaoError) -> set[type]:
    """Give the laws that a refusal tells of."""
    return set(map(type, breaches_of(fault)))


def _event(draft: RegisterDraft, commands: Sequence[Command], known: datetime, number: int) -> Event:
    """Say what would become known if commands were taken, as the event of a number."""
    turns: dict[tuple[Slot, date], int] = {}
    told: list[Told] = []
    commands = tuple_of(_COMMANDS, commands, "commands", "Take(...), Correct(...) or Withdraw(...)")
    for place, command in enumerate(commands, 1):
        name = f"{number}" if len(commands) == 1 else f"{number}.{place}"
        told.append(Told(command.subject, _record(draft.entry(command.subject), command, name, known, turns)))
    return Event(number, told)


def _record(
    entry: Entry, command: Command, name: str, known: datetime, turns: dict[tuple[Slot, date], int]
) -> AnyRecord:
    match command:
        case Take(subject=subject, step=step, day=day, detail=detail, turn=turn):
            if turn is None:
                there = [each.happening.turn for each in entry.passages if each.day == day]
                turn = turns.get((slot(subject), day), max(there, default=-1) + 1)
            turns[slot(subject), day] = turn + 1
            return Happening(name, step, day, known, detail, turn=turn)
        case Correct(happening=happening, day=day, detail=detail, turn=turn):
            old = next((each.happening for each in entry.passages if each.happening.id == happening), None)
            if old is None:
                # What is not there cannot be put right, and is told so when it is recorded.
                return Cancellation(name, happening, known)
            return Happening(
                name,
                old.step,
                old.day if day is None else day,
                known,
                old.detail if detail is None else detail,
                turn=old.turn if turn is None else turn,
                replaces=happening,
            )
        case _:
            return Cancellation(name, command.happening, known)
