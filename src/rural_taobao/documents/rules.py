"""The tables of a rule in a plan, and of the layers and shared caps that hold rules."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final, assert_never, final

from attrs import frozen

from rural_taobao.commission.boosts import Boost, Multiplied, Raised
from rural_taobao.commission.bounds import Allowance, UnitBounds, allowance_checks, unit_bounds_checks
from rural_taobao.commission.caps import SharedCap, cap_checks
from rural_taobao.commission.conditions import Condition
from rural_taobao.commission.fitting import rule_checks
from rural_taobao.commission.keyed import RuleRate
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer, layer_checks
from rural_taobao.commission.levels import Level, Levels, PaidNotOneWay, levels_checks
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.splits import Shared
from rural_taobao.commission.versions import RuleTwice
from rural_taobao.documents.clawbacks import declare_clawbacks
from rural_taobao.documents.conditions import declare_conditions
from rural_taobao.documents.keyed import declare_keyed
from rural_taobao.documents.misfits import KeyMissing, Told, twice
from rural_taobao.documents.partials import UNREAD
from rural_taobao.documents.rates import declare_rates
from rural_taobao.documents.splits import declare_splits
from rural_taobao.documents.structuring import Parts, Structuring
from rural_taobao.documents.trees import Table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.identifiers import CampaignId, RuleId
from rural_taobao.money import UnitPrice

__all__ = ["BoostNotSaid", "declare_layers", "declare_rules"]


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
    structuring.table(
        Allowance,
        from_zero=("measure", "events"),
        checks=allowance_checks,
        per="per",
        measure="measure",
        events="events",
    )
    structuring.table(UnitBounds, checks=unit_bounds_checks, floor="floor", cap="cap")
    for union in (RuleRate, Shared):
        kind: Any = union
        structuring.custom(kind | None, partial(structuring.value, kind), like=(kind,))
    structuring.table(Level, party="party", rate="rate")
    structuring.table(
        Levels,
        checks=levels_checks,
        filled=("levels",),
        mode="mode",
        missing="missing",
        levels="levels",
    )
    structuring.table(
        CommissionRule,
        check=partial(_rule, structuring),
        instead=(PaidNotOneWay,),
        also=_PAID_ONE_WAY,
        from_zero=("floor", "cap"),
        checks=rule_checks,
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
        from_zero=("amount",),
        checks=cap_checks,
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
        from_zero=("budget",),
        checks=layer_checks,
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
        checks=layer_checks,
        id="exception",
        effect="effect",
        days="days",
        rules="rules",
    )


def _rules_told_apart(table: Table) -> Iterator[Told]:
    yield from twice(table, "rules", "rule", RuleTwice)


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


def _boost(known: Parts) -> tuple[type, Parts]:
    """Make a boost of what could be read of its table, where it says in one way what it does."""
    ways: dict[str, tuple[type, str]] = {
        "times": (Multiplied, "factor"),
        "plus": (Raised, "by"),
        "plus_price": (Raised, "by"),
    }
    stated = [way for way in ways if known.get(way, UNREAD) is not None]
    kind, name = ways[stated[0]] if len(stated) == 1 else (Multiplied, "")
    parts = {"campaign": "campaign", "when": "when", **({stated[0]: name} if name else {})}
    return kind, {part: known[key] for key, part in parts.items() if key in known}


def _one_way(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell of a boost that does not say in one way what it does."""
    stated = [key for key in ("times", "plus", "plus_price") if key in table]
    if len(stated) != 1:
        yield "", BoostNotSaid(structuring.called(CampaignId, table.get("campaign")), len(stated))


_ONE: Final = {"oneOf": [{"required": [key]} for key in ("times", "plus", "plus_price")]}
"""How a schema says what `BoostNotSaid` refuses."""


def _declare_boosts(structuring: Structuring) -> None:
    structuring.table(
        _Boost,
        check=partial(_one_way, structuring),
        makes=(Multiplied, Raised),
        made=_boost,
        spelled={"factor": ("times",), "by": ("plus", "plus_price")},
        also=_ONE,
        campaign="campaign",
        when="when",
        times="times",
        plus="plus",
        plus_price="plus_price",
    )
    structuring.custom(
        Boost,
        partial(structuring.made, _Boost),
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


def _rule(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell which of rate and split is missing where no levels are in place of them, and of levels beside them."""
    parts: dict[str, object] = {"rate": RuleRate, "split": Shared}
    stated = {"a rate": "rate", "a split": "split", "levels": "levels"}
    both = tuple(what for what, key in stated.items() if key in table)
    if "levels" in both and len(both) > 1:
        yield "levels", PaidNotOneWay(structuring.called(RuleId, table.get("rule")), both)
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
