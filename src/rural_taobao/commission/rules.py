"""
Commission rules: one line of a plan.

A rule says when it matches, on what basis and measure, at what rate, within what bounds, how it is rounded, what a
refund does, and how the commission is shared.
Nothing of this has a default where the choice moves money.
"""

from enum import StrEnum
from typing import final

from attrs import field, frozen
from attrs.validators import instance_of, optional

from rural_taobao.commission.matching import Condition, OfAmount, leaves
from rural_taobao.commission.rates import (
    Attainment,
    AttainmentMode,
    Banded,
    Bonus,
    Flat,
    Interpolated,
    PercentageAndFlat,
    RateForm,
    WholeAmount,
    currencies_of,
    pays_for_money,
)
from rural_taobao.commission.splits import Split
from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rounding
from rural_taobao.identifiers import RuleId
from rural_taobao.money import CurrencyMismatch, Money, is_money

__all__ = [
    "Basis",
    "BasisUnfit",
    "BoundsCrossed",
    "CommissionRule",
    "MeasureUnfit",
    "MeasuredOn",
    "OnRefund",
    "QuotaUnfit",
    "RefundUnfit",
]


@final
class Basis(StrEnum):
    """What of an event is measured."""

    GROSS = "gross"
    """The amount before discounts."""
    NET = "net"
    """The amount less its discount."""
    QUANTITY = "quantity"
    """The units ordered, or the pieces handed out."""
    COUNT = "count"
    """The event itself: one."""


@final
class MeasuredOn(StrEnum):
    """Over what a rate is measured."""

    ORDER = "order"
    """This event alone."""
    RUNNING_TOTAL = "running_total"
    """The events of the credited payee under this rule in the earned period, by instant and id, up to this one."""


@final
class OnRefund(StrEnum):
    """What a refund does to a commission."""

    REVERSE = "reverse"
    """It takes back the rounded commission in proportion to the basis, rounded cumulatively; measures stay."""
    RERATE = "rerate"
    """The earned period is measured again without the part refunded; every line that shifts names the refund."""


@final
class BasisUnfit(RuralTaobaoError, ValueError):
    """
    A rate pays for money where the basis is units, or the other way round.

    Attributes:
        rule: The rule.
        basis: Its basis.
        rate: The form of its rate.
    """

    def __init__(self, rule: RuleId, basis: Basis, rate: str) -> None:
        self.rule = rule
        self.basis = basis
        self.rate = rate
        super().__init__(rule, basis, rate)

    def __str__(self) -> str:
        return (
            "a percentage must be of gross or net, and a price per unit of quantity or count, "
            f"but rule {self.rule} has {self.rate} of {self.basis}; change the basis or the rate"
        )


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
class QuotaUnfit(RuralTaobaoError, ValueError):
    """
    What a payee attains of a quota was to be measured on single orders.

    Attributes:
        rule: The rule.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return (
            f"attainment must be measured on a running total, but rule {self.rule} measures it on each order; "
            "state 'running_total', or use a table of tiers"
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


@final
class BoundsCrossed(RuralTaobaoError, ValueError):
    """
    A floor lies above its cap, or a bound below zero.

    Attributes:
        rule: The rule.
        floor: Its floor.
        cap: Its cap.
    """

    def __init__(self, rule: RuleId, floor: Money | None, cap: Money | None) -> None:
        self.rule = rule
        self.floor = floor
        self.cap = cap
        super().__init__(rule, floor, cap)

    def __str__(self) -> str:
        floor = "no floor" if self.floor is None else f"floor {self.floor}"
        cap = "no cap" if self.cap is None else f"cap {self.cap}"
        return (
            f"a floor must be 0 or more and no cap below it, but rule {self.rule} has {floor} and {cap}; "
            "swap them or leave one out"
        )


def _by_the_band(rate: RateForm) -> bool:
    """Tell whether all of a measure earns by the band that it reaches, to which a refund may bring another."""
    if isinstance(rate, Attainment):
        return rate.mode is AttainmentMode.WHOLE_AMOUNT
    return isinstance(rate, WholeAmount | Banded | Bonus | Interpolated)


@final
@frozen(kw_only=True, cache_hash=True)
class CommissionRule:
    """
    One line of a plan.

    Attributes:
        id: The rule, the same through all versions of its plan.
        when: Which credits it matches.
        basis: What of them is measured.
        measured_on: Over what.
        rate: The rate form.
        floor: The least that one event earns; None for no floor.
        cap: The most that one event earns; None for no cap; a cap wins over a floor.
        rounding: How the commission of one event becomes whole minor units, once, before it is shared.
        on_refund: What a refund does.
        split: How the commission is shared.

    Raises:
        BasisUnfit: The rate does not pay for such a basis.
        MeasureUnfit: A fixed amount for each event is measured on a running total.
        QuotaUnfit: What is attained of a quota is measured on each order.
        RefundUnfit: A rate by the band of the whole measure is to be reversed.
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
    when: Condition = field(validator=instance_of(Condition))
    basis: Basis = field(converter=Basis)
    measured_on: MeasuredOn = field(converter=MeasuredOn)
    rate: RateForm = field(validator=instance_of(RateForm))
    floor: Money | None = field(default=None, validator=optional(is_money))
    cap: Money | None = field(default=None, validator=optional(is_money))
    rounding: Rounding = field(converter=Rounding)
    on_refund: OnRefund = field(converter=OnRefund)
    split: Split = field(validator=instance_of(Split))

    def __attrs_post_init__(self) -> None:
        for_money = pays_for_money(self.rate)
        if for_money is not None and for_money is not (self.basis in (Basis.GROSS, Basis.NET)):
            raise BasisUnfit(self.id, self.basis, type(self.rate).__name__)
        if isinstance(self.rate, Flat | PercentageAndFlat) and self.measured_on is MeasuredOn.RUNNING_TOTAL:
            raise MeasureUnfit(self.id)
        if isinstance(self.rate, Attainment) and self.measured_on is MeasuredOn.ORDER:
            raise QuotaUnfit(self.id)
        if _by_the_band(self.rate) and self.on_refund is OnRefund.REVERSE:
            raise RefundUnfit(self.id)
        currencies = sorted(self.currencies, key=lambda currency: currency.code)
        if len(currencies) > 1:
            raise CurrencyMismatch(currencies[0], currencies[1])
        least = 0 if self.floor is None else self.floor.minor
        if least < 0 or (self.cap is not None and self.cap.minor < least):
            raise BoundsCrossed(self.id, self.floor, self.cap)

    @property
    def currencies(self) -> frozenset[Currency]:
        """The currencies that the rule names; at most one, and none where it is all percentages."""
        ranges = (leaf for leaf in leaves(self.when) if isinstance(leaf, OfAmount))
        edges = (self.floor, self.cap, *(edge for each in ranges for edge in (each.start, each.end)))
        return currencies_of(self.rate).union(edge.currency for edge in edges if edge is not None)
