"""
Boosts: what a campaign adds to a commission while it lasts, before any bound.

A boost bears upon the credits that its own condition matches, most often those within the windows of a festival.
Where several do, they apply in the order in which the rule states them.
"""

from typing import TypeAlias, final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.commission.bases import BasisForm
from rural_taobao.commission.conditions import Condition
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate, is_rate
from rural_taobao.identifiers import CampaignId, RuleId
from rural_taobao.kinds import of_kind
from rural_taobao.money import UnitPrice

__all__ = ["Boost", "BoostTwice", "BoostUnfit", "Multiplied", "Raised"]


@final
class BoostUnfit(RuralTaobaoError, ValueError):
    """
    A campaign raises a rate by what does not pay for the basis.

    Attributes:
        rule: The rule.
        basis: Its basis.
        campaign: The campaign.
        by: What it raises the rate by.
    """

    def __init__(self, rule: RuleId, basis: BasisForm, campaign: CampaignId, by: Rate | UnitPrice) -> None:
        self.rule = rule
        self.basis = basis
        self.campaign = campaign
        self.by = by
        super().__init__(rule, basis, campaign, by)

    def __str__(self) -> str:
        return (
            "a campaign must raise a rate by a percentage where the basis is money, and by a price where it is units, "
            f"but {self.campaign} raises rule {self.rule}, of {self.basis}, by {self.by}; change the basis or the raise"
        )


@final
class BoostTwice(RuralTaobaoError, ValueError):
    """
    Two boosts of one rule have the same name.

    Attributes:
        rule: The rule.
        campaign: The name.
    """

    def __init__(self, rule: RuleId, campaign: CampaignId) -> None:
        self.rule = rule
        self.campaign = campaign
        super().__init__(rule, campaign)

    def __str__(self) -> str:
        return (
            f"the campaigns of a rule must have names of their own, but rule {self.rule} has two called "
            f"{self.campaign}; rename one"
        )


@final
@frozen(cache_hash=True)
class Multiplied:
    """
    The commission so far is multiplied.

    Attributes:
        campaign: What the boost is called where it is explained.
        when: Which credits it bears upon.
        factor: By what; 150 % is half as much again, and less than 100 % is a campaign that pays less.

    Example:
        >>> from rural_taobao.commission.conditions import DuringFestival
        >>> print(Multiplied("double-11", DuringFestival("double-11", "placed"), Rate.parse("150 %")).factor)
        150 %
    """

    campaign: CampaignId = field(converter=CampaignId)
    when: Condition = field(validator=instance_of(Condition))
    factor: Rate = field(validator=is_rate)


@final
@frozen(cache_hash=True)
class Raised:
    """
    The rate is raised: each unit of what the rate is applied to earns so much more.

    Attributes:
        campaign: What the boost is called where it is explained.
        when: Which credits it bears upon.
        by: A rate where the basis is money, a price where it is units.

    Example:
        >>> from rural_taobao.commission.conditions import InCategory
        >>> print(Raised("spring-seeds", InCategory(["seeds"]), Rate.parse("1 %")).by)
        1 %
    """

    campaign: CampaignId = field(converter=CampaignId)
    when: Condition = field(validator=instance_of(Condition))
    by: Rate | UnitPrice = field(validator=of_kind((Rate, UnitPrice), "a Rate or a UnitPrice"))


Boost: TypeAlias = Multiplied | Raised
"""Everything that a campaign can add; a closed union."""
