"""
Life cycles: the states that one kind of thing can be in, and the arrows along which alone it moves.

A life cycle is data: a table of arrows, each from a state, by a step, to a state.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Generic, TypeVar, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.lives.details import Detail

__all__ = ["Arrow", "LifeCycle", "LifeCycleUnsound"]

State = TypeVar("State", bound=StrEnum)
Step = TypeVar("Step", bound=StrEnum)
Subject = TypeVar("Subject")


@final
class LifeCycleUnsound(RuralTaobaoError, ValueError):
    """
    A table of arrows makes no life cycle.

    Attributes:
        life_cycle: What it was to be the life cycle of.
        demand: What must hold of its arrows.
        given: What holds in place of that.
    """

    def __init__(self, life_cycle: str, demand: str, given: str) -> None:
        self.life_cycle = life_cycle
        self.demand = demand
        self.given = given
        super().__init__(life_cycle, demand, given)

    def __str__(self) -> str:
        return f"the life cycle of a {self.life_cycle} must {self.demand}, but {self.given}; draw its arrows anew"


@final
@frozen
class Arrow(Generic[State, Step]):
    """
    A step that can be taken in a state, and the state that it leads to.

    Attributes:
        start: The state in which it can be taken; None where nothing is there yet.
        step: The step.
        end: The state that it leads to, which may be the same.
        needs: What whoever takes it must state; None where that is nothing, and a reason may be given.
        lapses: The state that follows without a step on the day until which the step states that it holds; None where
            a step alone ends the state.
    """

    start: State | None
    step: Step
    end: State
    needs: type[Detail] | None = None
    lapses: State | None = None


def _arrows(arrows: Iterable[Arrow[State, Step]]) -> tuple[Arrow[State, Step], ...]:
    return tuple(arrows)


def _states(states: Iterable[State]) -> frozenset[State]:
    return frozenset(states)


@final
@frozen
class LifeCycle(Generic[State, Step, Subject]):
    """
    The states and the arrows of one kind of thing.

    Attributes:
        name: What the thing is called in a sentence, such as `station`.
        subject: The type of what names one of them.
        arrows: All arrows; from one state a step leads to one state only.
        finals: The states that no arrow leaves; every other is left by some.
        holds: The states in which it counts: a centre or a station is open, a partner is under contract.

    Raises:
        LifeCycleUnsound: The arrows make no life cycle.

    Example:
        >>> from rural_taobao.lives import STATION_LIFE, StationState, StationStep
        >>> STATION_LIFE.arrow(StationState.CLOSED, StationStep.REOPEN).end.value
        'open'
        >>> STATION_LIFE.arrow(StationState.CLOSED, StationStep.OPEN) is None
        True
    """

    name: str
    subject: type[Subject]
    arrows: tuple[Arrow[State, Step], ...] = field(converter=_arrows, repr=False)
    finals: frozenset[State] = field(converter=_states, repr=False)
    holds: frozenset[State] = field(converter=_states, repr=False)
    _leaving: dict[State | None, dict[Step, Arrow[State, Step]]] = field(
        init=False, repr=False, eq=False, factory=dict[State | None, dict[Step, Arrow[State, Step]]]
    )

    def __attrs_post_init__(self) -> None:
        for arrow in self.arrows:
            leaving = self._leaving.setdefault(arrow.start, {})
            if arrow.step in leaving:
                given = f"'{arrow.step}' leads from {_shown(arrow.start)} by two arrows"
                raise LifeCycleUnsound(self.name, "lead by one step from a state to one state only", given)
            leaving[arrow.step] = arrow
        reached = self._reached()
        if not reached:
            raise LifeCycleUnsound(self.name, "begin somewhere", "no arrow leads out of nothing")
        for state in self.states:
            if state not in reached:
                raise LifeCycleUnsound(self.name, "reach every state from its beginning", f"no way leads to {state}")
            if (state in self.finals) == (state in self._leaving):
                given = f"{state} is {'final and left' if state in self.finals else 'neither final nor left'}"
                raise LifeCycleUnsound(self.name, "leave the states that are not final, and no others", given)

    def _reached(self) -> frozenset[State]:
        """Give the states that some way along arrows leads to."""
        reached: set[State] = set()
        waiting: list[State | None] = [None]
        while waiting:
            leaving = self.arrows_from(waiting.pop())
            ends = {end for arrow in leaving for end in (arrow.end, arrow.lapses) if end is not None} - reached
            reached |= ends
            waiting += ends
        return frozenset(reached)

    @property
    def states(self) -> tuple[State, ...]:
        """All states, in the order of their declaration."""
        return tuple(type(self.arrows[0].end))

    @property
    def steps(self) -> type[Step]:
        """The type of its steps."""
        return type(self.arrows[0].step)

    def arrow(self, state: State | None, step: Step) -> Arrow[State, Step] | None:
        """Give the arrow of a step from a state, or from nothing; None where there is none."""
        return self._leaving.get(state, {}).get(step)

    def arrows_from(self, state: State | None) -> tuple[Arrow[State, Step], ...]:
        """Give the arrows that leave a state, or lead out of nothing."""
        return tuple(self._leaving.get(state, {}).values())


def _shown(state: StrEnum | None) -> str:
    return "nothing" if state is None else str(state)
