"""
Charters as TOML: what holds of a register's network from the first day to the last.

A charter states what models do, and the services that a catalogue does, in the same keys.
"""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Final, final

from attrs import frozen

from rural_taobao.currencies import CNY, Currency
from rural_taobao.documents.files import file_name, read_text, replaced
from rural_taobao.documents.misfits import Told
from rural_taobao.documents.models import check_models, declare_versions
from rural_taobao.documents.services import check_services, declare_services
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.toml_writer import toml_text
from rural_taobao.documents.trees import LONGEST_TREE, Table, toml_tree
from rural_taobao.identifiers import PayeeId
from rural_taobao.instants import UtcOffset
from rural_taobao.network import ModelVersion, Service, Vacancy
from rural_taobao.register import Charter

__all__ = [
    "CharterFormat",
    "charter_from_text",
    "charter_from_tree",
    "charter_schema",
    "charter_text",
    "read_charter",
    "write_charter",
]

_SECTIONS: Final = ("versions", "services")


@final
class CharterFormat(StrEnum):
    """The formats of a charter document, the newest last."""

    ONE = "rural-taobao charter 1"


@final
@frozen(kw_only=True)
class _Stated:
    """A charter, as its document states it: what keeps its parts from going together is told at their keys."""

    clock: UtcOffset
    currency: Currency
    platform: PayeeId
    vacancy: Vacancy
    versions: tuple[ModelVersion, ...]
    services: tuple[Service, ...] = ()


def read_charter(path: Path) -> Charter:
    """
    Read a charter.

    Args:
        path: A TOML file.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return charter_from_text(read_text(path, limit=LONGEST_TREE), file=file_name(path))


def charter_from_text(text: str, *, file: str = "charter") -> Charter:
    """
    Make a charter of the text of its document.

    Args:
        text: TOML.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return charter_from_tree(toml_tree(text, file=file), file=file)


def charter_from_tree(tree: Table, *, file: str = "charter") -> Charter:
    """
    Make a charter of the tree of its document.

    Args:
        tree: What was parsed.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    stated = _structuring().read(_Stated, tree, CharterFormat, file=file)
    return Charter(
        clock=stated.clock,
        currency=stated.currency,
        platform=stated.platform,
        vacancy=stated.vacancy,
        versions=stated.versions,
        services=stated.services,
    )


def charter_text(charter: Charter) -> str:
    """
    Write a charter as the text of a document, which reads back as the same charter.

    Raises:
        NotWritable: A source in it is no text.

    Example:
        >>> from rural_taobao.network import Vacancy
        >>> charter = Charter(platform="platform", vacancy=Vacancy("nobody"), versions=[])
        >>> print(charter_text(charter), end="")
        format = "rural-taobao charter 1"
        clock = "+08:00"
        currency = "CNY"
        platform = "platform"
        vacancy = { credit = "nobody" }
        versions = []
        >>> charter_from_text(charter_text(charter)) == charter
        True
    """
    stated = _Stated(
        clock=charter.clock,
        currency=charter.currency,
        platform=charter.platform,
        vacancy=charter.vacancy,
        versions=charter.versions,
        services=charter.services,
    )
    return toml_text(_structuring().document(stated, CharterFormat), sections=_SECTIONS)


def write_charter(charter: Charter, path: Path) -> None:
    """
    Write a charter to a file, whole or not at all.

    Raises:
        DocumentsRefused: The system refuses.
        NotWritable: As for `charter_text`.
    """
    replaced(path, [charter_text(charter)])


def charter_schema() -> Table:
    """
    Give what a charter document may hold, as a JSON Schema, draft 2020-12, for editors.

    It lets pass every document that can be read; what it cannot say is for the reader.

    Example:
        >>> charter_schema()["title"]
        'rural-taobao charter 1'
    """
    return _structuring().schema(_Stated, CharterFormat)


@cache
def _structuring() -> Structuring:
    """Declare what a charter document says; it names no amount, so that its currency does not matter."""
    structuring = Structuring(CNY)
    declare_versions(structuring)
    declare_services(structuring)
    structuring.table(
        _Stated,
        check=partial(_check_charter, structuring),
        stands_for=Charter,
        clock="clock",
        currency="currency",
        platform="platform",
        vacancy="vacancy",
        versions="versions",
        services="services",
    )
    return structuring


def _check_charter(structuring: Structuring, table: Table) -> Iterator[Told]:
    """Tell of versions and of services with one name, and of a vacancy under a version that is not there."""
    yield from check_models(structuring, table)
    yield from check_services(table)
