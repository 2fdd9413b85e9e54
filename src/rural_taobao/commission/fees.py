"""
Fees: what payees owe for what happens at a station, such as for a licence, a service or packaging.

A fee is worked out as a commission is, step by step, and is negative at the very end.
It is chosen among fees, shares nothing with commissions, and counts towards nothing that is promised.
"""

from typing import final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CapId, PlanId, RuleId
from rural_taobao.kinds import Word

__all__ = ["Direction", "FeeCapped", "FeeChanged", "FeeCounted", "FeeUnfit"]


@final
class Direction(Word):
    """Which way the money of a rule goes."""

    EARNS = "earns"
    """It is a commission: the payees are paid it."""
    OWES = "owes"
    """It is a fee: the payees owe it."""


@final
class FeeUnfit(RuralTaobaoError, ValueError):
    """
    A fee is stated by what only a commission can be: by levels, as a bonus, or by what is attained of a quota.

    Attributes:
        rule: The rule.
        stated: What it states.
    """

    def __init__(self, rule: RuleId, stated: str) -> None:
        self.rule = rule
        self.stated = stated
        super().__init__(rule, stated)

    def __str__(self) -> str:
        return (
            "a fee must have one rate and a split, and no bonus or quota to attain, but rule "
            f"{self.rule}, which owes, states {self.stated}; state a rate of what is owed, or direction 'earns'"
        )


@final
class FeeCapped(RuralTaobaoError, ValueError):
    """
    A cap is shared by a fee and a commission, or a fee is to use up the budget of a campaign.

    Attributes:
        cap: The cap, or the campaign whose budget it is.
        rule: The fee.
    """

    def __init__(self, cap: CapId, rule: RuleId) -> None:
        self.cap = cap
        self.rule = rule
        super().__init__(cap, rule)

    def __str__(self) -> str:
        return (
            f"a budget must be of commissions, and a shared cap of commissions or of fees alone, but {self.cap} names "
            f"{self.rule}, which is a fee; leave it out, or state a cap of fees"
        )


@final
class FeeCounted(RuralTaobaoError, ValueError):
    """
    A guarantee or a draw counts a fee, which nobody earns.

    Attributes:
        promise: The guarantee, or the draw.
        rule: The fee.
    """

    def __init__(self, promise: RuleId, rule: RuleId) -> None:
        self.promise = promise
        self.rule = rule
        super().__init__(promise, rule)

    def __str__(self) -> str:
        return (
            f"a guarantee and a draw must count what is earned, but {self.promise} names {self.rule}, which is a fee; "
            "leave it out: fees are owed whatever is guaranteed"
        )


@final
class FeeChanged(RuralTaobaoError, ValueError):
    """
    A rule is a fee in one version of its plan and a commission in another.

    Attributes:
        plan: The plan.
        rule: The rule.
    """

    def __init__(self, plan: PlanId, rule: RuleId) -> None:
        self.plan = plan
        self.rule = rule
        super().__init__(plan, rule)

    def __str__(self) -> str:
        return (
            f"a rule must be a fee in all versions of its plan or in none, but {self.rule} of plan {self.plan} is one "
            "in some; give the other one an id of its own"
        )
