"""
Conditions in a plan, in a short form and a long one, and what they name.

A condition is a table whose keys must all hold, such as `kind`, `category` and `festival`; an empty one always holds.
What does not fit that is written `{ all = [ … ] }`, `{ any = [ … ] }` or `{ not = { … } }`.
"""

from collections.abc import Iterator
from datetime import date
from functools import partial
from itertools import pairwise
from typing import Any, Final, assert_never, cast, final

from attrs import Factory, field, frozen

from rural_taobao.commission.circumstances import MonthsEmpty, NothingToMatch, Seniority, Tagged
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
    RangeEmpty,
    UnderCentre,
    UnderVersion,
)
from rural_taobao.documents.misfits import Told
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import Table, is_list, is_table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import CategoryCode, CentreId, StationId, TagCode, VersionId
from rural_taobao.periods import Period, PeriodBackwards

__all__ = ["CombinedNotAlone", "declare_conditions", "named_campaigns", "named_in"]


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


def _period(days: "_Days") -> Period:
    return Period(days.start, days.end)


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
    period: Period = field(init=False, default=Factory(_period, takes_self=True))


def _condition(when: "_When") -> Condition:
    short = {
        "kind": when.kind,
        "category": when.category,
        "station": when.station,
        "centre": when.centre,
        "version": when.version,
        "amount": when.amount,
        "days": when.days,
        "festival": when.festival,
        "tag": when.tag,
        "seniority": when.seniority,
    }
    parts = {key: part for key, part in short.items() if part is not None}
    combined = {"all": when.every, "any": when.some, "not": when.no}
    for key, part in combined.items():
        if part is not None:
            others = (*parts, *(each for each, other in combined.items() if other is not None and each != key))
            if others:
                raise CombinedNotAlone(key, others)
            return part
    if len(parts) > 1:
        return AllOf(parts.values())
    return next(iter(parts.values()), Always())


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
    condition: Condition = field(init=False, default=Factory(_condition, takes_self=True))


def _some_listed(festival: Table) -> Iterator[Told]:
    """Tell of lists of windows and of editions that are empty; left out, they mean all."""
    for key in ("windows", "editions"):
        listed = festival.get(key)
        if is_list(listed) and not listed:
            yield key, NothingToMatch(key)


def declare_conditions(structuring: Structuring) -> None:
    """
    Declare the table of a condition, and days as a period.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_conditions(structuring)
        >>> structuring.tree(AllOf([OfKind("order"), InCategory(["phones"])]))
        {'kind': 'order', 'category': ['phones']}
        >>> structuring.tree(AllOf([InCategory(["phones"]), OfKind("order")]))
        {'all': [{'category': ['phones']}, {'kind': 'order'}]}
    """
    value = structuring.value
    structuring.custom(OfKind, lambda tree: OfKind(value(CreditKind, tree)))
    structuring.custom(InCategory, lambda tree: InCategory(value(frozenset[CategoryCode], tree)))
    structuring.custom(AtStation, lambda tree: AtStation(value(frozenset[StationId], tree)))
    structuring.custom(UnderCentre, lambda tree: UnderCentre(value(frozenset[CentreId], tree)))
    structuring.custom(UnderVersion, lambda tree: UnderVersion(value(frozenset[VersionId], tree)))
    structuring.table(OfAmount, blamed={RangeEmpty: ("to",)}, basis="basis", start="from", end="to")
    structuring.table(_Days, blamed={PeriodBackwards: ("to",)}, start="from", end="to")
    structuring.custom(Period, lambda tree: value(_Days, tree).period, (Period, _days_tree), like=(_Days,))
    structuring.custom(OnDays, lambda tree: OnDays(value(_Days, tree).period))
    structuring.table(
        DuringFestival,
        check=_some_listed,
        filled=("windows", "editions"),
        festival="id",
        clock="clock",
        windows="windows",
        editions="editions",
    )
    structuring.custom(Tagged, lambda tree: Tagged(value(frozenset[TagCode], tree)))
    structuring.table(Seniority, blamed={MonthsEmpty: ("months_to",)}, months_from="months_from", months_to="months_to")
    structuring.custom(AllOf, lambda tree: AllOf(value(tuple[Condition, ...], tree)))
    structuring.custom(AnyOf, lambda tree: AnyOf(value(tuple[Condition, ...], tree)))
    structuring.custom(Not, lambda tree: Not(value(cast("Any", Condition), tree)))
    structuring.table(
        _When,
        also=_ALONE,
        blamed={CombinedNotAlone: ("all", "any", "not")},
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
        lambda tree: value(_When, tree).condition,
        *((each, written) for each in (Always, *_SHORT, AllOf, AnyOf, Not)),
        like=(_When,),
        expected="a table, such as { kind = 'order' }, or {} where it always holds",
    )


def _days_tree(days: Period) -> Table:
    ends = {} if days.end is None else {"to": days.end}
    return {"from": days.start, **ends}


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


def named_in(when: object, key: str, path: str = "when") -> Iterator[tuple[str, object]]:
    """
    Find what the lists of a condition under one key name, as it stands in a document, each behind the key path to it.

    Example:
        >>> list(named_in({"any": [{"category": ["seeds"]}, {"not": {"category": ["tools"]}}]}, "category"))
        [('when.any[0].category[0]', 'seeds'), ('when.any[1].not.category[0]', 'tools')]
    """
    for way, table in _within(when, path):
        listed = table.get(key)
        yield from ((f"{way}.{key}[{place}]", each) for place, each in enumerate(listed if is_list(listed) else ()))


def named_campaigns(when: object, path: str = "when") -> Iterator[tuple[str, Table]]:
    """
    Find the festivals that a condition asks about, as it stands in a document, each behind the key path to its table.

    Example:
        >>> list(named_campaigns({"any": [{"festival": {"id": "double-11"}}, {"not": {"festival": "double-12"}}]}))
        [('when.any[0].festival', {'id': 'double-11'})]
    """
    for way, table in _within(when, path):
        festival = table.get("festival")
        if is_table(festival):
            yield f"{way}.festival", festival


def _within(when: object, path: str) -> Iterator[tuple[str, Table]]:
    """Give the table of a condition and those of all that it combines, each behind the key path to it."""
    if not is_table(when):
        return
    yield path, when
    for key in ("all", "any"):
        listed = when.get(key)
        for place, each in enumerate(listed if is_list(listed) else ()):
            yield from _within(each, f"{path}.{key}[{place}]")
    yield from _within(when.get("not"), f"{path}.not")


def _is_short(conditions: tuple[Condition, ...]) -> bool:
    """Tell whether conditions are each of another kind that the short form has, in its order."""
    places = [_SHORT.index(type(each)) if type(each) in _SHORT else -1 for each in conditions]
    return places[0] >= 0 and all(earlier < later for earlier, later in pairwise(places))
