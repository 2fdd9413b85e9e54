"""
Missteps: of all that is told at once, each step that no arrow stands for, and each name of something that is not there.

An event is refused for the first of them; whoever wrote a roster wants to know of all.
Of a thing of which a step was refused, nobody knows in which state it would be: a later step of it is told only where
no arrow of it leaves any state that the thing might be in by then.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, TypeAlias

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.lives import Arrow, Happening, LifeCycle
from rural_taobao.lives.walks import NoArrow, check_detail
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.register.drafts import RegisterDraft, Slot, gone_on, slot
from rural_taobao.register.entries import CYCLES, KINDS_BY_NAME, Entry
from rural_taobao.register.events import AnyRecord, Event, Subject

__all__ = ["missteps"]

_Arrow: TypeAlias = Arrow[Any, Any]
_Placed: TypeAlias = tuple[int, AnyRecord]
"""What is told of a thing, and its place in the event."""


def missteps(draft: RegisterDraft, event: Event) -> tuple[tuple[int, RuralTaobaoError], ...]:
    """
    Give all missteps of an event, each with the place of what it was told with; nothing where there is none.

    Args:
        draft: The register that the event would be recorded in.
        event: The event.
    """
    things: dict[Slot, tuple[Subject, list[_Placed]]] = {}
    for place, told in enumerate(event.told):
        things.setdefault(slot(told.subject), (told.subject, []))[1].append((place, told.record))
    found = [*_dangling(draft, event, {*things})]
    for subject, placed in things.values():
        found += _of_thing(subject, draft.entry(subject), placed)
    return tuple(sorted(found, key=lambda each: each[0]))


def _dangling(draft: RegisterDraft, event: Event, things: set[Slot]) -> Iterator[tuple[int, RuralTaobaoError]]:
    """Tell of what names something that is neither there nor told of with it, once of each thing."""
    told: set[tuple[Slot, str]] = set()
    for place, each in enumerate(event.told):
        for fault in draft.dangling(each):
            if isinstance(fault, UnknownReference) and (KINDS_BY_NAME.get(fault.kind), fault.name) in things:
                continue
            if (slot(each.subject), str(fault)) not in told:
                told.add((slot(each.subject), str(fault)))
                yield place, fault


def _of_thing(subject: Subject, before: Entry, placed: Sequence[_Placed]) -> Iterator[tuple[int, RuralTaobaoError]]:
    """Tell why a thing cannot take the steps that are told of it."""

    def refusal(count: int) -> RuralTaobaoError | None:
        try:
            gone_on(subject, before, [record for _, record in placed[:count]])
        except RuralTaobaoError as fault:
            return fault
        return None

    fault = refusal(len(placed))
    if fault is None:
        return
    blamed = [place for place, record in placed if str(record) == getattr(fault, "happening", None)]
    if not blamed:
        # It names none of them: which one it is told with first, after those above it.
        kind = type(fault)
        fewer = bisect_left(range(1, len(placed)), 1, key=lambda count: isinstance(refusal(count), kind))
        blamed = [placed[fewer][0]]
    yield blamed[0], fault
    if all(_comes_last(record, before) for _, record in placed):
        yield from _later(CYCLES[type(subject)], f"{CYCLES[type(subject)].name} {subject}", before, placed, blamed[0])


def _comes_last(record: AnyRecord, before: Entry) -> bool:
    """Tell whether a step of the right kind is taken that comes after all that are known."""
    if not isinstance(record, Happening) or record.replaces is not None:
        return False
    last = before.passages[-1].happening if before.passages else None
    return last is None or (last.day, last.turn) < (record.day, record.turn)


def _later(
    cycle: LifeCycle[Any, Any, Any], thing: str, before: Entry, placed: Sequence[_Placed], refused: int
) -> Iterator[tuple[int, RuralTaobaoError]]:
    """Tell of the steps after a refused one that a thing cannot take in whichever state it might be."""
    state = before.state
    might_be: list[StrEnum | None] = [*_ends(before.passages[-1].arrow)] if before.passages else [None]
    is_later = False
    steps = [(place, record) for place, record in placed if isinstance(record, Happening)]
    for place, step in sorted(steps, key=lambda each: (each[1].day, each[1].turn)):
        arrows = [arrow for arrow in (cycle.arrow(each, step.step) for each in might_be) if arrow is not None]
        if place == refused:
            # Nobody knows whether it was taken, and from where.
            is_later, arrows = True, []
        elif is_later and (fault := _fault(cycle, thing, state, step, arrows)) is not None:
            yield place, fault
        of_it = arrows or [arrow for arrow in cycle.arrows if arrow.step == step.step]
        might_be = [*(end for arrow in of_it for end in _ends(arrow)), *([] if arrows else might_be)]
        might_be = [*dict.fromkeys(might_be)]
        taken = None if place == refused else cycle.arrow(state, step.step)
        state = state if taken is None else taken.end


def _fault(
    cycle: LifeCycle[Any, Any, Any], thing: str, state: StrEnum | None, step: Happening[Any], arrows: Sequence[_Arrow]
) -> RuralTaobaoError | None:
    """Say why a step cannot be taken along any of some arrows; it is told of the state without what was refused."""
    if not arrows:
        can = tuple(str(arrow.step) for arrow in cycle.arrows_from(state))
        return NoArrow(thing, str(step), None if state is None else str(state), can)
    try:
        check_detail(arrows[0], thing, step)
    except RuralTaobaoError as fault:
        return fault
    return None


def _ends(arrow: _Arrow) -> Iterator[StrEnum]:
    """Give the states that an arrow leads to, by itself and in time."""
    yield arrow.end
    if arrow.lapses is not None:
        yield arrow.lapses
