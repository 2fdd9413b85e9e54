"""
Commission rules: one line of a plan.

A rule says when it matches, on what basis and measure, at what rate, within what bounds, how it is rounded, what a
refund does, and how the commission is shared.
Nothing of this has a default where the choice moves money.
"""

from collections.abc import Iterable
from typing import Any, assert_never, final

from attrs import Factory, field, frozen
from attrs.validators import instance_of, optional

from rural_taobao.commission.bases import BasisForm, basis_form
from rural_taobao.commission.boosts import Boost, Multiplied, Raised
from rural_taobao.commission.bounds import Allowance, AllowedPer, UnitBounds
from rural_taobao.commission.clawback import Clawback
from rural_taobao.commission.conditions import Condition, InCategory, Leaf, OfAmount
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.fitting import MeasuredOn, MeasureUnfit, OnRefund, RefundUnfit, rule_checks
from rural_taobao.commission.keyed import ByKey, Key, RateByKey, RuleRate, forms_of
from rural_taobao.commission.levels import Levels, PaidByLevels, PaidNotOneWay
from rural_taobao.commission.matching import leaves
from rural_taobao.commission.rates import (
    ByVolume,
    RateForm,
    currencies_of,
)
from rural_taobao.commission.sharing import currencies_in
from rural_taobao.commission.splits import Shared
from rural_taobao.currencies import Currency
from rural_taobao.exact import Rounding
from rural_taobao.flaws import refuse
from rural_taobao.identifiers import CategoryCode, Party, RuleId
from rural_taobao.kinds import tuple_of
from rural_taobao.money import Money, UnitPrice, is_money

__all__ = ["CommissionRule", "MeasureUnfit", "MeasuredOn", "OnRefund", "RefundUnfit", "Shares"]


def _boosts(boosts: Iterable[Boost]) -> tuple[Boost, ...]:
    return tuple_of((Multiplied, Raised), boosts, "boosts", "Multiplied(...) or Raised(...)")


@final
@frozen
class Shares:
    """
    One rate for a commission, and how that is shared.

    Attributes:
        rate: The rate form, or a table of them by key.
        split: How the commission is shared.
    """

    rate: RuleRate
    split: Shared

    @property
    def parties(self) -> tuple[Party, ...]:
        """Who may take something of it."""
        return self.split.parties


def _paying(rule: "CommissionRule") -> Shares | Levels:
    if rule.levels is None and rule.rate is not None and rule.split is not None:
        return Shares(rule.rate, rule.split)
    if rule.levels is not None and rule.rate is None and rule.split is None:
        return rule.levels
    parts = {"a rate": rule.rate, "a split": rule.split, "levels": rule.levels}
    raise PaidNotOneWay(rule.id, tuple(name for name, part in parts.items() if part is not None))


