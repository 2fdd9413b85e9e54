"""
The tables of a rule in a plan: conditions in a short form and a long one, and splits.

A condition is a table whose keys `kind`, `category` and `festival` must all hold; an empty one always holds.
What does not fit that is written `{ all = [ … ] }`.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, assert_never, final

from attrs import frozen

from rural_taobao.commission.matching import AllOf, Always, Condition, CreditKind, DuringFestival, InCategory, OfKind
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.splits import PartyTwice, Share, Split
from rural_taobao.documents.rates import declare_rates
from rural_taobao.documents.structuring import Structuring, Told, twice
from rural_taobao.documents.trees import Table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CategoryCode

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
    declare_rates(structuring)
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
