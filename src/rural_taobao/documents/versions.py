"""A version of a plan as it stands in a document: its rules, each behind the key path to it, and what is wrong."""

from collections.abc import Iterator
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import Any, cast

from rural_taobao.commission.bases import BasisForm
from rural_taobao.commission.bounds import AllowedPer
from rural_taobao.commission.caps import CappedRuleUnknown
from rural_taobao.commission.categories import CategoryUnknown, category_faults
from rural_taobao.commission.fees import Direction, FeeChanged
from rural_taobao.commission.layers import LayerTwice
from rural_taobao.commission.plans import CarriedOnAnotherBasis
from rural_taobao.commission.policies import RunningTotals, RunningTotalsNotStated
from rural_taobao.commission.rules import MeasuredOn
from rural_taobao.commission.versions import RuleTwice
from rural_taobao.documents.conditions import named_in
from rural_taobao.documents.expectations import expectation
from rural_taobao.documents.keyed import keyed_categories
from rural_taobao.documents.misfits import KeyMissing, Told, twice
from rural_taobao.documents.promises import promises_told_apart
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import Table, is_list, is_table
from rural_taobao.identifiers import CampaignId, CapId, CategoryCode, RuleId, VersionId

__all__ = ["carried_on_one_basis", "check_version", "conditions_in", "fees_of_one_kind", "rules_in", "tables_in"]


def tables_in(table: Table, key: str) -> list[tuple[int, Table]]:
    """
    Give the tables in a list of a table, each with its place in the list.

    Example:
        >>> tables_in({"rules": [{"rule": "seeds"}, "phones"]}, "rules")
        [(0, {'rule': 'seeds'})]
    """
    items = table.get(key)
    return [(place, each) for place, each in enumerate(items if is_list(items) else ()) if is_table(each)]


def rules_in(table: Table) -> Iterator[tuple[str, Table]]:
    """
    Give the rules of all layers of a version, each behind the key path to it.

    Example:
        >>> version = {"rules": [{"rule": "seeds"}], "campaigns": [{"rules": [{"rule": "fair"}]}]}
        >>> [path for path, _ in rules_in(version)]
        ['rules[0]', 'campaigns[0].rules[0]']
    """
    yield from ((f"rules[{place}]", rule) for place, rule in tables_in(table, "rules"))
    for key in ("campaigns", "exceptions"):
        for number, layer in tables_in(table, key):
            yield from ((f"{key}[{number}].rules[{place}]", rule) for place, rule in tables_in(layer, "rules"))


def conditions_in(rule: Table, path: str) -> Iterator[tuple[str, object]]:
    """
    Give the conditions of a rule, its own and those of its boosts, each behind the key path to it.

    Example:
        >>> [way for way, _ in conditions_in({"when": {}, "boosts": [{"when": {}}]}, "rules[0]")]
        ['rules[0].when', 'rules[0].boosts[0].when']
    """
    yield f"{path}.when", rule.get("when")
    yield from ((f"{path}.boosts[{place}].when", boost.get("when")) for place, boost in tables_in(rule, "boosts"))


