"""
The tables of a rule in a plan: conditions in a short form and a long one, and splits.

A condition is a table whose keys must all hold, such as `kind`, `category` and `festival`; an empty one always holds.
What does not fit that is written `{ all = [ … ] }`, `{ any = [ … ] }` or `{ not = { … } }`.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Final, assert_never, final

from attrs import frozen

from rural_taobao.commission.matching import (
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
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.splits import PartyTwice, Share, Split
from rural_taobao.documents.clawbacks import declare_clawbacks
from rural_taobao.documents.rates import declare_rates
from rural_taobao.documents.structuring import Structuring, Told, twice
from rural_taobao.documents.trees import Table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CategoryCode, CentreId, StationId, VersionId
from rural_taobao.periods import Period

__all__ = ["CombinedNotAlone", "declare_rules"]


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
        clawback="clawback",
        split="split",
    )


def _parties(table: Table) -> Iterator[Told]:
    yield from twice(table, "shares", "party", PartyTwice)


# --- conditions

_SHORT: Final = (OfKind, InCategory, AtStation, UnderCentre, UnderVersion, OfAmount, OnDays, DuringFestival)
"""What the short form combines, in the order in which it does."""


@final
@frozen
class _Days:
    """Days as they stand in a document."""

    start: date
    end: date | None = None

    def value(self) -> OnDays:
        return OnDays(Period(self.start, self.end))


@final
@frozen
class _When:
    """A condition as it stands in a document."""

    kind: OfKind | None = None
    category: InCategory | None = None
    station: AtStation | None = None
    centre: UnderCentre | None = None
    version: UnderVersion | None = None
    amount: OfAmount | None = None
    days: OnDays | None = None
    festival: DuringFestival | None = None
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
    structuring.custom(OnDays, lambda tree: value(_Days, tree).value())
    structuring.table(DuringFestival, festival="id", clock="clock", windows="windows", editions="editions")
    structuring.custom(AllOf, lambda tree: AllOf(value(tuple[Condition, ...], tree)))
    structuring.custom(AnyOf, lambda tree: AnyOf(value(tuple[Condition, ...], tree)))
    structuring.custom(Not, lambda tree: Not(*value(tuple[Condition, ...], [tree])))
    structuring.table(
        _When,
        kind="kind",
        category="category",
        station="station",
        centre="centre",
        version="version",
        amount="amount",
        days="days",
        festival="festival",
        every="all",
        some="any",
        no="not",
    )
    written = partial(_condition_tree, structuring)
    structuring.custom(
        Condition,
        lambda tree: value(_When, tree).condition(),
        *((each, written) for each in (Always, *_SHORT, AllOf, AnyOf, Not)),
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
            ends = {} if days.end is None else {"to": days.end}
            return {"days": {"from": days.start, **ends}}
        case DuringFestival(festival, clock, windows, editions):
            table: Table = {"id": str(festival), "clock": clock.value}
            some = {"windows": sorted(windows), "editions": sorted(editions)}
            return {"festival": {**table, **{key: listed for key, listed in some.items() if listed}}}
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


def _is_short(conditions: tuple[Condition, ...]) -> bool:
    """Tell whether conditions are each of another kind that the short form has, in its order."""
    places = [_SHORT.index(type(each)) if type(each) in _SHORT else -1 for each in conditions]
    return places[0] >= 0 and all(earlier < later for earlier, later in pairwise(places))
