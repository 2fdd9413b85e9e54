"""
Programmes as TOML: targets, claims and denominators of a programme, each with its source.

A figure is written as it was told: `300`, or `"more than 300"`; a day that is not known as its month, `"2015-10"`.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, final

from rural_taobao.currencies import FINEST, Currency
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.files import file_name, read_text, replaced
from rural_taobao.documents.scalars import day, month, stated_currency
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.toml_writer import toml_text
from rural_taobao.documents.trees import LONGEST_TREE, Table, toml_tree
from rural_taobao.exact import NotANumber
from rural_taobao.periods import Month
from rural_taobao.programme.claims import Claim, When
from rural_taobao.programme.denominators import Denominator
from rural_taobao.programme.figures import About, AtLeast, Exactly, Figure, MoreThan, Nearly, Proportion
from rural_taobao.programme.programme import Programme, programme_checks
from rural_taobao.programme.targets import (
    Goal,
    Horizon,
    NothingAimedAt,
    ShareOfAll,
    ShareUnreachable,
    Target,
    Total,
    Yearly,
)

__all__ = [
    "ProgrammeFormat",
    "programme_from_text",
    "programme_from_tree",
    "programme_schema",
    "programme_text",
    "read_programme",
    "write_programme",
]

_SECTIONS: Final = ("targets", "claims", "denominators")
_FIGURE: Final = re.compile(r"(at least|more than|about|nearly) ([0-9]{1,40})")
_SHARE: Final = re.compile(r"([0-9]{1,40})/([0-9]{1,40})")
_MONTH: Final = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_TOLD: Final[dict[str, Callable[[int], Figure]]] = {
    "at least": AtLeast,
    "more than": MoreThan,
    "about": About,
    "nearly": Nearly,
}
_SOME_GOALS: Final[Table] = {"description": "At least one where no budget is stated.", "minItems": 1}
_WHEN: Final = "a day, such as 2016-11-11, or a month in quotes, such as 2016-11"
_OF_ALL: Final = "a share in quotes, such as 1/3"
_SAID: Final = "a whole number, or a text such as 'more than 300', 'at least 300', 'about 300' or 'nearly 300'"


@final
class ProgrammeFormat(StrEnum):
    """The formats of a programme document, the newest last."""

    ONE = "rural-taobao programme 1"


def read_programme(path: Path) -> Programme:
    """
    Read a programme.

    Args:
        path: A TOML file.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return programme_from_text(read_text(path, limit=LONGEST_TREE), file=file_name(path))


def programme_from_text(text: str, *, file: str = "programme") -> Programme:
    """
    Make a programme of the text of its document.

    Args:
        text: TOML.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.

    Example:
        >>> from rural_taobao.programme import programme_history
        >>> programme_from_text(programme_text(programme_history())) == programme_history()
        True
    """
    return programme_from_tree(toml_tree(text, file=file), file=file)


