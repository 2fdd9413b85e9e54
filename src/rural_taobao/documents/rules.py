"""
The tables of a rule in a plan, and its conditions in a short form and a long one.

A condition is a table whose keys must all hold, such as `kind`, `category` and `festival`; an empty one always holds.
What does not fit that is written `{ all = [ … ] }`, `{ any = [ … ] }` or `{ not = { … } }`.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, Final, assert_never, final

from attrs import frozen

from rural_taobao.commission.bases import AmountOf, Basis, BasisForm, PartOff, PartOn, basis_form
from rural_taobao.commission.boosts import Boost, BoostTwice, Multiplied, Raised
from rural_taobao.commission.bounds import Allowance, UnitBounds
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.circumstances import Seniority, Tagged
from rural_taobao.commission.conditions import (
    AllOf,
    Always,
    AnyOf,
    AtStation,
    Condition,
    CreditKind,
    DuringFestival,
    InCategory,
    Not,
    OfAmount,
    OfKind,
    OnDays,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.commission.keyed import RuleRate
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer
from rural_taobao.commission.levels import Level, Levels, LevelTwice, PaidNotOneWay
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.splits import Shared
from rural_taobao.commission.versions import RuleTwice
from rural_taobao.documents.clawbacks import declare_clawbacks
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.keyed import declare_keyed
from rural_taobao.documents.rates import declare_rates
from rural_taobao.documents.splits import declare_splits
from rural_taobao.documents.structuring import KeyMissing, Structuring, Told, twice
from rural_taobao.documents.trees import Table, is_list, is_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.identifiers import CampaignId, CategoryCode, CentreId, StationId, TagCode, VersionId
from rural_taobao.money import UnitPrice
from rural_taobao.periods import Period

__all__ = ["BoostNotSaid", "CombinedNotAlone", "declare_layers", "declare_rules", "named_categories"]


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


@final
class CombinedNotAlone(RuralTaobaoError, ValueError):
    """
    A condition combines conditions by `all`, `any` or `not`, and states others beside them.

    Attributes:
        key: What it combines by.
        others: The keys beside it.
    """

    def __init__(self, key: str, others: tuple[str, ...]) -> None:
        self.key = key
        self.others = others
        super().__init__(key, others)

    def __str__(self) -> str:
        return (
            f"a condition with '{self.key}' must have no other key, but {' and '.join(self.others)} stood beside it; "
            "put both into the list of an 'all'"
        )


def declare_rules(structuring: Structuring) -> None:
    """
    Declare the table of a rule, and all that it is made of.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_rules(structuring)
        >>> structuring.tree(AllOf([OfKind("order"), InCategory(["phones"])]))
        {'kind': 'order', 'category': ['phones']}
        >>> structuring.tree(AllOf([InCategory(["phones"]), OfKind("order")]))
        {'all': [{'category': ['phones']}, {'kind': 'order'}]}
    """
    _declare_conditions(structuring)
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
    structuring.table(Levels, check=_stands, filled=("levels",), mode="mode", missing="missing", levels="levels")
    structuring.custom(BasisForm, _basis, (AmountOf, str), like=(Basis, _AMOUNT), expected=_BASIS)
    structuring.table(
        CommissionRule,
        check=partial(_rule, structuring),
        instead=(PaidNotOneWay,),
        also=_PAID_ONE_WAY,
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
    structuring.table(SharedCap, filled=("rules",), id="cap", amount="amount", of="of", within="within", rules="rules")
    value = structuring.value
    structuring.custom(Period, lambda tree: value(_Days, tree).period, (Period, _days_tree), like=(_Days,))
    structuring.table(
        CampaignLayer,
        check=_rules_told_apart,
        filled=("rules",),
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
        id="exception",
        effect="effect",
        days="days",
        rules="rules",
    )


def _rules_told_apart(table: Table) -> Iterator[Told]:
    yield from twice(table, "rules", "rule", RuleTwice)


def _days_tree(days: Period) -> Table:
    ends = {} if days.end is None else {"to": days.end}
    return {"from": days.start, **ends}


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

_AMOUNT: Final = re.compile(rf"{Basis.GROSS}( - ({'|'.join(PartOff)})| \+ ({'|'.join(PartOn)}))*")
"""What an amount part by part looks like."""
_BASIS: Final = f"one of {', '.join(Basis)}, or an amount part by part, such as 'gross - discount + shipping'"


def _basis(tree: object) -> BasisForm:
    if not isinstance(tree, str):
        raise NotOfKind(_BASIS, tree)
    return basis_form(tree)


# --- conditions

_SHORT: Final = (
    OfKind,
    InCategory,
    AtStation,
    UnderCentre,
    UnderVersion,
    OfAmount,
    OnDays,
    DuringFestival,
    Tagged,
    Seniority,
)
"""What the short form combines, in the order in which it does."""
_ALONE: Final = {"dependentSchemas": {key: {"maxProperties": 1} for key in ("all", "any", "not")}}
"""How a schema says what `CombinedNotAlone` refuses."""


@final
@frozen
class _Days:
    """
    Days as they stand in a document.

    Attributes:
        start: The first day.
        end: The first day after; left out where there is no end.
    """

    start: date
    end: date | None = None

    @property
    def period(self) -> Period:
        return Period(self.start, self.end)


@final
@frozen
class _When:
    """A condition: all that is stated must hold; where nothing is, it always does."""

    kind: OfKind | None = None
    category: InCategory | None = None
    station: AtStation | None = None
    centre: UnderCentre | None = None
    version: UnderVersion | None = None
    amount: OfAmount | None = None
    days: OnDays | None = None
    festival: DuringFestival | None = None
    tag: Tagged | None = None
    seniority: Seniority | None = None
    every: AllOf | None = None
    some: AnyOf | None = None
    no: Not | None = None

    def condition(self) -> Condition:
        short = {
            "kind": self.kind,
            "category": self.category,
            "station": self.station,
            "centre": self.centre,
            "version": self.version,
            "amount": self.amount,
            "days": self.days,
            "festival": self.festival,
            "tag": self.tag,
            "seniority": self.seniority,
        }
        parts = {key: part for key, part in short.items() if part is not None}
        combined = {"all": self.every, "any": self.some, "not": self.no}
        for key, part in combined.items():
            if part is not None:
                others = (*parts, *(each for each, other in combined.items() if other is not None and each != key))
                if others:
                    raise CombinedNotAlone(key, others)
                return part
        if len(parts) > 1:
            return AllOf(parts.values())
        return next(iter(parts.values()), Always())


def _declare_conditions(structuring: Structuring) -> None:
    value = structuring.value
    structuring.custom(OfKind, lambda tree: OfKind(value(CreditKind, tree)))
    structuring.custom(InCategory, lambda tree: InCategory(value(frozenset[CategoryCode], tree)))
    structuring.custom(AtStation, lambda tree: AtStation(value(frozenset[StationId], tree)))
    structuring.custom(UnderCentre, lambda tree: UnderCentre(value(frozenset[CentreId], tree)))
    structuring.custom(UnderVersion, lambda tree: UnderVersion(value(frozenset[VersionId], tree)))
    structuring.table(OfAmount, basis="basis", start="from", end="to")
    structuring.table(_Days, start="from", end="to")
    structuring.custom(OnDays, lambda tree: OnDays(value(_Days, tree).period))
    structuring.table(DuringFestival, festival="id", clock="clock", windows="windows", editions="editions")
    structuring.custom(Tagged, lambda tree: Tagged(value(frozenset[TagCode], tree)))
    structuring.table(Seniority, months_from="months_from", months_to="months_to")
    structuring.custom(AllOf, lambda tree: AllOf(value(tuple[Condition, ...], tree)))
    structuring.custom(AnyOf, lambda tree: AnyOf(value(tuple[Condition, ...], tree)))
    structuring.custom(Not, lambda tree: Not(*value(tuple[Condition, ...], [tree])))
    structuring.table(
        _When,
        also=_ALONE,
        filled=("category", "station", "centre", "version", "tag", "all", "any"),
        kind="kind",
        category="category",
        station="station",
        centre="centre",
        version="version",
        amount="amount",
        days="days",
        festival="festival",
        tag="tag",
        seniority="seniority",
        every="all",
        some="any",
        no="not",
    )
    written = partial(_condition_tree, structuring)
    structuring.custom(
        Condition,
        lambda tree: value(_When, tree).condition(),
        *((each, written) for each in (Always, *_SHORT, AllOf, AnyOf, Not)),
        like=(_When,),
        expected="a table, such as { kind = 'order' }, or {} where it always holds",
    )


def _condition_tree(structuring: Structuring, condition: Condition) -> Table:
    tree = structuring.tree
    match condition:
        case Always():
            return {}
        case OfKind(kind):
            return {"kind": kind.value}
        case InCategory(categories):
            return {"category": tree(categories)}
        case AtStation(stations):
            return {"station": tree(stations)}
        case UnderCentre(centres):
            return {"centre": tree(centres)}
        case UnderVersion(versions):
            return {"version": tree(versions)}
        case OfAmount(basis=basis, start=start, end=end):
            ends = {} if end is None else {"to": tree(end)}
            return {"amount": {"basis": basis.value, "from": tree(start), **ends}}
        case OnDays(days):
            return {"days": _days_tree(days)}
        case DuringFestival(festival, clock, windows, editions):
            table: Table = {"id": str(festival), "clock": clock.value}
            some = {"windows": sorted(windows), "editions": sorted(editions)}
            return {"festival": {**table, **{key: listed for key, listed in some.items() if listed}}}
        case Tagged(tags):
            return {"tag": tree(tags)}
        case Seniority(start, end):
            return {"seniority": {"months_from": start, **({} if end is None else {"months_to": end})}}
        case AllOf(conditions):
            trees = [_condition_tree(structuring, each) for each in conditions]
            if len(trees) > 1 and _is_short(conditions):
                return {key: part for each in trees for key, part in each.items()}
            return {"all": trees}
        case AnyOf(conditions):
            return {"any": [_condition_tree(structuring, each) for each in conditions]}
        case Not(other):
            return {"not": _condition_tree(structuring, other)}
        case _:
            assert_never(condition)


def named_categories(when: object, path: str = "when") -> Iterator[tuple[str, object]]:
    """
    Find the categories that a condition names, as it stands in a document, each behind the key path to it.

    Example:
        >>> list(named_categories({"any": [{"category": ["seeds"]}, {"not": {"category": ["tools"]}}]}))
        [('when.any[0].category[0]', 'seeds'), ('when.any[1].not.category[0]', 'tools')]
    """
    if not is_table(when):
        return
    for key in ("category", "all", "any"):
        listed = when.get(key)
        for place, each in enumerate(listed if is_list(listed) else ()):
            if key == "category":
                yield f"{path}.{key}[{place}]", each
            else:
                yield from named_categories(each, f"{path}.{key}[{place}]")
    yield from named_categories(when.get("not"), f"{path}.not")


def _is_short(conditions: tuple[Condition, ...]) -> bool:
    """Tell whether conditions are each of another kind that the short form has, in its order."""
    places = [_SHORT.index(type(each)) if type(each) in _SHORT else -1 for each in conditions]
    return places[0] >= 0 and all(earlier < later for earlier, later in pairwise(places))
