"""
Comparisons as files: a table of the differences for people, who open it in a spreadsheet, and JSON for machines.

In the table, amounts are in major units, and the sum of its column `amount` is what is paid more after than before.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rural_taobao.documents.canonical import canonical_text
from rural_taobao.documents.files import replaced
from rural_taobao.documents.tables import table_text
from rural_taobao.settlement.comparisons import Change, Comparison, Difference
from rural_taobao.settlement.lines import Line

__all__ = [
    "COMPARISON_FORMAT",
    "comparison_csv",
    "comparison_json",
    "comparison_object",
    "write_comparison_csv",
    "write_comparison_json",
]

COMPARISON_FORMAT: Final = "rural-taobao comparison 1"
"""The name and the version of the format of a comparison in JSON."""
_FACTS: Final = ("plan", "plan_version", "rule", "model_version", "station", "credited", "earned")
"""What of a line is told of each side."""
_COLUMNS: Final = (
    "event",
    "component",
    "state",
    "party",
    "payee",
    "class",
    *(f"{name}_{side}" for side in ("before", "after") for name in _FACTS),
    "amount_before",
    "amount_after",
    "amount",
    "currency",
    "explanation",
)


def comparison_csv(comparison: Comparison) -> str:
    """
    Write the differences of a comparison as a table for people; a cell is empty where nothing is paid.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> from rural_taobao.settlement import Scope, compare, settle
        >>> november = settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11"))
        >>> print(comparison_csv(compare(november, []))[:83])
        event,component,state,party,payee,class,plan_before,plan_version_before,rule_before
    """
    return "".join(_table(comparison))


def _table(comparison: Comparison) -> Iterator[str]:
    return table_text(_COLUMNS, map(_row, comparison.differences))


def _row(difference: Difference) -> list[str]:
    """Give the cells of a difference; ids begin with a letter or a digit, so that no spreadsheet runs one."""
    amounts = difference.amount_before, difference.amount_after, difference.amount
    return [
        difference.event,
        difference.component,
        difference.state,
        difference.party,
        difference.payee,
        difference.classed,
        *_facts(difference.before),
        *_facts(difference.after),
        *(amount.decimal for amount in amounts),
        difference.amount.currency.code,
        difference.explanation,
    ]


def _facts(line: Line | None) -> list[str]:
    return [""] * len(_FACTS) if line is None else [str(getattr(line, name)) for name in _FACTS]


def write_comparison_csv(comparison: Comparison, path: Path) -> None:
    """
    Write the differences of a comparison to a table for people, whole or not at all.

    Args:
        comparison: The comparison.
        path: The file; it is replaced.

    Raises:
        DocumentsRefused: The system refuses.
    """
    replaced(path, _table(comparison))


def comparison_object(comparison: Comparison) -> dict[str, object]:
    """
    Give a comparison as an object for a machine: all of it, amounts in minor units.

    Example:
        >>> from rural_taobao.settlement import compare
        >>> comparison_object(compare([], []))["total"]
        {'before_minor': 0, 'after_minor': 0, 'amount_minor': 0, 'differences': 0}
    """
    return {
        "format": COMPARISON_FORMAT,
        "currency": comparison.currency.code,
        "total": _change(comparison.total),
        "classes": [{"class": kind.value, **_change(change)} for kind, change in comparison.classes.items()],
        "payees": [{"payee": payee, **_change(change)} for payee, change in comparison.payees.items()],
        "rules": [
            {"payee": payee, "plan": plan, "rule": rule, **_change(change)}
            for (payee, plan, rule), change in comparison.sums.items()
        ],
        "differences": [_difference(difference) for difference in comparison.differences],
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "before_minor": change.before.minor,
        "after_minor": change.after.minor,
        "amount_minor": change.amount.minor,
        "differences": change.differences,
    }


def _difference(difference: Difference) -> dict[str, object]:
    return {
        "event": difference.event,
        "component": difference.component.value,
        "state": difference.state.value,
        "party": difference.party.value,
        "payee": difference.payee,
        "class": difference.classed.value,
        "classes": [kind.value for kind in difference.classes],
        "before": _side(difference.before),
        "after": _side(difference.after),
        "amount_before_minor": difference.amount_before.minor,
        "amount_after_minor": difference.amount_after.minor,
        "amount_minor": difference.amount.minor,
        "explanation": difference.explanation,
    }


def _side(line: Line | None) -> dict[str, object] | None:
    return None if line is None else {"key": str(line.key), **dict(zip(_FACTS, _facts(line), strict=True))}


def comparison_json(comparison: Comparison) -> str:
    """
    Write a comparison as JSON for machines: one object, the same comparison the same bytes.

    Example:
        >>> from rural_taobao.settlement import compare
        >>> print(comparison_json(compare([], [])), end="")
        {"classes":[],"currency":"CNY","differences":[],"format":"rural-taobao comparison 1","payees":[],"rules":[],...
    """
    return canonical_text(comparison_object(comparison)) + "\n"


def write_comparison_json(comparison: Comparison, path: Path) -> None:
    """
    Write a comparison to a file of JSON, whole or not at all.

    Args:
        comparison: The comparison.
        path: The file; it is replaced.

    Raises:
        DocumentsRefused: The system refuses.
    """
    replaced(path, [comparison_json(comparison)])
