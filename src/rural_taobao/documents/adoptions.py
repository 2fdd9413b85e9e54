"""Adoptions as TOML: which model version each county or station goes by, and from which day."""

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
from rural_taobao.network.adoption import AdoptedTwice, Adoption, Adoptions, AdoptionUnplaced

__all__ = [
    "AdoptionsFormat",
    "adoptions_from_text",
    "adoptions_from_tree",
    "adoptions_schema",
    "adoptions_text",
    "read_adoptions",
    "write_adoptions",
]

_SECTIONS: Final = ("adoptions",)


@final
class AdoptionsFormat(StrEnum):
    """The formats of an adoptions document, the newest last."""

    ONE = "rural-taobao adoptions 1"


def read_adoptions(path: Path) -> Adoptions:
    """
    Read adoptions.

    Args:
        path: A TOML file.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return adoptions_from_text(read_text(path, limit=LONGEST_TREE), file=file_name(path))


def adoptions_from_text(text: str, *, file: str = "adoptions") -> Adoptions:
    """
    Make adoptions of the text of their document.

    Args:
        text: TOML.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return adoptions_from_tree(toml_tree(text, file=file), file=file)


def adoptions_from_tree(tree: Table, *, file: str = "adoptions") -> Adoptions:
    """
    Make adoptions of the tree of their document.

    Args:
        tree: What was parsed.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return _structuring().read(Adoptions, tree, AdoptionsFormat, file=file)


def adoptions_text(adoptions: Adoptions) -> str:
    """
    Write adoptions as the text of a document, which reads back as the same adoptions.

    Example:
        >>> from datetime import date
        >>> adoptions = Adoptions([Adoption(version="3.0", centre="feixi", start=date(2016, 9, 1))])
        >>> print(adoptions_text(adoptions), end="")
        format = "rural-taobao adoptions 1"
        <BLANKLINE>
        [[adoptions]]
        version = "3.0"
        centre = "feixi"
        from = 2016-09-01
    """
    return toml_text(_structuring().document(adoptions, AdoptionsFormat), sections=_SECTIONS)


def write_adoptions(adoptions: Adoptions, path: Path) -> None:
    """
    Write adoptions to a file, whole or not at all.

    Raises:
        DocumentsRefused: The system refuses.
    """
    replaced(path, [adoptions_text(adoptions)])


def adoptions_schema() -> Table:
    """
    Give what an adoptions document may hold, as a JSON Schema, draft 2020-12, for editors.

    It lets pass every document that can be read; what it cannot say is for the reader.

    Example:
        >>> adoptions_schema()["title"]
        'rural-taobao adoptions 1'
    """
    return _structuring().schema(Adoptions, AdoptionsFormat)


@cache
def _structuring() -> Structuring:
    """Declare what an adoptions document says; it names no amount, so that its currency does not matter."""
    structuring = Structuring(CNY)
    structuring.table(
        Adoption,
        blamed={AdoptionUnplaced: ("station", "centre")},
        version="version",
        centre="centre",
        station="station",
        start="from",
        reverts="reverts",
    )
    structuring.table(Adoptions, check=partial(_check_adoptions, structuring), entries="adoptions")
    return structuring


def _check_adoptions(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell of each place that adopts two versions from one day, whatever else is wrong."""
    entries = table.get("adoptions")
    seen: set[tuple[object, object]] = set()
    for place, each in enumerate(entries if is_list(entries) else ()):
        adoption = structuring.sound(Adoption, each)
        if adoption is not None:
            if (adoption.place, adoption.start) in seen:
                yield f"adoptions[{place}].from", AdoptedTwice(*adoption.place, adoption.start)
            seen.add((adoption.place, adoption.start))
