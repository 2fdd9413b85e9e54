"""Decisions as TOML: what a house does where whoever is in charge does not qualify for a version that is adopted."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Final, final

from rural_taobao.currencies import CNY
from rural_taobao.documents.files import file_name, read_text, replaced
from rural_taobao.documents.misfits import Told
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.toml_writer import toml_text
from rural_taobao.documents.trees import LONGEST_TREE, Table, is_list, toml_tree
from rural_taobao.transition.decisions import (
    DecidedTwice,
    Decision,
    Decisions,
    End,
    Measure,
    Otherwise,
    Postpone,
    Refuse,
    Replace,
    Suspend,
)

__all__ = [
    "DecisionsFormat",
    "decisions_from_text",
    "decisions_from_tree",
    "decisions_schema",
    "decisions_text",
    "read_decisions",
    "write_decisions",
]

_SECTIONS: Final = ("decisions",)


@final
class DecisionsFormat(StrEnum):
    """The formats of a decisions document, the newest last."""

    ONE = "rural-taobao decisions 1"


def read_decisions(path: Path) -> Decisions:
    """
    Read decisions.

    Args:
        path: A TOML file.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return decisions_from_text(read_text(path, limit=LONGEST_TREE), file=file_name(path))


def decisions_from_text(text: str, *, file: str = "decisions") -> Decisions:
    """
    Make decisions of the text of their document.

    Args:
        text: TOML.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return decisions_from_tree(toml_tree(text, file=file), file=file)


def decisions_from_tree(tree: Table, *, file: str = "decisions") -> Decisions:
    """
    Make decisions of the tree of their document.

    Args:
        tree: What was parsed.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return _structuring().read(Decisions, tree, DecisionsFormat, file=file)


def decisions_text(decisions: Decisions) -> str:
    """
    Write decisions as the text of a document, which reads back as the same decisions.

    Example:
        >>> decisions = Decisions(
        ...     [Decision(station="sanhe", version="2.0", measure=Replace("wang", "wang"))], otherwise=Refuse()
        ... )
        >>> print(decisions_text(decisions), end="")
        format = "rural-taobao decisions 1"
        otherwise = { does = "refuse" }
        <BLANKLINE>
        [[decisions]]
        station = "sanhe"
        version = "2.0"
        measure = { does = "replace", successor = "wang", payee = "wang" }
    """
    return toml_text(_structuring().document(decisions, DecisionsFormat), sections=_SECTIONS)


def write_decisions(decisions: Decisions, path: Path) -> None:
    """
    Write decisions to a file, whole or not at all.

    Raises:
        DocumentsRefused: The system refuses.
    """
    replaced(path, [decisions_text(decisions)])


def decisions_schema() -> Table:
    """
    Give what a decisions document may hold, as a JSON Schema, draft 2020-12, for editors.

    It lets pass every document that can be read; what it cannot say is for the reader.

    Example:
        >>> decisions_schema()["title"]
        'rural-taobao decisions 1'
    """
    return _structuring().schema(Decisions, DecisionsFormat)


@cache
def _structuring() -> Structuring:
    """Declare what a decisions document says; it names no amount, so that its currency does not matter."""
    structuring = Structuring(CNY)
    structuring.table(Replace, successor="successor", payee="payee")
    structuring.table(Postpone, until="until")
    structuring.table(End)
    structuring.table(Suspend)
    structuring.table(Refuse)
    structuring.tagged(Measure, "does", replace=Replace, postpone=Postpone, end=End, suspend=Suspend)
    structuring.tagged(Otherwise, "does", refuse=Refuse, postpone=Postpone, end=End, suspend=Suspend)
    structuring.table(Decision, station="station", version="version", measure="measure")
    structuring.table(
        Decisions, check=partial(_check_decisions, structuring), otherwise="otherwise", entries="decisions"
    )
    return structuring


def _check_decisions(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell of each station of which two things are decided for one version, whatever else is wrong."""
    entries = table.get("decisions")
    seen: set[tuple[str, str]] = set()
    for place, each in enumerate(entries if is_list(entries) else ()):
        decision = structuring.sound(Decision, each)
        if decision is not None:
            if (decision.station, decision.version) in seen:
                yield f"decisions[{place}].version", DecidedTwice(decision.station, decision.version)
            seen.add((decision.station, decision.version))
