"""The life of a county centre: planned, open, closed."""

from typing import Final, TypeAlias, final

from rural_taobao.identifiers import CentreId, PayeeId
from rural_taobao.kinds import Word
from rural_taobao.lives.details import Site
from rural_taobao.lives.histories import History
from rural_taobao.lives.life_cycles import Arrow, LifeCycle

__all__ = ["CENTRE_LIFE", "CentreHistory", "CentreState", "CentreStep"]


@final
class CentreState(Word):
    """What a county centre is on a day."""

    PLANNED = "planned"
    """It is meant to open."""
    OPEN = "open"
    """It runs stations."""
    CLOSED = "closed"
    """It was open, and is no more; a centre that opens there later is another one."""
    DROPPED = "dropped"
    """The plan was given up before it opened."""


@final
class CentreStep(Word):
    """What moves a county centre from one state to another."""

    PLAN = "plan"
    """It states the county and who is paid the centre's share."""
    ENTER = "enter"
    """It was open when the record began, and what came before is not known; it states the same as a plan."""
    OPEN = "open"
    CLOSE = "close"
    DROP = "drop"
    PAY_TO = "pay_to"
    """Who is paid from then on."""


CENTRE_LIFE: Final = LifeCycle(
    "county centre",
    CentreId,
    [
        Arrow(None, CentreStep.PLAN, CentreState.PLANNED, Site),
        Arrow(None, CentreStep.ENTER, CentreState.OPEN, Site),
        Arrow(CentreState.PLANNED, CentreStep.OPEN, CentreState.OPEN),
        Arrow(CentreState.PLANNED, CentreStep.DROP, CentreState.DROPPED),
        Arrow(CentreState.OPEN, CentreStep.PAY_TO, CentreState.OPEN, PayeeId),
        Arrow(CentreState.OPEN, CentreStep.CLOSE, CentreState.CLOSED),
    ],
    finals=[CentreState.CLOSED, CentreState.DROPPED],
    holds=[CentreState.OPEN],
)
"""The arrows of a county centre."""
CentreHistory: TypeAlias = History[CentreState, CentreStep, CentreId]
"""What became known of one county centre."""
