"""The life of a station: proposed, surveyed, opening, open, suspended, closed; moved to another centre on the way."""

from typing import Final, TypeAlias, final

from rural_taobao.identifiers import CentreId, StationId
from rural_taobao.kinds import Word
from rural_taobao.lives.histories import History
from rural_taobao.lives.life_cycles import Arrow, LifeCycle

__all__ = ["STATION_LIFE", "StationHistory", "StationState", "StationStep"]


@final
class StationState(Word):
    """What a station is on a day."""

    PROPOSED = "proposed"
    """Somebody would have it in a village."""
    SURVEYED = "surveyed"
    """The village was visited, and the place found fit."""
    OPENING = "opening"
    """It is being fitted out."""
    OPEN = "open"
    """It serves villagers."""
    SUSPENDED = "suspended"
    """It rests, and may go on."""
    CLOSED = "closed"
    """It was open, and is no more; only reopening leads back."""
    DROPPED = "dropped"
    """It was given up before it opened."""


@final
class StationStep(Word):
    """What moves a station from one state to another."""

    PROPOSE = "propose"
    """It names the county centre that will run the station."""
    ENTER = "enter"
    """It was open when the record began, and what came before is not known; it names the county centre."""
    SURVEY = "survey"
    PREPARE = "prepare"
    OPEN = "open"
    SUSPEND = "suspend"
    RESUME = "resume"
    CLOSE = "close"
    REOPEN = "reopen"
    """It names the county centre that runs the station from then on."""
    MOVE = "move"
    """The station goes to the county centre that is named, and stays in the state that it is in."""
    DROP = "drop"


STATION_LIFE: Final = LifeCycle(
    "station",
    StationId,
    [
        Arrow(None, StationStep.PROPOSE, StationState.PROPOSED, CentreId),
        Arrow(None, StationStep.ENTER, StationState.OPEN, CentreId),
        Arrow(StationState.PROPOSED, StationStep.SURVEY, StationState.SURVEYED),
        Arrow(StationState.PROPOSED, StationStep.DROP, StationState.DROPPED),
        Arrow(StationState.PROPOSED, StationStep.MOVE, StationState.PROPOSED, CentreId),
        Arrow(StationState.SURVEYED, StationStep.PREPARE, StationState.OPENING),
        Arrow(StationState.SURVEYED, StationStep.DROP, StationState.DROPPED),
        Arrow(StationState.SURVEYED, StationStep.MOVE, StationState.SURVEYED, CentreId),
        Arrow(StationState.OPENING, StationStep.OPEN, StationState.OPEN),
        Arrow(StationState.OPENING, StationStep.DROP, StationState.DROPPED),
        Arrow(StationState.OPENING, StationStep.MOVE, StationState.OPENING, CentreId),
        Arrow(StationState.OPEN, StationStep.SUSPEND, StationState.SUSPENDED),
        Arrow(StationState.OPEN, StationStep.CLOSE, StationState.CLOSED),
        Arrow(StationState.OPEN, StationStep.MOVE, StationState.OPEN, CentreId),
        Arrow(StationState.SUSPENDED, StationStep.RESUME, StationState.OPEN),
        Arrow(StationState.SUSPENDED, StationStep.CLOSE, StationState.CLOSED),
        Arrow(StationState.SUSPENDED, StationStep.MOVE, StationState.SUSPENDED, CentreId),
        Arrow(StationState.CLOSED, StationStep.REOPEN, StationState.OPEN, CentreId),
    ],
    finals=[StationState.DROPPED],
    holds=[StationState.OPEN],
)
"""The arrows of a station."""
StationHistory: TypeAlias = History[StationState, StationStep, StationId]
"""What became known of one station."""
