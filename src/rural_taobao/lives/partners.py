"""The life of a partner: known, applied, examined, trained, on probation, contracted, suspended, left, removed."""

from typing import Final, TypeAlias, final

from rural_taobao.identifiers import PartnerId
from rural_taobao.kinds import Word
from rural_taobao.lives.details import Reason
from rural_taobao.lives.histories import History
from rural_taobao.lives.life_cycles import Arrow, LifeCycle
from rural_taobao.network.model_versions import Engagement

__all__ = ["PARTNER_LIFE", "PartnerHistory", "PartnerState", "PartnerStep"]


@final
class PartnerState(Word):
    """What a partner is on a day."""

    KNOWN = "known"
    """Where the partner lives is known, or that there are premises; the partner has not applied."""
    APPLIED = "applied"
    EXAMINED = "examined"
    """The examination is passed."""
    TRAINED = "trained"
    ON_PROBATION = "on_probation"
    """Under contract, and watched: at the beginning, or because of an assessment."""
    CONTRACTED = "contracted"
    """Under contract, and confirmed."""
    SUSPENDED = "suspended"
    """Under contract, and not to serve until reinstated."""
    LEFT = "left"
    """Went by the partner's own will; may apply again."""
    REMOVED = "removed"
    """Was sent away, for a reason, and does not come back."""


@final
class PartnerStep(Word):
    """What moves a partner from one state to another."""

    APPLY = "apply"
    EXAMINE = "examine"
    """
    The examination is passed; it may be the first thing that is known, and comes also later, by whoever is trained,
    under contract or has left, and stays so.
    """
    TRAIN = "train"
    """
    The training is done; it may be the first thing that is known, and comes also again, by whoever is under contract or
    has left, and stays so.
    """
    SETTLE_IN = "settle_in"
    """
    Lives in the village of the station or its township from then on; it may be the first thing that is known.

    There is no step by which that ends: a network says of a partner since when it is so, and never until when.
    """
    TAKE_PREMISES = "take_premises"
    """Has premises of the partner's own from then on; it may be the first thing that is known, and ends by no step."""
    TRY_OUT = "try_out"
    """A contract begins with probation; it states the engagement."""
    CONTRACT = "contract"
    """It states the engagement, unless probation has."""
    ENTER = "enter"
    """Was under contract when the record began, and what came before is not known; it states the engagement."""
    ENGAGE = "engage"
    """The engagement is another from then on."""
    PUT_ON_PROBATION = "put_on_probation"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    LEAVE = "leave"
    REMOVE = "remove"
    APPLY_AGAIN = "apply_again"


