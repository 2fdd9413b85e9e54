"""The tables of a rule in a plan, and of the layers and shared caps that hold rules."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final, assert_never, final

from attrs import frozen

from rural_taobao.commission.attainment import QuotaUnfit
from rural_taobao.commission.bases import BasisUnfit
from rural_taobao.commission.boosts import Boost, BoostTwice, BoostUnfit, Multiplied, Raised
from rural_taobao.commission.bounds import Allowance, AllowanceUnfit, BoundsCrossed, UnitBounds
from rural_taobao.commission.caps import CapBelowZero, CapHolderUnfit, NothingCapped, SharedCap
from rural_taobao.commission.clawback import ClawbackUnfit
from rural_taobao.commission.conditions import Condition
from rural_taobao.commission.fees import FeeUnfit
from rural_taobao.commission.keyed import RuleRate
from rural_taobao.commission.layers import CampaignLayer, ExceptionEndless, ExceptionLayer, LayerEmpty
from rural_taobao.commission.levels import (
    Level,
    Levels,
    LevelsUnfit,
    LevelTwice,
    NoLevels,
    NothingToLeave,
    PaidNotOneWay,
)
from rural_taobao.commission.rules import CommissionRule, MeasureUnfit, RefundUnfit
from rural_taobao.commission.splits import Shared
from rural_taobao.commission.versions import RuleTwice
from rural_taobao.commission.volume import VolumeFalls, VolumeOfItself, VolumeUnfit
from rural_taobao.documents.clawbacks import declare_clawbacks
from rural_taobao.documents.conditions import declare_conditions
from rural_taobao.documents.keyed import declare_keyed
from rural_taobao.documents.misfits import KeyMissing, Told, twice
from rural_taobao.documents.rates import declare_rates
from rural_taobao.documents.splits import declare_splits
from rural_taobao.documents.structuring import Blamed, Structuring
from rural_taobao.documents.trees import Table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.identifiers import CampaignId
from rural_taobao.money import UnitPrice

__all__ = ["BoostNotSaid", "declare_layers", "declare_rules"]


_BLAMED: Final[Blamed] = {
    AllowanceUnfit: ("allowance",),
    BasisUnfit: ("basis",),
    BoostUnfit: ("boosts",),
    BoundsCrossed: ("cap", "floor"),
    ClawbackUnfit: ("clawback",),
    FeeUnfit: ("direction",),
    LevelsUnfit: ("levels",),
    MeasureUnfit: ("measured_on",),
    QuotaUnfit: ("measured_on",),
    RefundUnfit: ("on_refund",),
    VolumeFalls: ("on_refund",),
    VolumeOfItself: ("rate",),
    VolumeUnfit: ("allowance",),
}
"""The key of a rule that each error of it is about."""


@final
class BoostNotSaid(RuralTaobaoError, ValueError):
    """
    A boost does not say, in one way, what it does.

    Attributes:
        campaign: The boost.
        stated: How many ways it states.
    """

    def __init__(self, campaign: CampaignId, stated: int) -> None:
        self.campaign = campaign
        self.stated = stated
        super().__init__(campaign, stated)

    def __str__(self) -> str:
        return (
            "a boost must state one of 'times', 'plus' and 'plus_price', but "
            f"{self.campaign} states {self.stated or 'none'} of them; keep one, or state two boosts"
        )


def declare_rules(structuring: Structuring) -> None:
    """
    Declare the table of a rule, and all that it is made of.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_rules(structuring)
        >>> structuring.value(Level, {"party": "partner", "rate": {"form": "percentage", "rate": "3 %"}}).party
        <Party.PARTNER: 'partner'>
    """
    declare_conditions(structuring)
    declare_rates(structuring)
    declare_clawbacks(structuring)
    declare_keyed(structuring)
    declare_splits(structuring)
    _declare_boosts(structuring)
    structuring.table(Allowance, per="per", measure="measure", events="events")
    structuring.table(UnitBounds, floor="floor", cap="cap")
    for union in (RuleRate, Shared):
        kind: Any = union
        structuring.custom(kind | None, partial(structuring.value, kind), like=(kind,))
    structuring.table(Level, party="party", rate="rate")
    structuring.table(
        Levels,
        check=_stands,
        filled=("levels",),
        blamed={NoLevels: ("levels",), NothingToLeave: ("levels",)},
        mode="mode",
        missing="missing",
        levels="levels",
    )
    structuring.table(
        CommissionRule,
        check=partial(_rule, structuring),
        instead=(PaidNotOneWay,),
        also=_PAID_ONE_WAY,
        blamed=_BLAMED,
        id="rule",
        direction="direction",
        when="when",
        basis="basis",
        measured_on="measured_on",
        allowance="allowance",
        rate="rate",
        boosts="boosts",
        per_unit="per_unit",
        floor="floor",
        cap="cap",
        rounding="rounding",
        on_refund="on_refund",
        clawback="clawback",
        split="split",
        levels="levels",
    )


def declare_layers(structuring: Structuring) -> None:
    """
    Declare the tables of campaigns, exceptions and shared caps, once rules are declared.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_rules(structuring)
        >>> declare_layers(structuring)
        >>> cap = {"cap": "a", "amount": "5.00", "of": "payee", "within": "earned_period", "rules": ["seeds"]}
        >>> structuring.value(SharedCap, cap).amount
        Money(500, 'CNY')
    """
    structuring.table(
        SharedCap,
        filled=("rules",),
        blamed={NothingCapped: ("rules",), CapBelowZero: ("amount",), CapHolderUnfit: ("within",)},
        id="cap",
        amount="amount",
        of="of",
        within="within",
        rules="rules",
    )
    structuring.table(
        CampaignLayer,
        check=_rules_told_apart,
        filled=("rules",),
        blamed={LayerEmpty: ("rules",)},
        id="campaign",
        effect="effect",
        days="days",
        budget="budget",
        rules="rules",
    )
    structuring.table(
        ExceptionLayer,
        check=_rules_told_apart,
        filled=("rules",),
        blamed={LayerEmpty: ("rules",), ExceptionEndless: ("days",)},
        id="exception",
        effect="effect",
        days="days",
        rules="rules",
    )


def _rules_told_apart(table: Table) -> Iterator[Told]:
    yield from twice(table, "rules", "rule", RuleTwice)


def _boosts_told_apart(table: Table) -> Iterator[Told]:
    rule: Any = table.get("rule")
    yield from twice(table, "boosts", "campaign", lambda campaign: BoostTwice(rule, campaign))


@final
@frozen(kw_only=True)
class _Boost:
    """
    A boost as it stands in a document: it states `times`, `plus` or `plus_price`.

    Attributes:
        campaign: The campaign that it is of.
        when: What it bears upon.
        times: What the rate is multiplied by.
        plus: What is added to a rate.
        plus_price: What is added to the price of a unit.
    """

    campaign: CampaignId
    when: Condition
    times: Rate | None = None
    plus: Rate | None = None
    plus_price: UnitPrice | None = None

    def value(self) -> Boost:
        stated = [each for each in (self.times, self.plus, self.plus_price) if each is not None]
        if len(stated) != 1:
            raise BoostNotSaid(self.campaign, len(stated))
        if self.times is not None:
            return Multiplied(self.campaign, self.when, self.times)
        return Raised(self.campaign, self.when, *(each for each in (self.plus, self.plus_price) if each is not None))


_ONE: Final = {"oneOf": [{"required": [key]} for key in ("times", "plus", "plus_price")]}
"""How a schema says what `BoostNotSaid` refuses."""


def _declare_boosts(structuring: Structuring) -> None:
    structuring.table(
        _Boost, also=_ONE, campaign="campaign", when="when", times="times", plus="plus", plus_price="plus_price"
    )
    structuring.custom(
        Boost,
        lambda tree: structuring.value(_Boost, tree).value(),
        (Multiplied, partial(_boost_tree, structuring)),
        (Raised, partial(_boost_tree, structuring)),
        like=(_Boost,),
        expected="a table with a 'campaign', a 'when', and 'times', 'plus' or 'plus_price'",
    )


def _boost_tree(structuring: Structuring, boost: Boost) -> object:
    match boost:
        case Multiplied(campaign, when, factor):
            stated = _Boost(campaign=campaign, when=when, times=factor)
        case Raised(campaign, when, by):
            plus, price = (by, None) if isinstance(by, Rate) else (None, by)
            stated = _Boost(campaign=campaign, when=when, plus=plus, plus_price=price)
        case _:
            assert_never(boost)
    return structuring.tree(stated)


def _stands(table: Table) -> Iterator[Told]:
    yield from twice(table, "levels", "party", LevelTwice)


def _rule(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell of boosts with one name, and which of rate and split is missing where no levels are in place of them."""
    yield from _boosts_told_apart(table)
    parts: dict[str, object] = {"rate": RuleRate, "split": Shared}
    for key, kind in parts.items():
        if key not in table and "levels" not in table:
            expected = f"{structuring.expectation(kind)}, or 'levels' in place of rate and split"
            yield key, KeyMissing(key, expected)


_PAID_ONE_WAY: Final = {
    "oneOf": [
        {"required": ["rate", "split"], "not": {"required": ["levels"]}},
        {"required": ["levels"], "not": {"anyOf": [{"required": ["rate"]}, {"required": ["split"]}]}},
    ]
}
"""How a schema says what `PaidNotOneWay` refuses."""
