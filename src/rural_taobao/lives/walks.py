"""
Walks: the way along the arrows that a life took, as it was known at each instant at which something became known.

Whatever a walk cannot be made of is refused here, each with the law that it would break.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Generic, TypeVar, final

from attrs import frozen

from rural_taobao.errors import RuralTaobaoError, with_article
from rural_taobao.identifiers import HappeningId
from rural_taobao.instants import microseconds
from rural_taobao.kinds import WrongKind
from rural_taobao.lives.details import DETAILS, Detail, Leave, Reason
from rural_taobao.lives.happenings import Happening, Record
from rural_taobao.lives.life_cycles import Arrow, LifeCycle
from rural_taobao.periods import Period

__all__ = [
    "CorrectsInVain",
    "DatedTooEarly",
    "DetailUnfit",
    "HappeningTwice",
    "NoArrow",
    "Passage",
    "TurnTaken",
    "Walk",
    "check_detail",
    "extended",
    "walks",
]

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)
Subject = TypeVar("Subject")


@final
class HappeningTwice(RuralTaobaoError, ValueError):
    """
    The same happening was given twice.

    Attributes:
        thing: The centre, station, partner or posting.
        happening: The id that came again.
    """

    def __init__(self, thing: str, happening: HappeningId) -> None:
        self.thing = thing
        self.happening = happening
        super().__init__(thing, happening)

    def __str__(self) -> str:
        return (
            f"a happening must be recorded once, but {self.happening} came again for {self.thing}; "
            "leave it out, or give what is new an id of its own"
        )


@final
class NoArrow(RuralTaobaoError, ValueError):
    """
    A step was taken in a state that no arrow of that step leaves.

    Attributes:
        thing: The centre, station, partner or posting.
        happening: The step, its id and its day, in words.
        state: The state on that day; None where nothing was there yet.
        steps: The steps that can be taken in it.
    """

    def __init__(self, thing: str, happening: str, state: str | None, steps: tuple[str, ...]) -> None:
        self.thing = thing
        self.happening = happening
        self.state = state
        self.steps = steps
        super().__init__(thing, happening, state, steps)

    def __str__(self) -> str:
        state = "is not there yet" if self.state is None else f"is {self.state.replace('_', ' ')}"
        there = " or ".join(f"'{step}'" for step in self.steps)
        done = f"from there it can take {there}" if there else "no arrow leaves that state, so cancel what led to it"
        return f"{self.thing} must move along its arrows, but {self.happening} was given while it {state}; {done}"


@final
class DatedTooEarly(RuralTaobaoError, ValueError):
    """
    A step is dated before the one that it depends on.

    Attributes:
        thing: The centre, station, partner or posting.
        happening: The step, its id and its day, in words.
        ground: The step that it depends on, in the same words.
    """

    def __init__(self, thing: str, happening: str, ground: str) -> None:
        self.thing = thing
        self.happening = happening
        self.ground = ground
        super().__init__(thing, happening, ground)

    def __str__(self) -> str:
        return (
            f"a step of {self.thing} must not come before the one that it depends on, {self.ground}, "
            f"but {self.happening} was given; give it a later day, or on the same day a later turn"
        )


@final
class TurnTaken(RuralTaobaoError, ValueError):
    """
    Two steps have the same turn on the same day, so that nothing says which came first.

    Attributes:
        thing: The centre, station, partner or posting.
        one: One of the steps, its id and its day, in words.
        other: The other, in the same words.
    """

    def __init__(self, thing: str, one: str, other: str) -> None:
        self.thing = thing
        self.one = one
        self.other = other
        super().__init__(thing, one, other)

    def __str__(self) -> str:
        return (
            f"the steps of {self.thing} on one day must each have a turn of their own, but {self.one} and "
            f"{self.other} have the same; give the one that came later a higher 'turn'"
        )


@final
class DetailUnfit(RuralTaobaoError, ValueError):
    """
    A step states something else than it must.

    Attributes:
        thing: The centre, station, partner or posting.
        happening: The step, its id and its day, in words.
        wanted: What it must state; None where that is nothing.
        given: What it states; None where that is nothing.
    """

    def __init__(self, thing: str, happening: str, wanted: str | None, given: str | None) -> None:
        self.thing = thing
        self.happening = happening
        self.wanted = wanted
        self.given = given
        super().__init__(thing, happening, wanted, given)

    def __str__(self) -> str:
        must, given = (
            "nothing, or a reason" if self.wanted is None else with_article(self.wanted),
            "nothing" if self.given is None else with_article(self.given),
        )
        done = "leave that out" if self.wanted is None else "pass it as 'detail'"
        return f"{self.happening} of {self.thing} must state {must}, but {given} was given; {done}"


@final
class CorrectsInVain(RuralTaobaoError, LookupError):
    """
    A correction names nothing that it could correct.

    Attributes:
        thing: The centre, station, partner or posting.
        correction: The id of the correction.
        named: What it names.
        why: Why that cannot be corrected, as the rest of a sentence about it.
    """

    def __init__(self, thing: str, correction: HappeningId, named: HappeningId, why: str) -> None:
        self.thing = thing
        self.correction = correction
        self.named = named
        self.why = why
        super().__init__(thing, correction, named, why)

    def __str__(self) -> str:
        return (
            f"a correction must name a happening of {self.thing} that was known before and is in force, but "
            f"{self.correction} names {self.named}, which {self.why}; name the one that is to be put right"
        )


@final
@frozen
class Passage(Generic[State, Step]):
    """
    A happening in force, and the arrow that it took.

    Attributes:
        happening: What happened.
        arrow: The arrow, from the state before to the state after.
    """

    happening: Happening[Step]
    arrow: Arrow[State, Step]

    @property
    def day(self) -> date:
        """The first day of the state that it leads to."""
        return self.happening.day

    @property
    def lapse(self) -> tuple[date, State] | None:
        """The day on which another state follows without a step, and that state; None where none does."""
        detail, state = self.happening.detail, self.arrow.lapses
        if state is None or not isinstance(detail, Leave) or detail.until is None:
            return None
        return detail.until, state

    def state_on(self, day: date) -> State:
        """Give the state on a day from its own on, as long as no other step is taken."""
        if self.arrow.lapses is None:
            return self.arrow.end
        lapse = self.lapse
        return self.arrow.end if lapse is None or day < lapse[0] else lapse[1]


@final
@frozen
class Walk(Generic[State, Step]):
    """
    A life as it was known from an instant on.

    Attributes:
        known: The instant, in microseconds since 1970.
        passages: The happenings in force, in the order of their days and turns, each with its arrow.
    """

    known: int
    passages: tuple[Passage[State, Step], ...]


def walks(
    life_cycle: LifeCycle[State, Step, Subject], thing: str, records: Sequence[Record[Step]]
) -> Iterator[Walk[State, Step]]:
    """
    Give the walk at each instant at which something became known, in the order of these.

    Args:
        life_cycle: The arrows.
        thing: What moves along them, for messages.
        records: What became known, in the order in which it did.

    Raises:
        HappeningTwice: An id comes twice.
        CorrectsInVain: A correction names what was not known before it, or is no more in force.
        WrongKind: A step is one of another life cycle.
        TurnTaken: Two steps have one turn on one day.
        NoArrow: A step is taken that no arrow stands for.
        DatedTooEarly: A step is dated before the one that it depends on.
        DetailUnfit: A step does not state what it must.
        PeriodBackwards: A step states that it holds until a day which does not come after its own.
    """
    before: list[Record[Step]] = []
    passages: tuple[Passage[State, Step], ...] = ()
    for known, group in groupby(records, lambda record: microseconds(record.known)):
        told = tuple(group)
        passages = extended(life_cycle, thing, before, passages, told)
        before += told
        yield Walk(known, passages)


def extended(
    life_cycle: LifeCycle[State, Step, Subject],
    thing: str,
    before: Sequence[Record[Step]],
    passages: tuple[Passage[State, Step], ...],
    told: Sequence[Record[Step]],
) -> tuple[Passage[State, Step], ...]:
    """
    Give the way along the arrows once more is known; what comes last on it costs no second look at the rest.

    Args:
        life_cycle: The arrows.
        thing: What moves along them, for messages.
        before: What was known.
        passages: The way as it was known.
        told: What became known after all of that, at one instant.

    Raises:
        RuralTaobaoError: With it there would be no way; see `walks`.
    """
    _refuse_repetition(thing, before, told)
    first = told[0]
    if len(told) == 1 and isinstance(first, Happening) and first.replaces is None:
        last = passages[-1] if passages else None
        if last is None or _turn(last.happening) < _turn(first):
            return (*passages, _passage(life_cycle, thing, last, (first,)))
    in_force = {passage.happening.id: passage.happening for passage in passages}
    for place, record in enumerate(told):
        named = record.corrects
        if named is not None:
            if named not in in_force:
                raise CorrectsInVain(thing, record.id, named, _why(named, [*before, *told[:place]], told))
            del in_force[named]
    in_force.update((record.id, record) for record in told if isinstance(record, Happening))
    return _passages(life_cycle, thing, in_force.values())


def _refuse_repetition(thing: str, before: Sequence[Record[Step]], told: Sequence[Record[Step]]) -> None:
    there = {record.id for record in before}
    for record in told:
        if record.id in there:
            raise HappeningTwice(thing, record.id)
        there.add(record.id)


def _why(named: HappeningId, before: Sequence[Record[Step]], told: Sequence[Record[Step]]) -> str:
    """Say why nothing of that name can be corrected."""
    for record in before:
        if record.corrects == named:
            return f"{record.id} has corrected already"
    recorded = any(isinstance(record, Happening) and record.id == named for record in told)
    return "became known no earlier" if recorded else "is no happening that was recorded"


def _turn(happening: Happening[Step]) -> tuple[date, int]:
    return happening.day, happening.turn


def _passages(
    life_cycle: LifeCycle[State, Step, Subject], thing: str, happenings: Iterable[Happening[Step]]
) -> tuple[Passage[State, Step], ...]:
    """Lay happenings along the arrows, from nothing on."""
    ordered = sorted(happenings, key=_turn)
    for one, other in pairwise(ordered):
        if _turn(one) == _turn(other):
            raise TurnTaken(thing, str(one), str(other))
    passages: list[Passage[State, Step]] = []
    for place in range(len(ordered)):
        before = passages[-1] if passages else None
        passages.append(_passage(life_cycle, thing, before, ordered[place:]))
    return tuple(passages)


def _passage(
    life_cycle: LifeCycle[State, Step, Subject],
    thing: str,
    before: Passage[State, Step] | None,
    happenings: Sequence[Happening[Step]],
) -> Passage[State, Step]:
    """Lay the first of some happenings along its arrow, after the step that was taken before it, if there is one."""
    happening = happenings[0]
    # Steps of two life cycles may bear the same word, and then are equal to Python.
    if type(happening.step) is not life_cycle.steps:
        name = "step"
        raise WrongKind(name, happening.step, life_cycle.steps.__name__)
    state = None if before is None else before.state_on(happening.day)
    arrow = life_cycle.arrow(state, happening.step)
    if arrow is None:
        raise _refusal(life_cycle, thing, state, happenings)
    check_detail(arrow, thing, happening)
    return Passage(happening, arrow)


def check_detail(arrow: Arrow[State, Step], thing: str, happening: Happening[Step]) -> None:
    """
    Refuse a happening that does not state what its arrow needs.

    Raises:
        DetailUnfit: It states something else, or nothing.
        PeriodBackwards: It states that it holds until a day which does not come after its own.
    """
    given: type[Detail] | None = None if happening.detail is None else type(happening.detail)
    if given is not arrow.needs and not (arrow.needs is None and given is Reason):
        wanted = None if arrow.needs is None else DETAILS[arrow.needs]
        raise DetailUnfit(thing, str(happening), wanted, None if given is None else DETAILS[given])
    if isinstance(happening.detail, Leave):
        Period(happening.day, happening.detail.until)


def _refusal(
    life_cycle: LifeCycle[State, Step, Subject],
    thing: str,
    state: State | None,
    happenings: Sequence[Happening[Step]],
) -> NoArrow | DatedTooEarly:
    """Say of the first of some happenings why it cannot come in a state: it comes too early, or never can."""
    refused, *others = happenings
    after = state
    for other in others:
        arrow = life_cycle.arrow(after, other.step)
        if arrow is None:
            break
        after = arrow.end
        if life_cycle.arrow(after, refused.step) is not None:
            return DatedTooEarly(thing, str(refused), str(other))
    steps = tuple(str(arrow.step) for arrow in life_cycle.arrows_from(state))
    return NoArrow(thing, str(refused), None if state is None else str(state), steps)