def programme_from_tree(tree: Table, *, file: str = "programme") -> Programme:
    """
    Make a programme of the tree of its document.

    Args:
        tree: What was parsed.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    # What is wrong with the currency is told as a fault; amounts are read as finely as any.
    paid_in = stated_currency(tree) or FINEST
    return _structuring(paid_in).read(Programme, tree, ProgrammeFormat, file=file)


def programme_text(programme: Programme) -> str:
    """
    Write a programme as the text of a document, which reads back as the same programme.

    Raises:
        NotWritable: A name or a source in it is no text.
        NotANumber: A number has more than 40 digits.

    Example:
        >>> from rural_taobao.currencies import CNY
        >>> print(programme_text(Programme(name="Ours", currency=CNY)), end="")
        format = "rural-taobao programme 1"
        name = "Ours"
        currency = "CNY"
    """
    return toml_text(_structuring(programme.currency).document(programme, ProgrammeFormat), sections=_SECTIONS)


def write_programme(programme: Programme, path: Path) -> None:
    """
    Write a programme to a file, whole or not at all.

    Raises:
        DocumentsRefused: The system refuses.
        NotWritable, NotANumber: As for `programme_text`.
    """
    replaced(path, [programme_text(programme)])


def programme_schema() -> Table:
    """
    Give what a programme document may hold, as a JSON Schema, draft 2020-12, for editors.

    It lets pass every document that can be read; what it cannot say is for the reader.

    Example:
        >>> programme_schema()["title"]
        'rural-taobao programme 1'
    """
    return _structuring(FINEST).schema(Programme, ProgrammeFormat)


@cache
def _structuring(paid_in: Currency) -> Structuring:
    """Declare what a programme document says; made once a currency."""
    structuring = Structuring(paid_in)
    when: Any = When
    figure: Any = Figure
    structuring.custom(when, _when, (Month, str), like=(date, _MONTH), expected=_WHEN)
    told = [(kind, _figure_tree) for kind in (Exactly, AtLeast, MoreThan, About, Nearly)]
    structuring.custom(figure, _figure, *told, like=(int, _FIGURE), expected=_SAID)
    structuring.custom(figure | None, _figure, like=(figure,), expected=_SAID)
    structuring.custom(
        Proportion, _share, (Proportion, _share_tree), like=(_SHARE,), expected="a share in quotes, such as 1/3"
    )
    _declare_targets(structuring)
    structuring.table(
        Claim,
        id="claim",
        when="when",
        counties="counties",
        stations="stations",
        villages="villages",
        provinces="provinces",
        source="source",
        disputes="disputes",
    )
    structuring.table(Denominator, measure="measure", year="year", number="number", as_of="as_of", source="source")
    structuring.table(
        Programme,
        checks=programme_checks,
        name="name",
        currency="currency",
        targets="targets",
        claims="claims",
        denominators="denominators",
    )
    return structuring


def _declare_targets(structuring: Structuring) -> None:
    """Declare the table of a target, and of each form of its goals."""
    structuring.table(Total, measure="measure", figure="figure")
    structuring.table(Yearly, measure="measure", figure="figure")
    structuring.table(
        ShareOfAll, blamed={ShareUnreachable: ("share",)}, measure="measure", share="share", exceeded="exceeded"
    )
    structuring.tagged(Goal, "goal", total=Total, yearly=Yearly, share_of_all=ShareOfAll)
    structuring.table(Horizon, least="least", most="most")
    structuring.table(
        Target,
        blamed={NothingAimedAt: ("goals",)},
        from_zero=("budget",),
        also={"anyOf": [{"required": ["budget"]}, {"required": ["goals"], "properties": {"goals": _SOME_GOALS}}]},
        id="target",
        set_on="set_on",
        horizon="years",
        goals="goals",
        budget="budget",
        source="source",
    )


def _when(tree: object) -> When:
    """Read a day, or the text of a month."""
    if isinstance(tree, str) and _MONTH.fullmatch(tree):
        return month(tree)
    try:
        return day(tree)
    except NotOfKind:
        raise NotOfKind(_WHEN, tree) from None


def _figure(tree: object) -> Figure:
    """Read a whole number, or a text with the word by which it was told."""
    if type(tree) is int:
        return Exactly(tree)
    match = _FIGURE.fullmatch(tree) if isinstance(tree, str) else None
    if match is None:
        raise NotOfKind(_SAID, tree)
    return _TOLD[match[1]](int(match[2]))


def _figure_tree(figure: Figure) -> object:
    if isinstance(figure, Exactly):
        return figure.number
    if not _FIGURE.fullmatch(str(figure)):
        raise NotANumber(figure.number)
    return str(figure)


def _share(tree: object) -> Proportion:
    """Read a share, such as `1/3`."""
    match = _SHARE.fullmatch(tree) if isinstance(tree, str) else None
    if match is None:
        raise NotOfKind(_OF_ALL, tree)
    return Proportion(int(match[1]), int(match[2]))


def _share_tree(share: Proportion) -> str:
    if not _SHARE.fullmatch(str(share)):
        raise NotANumber(max(share.part, share.whole))
    return str(share)
