"""The tables of guarantees and draws in a plan, and what is wrong with them whatever else is."""

from collections.abc import Iterable, Iterator
from typing import Any

from rural_taobao.commission.draws import Draw
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.promises import (
    CountedRuleUnknown,
    DrawChanged,
    NoRulesCounted,
    NothingPromised,
    PromiseTwice,
)
from rural_taobao.documents.misfits import Told
from rural_taobao.documents.structuring import Blamed, Structuring
from rural_taobao.documents.trees import Table, is_list, is_table
from rural_taobao.identifiers import RuleId

__all__ = ["declare_promises", "draws_of_one_kind", "promises_told_apart"]


def declare_promises(structuring: Structuring) -> None:
    """
    Declare the tables of guarantees and draws.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> structuring = Structuring(CNY)
        >>> declare_promises(structuring)
        >>> structuring.value(Guarantee, {"guarantee": "start", "amount": "100.00", "prorated": "whole"}).amount
        Money(10000, 'CNY')
    """
    blamed: Blamed = {NothingPromised: ("amount",), NoRulesCounted: ("rules",)}
    structuring.table(
        Guarantee,
        filled=("rules",),
        from_zero=("amount",),
        blamed=blamed,
        id="guarantee",
        amount="amount",
        rules="rules",
        prorated="prorated",
    )
    structuring.table(
        Draw,
        filled=("rules",),
        from_zero=("amount",),
        blamed=blamed,
        id="draw",
        amount="amount",
        recoverable="recoverable",
        rules="rules",
        prorated="prorated",
    )


def promises_told_apart(structuring: Structuring, version: Table, rules: Iterable[object]) -> Iterator[Told]:
    """
    Tell of guarantees and draws that have the id of something else, or name no rule of their version.

    Args:
        structuring: Reads ids.
        version: The table of the version.
        rules: The ids of its rules, as they stand there.
    """
    names = {name for name in (structuring.sound(RuleId, rule) for rule in rules) if name is not None}
    seen = set(names)
    for lists, key in (("guarantees", "guarantee"), ("draws", "draw")):
        for place, each in _tables(version, lists):
            named = structuring.called(RuleId, each.get(key))
            if named in seen:
                yield f"{lists}[{place}].{key}", PromiseTwice(named)
            seen.add(named)
            listed = each.get("rules")
            counted = [structuring.sound(RuleId, rule) for rule in (listed if is_list(listed) else ())]
            for number, rule in enumerate(counted):
                if rule is not None and rule not in names:
                    yield f"{lists}[{place}].rules[{number}]", CountedRuleUnknown(named, rule)


def draws_of_one_kind(structuring: Structuring, plan: Table) -> Iterator[Told]:
    """Tell of draws that are recoverable in some versions of a plan only."""
    name: Any = plan.get("plan")
    recoverable: dict[str, bool] = {}
    for place, version in _tables(plan, "versions"):
        for number, each in _tables(version, "draws"):
            named, stated = structuring.sound(RuleId, each.get("draw")), each.get("recoverable")
            if named is not None and isinstance(stated, bool) and recoverable.setdefault(named, stated) != stated:
                yield f"versions[{place}].draws[{number}].recoverable", DrawChanged(name, named)


def _tables(table: Table, key: str) -> list[tuple[int, Table]]:
    """Give the tables in a list of a table, each with its place."""
    items = table.get(key)
    return [(place, each) for place, each in enumerate(items if is_list(items) else ()) if is_table(each)]
