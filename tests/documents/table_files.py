"""Files of tables for tests: written for one example, read, and the faults that are told of them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from rural_taobao.documents.cells import Each
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.tables import Column, Findings, Table

__all__ = ["ends_of_rows", "file_of", "folder", "rows_of", "told"]


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder for one example."""
    with TemporaryDirectory() as name:
        yield Path(name)


@contextmanager
def file_of(content: bytes | str) -> Iterator[Path]:
    """Give a file of such a content, for one example."""
    with folder() as home:
        path = home / "table.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        yield path


def rows_of(content: bytes | str, names: Sequence[str], *optional: str) -> list[tuple[str, ...]]:
    """Read the cells of a table as text, row by row, in the order of the names."""
    columns = [Column(name, Each(str), name in optional) for name in (*names, *optional)]
    findings = Findings()
    rows: list[tuple[str, ...]] = []
    with file_of(content) as path, Table(path, findings) as table:
        for chunk in table.chunks(columns):
            rows.extend(zip(*map(chunk.texts, columns), strict=True))
    if findings:
        raise findings.refused()
    return rows


def told(read: Callable[[], object]) -> tuple[Fault, ...]:
    """Give the faults that reading tells, each of them a line that any screen shows and that says what to do."""
    with pytest.raises(DocumentsRefused) as caught:
        read()
    for fault in caught.value.faults:
        assert str(fault).isprintable()
        assert " must " in fault.message
        assert "; " in fault.message
        assert not fault.message.endswith(".")
    return caught.value.faults


def ends_of_rows(content: bytes) -> set[int]:
    """Give the places after the line ends that end a row, and not a line within a quoted cell."""
    ends, quotes = set(), 0
    for place, byte in enumerate(content, 1):
        quotes += byte == ord('"')
        if byte == ord("\n") and quotes % 2 == 0:
            ends.add(place)
    return ends
