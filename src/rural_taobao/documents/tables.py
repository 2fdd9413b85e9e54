"""
Tables: files of comma-separated values, read strictly, with everything that is wrong told at once.

The first row names the columns, in any order.
Rows are numbered as an editor numbers lines: the header is 1, and a row has the number of the line it begins on.
"""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Generic, Self, TypeVar, cast, final

from attrs import frozen

from rural_taobao.documents.cells import Reader
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.files import check_path, file_name, opened
from rural_taobao.documents.messages import worded
from rural_taobao.documents.parts import folder_part
from rural_taobao.documents.rows import Progress, RowReader, row_text
from rural_taobao.errors import RuralTaobaoError, shown

__all__ = ["MOST_TOLD", "Chunk", "Column", "Findings", "Table", "set_aside", "table_text"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

MOST_TOLD: Final = 100
"""The most faults of one file that are told one by one; the others are counted."""
_LONGEST_NAME: Final = 80
_ROWS_AT_ONCE: Final = 2_000
_SEPARATORS: Final = {";": "semicolons", "\t": "tabs"}


@final
class Findings:
    """
    Everything that is wrong with some files; how much of it is kept is bounded, however much there is.

    Args:
        what: What such a file is called in a sentence.

    Example:
        >>> findings = Findings()
        >>> for row in range(2, 1_000_002):
        ...     findings.tell(Fault("orders.csv", row, "amount", "an amount must be a number"))
        >>> faults = findings.refused().faults
        >>> print(len(faults), faults[0])
        101 orders.csv: a table must be without a fault, but 1000000 were found; mend the first 100
    """

    def __init__(self, what: str = "a table") -> None:
        self._what = what
        self._told: list[Fault] = []
        self._again: list[Fault] = []
        self._counts: Counter[str] = Counter()

    def __len__(self) -> int:
        return self._counts.total() + len(self._again)

    def tell(self, fault: Fault) -> None:
        """Keep a fault; of one file, the first hundred are kept and the others counted."""
        self._counts[fault.file] += 1
        if self._counts[fault.file] <= MOST_TOLD:
            self._told.append(fault)

    def tell_again(self, refused: DocumentsRefused) -> None:
        """Keep all faults that another reading found, as that told them."""
        self._again += refused.faults

    def refused(self) -> DocumentsRefused:
        """Give the error that tells of them: of each file the first hundred, and how many there are."""
        demand = f"{self._what} must be without a fault"
        counted = (
            Fault(file, 0, "", f"{demand}, but {found} were found; mend the first {MOST_TOLD}", found - MOST_TOLD)
            for file, found in self._counts.items()
            if found > MOST_TOLD
        )
        return DocumentsRefused(chain(counted, self._told, self._again))


@final
@frozen(eq=False)
class Column(Generic[T_co]):
    """
    A column that a table must have, or may have.

    Attributes:
        name: What the header calls it.
        reader: Reads its cells.
        optional: Whether it may be left out; its cells are then as if they were empty.
    """

    name: str
    reader: Reader[T_co]
    optional: bool = False


@final
class Chunk:
    """
    Some rows of a table.

    Args:
        table: The table.
        numbers: The numbers of the rows.
        texts: The cells of each column, by its name.
    """

    def __init__(self, table: "Table", numbers: Sequence[int], texts: Mapping[str, Sequence[str]]) -> None:
        self._table = table
        self._texts = texts
        self._values: dict[str, Sequence[object]] = {}
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def texts(self, column: Column[object]) -> Sequence[str]:
        """Give the cells of a column, row by row."""
        return self._texts[column.name]

    def values(self, column: Column[T]) -> Sequence[T]:
        """Give what the cells of a column say, row by row."""
        if column.name not in self._values:
            self._values[column.name] = column.reader.all(self._texts[column.name])
        return cast("Sequence[T]", self._values[column.name])

    def tell(self, place: int, column: Column[object], message: str) -> None:
        """Tell a fault of a cell, by the place of its row in the chunk."""
        self._table.tell(self.numbers[place], column.name, message)

    def sound(self, columns: Iterable[Column[object]]) -> "Chunk":
        """Tell of each cell that cannot be read, and give the rows without one."""
        bad: set[int] = set()
        for column in columns:
            try:
                self.values(column)
            except RuralTaobaoError:
                bad.update(self._misread(column))
        if not bad:
            return self
        kept = [place for place in range(len(self)) if place not in bad]
        texts = {name: [cells[place] for place in kept] for name, cells in self._texts.items()}
        return Chunk(self._table, [self.numbers[place] for place in kept], texts)

    def _misread(self, column: Column[object]) -> Iterator[int]:
        """Tell of the cells of a column that cannot be read, and give their places."""
        for place, text in enumerate(self._texts[column.name]):
            try:
                column.reader.one(text)
            except RuralTaobaoError as fault:
                self.tell(place, column, worded(fault))
                yield place


@final
class Table:
    r"""
    A file of comma-separated values, to be opened and read once, from its beginning to its end.

    Attributes:
        file: The file, as faults name it.
        header: The names of its columns; empty where there are none to be had.

    Args:
        path: The file.
        findings: Where to tell what is wrong with it.
        progress: Is told, now and then, how many more bytes were read.

    Example:
        >>> from rural_taobao.documents.cells import Each, count
        >>> _ = Path("stock.csv").write_text("item,pieces\nseeds,12\ntools,seven\n")
        >>> pieces = Column("pieces", Each(count))
        >>> findings = Findings()
        >>> with Table(Path("stock.csv"), findings) as table:
        ...     for chunk in table.chunks([Column("item", Each(str)), pieces]):
        ...         print(chunk.values(pieces))
        [12]
        >>> print(*findings.refused().faults)
        stock.csv, row 3, pieces: a value here must be a whole number, such as 7, but 'seven' was ...
    """

    def __init__(self, path: Path, findings: Findings, progress: Progress | None = None) -> None:
        self.file: str = file_name(path)
        self.header: tuple[str, ...] = ()
        self._path = path
        self._findings = findings
        self._progress = progress
        self._opened: BinaryIO | None = None
        self._rows: RowReader | None = None
        self._has_columns = False

    def __enter__(self) -> Self:
        try:
            self._opened = opened(self._path)
        except DocumentsRefused as refused:
            self._findings.tell_again(refused)
            return self
        rows = self._rows = RowReader(self._opened, self._tell_cell, self._progress)
        self.header = rows.header()
        self._check_separator()
        if self.header and not any(map(str.strip, self.header)):
            self.tell(
                1, "", "a table must begin with a row that names its columns, but this one is blank; add the names"
            )
            self.header = ()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._opened is not None:
            self._opened.close()

    def _check_separator(self) -> None:
        """Tell of a header whose columns something else than commas separates, and leave it at that."""
        named = [name for sign, name in _SEPARATORS.items() if len(self.header) == 1 and sign in self.header[0]]
        if named:
            message = f"columns must be separated by commas, but here they are by {named[0]}; save the file with commas"
            self.tell(1, "", message)
            self.header = ()

    @property
    def is_whole(self) -> bool:
        """Whether, as far as it was read, it has its columns and ends where a row does; else rows may be missing."""
        return self._rows is not None and self._rows.is_whole and self._has_columns

    def tell(self, row: int, column: str, message: str) -> None:
        """Tell a fault of a row."""
        self._findings.tell(Fault(self.file, row, column, message))

    def _tell_cell(self, row: int, place: int | None, message: str) -> None:
        """Tell a fault of a cell by its place in the row; where no column stands, the row alone is named."""
        column = _shown(self.header[place]) if place is not None and place < len(self.header) else ""
        self.tell(row, column, message)

    def chunks(self, columns: Sequence[Column[object]]) -> Iterator[Chunk]:
        """
        Give the rows whose cells can all be read, some thousands at a time, and tell of the others.

        Args:
            columns: Every column that there can be.
        """
        places = self._places(columns)
        if places is None or self._rows is None:
            return
        self._has_columns = True
        there = [column for column in columns if places[column.name] is not None]
        for numbers, cells in self._rows:
            left_out = ("",) * len(numbers)
            texts = {name: left_out if place is None else cells[place] for name, place in places.items()}
            chunk = Chunk(self, numbers, texts).sound(there)
            if len(chunk):
                yield chunk

    def _places(self, columns: Sequence[Column[object]]) -> dict[str, int | None] | None:
        """Find each column in the header; None where there is no header, or a fault in it."""
        if not self.header:
            return None
        before = len(self._findings)
        known = {column.name: column.optional for column in columns}
        for name, times in Counter(self.header).items():
            if name not in known:
                message = f"a column must be one of {', '.join(known)}, but this is none; rename it or leave it out"
                self.tell(1, _shown(name), message)
            elif times > 1:
                self.tell(1, name, f"a column must be there once, but this one is there {times} times; leave one out")
        for name, optional in known.items():
            if name not in self.header and not optional:
                self.tell(1, name, "a table must have this column, but its header does not name it; add the column")
        if len(self._findings) > before:
            return None
        return {name: self.header.index(name) if name in self.header else None for name in known}


def _shown(name: str) -> str:
    """Give the name of a column as a fault shows it."""
    return name if name.isprintable() and len(name) <= _LONGEST_NAME else shown(name, _LONGEST_NAME)


def table_text(header: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    r"""
    Write a table, some thousands of rows at a time.

    Example:
        >>> list(table_text(["item", "pieces"], [["seeds", "12"], ["tools, old", "7"]]))
        ['item,pieces\nseeds,12\n"tools, old",7\n']
    """
    lines = [row_text(header)]
    for row in rows:
        lines.append(row_text(row))
        if len(lines) == _ROWS_AT_ONCE:
            yield "".join(lines)
            lines.clear()
    if lines:
        yield "".join(lines)


@contextmanager
def set_aside(folder: Path, names: Sequence[str]) -> Generator[Path]:
    """
    Write files that belong together, all of them or none.

    They are written into a folder aside, which is given; when nothing failed, each takes its place.

    Args:
        folder: Where they belong; it must be there.
        names: All that belong together; one that is not written this time is removed from the folder.

    Raises:
        WrongKind: The folder is no path.
        DocumentsRefused: The folder is not there, or the system refuses.

    Example:
        >>> with set_aside(Path(), ["orders.csv", "parcels.csv"]) as aside:
        ...     _ = (aside / "orders.csv").write_text("order")
        ...     Path("orders.csv").exists()
        False
        >>> Path("orders.csv").read_text()
        'order'
    """
    check_path(folder)
    try:
        with folder_part(folder) as aside:
            yield aside
            for name in names:
                if (aside / name).exists():
                    (aside / name).replace(folder / name)
                else:
                    (folder / name).unlink(missing_ok=True)
    except OSError as error:
        message = f"an output must be one that the system takes, but it said {error.strerror!r}; look at path and disk"
        raise DocumentsRefused([Fault(file_name(folder), 0, "", message)]) from None
