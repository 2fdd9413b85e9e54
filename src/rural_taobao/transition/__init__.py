"""
Transition: how a network goes over from one model version to the next: who qualifies, what is to be done by when.

A plan is data, and is run as commands to a register, or gives the network after it.
The names below are resolved when they are first asked for.
"""

from typing import TYPE_CHECKING, Final

from rural_taobao.doors import Listed, Opened, door

if TYPE_CHECKING:
    from rural_taobao.transition.decisions import (
        Decision,
        Decisions,
        End,
        Measure,
        Otherwise,
        Postpone,
        Refuse,
        Replace,
        Suspend,
    )
    from rural_taobao.transition.moves import Course, Move
    from rural_taobao.transition.planning import planned
    from rural_taobao.transition.running import moving
    from rural_taobao.transition.transitions import Transition, TransitionRefused

__all__ = [
    "Course",
    "Decision",
    "Decisions",
    "End",
    "Measure",
    "Move",
    "Otherwise",
    "Postpone",
    "Refuse",
    "Replace",
    "Suspend",
    "Transition",
    "TransitionRefused",
    "moving",
    "planned",
]

_MODULES: Final = {
    "Course": "moves",
    "Decision": "decisions",
    "Decisions": "decisions",
    "End": "decisions",
    "Measure": "decisions",
    "Move": "moves",
    "Otherwise": "decisions",
    "Postpone": "decisions",
    "Refuse": "decisions",
    "Replace": "decisions",
    "Suspend": "decisions",
    "Transition": "transitions",
    "TransitionRefused": "transitions",
    "moving": "running",
    "planned": "planning",
}

__getattr__: Opened
__dir__: Listed
__getattr__, __dir__ = door(__name__, _MODULES, __all__)
