"""
Statements as files: a table for people, who open it in a spreadsheet, and JSON for machines.

In the table, amounts are in major units.
Where somebody is on hold, or settled for good, the last two columns say so.
It has no rows of totals, so that the sum of its column `amount` is what the statements come to.
Text that a spreadsheet would run as a formula is made harmless.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from rural_taobao.documents.canonical import canonical_text
from rural_taobao.documents.files import replaced
from rural_taobao.documents.tables import table_text
from rural_taobao.settlement.statements import Statement

__all__ = [
    "STATEMENTS_FORMAT",
    "statements_csv",
    "statements_json",
    "write_statements_csv",
    "write_statements_json",
]

STATEMENTS_FORMAT: Final = "rural-taobao statements 1"
"""The name and the version of the format of statements in JSON."""
_COLUMNS: Final = (
    "payee",
    "month",
    "plan",
    "rule",
    "party",
    "component",
    "earned",
    "lines",
    "amount",
    "currency",
)
_MARKS: Final = ("on_hold", "final")
"""The columns that are there where somebody is on hold, or settled for good."""
_RUN: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - spreadsheets run these too
"""What a spreadsheet takes for the beginning of a formula."""


def _harmless(text: str) -> str:
    """
    Give text that no spreadsheet runs: a single quote before it says that it is text.

    Example:
        >>> _harmless("=1+1"), _harmless("li")
        ("'=1+1", 'li')
    """
    return f"'{text}" if text.lstrip(" ").startswith(_RUN) else text


def statements_csv(statements: Iterable[Statement], *, names: Mapping[str, str] | None = None) -> str:
    """
    Write statements as a table for people.

    Args:
        statements: The statements; each of their items is a row.
        names: What people call the payees, by their ids; where it is given, a column `name` follows that of the ids.

    Example:
        >>> from rural_taobao.festivals import programme_calendar
        >>> from rural_taobao.samples import one_order, one_plan, one_village
        >>> from rural_taobao.settlement import Scope, settle
        >>> november = settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11"))
        >>> print(statements_csv(november.statements[:1]), end="")
        payee,month,plan,rule,party,component,earned,lines,amount,currency
        feixi-centre,2016-11,example,everything,county_centre,commission,2016-11,1,4.79,CNY
    """
    return "".join(_table(statements, names))


def _table(statements: Iterable[Statement], names: Mapping[str, str] | None) -> Iterator[str]:
    listed = tuple(statements)
    header = _COLUMNS if names is None else (_COLUMNS[0], "name", *_COLUMNS[1:])
    marked = any(each.on_hold or each.is_final for each in listed)
    return table_text((*header, *_MARKS) if marked else header, _rows(listed, names, marked=marked))


def _rows(statements: Iterable[Statement], names: Mapping[str, str] | None, *, marked: bool) -> Iterator[list[str]]:
    for statement in statements:
        marks = [_held(statement), "true" if statement.is_final else ""] if marked else []
        called = [] if names is None else [names.get(statement.payee, "")]
        for item in statement.items:
            texts = [statement.payee, *called, str(statement.month), item.plan, item.rule, item.party, item.component]
            amount = item.amount
            yield [
                *map(_harmless, texts),
                str(item.earned),
                str(item.lines),
                amount.decimal,
                amount.currency.code,
                *marks,
            ]


def _held(statement: Statement) -> str:
    """Write the days on which a payee is on hold, as a roster does."""
    return " ".join(f"{days.start}/{days.end}" for days in statement.on_hold)


def write_statements_csv(
    statements: Iterable[Statement], path: Path, *, names: Mapping[str, str] | None = None
) -> None:
    """
    Write statements to a table for people, whole or not at all.

    Args:
        statements: The statements.
        path: The file; it is replaced.
        names: What people call the payees, by their ids.

    Raises:
        DocumentsRefused: The system refuses, or a name is no text.
    """
    replaced(path, _table(statements, names))


def statements_json(statements: Iterable[Statement]) -> str:
    """
    Write statements as JSON for machines: one object, amounts in minor units, the same statements the same bytes.

    Example:
        >>> from rural_taobao.money import Money
        >>> from rural_taobao.periods import Month
        >>> empty = Statement(payee="li", month=Month(2016, 11), items=(), accrued=Money(0))
        >>> print(statements_json([empty]), end="")
        {"format":"rural-taobao statements 1","statements":[{"accrued_minor":0,"currency":"CNY","items":[],...
    """
    found = [
        {
            "payee": statement.payee,
            "month": str(statement.month),
            "currency": statement.accrued.currency.code,
            "accrued_minor": statement.accrued.minor,
            "lines": statement.lines,
            **({"on_hold": _held(statement)} if statement.on_hold else {}),
            **({"final": True} if statement.is_final else {}),
            "items": [
                {
                    "plan": item.plan,
                    "rule": item.rule,
                    "party": item.party,
                    "component": item.component,
                    "earned": str(item.earned),
                    "lines": item.lines,
                    "amount_minor": item.amount.minor,
                }
                for item in statement.items
            ],
        }
        for statement in statements
    ]
    return canonical_text({"format": STATEMENTS_FORMAT, "statements": found}) + "\n"


def write_statements_json(statements: Iterable[Statement], path: Path) -> None:
    """
    Write statements to a file of JSON, whole or not at all.

    Args:
        statements: The statements.
        path: The file; it is replaced.

    Raises:
        DocumentsRefused: The system refuses.
    """
    replaced(path, [statements_json(statements)])
