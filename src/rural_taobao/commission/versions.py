"""Versions of a plan: the rules, layers, caps and promises of a plan as they hold over some days, as data."""

from collections.abc import Iterable
from typing import Any, final

from attrs import Factory, field, frozen
from attrs.converters import optional
from attrs.validators import instance_of
from attrs.validators import optional as optional_validator

from rural_taobao.commission.caps import CappedRuleUnknown, SharedCap
from rural_taobao.commission.categories import Category, CategoryUnknown, category_faults, lineage
from rural_taobao.commission.companions import version_checks
from rural_taobao.commission.conditions import Leaf, Moment, OnDays
from rural_taobao.commission.draws import Draw
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer, Layer, LayerTwice
from rural_taobao.commission.payouts import PayoutTerms
from rural_taobao.commission.policies import HitPolicy, RunningTotals
from rural_taobao.commission.promises import CountedRuleUnknown, PromiseTwice
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.flaws import refuse
from rural_taobao.identifiers import CampaignId, CategoryCode, RuleId, VersionId
from rural_taobao.kinds import non_negative, tuple_of

__all__ = ["EarnedOn", "PlanVersion", "RuleTwice", "RuleUnknown"]


@final
class RuleTwice(RuralTaobaoError, ValueError):
    """
    Two rules of one plan version have the same id.

    Attributes:
        rule: The id.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return f"the rules of a plan version must have ids of their own, but two are called {self.rule}; rename one"


@final
class RuleUnknown(RuralTaobaoError, LookupError):
    """
    A plan version has no rule of an id.

    Attributes:
        version: The version.
        rule: The id.
    """

    def __init__(self, version: VersionId, rule: RuleId) -> None:
        self.version = version
        self.rule = rule
        super().__init__(version, rule)

    def __str__(self) -> str:
        return (
            f"a rule must be one of the plan version that is asked for it, but {self.rule} is none of "
            f"{self.version}; ask the version under which the line was posted"
        )


@final
@frozen
class EarnedOn:
    """
    The moment that selects the earned period, and nothing else.

    Attributes:
        moment: Which instant of the event; while it has not happened, nothing is earned.
        days_after: Whole days of 24 hours after it, 0 or more.

    Example:
        >>> print(EarnedOn("received", days_after=7))
        7 days after received
    """

    moment: Moment = field(converter=Moment)
    days_after: int = field(default=0, validator=non_negative)

    def __str__(self) -> str:
        return f"{self.days_after} days after {self.moment}" if self.days_after else str(self.moment)


def _rules(rules: Iterable[CommissionRule]) -> tuple[CommissionRule, ...]:
    return tuple_of(CommissionRule, rules, "rules", "CommissionRule(...)")


def _caps(caps: Iterable[SharedCap]) -> tuple[SharedCap, ...]:
    return tuple_of(SharedCap, caps, "caps", "SharedCap(...)")


def _campaigns(campaigns: Iterable[CampaignLayer]) -> tuple[CampaignLayer, ...]:
    return tuple_of(CampaignLayer, campaigns, "campaigns", "CampaignLayer(...)")


def _exceptions(exceptions: Iterable[ExceptionLayer]) -> tuple[ExceptionLayer, ...]:
    return tuple_of(ExceptionLayer, exceptions, "exceptions", "ExceptionLayer(...)")


def _categories(categories: Iterable[Category]) -> tuple[Category, ...]:
    return tuple_of(Category, categories, "categories", "Category(...)")


def _guarantees(guarantees: Iterable[Guarantee]) -> tuple[Guarantee, ...]:
    return tuple_of(Guarantee, guarantees, "guarantees", "Guarantee(...)")


def _draws(draws: Iterable[Draw]) -> tuple[Draw, ...]:
    return tuple_of(Draw, draws, "draws", "Draw(...)")


def _layers(version: "PlanVersion") -> tuple[Layer, ...]:
    return (*version.campaigns, *version.exceptions)


def _every_rule(version: "PlanVersion") -> tuple[CommissionRule, ...]:
    return (*version.rules, *(rule for layer in version.layers for rule in layer.rules))


def _every_cap(version: "PlanVersion") -> tuple[SharedCap, ...]:
    budgets = (campaign.cap for campaign in version.campaigns)
    return (*version.caps, *(cap for cap in budgets if cap is not None))


def _caps_by_rule(version: "PlanVersion") -> dict[RuleId, tuple[SharedCap, ...]]:
    named = {rule for cap in version.every_cap for rule in cap.rules}
    return {rule: tuple(cap for cap in version.every_cap if rule in cap.rules) for rule in named}


@final
@frozen(kw_only=True, cache_hash=True)
class PlanVersion:
    """
    The rules of a plan as they hold over some days.

    Attributes:
        version: Its name.
        hit_policy: What is paid where several rules match.
        earned_on: Which moment selects the earned period.
        running_totals: What becomes of the totals of the version before; required where a rule or a cap has one.
        payout: How accounts are paid out; None where the plan does not say.
        categories: What it sorts goods and services into; a rule that names one of them matches what lies below it.
            Where none is declared, a rule may name any, and matches that alone.
        rules: In the order that `first` goes by.
        campaigns: Rules of campaigns, over the base, in their order.
        exceptions: Rules agreed with some for a time, over all campaigns, in their order.
        caps: What several rules, events or payees earn at most together.
        guarantees: What a partner in charge earns in a month at least.
        draws: What is advanced to a partner in charge.
        layers: What lies over the base, in order: campaigns, then exceptions.
        every_rule: The rules of all layers, the base first.
        every_cap: The caps, and then the budgets of campaigns as caps.

    Raises:
        RuleTwice: Two rules have one id, whichever layer they are in.
        LayerTwice: Two campaigns or exceptions have one id.
        CapTwice: Two caps, or a cap and a campaign with a budget, have one id.
        CappedLevels: A cap, or the budget of a campaign, names a rule with levels.
        CappedRuleUnknown: A cap names a rule that is not there.
        FeeCapped: A cap names fees and commissions, or a campaign with a budget has a fee.
        FeeCounted: A guarantee or a draw names a fee.
        RunningTotalsNotStated: A rule or a cap has a running total and `running_totals` is missing.
        BestIncomparable: The best is to be paid of rules that depend on the events before.
        CategoryTwice, ParentUnknown, ParentsInCircle: The categories do not lie below each other.
        CategoryUnknown: A rule names a category that is not declared, where any is.
        PromiseTwice: A guarantee or a draw has the id of something else.
        CountedRuleUnknown: One names a rule that the version does not have.
    """

    version: VersionId = field(converter=VersionId)
    hit_policy: HitPolicy = field(converter=HitPolicy)
    earned_on: EarnedOn = field(validator=instance_of(EarnedOn))
    running_totals: RunningTotals | None = field(default=None, converter=optional(RunningTotals))
    payout: PayoutTerms | None = field(default=None, validator=optional_validator(instance_of(PayoutTerms)))
    categories: tuple[Category, ...] = field(default=(), converter=_categories)
    rules: tuple[CommissionRule, ...] = field(converter=_rules)
    campaigns: tuple[CampaignLayer, ...] = field(default=(), converter=_campaigns)
    exceptions: tuple[ExceptionLayer, ...] = field(default=(), converter=_exceptions)
    caps: tuple[SharedCap, ...] = field(default=(), converter=_caps)
    guarantees: tuple[Guarantee, ...] = field(default=(), converter=_guarantees)
    draws: tuple[Draw, ...] = field(default=(), converter=_draws)
    layers: tuple[Layer, ...] = field(init=False, eq=False, repr=False, default=Factory(_layers, takes_self=True))
    every_rule: tuple[CommissionRule, ...] = field(
        init=False, eq=False, repr=False, default=Factory(_every_rule, takes_self=True)
    )
    every_cap: tuple[SharedCap, ...] = field(
        init=False, eq=False, repr=False, default=Factory(_every_cap, takes_self=True)
    )
    _caps_on: dict[RuleId, tuple[SharedCap, ...]] = field(
        init=False, eq=False, repr=False, default=Factory(_caps_by_rule, takes_self=True)
    )

    def __attrs_post_init__(self) -> None:
        self._check_names()
        self._check_promises()
        stated: Any = self  # what has a converter is to pyright what that takes
        refuse(version_checks(stated))
        self._check_categories()

    def _check_names(self) -> None:
        known: set[RuleId] = set()
        for rule in self.every_rule:
            if rule.id in known:
                raise RuleTwice(rule.id)
            known.add(rule.id)
        layers: set[CampaignId] = set()
        for layer in self.layers:
            if layer.id in layers:
                raise LayerTwice(layer.id)
            layers.add(layer.id)
        for cap in self.caps:
            for named in cap.rules:
                if named not in known:
                    raise CappedRuleUnknown(cap.id, named)

    @property
    def has_fees(self) -> bool:
        """Whether any of its rules is a fee."""
        return any(rule.is_fee for rule in self.every_rule)

    def _check_promises(self) -> None:
        rules = {rule.id for rule in self.every_rule}
        seen = set(rules)
        for promise in self.promises:
            if promise.id in seen:
                raise PromiseTwice(promise.id)
            seen.add(promise.id)
            for rule in sorted((promise.rules or frozenset[RuleId]()) - rules):
                raise CountedRuleUnknown(promise.id, rule)

    def _check_categories(self) -> None:
        codes = [each.code for each in self.categories]
        for _, _, fault in category_faults(codes, [each.parent for each in self.categories]):
            raise fault
        for rule in self.every_rule if codes else ():
            for code in sorted(rule.categories.difference(codes)):
                raise CategoryUnknown(rule.id, code)

    @property
    def promises(self) -> tuple[Guarantee | Draw, ...]:
        """The guarantees, then the draws."""
        return (*self.guarantees, *self.draws)

    @property
    def asks(self) -> frozenset[Leaf]:
        """Everything that the version asks about a credit."""
        days = (OnDays(layer.days) for layer in self.layers if layer.days is not None)
        return frozenset[Leaf](days).union(*(rule.asks for rule in self.every_rule))

    def caps_on(self, rule: RuleId) -> tuple[SharedCap, ...]:
        """Give the caps that a rule uses up, in their order."""
        return self._caps_on.get(rule, ())

    def above(self, category: str | None) -> frozenset[CategoryCode]:
        """
        Give a category and all that it lies below; nothing where there is no category.

        Example:
            >>> version = PlanVersion(
            ...     version="2016",
            ...     hit_policy="first",
            ...     earned_on=EarnedOn("placed"),
            ...     categories=[Category("farm"), Category("seeds", "farm")],
            ...     rules=[],
            ... )
            >>> sorted(version.above("seeds"))
            [CategoryCode('farm'), CategoryCode('seeds')]
        """
        return frozenset() if category is None else lineage(CategoryCode(category), self.categories)

    def rule(self, rule: RuleId) -> CommissionRule:
        """
        Give the rule of an id.

        Raises:
            RuleUnknown: There is none.
        """
        for each in self.every_rule:
            if each.id == rule:
                return each
        raise RuleUnknown(self.version, rule)