def check_version(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell of names that are given twice, and of a running total that nothing is said about, whatever else is wrong."""
    yield from _rules_told_apart(table)
    yield from promises_told_apart(structuring, table, (rule.get("rule") for rule in _every_rule(table)))
    yield from _layers_told_apart(table)
    yield from _check_categories(structuring, table)
    yield from _capped(structuring, table)
    if "running_totals" in table:
        return
    for rule in _every_rule(table):
        if _is_cumulative(rule):
            version = structuring.sound(VersionId, table.get("version"))
            named = structuring.called(RuleId, rule.get("rule"))
            if version is None:
                yield "running_totals", KeyMissing("running_totals", expectation(RunningTotals))
            else:
                yield "running_totals", RunningTotalsNotStated(version, named)
            return


def _is_cumulative(rule: Table) -> bool:
    """Tell whether a rule states that what one event earns depends on those before it."""
    allowance = rule.get("allowance")
    by_period = is_table(allowance) and allowance.get("per") == AllowedPer.PERIOD
    return by_period or rule.get("measured_on") in (MeasuredOn.RUNNING_TOTAL, MeasuredOn.COUNTY_TOTAL)


def _every_rule(table: Table) -> Iterator[Table]:
    """Give the rules of all layers of a version."""
    yield from (rule for _, rule in rules_in(table))


def _rules_told_apart(table: Table) -> Iterator[Told]:
    """Tell of rules with one id, in whichever layers they are; those within one campaign are told of by itself."""
    yield from twice(table, "rules", "rule", RuleTwice)
    seen = {rule.get("rule") for _, rule in tables_in(table, "rules") if isinstance(rule.get("rule"), str)}
    for key in ("campaigns", "exceptions"):
        for place, layer in tables_in(table, key):
            here: set[object] = set()
            for number, rule in tables_in(layer, "rules"):
                name = rule.get("rule")
                if isinstance(name, str):
                    if name in seen:
                        yield f"{key}[{place}].rules[{number}].rule", RuleTwice(RuleId(name))
                    here.add(name)
            seen |= here


def _layers_told_apart(table: Table) -> Iterator[Told]:
    """Tell of campaigns and exceptions with one id."""
    seen: set[str] = set()
    for key, name_key in (("campaigns", "campaign"), ("exceptions", "exception")):
        for place, layer in tables_in(table, key):
            name = layer.get(name_key)
            if isinstance(name, str):
                if name in seen:
                    yield f"{key}[{place}].{name_key}", LayerTwice(CampaignId(name))
                seen.add(name)


def _capped(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell of rules that caps name and nobody states."""
    known = {rule.get("rule") for rule in _every_rule(table) if isinstance(rule.get("rule"), str)}
    for place, cap in tables_in(table, "caps"):
        named, rules = structuring.called(CapId, cap.get("cap")), cap.get("rules")
        for number, each in enumerate(rules if is_list(rules) else ()):
            rule = structuring.sound(RuleId, each)
            if rule is not None and rule not in known:
                yield f"caps[{place}].rules[{number}]", CappedRuleUnknown(named, rule)


def _check_categories(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell of categories that do not lie below each other, and of those that rules name and nobody declares."""
    listed = table.get("categories")
    if not is_list(listed) or not listed:
        return

    def code(tree: object, key: str) -> CategoryCode | None:
        return structuring.sound(CategoryCode, tree.get(key)) if is_table(tree) else None

    codes = [code(each, "code") for each in listed]
    for place, what, fault in category_faults(codes, [code(each, "parent") for each in listed]):
        yield f"categories[{place}].{what}", fault
    for path, rule in rules_in(table):
        named = structuring.called(RuleId, rule.get("rule"))
        found = [named_in(when, "category", way) for way, when in conditions_in(rule, path)]
        for way, each in chain(*found, keyed_categories(rule.get("rate"), f"{path}.rate")):
            category = structuring.sound(CategoryCode, each)
            if category is not None and category not in codes:
                yield way, CategoryUnknown(named, category)


def fees_of_one_kind(structuring: Structuring, plan: Table) -> Iterator[Told]:
    """Tell of rules that are fees in some versions of a plan only."""
    name: Any = plan.get("plan")
    owes: dict[str, Direction] = {}
    for place, version in tables_in(plan, "versions"):
        for path, rule in rules_in(version):
            named = structuring.sound(RuleId, rule.get("rule"))
            stated = structuring.sound(Direction, rule.get("direction", Direction.EARNS.value))
            if named is not None and stated is not None and owes.setdefault(named, stated) is not stated:
                yield f"versions[{place}].{path}.direction", FeeChanged(name, named)


def carried_on_one_basis(structuring: Structuring, plan: Table) -> Iterator[Told]:
    """Tell of running totals that a version carries on, in the order of their days, and measures otherwise."""
    name: Any = plan.get("plan")
    listed = [
        (start, place, version)
        for place, version in tables_in(plan, "versions")
        if (start := structuring.sound(date, version.get("from"))) is not None
    ]
    measured: dict[str, BasisForm] = {}
    for _, place, version in sorted(listed, key=itemgetter(0)):
        named_version = structuring.sound(VersionId, version.get("version"))
        if version.get("running_totals") == RunningTotals.RESET:
            measured.clear()
        for path, rule in rules_in(version):
            named, stated = structuring.sound(RuleId, rule.get("rule")), rule.get("basis")
            basis: Any = structuring.sound(cast("Any", BasisForm), stated)
            if named is None or basis is None or named_version is None or not _is_cumulative(rule):
                continue
            before = measured.setdefault(named, basis)
            if before != basis:
                yield (
                    f"versions[{place}].{path}.basis",
                    CarriedOnAnotherBasis(name, named_version, named, before, basis),
                )
