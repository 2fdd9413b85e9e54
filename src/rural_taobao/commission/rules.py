"""
Commission rules: one line of a plan.

A rule says when it matches, on what basis and measure, at what rate, within what bounds, how it is rounded, what a
refund does, and how the commission is shared.
Nothing of this has a default where the choice moves money.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import assert_never, final

from attrs import Factory, field, frozen
from attrs.validators import deep_iterable, instance_of, optional

from rural_taobao.commission.attainment import QuotaUnfit
from rural_taobao.commission.bases import BasisForm, BasisUnfit, basis_form
from rural_taobao.commission.bases import is_money as is_of_money
from rural_taobao.commission.boosts import Boost, BoostTwice, BoostUnfit, Raised
from rural_taobao.commission.bounds import Allowance, AllowanceUnfit, AllowedPer, BoundsCrossed, UnitBounds
from rural_taobao.commission.clawback import Clawback, ClawbackUnfit
from rural_taobao.commission.conditions import Condition, InCategory, Leaf, OfAmount
from rural_taobao.commission.fees import Direction, FeeUnfit
from rural_taobao.commission.keyed import ByKey, Key, RateByKey, RuleRate, forms_of
from rural_taobao.commission.levels import Levels, LevelsUnfit, PaidByLevels, PaidNotOneWay
from rural_taobao.commission.matching import leaves
from rural_taobao.commission.rates import (
    Attainment,
    AttainmentMode,
    Banded,
    Bonus,
    ByVolume,
    Flat,
    Interpolated,
    PercentageAndFlat,
    RateForm,
    WholeAmount,
    currencies_of,
    pays_for_money,
)
from rural_taobao.commission.sharing import currencies_in
from rural_taobao.commission.splits import Shared
from rural_taobao.commission.volume import VolumeFalls, VolumeOfItself, VolumeUnfit
from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate, Rounding
from rural_taobao.identifiers import CategoryCode, Party, RuleId
from rural_taobao.money import CurrencyMismatch, Money, UnitPrice, is_money

__all__ = ["CommissionRule", "MeasureUnfit", "MeasuredOn", "OnRefund", "RefundUnfit", "Shares"]


@final
class MeasuredOn(StrEnum):
    """Over what a rate is measured."""

    ORDER = "order"
    """This event alone."""
    RUNNING_TOTAL = "running_total"
    """The events of the credited payee under this rule in the earned period, by instant and id, up to this one."""
    COUNTY_TOTAL = "county_total"
    """
    Those of all stations of the county centre, rolled up: its payee is credited with them, whoever is paid.

    A centre that earns on what its stations sell has such a rule, with a split that pays it.
    """


@final
class OnRefund(StrEnum):
    """What a refund does to a commission."""

    REVERSE = "reverse"
    """It takes back the rounded commission in proportion to the basis, rounded cumulatively; measures stay."""
    RERATE = "rerate"
    """The earned period is measured again without the part refunded; every line that shifts names the refund."""


@final
class MeasureUnfit(RuralTaobaoError, ValueError):
    """
    A rate with a fixed amount for each event was to be measured on a running total.

    Attributes:
        rule: The rule.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return (
            f"a fixed amount for each event must be measured on the order, but rule {self.rule} measures it on a "
            "running total; change that, or pay per unit of count"
        )


