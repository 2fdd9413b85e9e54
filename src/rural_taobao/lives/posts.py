"""The life of a posting: a partner helps at a station or is in charge of it, under one model version after another."""

from typing import Final, TypeAlias, final

from attrs import field, frozen

from rural_taobao.identifiers import PartnerId, PayeeId, StationId, VersionId
from rural_taobao.kinds import Word
from rural_taobao.lives.details import Terms
from rural_taobao.lives.histories import History
from rural_taobao.lives.life_cycles import Arrow, LifeCycle

__all__ = ["POSTING_LIFE", "Post", "PostingHistory", "PostingState", "PostingStep"]


@final
@frozen
class Post:
    """
    Which posting is meant: who was sent where.

    Attributes:
        station: The station.
        partner: The partner.
    """

    station: StationId = field(converter=StationId)
    partner: PartnerId = field(converter=PartnerId)

    def __str__(self) -> str:
        return f"of partner {self.partner} at station {self.station}"


@final
class PostingState(Word):
    """What a partner is at a station on a day."""

    HELPER = "helper"
    """Helps, under the partner in charge."""
    IN_CHARGE = "in_charge"
    """Runs the station, under a model version."""
    ENDED = "ended"
    """Was posted there, and is not now; may be posted there again."""


@final
class PostingStep(Word):
    """What moves a posting from one state to another."""

    TAKE_CHARGE = "take_charge"
    """It states the terms: the model version, and who is paid."""
    HELP = "help"
    """It names who is paid."""
    PROMOTE = "promote"
    """A helper takes charge; it states the terms."""
    STEP_DOWN = "step_down"
    ADOPT = "adopt"
    """The station goes on under the model version that is named."""
    REVERT = "revert"
    """It is stated that the station goes back to the earlier model version that is named."""
    PAY_TO = "pay_to"
    """Who is paid from then on."""
    END = "end"


POSTING_LIFE: Final = LifeCycle(
    "posting",
    Post,
    [
        Arrow(None, PostingStep.HELP, PostingState.HELPER, PayeeId),
        Arrow(None, PostingStep.TAKE_CHARGE, PostingState.IN_CHARGE, Terms),
        Arrow(PostingState.HELPER, PostingStep.PROMOTE, PostingState.IN_CHARGE, Terms),
        Arrow(PostingState.HELPER, PostingStep.PAY_TO, PostingState.HELPER, PayeeId),
        Arrow(PostingState.HELPER, PostingStep.END, PostingState.ENDED),
        Arrow(PostingState.IN_CHARGE, PostingStep.ADOPT, PostingState.IN_CHARGE, VersionId),
        Arrow(PostingState.IN_CHARGE, PostingStep.REVERT, PostingState.IN_CHARGE, VersionId),
        Arrow(PostingState.IN_CHARGE, PostingStep.PAY_TO, PostingState.IN_CHARGE, PayeeId),
        Arrow(PostingState.IN_CHARGE, PostingStep.STEP_DOWN, PostingState.HELPER),
        Arrow(PostingState.IN_CHARGE, PostingStep.END, PostingState.ENDED),
        Arrow(PostingState.ENDED, PostingStep.HELP, PostingState.HELPER, PayeeId),
        Arrow(PostingState.ENDED, PostingStep.TAKE_CHARGE, PostingState.IN_CHARGE, Terms),
    ],
    finals=[],
    holds=[PostingState.HELPER, PostingState.IN_CHARGE],
)
"""The arrows of a posting."""
PostingHistory: TypeAlias = History[PostingState, PostingStep, Post]
"""What became known of one posting."""
