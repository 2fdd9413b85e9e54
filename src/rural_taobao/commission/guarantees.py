"""
Guarantees: the least that a partner in charge earns in a month, made up for by a line of its own.

What orders earn is never raised: the line that makes up for the rest belongs to the month.
"""

from typing import final

from attrs import field, frozen
from attrs.converters import optional

from rural_taobao.commission.promises import above_zero, rules_named, some_rules
from rural_taobao.commission.proration import Proration
from rural_taobao.identifiers import RuleId
from rural_taobao.money import Money

__all__ = ["Guarantee"]


@final
@frozen(kw_only=True)
class Guarantee:
    """
    The least that a payee earns under some rules in a month in which it is in charge of a station.

    What it is short of that is posted as a line of the month, to the payee as partner.
    Counted is what orders and parcels earn in the month; what refunds take back by lines of their own is not.

    Attributes:
        id: The guarantee, unlike that of any rule of its plan version.
        amount: What a month comes to at least, above 0.
        rules: The rules under which what is earned counts; None for all of the plan.
        prorated: What it comes to where the payee is in charge on some days of the month only.

    Raises:
        NothingPromised: The amount is not above 0.
        NoRulesCounted: The list of rules is empty.

    Example:
        >>> Guarantee(id="start", amount=Money.parse("100.00"), prorated="by_days").rules is None
        True
    """

    id: RuleId = field(converter=RuleId)
    amount: Money = field(validator=above_zero)
    rules: frozenset[RuleId] | None = field(default=None, converter=optional(rules_named), validator=some_rules)
    prorated: Proration = field(converter=Proration)

    def counts(self, rule: str) -> bool:
        """Tell whether what is earned under a rule counts."""
        return self.rules is None or rule in self.rules
