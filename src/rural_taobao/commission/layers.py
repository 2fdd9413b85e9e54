"""
Layers: rules that lie over the base of a plan version for a time, campaigns first and individual exceptions last.

Each layer adds to what the layers below it pay for an event, or takes its place; where none of its rules matches, it
does nothing.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias, final

from attrs import field, frozen
from attrs.validators import instance_of, optional

from rural_taobao.commission.caps import CapBelowZero, CapHolder, CapWithin, SharedCap
from rural_taobao.commission.conditions import AllOf, Condition, OnDays
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.flaws import Checks, Flaw, refuse
from rural_taobao.identifiers import CampaignId, CapId
from rural_taobao.kinds import Word, tuple_of
from rural_taobao.money import Money, is_money
from rural_taobao.periods import Period

__all__ = [
    "CampaignLayer",
    "ExceptionEndless",
    "ExceptionLayer",
    "Layer",
    "LayerEffect",
    "LayerEmpty",
    "LayerTwice",
    "applies",
    "layer_checks",
]


@final
class LayerEffect(Word):
    """What a layer does to what the layers below it pay for an event that one of its rules matches."""

    ADDS = "adds"
    """It pays besides."""
    REPLACES = "replaces"
    """It pays instead, even where it comes to less."""


@final
class LayerEmpty(RuralTaobaoError, ValueError):
    """
    A layer has no rules.

    Attributes:
        layer: The layer.
    """

    def __init__(self, layer: CampaignId) -> None:
        self.layer = layer
        super().__init__(layer)

    def __str__(self) -> str:
        return (
            f"a campaign or an exception must have rules of its own, but {self.layer} has none; state one, "
            "or leave it out"
        )


@final
class LayerTwice(RuralTaobaoError, ValueError):
    """
    Two campaigns or exceptions of one plan version have the same id.

    Attributes:
        layer: The id.
    """

    def __init__(self, layer: CampaignId) -> None:
        self.layer = layer
        super().__init__(layer)

    def __str__(self) -> str:
        return (
            "the campaigns and exceptions of a plan version must have ids of their own, but two are called "
            f"{self.layer}; rename one"
        )


@final
class ExceptionEndless(RuralTaobaoError, ValueError):
    """
    An individual exception does not expire.

    Attributes:
        layer: The exception.
        days: Its days.
    """

    def __init__(self, layer: CampaignId, days: Period) -> None:
        self.layer = layer
        self.days = days
        super().__init__(layer, days)

    def __str__(self) -> str:
        return (
            f"an exception must expire, but {self.layer} holds from {self.days.start} on without an end; "
            "state the day on which it does not hold any more, or make it a rule of a new plan version"
        )


def _listed(rules: Iterable[CommissionRule]) -> tuple[CommissionRule, ...]:
    return tuple_of(CommissionRule, rules, "rules", "CommissionRule(...)")


@final
@frozen(kw_only=True)
class CampaignLayer:
    """
    Rules of a campaign, over the base and the campaigns before it.

    Attributes:
        id: The campaign.
        effect: Whether it adds or replaces.
        days: The days on which it holds, by the attribution instant; None for all that its version does.
        budget: The most that its rules pay in all, to all payees and over all versions of the plan; None for no limit.
        rules: Its rules, one or more.

    Raises:
        LayerEmpty: It has no rules.
        CapBelowZero: Its budget is negative.
    """

    id: CampaignId = field(converter=CampaignId)
    effect: LayerEffect = field(converter=LayerEffect)
    days: Period | None = field(default=None, validator=optional(instance_of(Period)))
    budget: Money | None = field(default=None, validator=optional(is_money))
    rules: tuple[CommissionRule, ...] = field(converter=_listed)

    def __attrs_post_init__(self) -> None:
        refuse(layer_checks(self))

    @property
    def cap(self) -> SharedCap | None:
        """The budget as the cap that it is."""
        if self.budget is None:
            return None
        return SharedCap(
            id=self.id,
            amount=self.budget,
            of=CapHolder.NETWORK,
            within=CapWithin.PLAN,
            rules=[rule.id for rule in self.rules],
        )


@final
@frozen(kw_only=True)
class ExceptionLayer:
    """
    Rules agreed with some for a time, over the base and all campaigns.

    Attributes:
        id: The exception.
        effect: Whether it adds or replaces.
        days: The days on which it holds, by the attribution instant; they end.
        rules: Its rules, one or more; whom they are for is said by their conditions.

    Raises:
        ExceptionEndless: Its days have no end.
        LayerEmpty: It has no rules.
    """

    id: CampaignId = field(converter=CampaignId)
    effect: LayerEffect = field(converter=LayerEffect)
    days: Period = field(validator=instance_of(Period))
    rules: tuple[CommissionRule, ...] = field(converter=_listed)

    def __attrs_post_init__(self) -> None:
        refuse(layer_checks(self))


Layer: TypeAlias = CampaignLayer | ExceptionLayer
"""Every layer above the base; a closed union."""


def layer_checks(layer: Layer) -> Checks:
    """Check that a layer has rules, that an exception expires, and that a campaign has a budget to pay from."""
    yield _some(layer)
    yield _expires(layer)
    yield _budgeted(layer)


def _some(layer: Layer) -> Iterator[Flaw]:
    if not layer.rules:
        yield ("rules",), LayerEmpty(layer.id)


def _expires(layer: Layer) -> Iterator[Flaw]:
    if isinstance(layer, ExceptionLayer) and layer.days.end is None:
        yield ("days",), ExceptionEndless(layer.id, layer.days)


def _budgeted(layer: Layer) -> Iterator[Flaw]:
    if isinstance(layer, CampaignLayer) and layer.budget is not None and layer.budget.minor < 0:
        yield ("budget",), CapBelowZero(CapId(layer.id), layer.budget)


def applies(layer: Layer, rule: CommissionRule) -> Condition:
    """
    Give when a rule of a layer matches: on the days of the layer, where its own condition holds.

    Example:
        >>> from datetime import date
        >>> from rural_taobao.samples import one_plan
        >>> [rule] = one_plan().on(date(2016, 11, 11)).rules
        >>> singles_day = Period(date(2016, 11, 11), date(2016, 11, 12))
        >>> applies(ExceptionLayer(id="li", effect="adds", days=singles_day, rules=[rule]), rule).conditions[0]
        OnDays(days=Period(start=datetime.date(2016, 11, 11), end=datetime.date(2016, 11, 12)))
    """
    return rule.when if layer.days is None else AllOf([OnDays(layer.days), rule.when])
