"""
Words: what is said in an assessment, in one language after the other, as patterns whose places have names.

The names of the places are the same in every language, and every language has every pattern.
"""

from collections.abc import Mapping
from typing import final

from attrs import frozen

from rural_taobao.assessment.consequences import Consequence
from rural_taobao.assessment.demands import AmountKind
from rural_taobao.assessment.service import Began, Left, Moved, Paused, Suspended
from rural_taobao.commission.conditions import CreditKind
from rural_taobao.settlement.words import Language

__all__ = ["AssessmentWords"]


@final
@frozen(kw_only=True)
class AssessmentWords:
    """
    What is said in an assessment.

    Attributes:
        language: The language.
        orders: Orders, as something that is counted.
        amounts: What orders come to, by which amount is added up.
        days: Days with some work.
        works: What is done, by its kind.
        either: What stands between two kinds.
        less_refunds: That what was refunded is taken off.
        month: A month and its figure.
        between: What stands between two months.
        in_all: What several months come to, after them.
        every: What is asked of each month.
        in_sum: What is asked of all months together.
        some: What is asked of some of the months.
        reached: What was counted and asked for, where it is reached.
        missed: The same, where it is not.
        passed_over: That a threshold says nothing yet, and why.
        span: Some days, by the first of them and the first after.
        why: Why months were not served whole.
        fine: That nothing is proposed.
        proposed: What is proposed.
        holds: What is proposed and holds already.
        first: That a milder step comes first.
        not_judged: That nobody is judged.
        consequences: What the consequences are called.
        reason: What stands between the findings of a reason.
    """

    language: Language
    orders: str
    amounts: Mapping[AmountKind, str]
    days: str
    works: Mapping[CreditKind, str]
    either: str
    less_refunds: str
    month: str
    between: str
    in_all: str
    every: str
    in_sum: str
    some: str
    reached: str
    missed: str
    passed_over: str
    span: str
    why: Mapping[type[Began | Left | Paused | Moved | Suspended], str]
    fine: str
    proposed: str
    holds: str
    first: str
    not_judged: str
    consequences: Mapping[Consequence, str]
    reason: str
