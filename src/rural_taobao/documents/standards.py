"""
Standards as TOML: the thresholds that partners are assessed by, in dated versions.

An amount is written in major units, and a month in quotes, `"2016-11"`.
"""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final, final

from rural_taobao.assessment.consequences import AfterNotMilder, Rung
from rural_taobao.assessment.demands import ActiveDays, Demand, NothingDemanded, NoWork, OrderAmount, Orders
from rural_taobao.assessment.spans import EveryMonth, InSum, MonthsTooFew, SomeMonths, Span
from rural_taobao.assessment.standards import (
    NoThresholds,
    NoVersions,
    Standard,
    StandardVersion,
    standard_checks,
    version_checks,
)
from rural_taobao.assessment.thresholds import Threshold, threshold_checks
from rural_taobao.currencies import FINEST, Currency
from rural_taobao.documents.files import file_name, read_text, replaced
from rural_taobao.documents.scalars import month, stated_currency
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.toml_writer import toml_text
from rural_taobao.documents.trees import LONGEST_TREE, Table, toml_tree
from rural_taobao.periods import Month

__all__ = [
    "StandardFormat",
    "read_standard",
    "standard_from_text",
    "standard_from_tree",
    "standard_schema",
    "standard_text",
    "write_standard",
]

_SECTIONS: Final = ("versions", "versions.thresholds")
_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


@final
class StandardFormat(StrEnum):
    """The formats of a standard document, the newest last."""

    ONE = "rural-taobao standard 1"


def read_standard(path: Path) -> Standard:
    """
    Read a standard.

    Args:
        path: A TOML file.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return standard_from_text(read_text(path, limit=LONGEST_TREE), file=file_name(path))


def standard_from_text(text: str, *, file: str = "standard") -> Standard:
    """
    Make a standard of the text of its document.

    Args:
        text: TOML.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.

    Example:
        >>> from rural_taobao.samples import example_standard
        >>> standard_from_text(standard_text(example_standard())) == example_standard()
        True
    """
    return standard_from_tree(toml_tree(text, file=file), file=file)


def standard_from_tree(tree: Table, *, file: str = "standard") -> Standard:
    """
    Make a standard of the tree of its document.

    Args:
        tree: What was parsed.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    # What is wrong with the currency is told as a fault; amounts are read as finely as any.
    paid_in = stated_currency(tree) or FINEST
    return _structuring(paid_in).read(Standard, tree, StandardFormat, file=file)


def standard_text(standard: Standard) -> str:
    """
    Write a standard as the text of a document, which reads back as the same standard.

    Raises:
        NotWritable: A name or a source in it is no text.
        NotANumber: A number has more than 40 digits.
    """
    return toml_text(_structuring(standard.currency).document(standard, StandardFormat), sections=_SECTIONS)


def write_standard(standard: Standard, path: Path) -> None:
    """
    Write a standard to a file, whole or not at all.

    Raises:
        DocumentsRefused: The system refuses.
        NotWritable, NotANumber: As for `standard_text`.
    """
    replaced(path, [standard_text(standard)])


def standard_schema() -> Table:
    """
    Give what a standard document may hold, as a JSON Schema, draft 2020-12, for editors.

    It lets pass every document that can be read; what it cannot say is for the reader.

    Example:
        >>> standard_schema()["title"]
        'rural-taobao standard 1'
    """
    return _structuring(FINEST).schema(Standard, StandardFormat)


@cache
def _structuring(paid_in: Currency) -> Structuring:
    """Declare what a standard document says; made once a currency."""
    structuring = Structuring(paid_in)
    structuring.custom(Month, month, (Month, str), like=(_MONTH,), expected="a month in quotes, such as 2016-11")
    structuring.table(Orders, at_least="at_least", refunded="refunded", cancelled="cancelled")
    structuring.table(
        OrderAmount,
        blamed={NothingDemanded: ("at_least",)},
        from_zero=("at_least",),
        at_least="at_least",
        amount="amount",
        refunded="refunded",
        cancelled="cancelled",
    )
    structuring.table(
        ActiveDays,
        blamed={NoWork: ("of",)},
        filled=("of",),
        at_least="at_least",
        of="of",
        refunded="refunded",
        cancelled="cancelled",
    )
    structuring.tagged(Demand, "count", orders=Orders, order_amount=OrderAmount, active_days=ActiveDays)
    structuring.table(EveryMonth, months="months")
    structuring.table(InSum, months="months")
    structuring.table(SomeMonths, blamed={MonthsTooFew: ("at_least",)}, months="months", at_least="at_least")
    structuring.tagged(Span, "form", every_month=EveryMonth, in_sum=InSum, some_months=SomeMonths)
    structuring.table(
        Threshold, checks=threshold_checks, id="threshold", demand="demand", over="over", leads_to="leads_to"
    )
    structuring.table(Rung, blamed={AfterNotMilder: ("after",)}, step="step", after="after")
    structuring.table(
        StandardVersion,
        checks=version_checks,
        blamed={NoThresholds: ("thresholds",)},
        filled=("thresholds",),
        since="since",
        ladder="ladder",
        source="source",
        thresholds="thresholds",
    )
    structuring.table(
        Standard,
        checks=standard_checks,
        blamed={NoVersions: ("versions",)},
        filled=("versions",),
        id="standard",
        name="name",
        currency="currency",
        versions="versions",
    )
    return structuring