PARTNER_LIFE: Final = LifeCycle(
    "partner",
    PartnerId,
    [
        Arrow(None, PartnerStep.APPLY, PartnerState.APPLIED),
        Arrow(None, PartnerStep.EXAMINE, PartnerState.EXAMINED),
        Arrow(None, PartnerStep.TRAIN, PartnerState.TRAINED),
        Arrow(None, PartnerStep.SETTLE_IN, PartnerState.KNOWN),
        Arrow(None, PartnerStep.TAKE_PREMISES, PartnerState.KNOWN),
        Arrow(None, PartnerStep.ENTER, PartnerState.CONTRACTED, Engagement),
        Arrow(PartnerState.KNOWN, PartnerStep.APPLY, PartnerState.APPLIED),
        Arrow(PartnerState.KNOWN, PartnerStep.EXAMINE, PartnerState.EXAMINED),
        Arrow(PartnerState.KNOWN, PartnerStep.TRAIN, PartnerState.TRAINED),
        Arrow(PartnerState.KNOWN, PartnerStep.SETTLE_IN, PartnerState.KNOWN),
        Arrow(PartnerState.KNOWN, PartnerStep.TAKE_PREMISES, PartnerState.KNOWN),
        Arrow(PartnerState.KNOWN, PartnerStep.ENTER, PartnerState.CONTRACTED, Engagement),
        Arrow(PartnerState.APPLIED, PartnerStep.EXAMINE, PartnerState.EXAMINED),
        Arrow(PartnerState.APPLIED, PartnerStep.TRAIN, PartnerState.TRAINED),
        Arrow(PartnerState.APPLIED, PartnerStep.SETTLE_IN, PartnerState.APPLIED),
        Arrow(PartnerState.APPLIED, PartnerStep.TAKE_PREMISES, PartnerState.APPLIED),
        Arrow(PartnerState.APPLIED, PartnerStep.LEAVE, PartnerState.LEFT),
        Arrow(PartnerState.APPLIED, PartnerStep.REMOVE, PartnerState.REMOVED, Reason),
        Arrow(PartnerState.EXAMINED, PartnerStep.ENTER, PartnerState.CONTRACTED, Engagement),
        Arrow(PartnerState.EXAMINED, PartnerStep.TRAIN, PartnerState.TRAINED),
        Arrow(PartnerState.EXAMINED, PartnerStep.SETTLE_IN, PartnerState.EXAMINED),
        Arrow(PartnerState.EXAMINED, PartnerStep.TAKE_PREMISES, PartnerState.EXAMINED),
        Arrow(PartnerState.EXAMINED, PartnerStep.LEAVE, PartnerState.LEFT),
        Arrow(PartnerState.EXAMINED, PartnerStep.REMOVE, PartnerState.REMOVED, Reason),
        Arrow(PartnerState.TRAINED, PartnerStep.ENTER, PartnerState.CONTRACTED, Engagement),
        Arrow(PartnerState.TRAINED, PartnerStep.TRY_OUT, PartnerState.ON_PROBATION, Engagement),
        Arrow(PartnerState.TRAINED, PartnerStep.CONTRACT, PartnerState.CONTRACTED, Engagement),
        Arrow(PartnerState.TRAINED, PartnerStep.EXAMINE, PartnerState.TRAINED),
        Arrow(PartnerState.TRAINED, PartnerStep.SETTLE_IN, PartnerState.TRAINED),
        Arrow(PartnerState.TRAINED, PartnerStep.TAKE_PREMISES, PartnerState.TRAINED),
        Arrow(PartnerState.TRAINED, PartnerStep.LEAVE, PartnerState.LEFT),
        Arrow(PartnerState.TRAINED, PartnerStep.REMOVE, PartnerState.REMOVED, Reason),
        Arrow(PartnerState.ON_PROBATION, PartnerStep.CONTRACT, PartnerState.CONTRACTED),
        Arrow(PartnerState.ON_PROBATION, PartnerStep.ENGAGE, PartnerState.ON_PROBATION, Engagement),
        Arrow(PartnerState.ON_PROBATION, PartnerStep.EXAMINE, PartnerState.ON_PROBATION),
        Arrow(PartnerState.ON_PROBATION, PartnerStep.TRAIN, PartnerState.ON_PROBATION),
        Arrow(PartnerState.ON_PROBATION, PartnerStep.SETTLE_IN, PartnerState.ON_PROBATION),
        Arrow(PartnerState.ON_PROBATION, PartnerStep.TAKE_PREMISES, PartnerState.ON_PROBATION),
        Arrow(PartnerState.ON_PROBATION, PartnerStep.SUSPEND, PartnerState.SUSPENDED, Reason),
        Arrow(PartnerState.ON_PROBATION, PartnerStep.LEAVE, PartnerState.LEFT),
        Arrow(PartnerState.ON_PROBATION, PartnerStep.REMOVE, PartnerState.REMOVED, Reason),
        Arrow(PartnerState.CONTRACTED, PartnerStep.PUT_ON_PROBATION, PartnerState.ON_PROBATION, Reason),
        Arrow(PartnerState.CONTRACTED, PartnerStep.ENGAGE, PartnerState.CONTRACTED, Engagement),
        Arrow(PartnerState.CONTRACTED, PartnerStep.EXAMINE, PartnerState.CONTRACTED),
        Arrow(PartnerState.CONTRACTED, PartnerStep.TRAIN, PartnerState.CONTRACTED),
        Arrow(PartnerState.CONTRACTED, PartnerStep.SETTLE_IN, PartnerState.CONTRACTED),
        Arrow(PartnerState.CONTRACTED, PartnerStep.TAKE_PREMISES, PartnerState.CONTRACTED),
        Arrow(PartnerState.CONTRACTED, PartnerStep.SUSPEND, PartnerState.SUSPENDED, Reason),
        Arrow(PartnerState.CONTRACTED, PartnerStep.LEAVE, PartnerState.LEFT),
        Arrow(PartnerState.CONTRACTED, PartnerStep.REMOVE, PartnerState.REMOVED, Reason),
        Arrow(PartnerState.SUSPENDED, PartnerStep.EXAMINE, PartnerState.SUSPENDED),
        Arrow(PartnerState.SUSPENDED, PartnerStep.TRAIN, PartnerState.SUSPENDED),
        Arrow(PartnerState.SUSPENDED, PartnerStep.SETTLE_IN, PartnerState.SUSPENDED),
        Arrow(PartnerState.SUSPENDED, PartnerStep.TAKE_PREMISES, PartnerState.SUSPENDED),
        Arrow(PartnerState.SUSPENDED, PartnerStep.REINSTATE, PartnerState.CONTRACTED),
        Arrow(PartnerState.SUSPENDED, PartnerStep.LEAVE, PartnerState.LEFT),
        Arrow(PartnerState.SUSPENDED, PartnerStep.REMOVE, PartnerState.REMOVED, Reason),
        Arrow(PartnerState.LEFT, PartnerStep.EXAMINE, PartnerState.LEFT),
        Arrow(PartnerState.LEFT, PartnerStep.TRAIN, PartnerState.LEFT),
        Arrow(PartnerState.LEFT, PartnerStep.SETTLE_IN, PartnerState.LEFT),
        Arrow(PartnerState.LEFT, PartnerStep.TAKE_PREMISES, PartnerState.LEFT),
        Arrow(PartnerState.LEFT, PartnerStep.APPLY_AGAIN, PartnerState.APPLIED),
        Arrow(PartnerState.LEFT, PartnerStep.ENTER, PartnerState.CONTRACTED, Engagement),
    ],
    finals=[PartnerState.REMOVED],
    holds=[PartnerState.ON_PROBATION, PartnerState.CONTRACTED, PartnerState.SUSPENDED],
)
"""The arrows of a partner."""
PartnerHistory: TypeAlias = History[PartnerState, PartnerStep, PartnerId]
"""What became known of one partner."""
