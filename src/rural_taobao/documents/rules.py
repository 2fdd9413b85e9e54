"""
The tables of a rule in a plan: conditions in a short form and a long one, rate forms, tiers and splits.

A condition is a table whose keys `kind`, `category` and `festival` must all hold; an empty one always holds.
What does not fit that is written `{ all = [ … ] }`.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import pairwise
from typing import Final, assert_never, final

from attrs import frozen

from rural_taobao.commission.matching import AllOf, Always, Condition, CreditKind, DuringFestival, InCategory, OfKind
from rural_taobao.commission.rates import Flat, Graduated, Percentage, PerUnit, RateForm, WholeAmount
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.splits import PartyTwice, Share, Split
from rural_taobao.commission.tiers import Boundary, NoTiers, Overflow, Tier, Underflow
from rural_taobao.documents.structuring import Structuring, Told, twice
from rural_taobao.documents.trees import Table, is_list, is_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.identifiers import CategoryCode
from rural_taobao.money import Money, UnitPrice

__all__ = ["AllNotAlone", "declare_rules"]


@final
class AllNotAlone(RuralTaobaoError, ValueError):
    """
    A condition lists conditions that must all hold, and states others beside the list.

    Attributes:
        others: The keys beside it.
    """

    def __init__(self, others: tuple[str, ...]) -> None:
        self.others = others
        super().__init__(others)

    def __str__(self) -> str:
        return (
            f"a condition with 'all' must have no other key, but {' and '.join(self.others)} stood beside it; "
            "move what they say into the list"
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
    _declare_rates(structuring)
    structuring.table(Share, party="party", rate="share")
    structuring.table(Split, check=_parties, mode="mode", shares="shares")
    structuring.table(
        CommissionRule,
        id="rule",
        when="when",
        basis="basis",
        measured_on="measured_on",
        rate="rate",
        floor="floor",
        cap="cap",
        rounding="rounding",
        on_refund="on_refund",
        split="split",
    )


def _parties(table: Table) -> Iterator[Told]:
    yield from twice(table, "shares", "party", PartyTwice)


# --- conditions

_SHORT: Final = (OfKind, InCategory, DuringFestival)
"""What the short form combines, in the order in which it does."""


@final
@frozen
class _When:
    """A condition as it stands in a document."""

    kind: OfKind | None = None
    category: InCategory | None = None
    festival: DuringFestival | None = None
    every: AllOf | None = None

    def condition(self) -> Condition:
        stated = {"kind": self.kind, "category": self.category, "festival": self.festival}
        parts = {key: part for key, part in stated.items() if part is not None}
        if self.every is not None:
            if parts:
                raise AllNotAlone(tuple(parts))
            return self.every
        if len(parts) > 1:
            return AllOf(parts.values())
        return next(iter(parts.values()), Always())


def _declare_conditions(structuring: Structuring) -> None:
    value = structuring.value
    structuring.custom(OfKind, lambda tree: OfKind(value(CreditKind, tree)))
    structuring.custom(InCategory, lambda tree: InCategory(value(frozenset[CategoryCode], tree)))
    structuring.table(DuringFestival, festival="id", clock="clock", windows="windows", editions="editions")
    structuring.custom(AllOf, lambda tree: AllOf(value(tuple[Condition, ...], tree)))
    structuring.table(_When, kind="kind", category="category", festival="festival", every="all")
    structuring.custom(
        Condition,
        lambda tree: value(_When, tree).condition(),
        *((each, _condition_tree) for each in (Always, *_SHORT, AllOf)),
        expected="a table, such as { kind = 'order' }, or {} where it always holds",
    )


def _condition_tree(condition: Condition) -> Table:
    match condition:
        case Always():
            return {}
        case OfKind(kind):
            return {"kind": kind.value}
        case InCategory(categories):
            return {"category": sorted(map(str, categories))}
        case DuringFestival(festival, clock, windows, editions):
            table: Table = {"id": str(festival), "clock": clock.value}
            some = {"windows": sorted(windows), "editions": sorted(editions)}
            return {"festival": {**table, **{key: listed for key, listed in some.items() if listed}}}
        case AllOf(conditions):
            trees = [_condition_tree(each) for each in conditions]
            if len(trees) > 1 and _is_short(conditions):
                return {key: part for tree in trees for key, part in tree.items()}
            return {"all": trees}
        case _:
            assert_never(condition)


def _is_short(conditions: tuple[Condition, ...]) -> bool:
    """Tell whether conditions are each of another kind that the short form has, in its order."""
    places = [_SHORT.index(type(each)) if type(each) in _SHORT else -1 for each in conditions]
    return places[0] >= 0 and all(earlier < later for earlier, later in pairwise(places))


# --- rates


@final
@frozen
class _MoneyTier:
    start: Money
    rate: Rate
    end: Money | None = None


@final
@frozen
class _UnitTier:
    start: int
    price: UnitPrice
    end: int | None = None


def _declare_rates(structuring: Structuring) -> None:
    structuring.table(_MoneyTier, start="from", end="to", rate="rate")
    structuring.table(_UnitTier, start="from", end="to", price="price")
    structuring.custom(Tier, partial(_tier, structuring), (Tier, partial(_tier_tree, structuring)))
    structuring.table(Flat, amount="amount")
    structuring.table(PerUnit, price="price")
    structuring.table(Percentage, rate="rate")
    for kind in (Graduated, WholeAmount):
        structuring.table(
            kind,
            check=partial(_edges, structuring, kind),
            boundary="boundary",
            overflow="overflow",
            underflow="underflow",
            tiers="tiers",
        )
    structuring.tagged(
        RateForm,
        "form",
        flat=Flat,
        per_unit=PerUnit,
        percentage=Percentage,
        graduated=Graduated,
        whole_amount=WholeAmount,
    )


def _tier(structuring: Structuring, tree: object) -> Tier:
    """Read a tier: of units where it states a price, of money else."""
    if is_table(tree) and "price" in tree:
        units = structuring.value(_UnitTier, tree)
        return Tier(units.start, units.price, units.end)
    money = structuring.value(_MoneyTier, tree)
    return Tier(money.start, money.rate, money.end)


def _tier_tree(structuring: Structuring, tier: Tier) -> Table:
    tree = structuring.tree
    ends = {} if tier.end is None else {"to": tree(tier.end)}
    pays = "rate" if isinstance(tier.rate, Rate) else "price"
    return {"from": tree(tier.start), **ends, pays: tree(tier.rate)}


def _edges(structuring: Structuring, kind: type[Graduated | WholeAmount], table: Table) -> Iterator[Told]:
    """Tell where tiers do not meet, and which answer for what lies outside them is missing, whatever else is wrong."""
    listed = table.get("tiers")
    tiers = [structuring.sound(Tier, tree) for tree in (listed if is_list(listed) else ())]
    for place, pair in enumerate(pairwise(tiers), 1):
        yield from _refused(f"tiers[{place}]", kind, pair, Overflow.ERROR, Underflow.ERROR)
    if "overflow" not in table:
        yield from _refused("overflow", kind, tiers[-1:], None, Underflow.ERROR)
    if "underflow" not in table:
        yield from _refused("underflow", kind, tiers[:1], Overflow.ERROR, None)


def _refused(
    path: str,
    kind: type[Graduated | WholeAmount],
    tiers: Iterable[Tier | None],
    overflow: Overflow | None,
    underflow: Underflow | None,
) -> Iterator[Told]:
    """Tell what a table of some tiers alone is refused for, where they are sound and it is."""
    sound = [tier for tier in tiers if tier is not None]
    try:
        kind(tiers=sound, boundary=Boundary.UPPER_INCLUSIVE, overflow=overflow, underflow=underflow)
    except NoTiers:
        return
    except RuralTaobaoError as error:
        yield path, error
