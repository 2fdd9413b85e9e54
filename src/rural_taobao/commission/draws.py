"""
Draws: an advance on what a partner earns, which brings a month up to an amount.

A recoverable draw is repaid from what later months earn above it; one that is not is never repaid.
"""

from typing import final

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import instance_of

from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.promises import above_zero, rules_named, some_rules
from rural_taobao.commission.proration import Proration
from rural_taobao.identifiers import RuleId
from rural_taobao.money import Money

__all__ = ["Draw"]


@final
@frozen(kw_only=True)
class Draw:
    """
    An advance that brings what a payee earns in a month up to an amount.

    Counted is what orders and parcels earn in the month, and what a guarantee of any of the same rules adds to it.
    What is short of the amount is advanced by a line of the month.
    Where a draw is recoverable, what a later month earns above it repays what is left of the advances, by a line too;
    it does so until nothing is left, even where the payee is in charge no more and nothing is advanced.

    Attributes:
        id: The draw, unlike that of any rule of its plan version.
        amount: What a month is brought up to, above 0.
        recoverable: Whether later months repay it.
        rules: The rules under which what is earned counts; None for all of the plan.
        prorated: What it comes to where the payee is in charge on some days of the month only.

    Raises:
        NothingPromised: The amount is not above 0.
        NoRulesCounted: The list of rules is empty.

    Example:
        >>> Draw(id="advance", amount=Money.parse("2000.00"), recoverable=True, prorated="whole").recoverable
        True
    """

    id: RuleId = field(converter=RuleId)
    amount: Money = field(validator=above_zero)
    recoverable: bool = field(validator=instance_of(bool))
    rules: frozenset[RuleId] | None = field(default=None, converter=optional(rules_named), validator=some_rules)
    prorated: Proration = field(converter=Proration)

    def counts(self, rule: str) -> bool:
        """Tell whether what is earned under a rule counts."""
        return self.rules is None or rule in self.rules

    def adds(self, guarantee: Guarantee) -> bool:
        """Tell whether what a guarantee adds counts: it is of one of the same rules, at least."""
        return self.rules is None or guarantee.rules is None or not self.rules.isdisjoint(guarantee.rules)