@final
class RefundUnfit(RuralTaobaoError, ValueError):
    """
    A rate of which a refund may change the band was to be reversed in proportion, which it is not.

    Attributes:
        rule: The rule.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return (
            f"a rate by the band of the whole measure must have on_refund 'rerate', but rule {self.rule} says "
            "'reverse'; state 'rerate', since a refund may drop the measure to another band"
        )


def _boosts(boosts: Iterable[Boost]) -> tuple[Boost, ...]:
    return tuple(boosts)


def _by_the_band(rate: RateForm) -> bool:
    """Tell whether all of a measure earns by the band that it reaches, to which a refund may bring another."""
    if isinstance(rate, Attainment):
        return rate.mode is AttainmentMode.WHOLE_AMOUNT
    return isinstance(rate, WholeAmount | Banded | Bonus | Interpolated)


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
    boosts: tuple[Boost, ...] = field(default=(), converter=_boosts, validator=deep_iterable(instance_of(Boost)))
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
        if self.is_fee:
            self._check_fee()
        if isinstance(self.paying, Levels):
            self._check_levels()
        of_money = is_of_money(self.basis)
        for form in self.rates:
            self._check_form(form, of_money=of_money)
        free = None if self.allowance is None else self.allowance.measure
        if free is not None and isinstance(free, Money) is not of_money:
            raise AllowanceUnfit(self.id, self.basis, free)
        self._check_boosts(of_money=of_money)
        if self.clawback is not None and self.on_refund is not OnRefund.REVERSE:
            raise ClawbackUnfit(self.id)
        currencies = sorted(self.currencies, key=lambda currency: currency.code)
        if len(currencies) > 1:
            raise CurrencyMismatch(currencies[0], currencies[1])
        least = 0 if self.floor is None else self.floor.minor
        if least < 0 or (self.cap is not None and self.cap.minor < least):
            raise BoundsCrossed(self.id, self.floor, self.cap)

    def _check_fee(self) -> None:
        forms = {"a bonus": Bonus, "a quota": Attainment}
        stated = [name for name, form in forms.items() if any(isinstance(rate, form) for rate in self.rates)]
        for name in ["levels", *stated] if self.levels is not None else stated:
            raise FeeUnfit(self.id, name)

    def _check_levels(self) -> None:
        steps = {
            "a running total": self.measured_on is not MeasuredOn.ORDER,
            "an allowance": self.allowance is not None,
            "boosts": bool(self.boosts),
            "bounds of a unit": self.per_unit is not None,
            "a floor or a cap": self.floor is not None or self.cap is not None,
        }
        for stated, there in steps.items():
            if there:
                raise LevelsUnfit(self.id, stated)

    def _check_form(self, form: RateForm, *, of_money: bool) -> None:
        for_money = pays_for_money(form)
        if for_money is not None and for_money is not of_money:
            raise BasisUnfit(self.id, self.basis, type(form).__name__)
        if isinstance(form, Flat | PercentageAndFlat) and self.measured_on is not MeasuredOn.ORDER:
            raise MeasureUnfit(self.id)
        if isinstance(form, Attainment) and self.measured_on is MeasuredOn.ORDER:
            raise QuotaUnfit(self.id)
        if isinstance(form, ByVolume):
            self._check_volume(form)
        if _by_the_band(form) and self.on_refund is OnRefund.REVERSE:
            raise RefundUnfit(self.id)

    def _check_volume(self, form: ByVolume) -> None:
        if form.volume == self.basis:
            raise VolumeOfItself(self.id, self.basis)
        if self.allowance is not None:
            where = "beside an allowance"
            raise VolumeUnfit(where)
        if form.falls and self.on_refund is OnRefund.REVERSE:
            raise VolumeFalls(self.id)

    def _check_boosts(self, *, of_money: bool) -> None:
        names = [boost.campaign for boost in self.boosts]
        for place, boost in enumerate(self.boosts):
            if boost.campaign in names[:place]:
                raise BoostTwice(self.id, boost.campaign)
            if isinstance(boost, Raised) and isinstance(boost.by, Rate) is not of_money:
                raise BoostUnfit(self.id, self.basis, boost.campaign, boost.by)

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
        named = [*edges, self.per_unit, *(boost.by for boost in self.boosts if isinstance(boost, Raised))]
        shared = frozenset[Currency]() if self.split is None else currencies_in(self.split)
        return shared.union(
            *map(currencies_of, self.rates),
            (each.currency for each in named if isinstance(each, Money | UnitPrice | UnitBounds)),
        )