@final
@frozen(kw_only=True, cache_hash=True)
class CommissionRule:
    """
    One line of a plan.

    Its steps are taken in the order of `pipeline`: allowance, rate, boosts, bounds of a unit, floor, cap, shared caps,
    rounding, split.

    Attributes:
        id: The rule, the same through all versions of its plan.
        direction: Whether the payees are paid what it comes to, or owe it as a fee; paid where nothing is said.
        when: Which credits it matches.
        basis: What of them is measured: a plain name, or an amount part by part.
        measured_on: Over what.
        allowance: The first part of that, which earns nothing; None where all of it earns.
        rate: The rate form, or a table of rate forms by key; None where levels are stated in place of it and the split.
        boosts: What campaigns add, in their order.
        per_unit: The least and the most that each unit of an event earns; None for no bounds.
        floor: The least that one event earns; None for no floor.
        cap: The most that one event earns; None for no cap; a cap wins over a floor.
        rounding: How the commission of one event becomes whole minor units, once, before it is shared.
        on_refund: What a refund does.
        clawback: How much of it `reverse` takes back, by the age of what is refunded; None for all of it.
        split: How the commission is shared.
        levels: What each level above an event earns, in place of one rate and one split.
        paying: The rate and the split, or the levels.

    Raises:
        PaidNotOneWay: Neither a rate and a split nor levels are stated, or some of both.
        LevelsUnfit: Levels are to be measured on a running total, boosted or bounded.
        BasisUnknown: The basis is none.
        BasisUnfit: The rate does not pay for such a basis.
        MeasureUnfit: A fixed amount for each event is measured on a running total.
        QuotaUnfit: What is attained of a quota is measured on each order.
        VolumeOfItself: A rate by volume goes by the basis itself.
        VolumeFalls: A rate that pays less at a higher volume is to be reversed.
        VolumeUnfit: A rate by volume stands beside an allowance.
        RefundUnfit: A rate by the band of the whole measure is to be reversed.
        AllowanceUnfit: What is free is not of the kind of the basis.
        BoostUnfit: A campaign raises the rate by what does not pay for the basis.
        BoostTwice: Two boosts have one name.
        ClawbackUnfit: There is a clawback where nothing is reversed.
        FeeUnfit: It is a fee and has levels, a bonus or a quota to attain.
        BoundsCrossed: The floor is above the cap, or a bound below zero.
        CurrencyMismatch: Its amounts are in different currencies.

    Example:
        >>> from rural_taobao.commission import Always, Flat, Split
        >>> CommissionRule(
        ...     id="parcels",
        ...     when=Always(),
        ...     basis="count",
        ...     measured_on="order",
        ...     rate=Flat(Money.parse("0.50")),
        ...     rounding="half_up",
        ...     on_refund="reverse",
        ...     split=Split.all_to("partner"),
        ... ).rate
        Flat(amount=Money(50, 'CNY'))
    """

    id: RuleId = field(converter=RuleId)
    direction: Direction = field(default=Direction.EARNS, converter=Direction)
    when: Condition = field(validator=instance_of(Condition))
    basis: BasisForm = field(converter=basis_form)
    measured_on: MeasuredOn = field(converter=MeasuredOn)
    allowance: Allowance | None = field(default=None, validator=optional(instance_of(Allowance)))
    rate: RuleRate | None = field(default=None, validator=optional(instance_of(RuleRate)))
    boosts: tuple[Boost, ...] = field(default=(), converter=_boosts)
    per_unit: UnitBounds | None = field(default=None, validator=optional(instance_of(UnitBounds)))
    floor: Money | None = field(default=None, validator=optional(is_money))
    cap: Money | None = field(default=None, validator=optional(is_money))
    rounding: Rounding = field(converter=Rounding)
    on_refund: OnRefund = field(converter=OnRefund)
    clawback: Clawback | None = field(default=None, validator=optional(instance_of(Clawback)))
    split: Shared | None = field(default=None, validator=optional(instance_of(Shared)))
    levels: Levels | None = field(default=None, validator=optional(instance_of(Levels)))
    paying: Shares | Levels = field(init=False, eq=False, repr=False, default=Factory(_paying, takes_self=True))

    def __attrs_post_init__(self) -> None:
        stated: Any = self  # what has a converter is to pyright what that takes
        refuse(rule_checks(stated))

    @property
    def is_fee(self) -> bool:
        """Whether the payees owe what the rule comes to."""
        return self.direction is Direction.OWES

    @property
    def form(self) -> RateForm:
        """
        The rate form of a rule that has but one.

        Raises:
            RateByKey: It has a table of them.
            PaidByLevels: Levels are stated in place of it.
        """
        rate = self.shares.rate
        if isinstance(rate, ByKey):
            raise RateByKey(self.id)
        return rate

    @property
    def volume(self) -> BasisForm | None:
        """What the rate goes by besides the basis; None where it goes by that alone."""
        rate = self.rate
        return rate.volume if isinstance(rate, ByVolume) else None

    @property
    def categories(self) -> frozenset[CategoryCode]:
        """The categories that the rule names, in a condition or in a table by key."""
        keyed = self.rate.names if isinstance(self.rate, ByKey) and self.rate.key is Key.CATEGORY else ()
        named = (leaf.categories for leaf in self.asks if isinstance(leaf, InCategory))
        return frozenset(map(CategoryCode, keyed)).union(*named)

    @property
    def cumulative(self) -> bool:
        """Whether what one event earns depends on those before it in the earned period."""
        by_period = self.allowance is not None and self.allowance.per is AllowedPer.PERIOD
        return by_period or self.measured_on is not MeasuredOn.ORDER

    @property
    def asks(self) -> frozenset[Leaf]:
        """Everything that the rule asks about a credit, to match it and to boost what it earns."""
        return leaves(self.when).union(*(leaves(boost.when) for boost in self.boosts))

    @property
    def shares(self) -> Shares:
        """
        The one rate and its split.

        Raises:
            PaidByLevels: Levels are stated in place of both.
        """
        if isinstance(self.paying, Levels):
            raise PaidByLevels(self.id)
        return self.paying

    @property
    def rates(self) -> tuple[RateForm, ...]:
        """Every rate form that the rule pays by: one, those of its table, or one a level."""
        match self.paying:
            case Shares(rate=rate):
                return forms_of(rate)
            case Levels(levels=levels):
                return tuple(level.rate for level in levels)
            case _:
                assert_never(self.paying)

    @property
    def parties(self) -> tuple[Party, ...]:
        """Who may be paid, in the order in which the split or the levels name them."""
        return self.paying.parties

    @property
    def currencies(self) -> frozenset[Currency]:
        """The currencies that the rule names; at most one, and none where it is all percentages."""
        ranges = (leaf for leaf in self.asks if isinstance(leaf, OfAmount))
        free = None if self.allowance is None else self.allowance.measure
        edges = [self.floor, self.cap, free, *(edge for each in ranges for edge in (each.start, each.end))]
        units = () if self.per_unit is None else (self.per_unit.floor, self.per_unit.cap)
        named = [*edges, *units, *(boost.by for boost in self.boosts if isinstance(boost, Raised))]
        shared = frozenset[Currency]() if self.split is None else currencies_in(self.split)
        return shared.union(
            *map(currencies_of, self.rates),
            (each.currency for each in named if isinstance(each, Money | UnitPrice)),
        )
