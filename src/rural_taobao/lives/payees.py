"""The life of a payee: known, on hold, settled for good."""

from typing import Final, TypeAlias, final

from rural_taobao.identifiers import PayeeId
from rural_taobao.kinds import Word
from rural_taobao.lives.details import Reason
from rural_taobao.lives.histories import History
from rural_taobao.lives.life_cycles import Arrow, LifeCycle

__all__ = ["PAYEE_LIFE", "PayeeHistory", "PayeeState", "PayeeStep"]


@final
class PayeeState(Word):
    """What a payee is on a day."""

    KNOWN = "known"
    """Is credited, and paid."""
    ON_HOLD = "on_hold"
    """Is credited, and not paid until released."""
    SETTLED = "settled"
    """The final settlement was made; nothing is credited from that day on."""


@final
class PayeeStep(Word):
    """What moves a payee from one state to another."""

    ENROL = "enrol"
    HOLD = "hold"
    RELEASE = "release"
    SETTLE = "settle"


PAYEE_LIFE: Final = LifeCycle(
    "payee",
    PayeeId,
    [
        Arrow(None, PayeeStep.ENROL, PayeeState.KNOWN),
        Arrow(PayeeState.KNOWN, PayeeStep.HOLD, PayeeState.ON_HOLD, Reason),
        Arrow(PayeeState.KNOWN, PayeeStep.SETTLE, PayeeState.SETTLED),
        Arrow(PayeeState.ON_HOLD, PayeeStep.RELEASE, PayeeState.KNOWN),
        Arrow(PayeeState.ON_HOLD, PayeeStep.SETTLE, PayeeState.SETTLED),
    ],
    finals=[PayeeState.SETTLED],
    holds=[PayeeState.KNOWN, PayeeState.ON_HOLD],
)
"""The arrows of a payee."""
PayeeHistory: TypeAlias = History[PayeeState, PayeeStep, PayeeId]
"""What became known of one payee."""
