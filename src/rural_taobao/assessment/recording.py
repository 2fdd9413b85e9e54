"""Recording: what would be recorded of a partner's life, if whoever runs the network does what is proposed."""

from datetime import date, datetime

from rural_taobao.assessment.judgements import Proposal
from rural_taobao.assessment.telling import reason_text
from rural_taobao.lives import Happening, PartnerStep, Reason
from rural_taobao.settlement.words import Language

__all__ = ["happening_of"]


def happening_of(
    proposal: Proposal,
    happening: str,
    *,
    day: date,
    known: datetime,
    turn: int = 0,
    language: Language = Language.ENGLISH,
) -> Happening[PartnerStep] | None:
    """
    Give the step that would be recorded, with the figures that led to it as its reason; it is recorded nowhere yet.

    Args:
        proposal: What is proposed.
        happening: The id that the step is to have in the partner's history.
        day: The first day on which it is to hold.
        known: The instant at which it is to be known.
        turn: Its place among the steps of that day.
        language: In which language the reason is told.

    Returns:
        The step; None for a warning, which is no step of a life, and for a probation that holds already.

    Raises:
        MalformedIdentifier, NotADay, NotAnInstant, WrongNumber: As for `Happening`.

    Example:
        >>> from rural_taobao.assessment import assessed
        >>> from rural_taobao.instants import CHINA
        >>> from rural_taobao.periods import Month
        >>> from rural_taobao.samples import example_standard, one_village
        >>> silent = assessed(one_village(), example_standard(), [], Month(2016, 11)).proposed[0]
        >>> told = datetime(2016, 12, 5, 9, tzinfo=CHINA.timezone)
        >>> step = happening_of(silent.proposal, "probation-1", day=date(2016, 12, 6), known=told)
        >>> step.step.value, step.day
        ('put_on_probation', datetime.date(2016, 12, 6))
        >>> print(step.detail.text)
        presence: days with an order or a parcel: 0 in 2016-11; missed: at least 4 in each month; silence: ...
    """
    if proposal.step is None:
        return None
    reason = Reason(reason_text(proposal, language))
    return Happening(happening, proposal.step, day, known, reason, turn=turn)
