"""
Judgements: what is said of each partner in charge, with the figures that led to it.

A judgement proposes, and does nothing.
"""

from typing import Final, TypeAlias, final

from attrs import field, frozen

from rural_taobao.assessment.consequences import Consequence
from rural_taobao.assessment.demands import least
from rural_taobao.assessment.service import Unserved
from rural_taobao.assessment.spans import is_reached
from rural_taobao.assessment.standards import Standard, StandardVersion
from rural_taobao.assessment.thresholds import Threshold
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PartnerId
from rural_taobao.lives import PartnerStep
from rural_taobao.periods import Month

__all__ = [
    "Assessment",
    "Finding",
    "Fine",
    "Judgement",
    "NotInCharge",
    "NotJudged",
    "PassedOver",
    "Proposal",
    "Proposed",
]

_STEPS: Final = {Consequence.PROBATION: PartnerStep.PUT_ON_PROBATION, Consequence.REMOVAL: PartnerStep.REMOVE}
"""The steps of a life; a warning is none."""


@final
@frozen
class Finding:
    """
    What a partner came to under one threshold.

    Attributes:
        threshold: The threshold.
        figures: Each of the months with its figure, the first month first: a number, or minor units of an amount.
    """

    threshold: Threshold
    figures: tuple[tuple[Month, int], ...]

    @property
    def in_all(self) -> int:
        """What the months come to together."""
        return sum(figure for _, figure in self.figures)

    @property
    def is_reached(self) -> bool:
        """Whether what is asked for is reached."""
        numbers = [figure for _, figure in self.figures]
        return is_reached(self.threshold.over, least(self.threshold.demand), numbers)


@final
@frozen
class PassedOver:
    """
    A threshold that a partner was not judged by.

    Attributes:
        threshold: The threshold.
        why: Why its months were not served whole.
    """

    threshold: Threshold
    why: Unserved


@final
@frozen(kw_only=True)
class Proposal:
    """
    What is proposed for a partner.

    Attributes:
        consequence: What is proposed.
        towards: The gravest that a missed threshold leads to; another one where the ladder has a step before it.
        missed: The findings that lead there.
        holds: Whether it is in force already.
    """

    consequence: Consequence
    towards: Consequence
    missed: tuple[Finding, ...]
    holds: bool

    @property
    def step(self) -> PartnerStep | None:
        """
        The step of the partner's life that would be recorded.

        None for a warning, which is no step of a life, and for a probation that holds already.
        """
        return None if self.holds else _STEPS.get(self.consequence)


@final
@frozen(kw_only=True)
class Fine:
    """
    A partner who reached all that was asked of the months that were served.

    Attributes:
        partner: The partner.
        findings: What the partner came to, threshold by threshold; at least one.
        passed_over: The thresholds of longer spans that say nothing yet.
    """

    partner: PartnerId = field(converter=PartnerId)
    findings: tuple[Finding, ...]
    passed_over: tuple[PassedOver, ...] = ()


@final
@frozen(kw_only=True)
class Proposed:
    """
    A partner who missed a threshold.

    Attributes:
        partner: The partner.
        findings: What the partner came to, threshold by threshold.
        proposal: What is proposed.
        passed_over: The thresholds of longer spans that say nothing yet.
    """

    partner: PartnerId = field(converter=PartnerId)
    findings: tuple[Finding, ...]
    proposal: Proposal
    passed_over: tuple[PassedOver, ...] = ()


@final
@frozen(kw_only=True)
class NotJudged:
    """
    A partner who served the months of no threshold whole.

    Attributes:
        partner: The partner.
        passed_over: Every threshold, each with the reason.
    """

    partner: PartnerId = field(converter=PartnerId)
    passed_over: tuple[PassedOver, ...]


Judgement: TypeAlias = Fine | Proposed | NotJudged
"""Everything that can be said of a partner; a closed union."""


@final
class NotInCharge(RuralTaobaoError, LookupError):
    """
    An assessment is asked about somebody who was in charge of no station in its month.

    Attributes:
        partner: Whom it was asked about.
        month: The month.
    """

    def __init__(self, partner: PartnerId, month: Month) -> None:
        self.partner = partner
        self.month = month
        super().__init__(partner, month)

    def __str__(self) -> str:
        return (
            f"a partner who is asked about must have been in charge of a station in {self.month}, but {self.partner} "
            "was not; helpers are not judged"
        )


@final
@frozen(kw_only=True)
class Assessment:
    """
    What is said of every partner in charge in a month.

    Attributes:
        standard: The standard.
        version: The version of it that holds for the month.
        month: The last of the months that are asked about.
        judgements: One for each partner who was in charge on a day of the month, by their ids.
        silent: The months of which no event at all was given: perhaps not all of their files were.
    """

    standard: Standard
    version: StandardVersion
    month: Month
    judgements: tuple[Judgement, ...] = field(repr=False)
    silent: tuple[Month, ...] = ()

    @property
    def fine(self) -> tuple[Fine, ...]:
        """Those who reached all that was asked."""
        return tuple(each for each in self.judgements if isinstance(each, Fine))

    @property
    def proposed(self) -> tuple[Proposed, ...]:
        """Those for whom something is proposed."""
        return tuple(each for each in self.judgements if isinstance(each, Proposed))

    @property
    def not_judged(self) -> tuple[NotJudged, ...]:
        """Those who are not judged."""
        return tuple(each for each in self.judgements if isinstance(each, NotJudged))

    def of(self, partner: str) -> Judgement:
        """
        Give what is said of a partner.

        Raises:
            MalformedIdentifier: It is no id.
            NotInCharge: The partner was in charge of no station in the month.
        """
        name = PartnerId(partner)
        found = next((each for each in self.judgements if each.partner == name), None)
        if found is None:
            raise NotInCharge(name, self.month)
        return found
