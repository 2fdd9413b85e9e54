"""
Rows: the text of a table cut into cells, strictly by RFC 4180, in bounded memory.

A row ends with LF or CRLF, the last one too.
A cell is quoted whole or not at all; within quotes it may hold commas, line ends, and quotes, which are doubled.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, Final, TypeAlias, final

__all__ = ["LONGEST_CELL", "Columns", "Progress", "RowReader", "quoted", "row_text", "text_fault"]

Columns: TypeAlias = tuple[Sequence[int], Sequence[Sequence[str]]]
"""The number of each row, of the line that it begins on, from 1; and the cells of each column."""
Progress: TypeAlias = Callable[[int], None]
"""Is told, now and then, how many more bytes were read."""

LONGEST_CELL: Final = 10_000
"""The most characters that a cell may hold."""
_LONGEST_ROW: Final = 1_000_000
_BLOCK: Final = 1 << 18
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_ESCAPED: Final = range(0xDC00, 0xDD00)
"""What Python keeps bytes as that are no UTF-8."""

_CELL = re.compile(r'(?:"((?:[^"]++|"")*+)"|([^",\r]*+)),')
_ROW = re.compile(r'(?:(?:"(?:[^"]++|"")*+"|[^",\r]*+),)*+')
_OPEN_ROW = re.compile(r'(?:(?:"(?:[^"]++|"")*+"|[^",\r]*+),)*+"(?:[^"]++|"")*+')
_PLAIN = re.compile(r'[^",\r]*+')
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_QUOTE: Final = '"'
_TO_QUOTE = re.compile('[",\r\n]')


def text_fault(text: str) -> str:
    r"""
    Say what keeps a text out of a cell; nothing where nothing does.

    Example:
        >>> text_fault("三河")
        ''
        >>> text_fault("three\0")
        'a cell must hold text, but a NUL is in this one; it may be damaged: write it again'
    """
    if len(text) > LONGEST_CELL:
        return f"a cell must hold at most {LONGEST_CELL} characters, but this one holds {len(text)}; shorten it"
    found = _NO_TEXT.search(text)
    if found is None:
        return ""
    what = "a NUL" if found[0] == "\0" else "half a character"
    if ord(found[0]) in _ESCAPED:
        what = f"byte 0x{ord(found[0]) - _ESCAPED.start:02x}, which is no UTF-8,"
    return f"a cell must hold text, but {what} is in this one; it may be damaged: write it again"


def quoted(text: str) -> str:
    """
    Write a cell, in quotes if it needs them.

    Example:
        >>> quoted("sanhe"), quoted("one, two")
        ('sanhe', '"one, two"')
    """
    if _TO_QUOTE.search(text):
        return f'"{text.replace(_QUOTE, _QUOTE * 2)}"'
    return text


def row_text(cells: Iterable[str]) -> str:
    r"""
    Write a row, quoting the cells that need it.

    Example:
        >>> row_text(["sanhe", "", 'the "three" rivers', "one, two"])
        'sanhe,,"the ""three"" rivers","one, two"\n'
    """
    return ",".join(map(quoted, cells)) + "\n"


@final
class RowReader:
    """
    Cuts a file into rows, some thousands at a time.

    Attributes:
        is_whole: Whether it could be read, and ends where a row does, as far as it was read.

    Args:
        file: The file, from its beginning.
        tell: Is told what is wrong: the row, the place of the cell in it, or None for the whole row, and a message.
        progress: Is told how many more bytes were read.
    """

    def __init__(
        self, file: BinaryIO, tell: Callable[[int, int | None, str], None], progress: Progress | None = None
    ) -> None:
        self._file = file
        self._tell = tell
        self._progress = progress
        self._number = 1
        self._width: int | None = None
        self._failed = False
        self.is_whole: bool = True

    def header(self) -> tuple[str, ...]:
        """Read the first row, once and before all others; where it is not to be had, tell why and give nothing."""
        lines, size, quotes = [b""], 0, 0
        while not lines[-1].endswith(b"\n") or quotes % 2:
            lines.append(self._more(self._file.readline, _LONGEST_ROW))
            size, quotes = size + len(lines[-1]), quotes + lines[-1].count(b'"')
            if not lines[-1] or size >= _LONGEST_ROW:
                break
        row = b"".join(lines)
        if self._failed:
            return ()
        if not row.removeprefix(_BYTE_ORDER_MARK):
            message = "a table must begin with a row that names its columns, but the file is empty; get the whole file"
            self._tell(0, None, message)
            return ()
        (_, rows), rest = self._cut_carefully(row.removeprefix(_BYTE_ORDER_MARK).decode(errors="surrogateescape"))
        if rest or not row.endswith(b"\n"):
            self._tell_cut(rest or row)
            return ()
        self._width = len(rows[0]) if rows else None
        return tuple(rows[0]) if rows else ()

    def __iter__(self) -> Iterator[Columns]:
        """Give the rows below the header that have as many cells, and tell of the others; never an empty batch."""
        rest = b""
        while block := self._more(self._file.read, _BLOCK):
            whole, end, cut = (rest + block).rpartition(b"\n")
            columns, open_row = self._cut(whole + end)
            if columns[0]:
                yield columns
            rest = open_row + cut
            if len(rest) >= _LONGEST_ROW:
                break
        if rest and not self._failed:
            self._tell_cut(rest)

    def _more(self, read: Callable[[int], bytes], most: int) -> bytes:
        """Read on; nothing at the end of the file, and where the system fails."""
        try:
            more = read(most)
        except OSError as error:
            self._failed, self.is_whole = True, False
            message = f"a file must be readable to its end, but the system said {error.strerror!r}; look at the disk"
            self._tell(0, None, message)
            return b""
        if self._progress is not None and more:
            self._progress(len(more))
        return more

    def _tell_cut(self, rest: bytes) -> None:
        """Tell of a row that does not end."""
        self.is_whole = False
        if len(rest) >= _LONGEST_ROW:
            message = f"a row must have less than {_LONGEST_ROW} bytes, but this has more; is a quote not closed?"
        elif rest.count(b'"') % 2:
            message = "a quote that is opened must be closed, but the file ends before; close it, or get the whole file"
        else:
            message = "the last row must have its line end, but the file ends before; add it, or get the whole file"
        self._tell(self._number, None, message)

    def _cut(self, lines: bytes) -> tuple[Columns, bytes]:
        """Cut whole lines into columns; what is left is a row whose quote is not closed yet."""
        try:
            text = lines.decode()
        except UnicodeDecodeError:
            text, columns = lines.decode(errors="surrogateescape"), None
        else:
            columns = self._cut_last_quoted(text) if '"' in text else self._cut_plain(text.replace("\r\n", "\n"))
        if columns is not None:
            return columns, b""
        (numbers, rows), left = self._cut_carefully(text)
        return (numbers, list(zip(*rows, strict=True))), left

    def _cut_plain(self, text: str) -> Columns | None:
        """Cut lines without a quote, all at once; None where anything is wrong with one of them."""
        lines = text.split("\n")
        if "\r" in text or "\0" in text or max(map(len, lines)) > LONGEST_CELL:
            return None
        first, count, step = self._number, len(lines) - 1, (self._width or 0) + 1
        cells = text.replace("\n", ",\n,").split(",")
        if len(cells) != count * step + 1 or cells[step - 1 :: step].count("\n") != count:
            return None
        self._number += count
        return range(first, self._number), [cells[place:-1:step] for place in range(step - 1)]

    def _cut_last_quoted(self, text: str) -> Columns | None:
        r"""
        Cut lines of which the last cell alone is quoted, all at once; None where one is otherwise.

        The arithmetic of a ledger is such a cell.
        Doubled quotes are set aside as `\1`; then each quoted cell lies between a comma and a line end.
        """
        if "\1" in text or "\2" in text:
            return None
        pieces = text.replace('""', "\1").split('"')
        outside, cells = "\2".join(pieces[::2]), pieces[1::2]
        count = len(cells)
        if not outside.count(",\2\n") == outside.count("\n") == text.count("\n") == count or "\1" in outside:
            return None
        if max(map(len, cells)) > LONGEST_CELL or "\0" in text:
            return None
        columns = self._cut_plain(outside.replace("\2", ""))
        if columns is None:
            return None
        return columns[0], [*columns[1][:-1], [cell.replace("\1", '"') for cell in cells]]

    def _cut_carefully(self, text: str) -> tuple[tuple[list[int], list[list[str]]], bytes]:
        """Cut lines of which some hold quotes, or what should not be there, row by row."""
        numbers: list[int] = []
        rows: list[list[str]] = []
        open_row: list[str] = []
        is_open = False
        is_text = _NO_TEXT.search(text) is None
        for after, line in enumerate(text.split("\n")[:-1], self._number + 1):
            is_open ^= line.count('"') % 2 == 1
            if is_open and not open_row:
                # A quote that opens no cell would else be told where the next one is, or at the end of the file.
                is_open = _OPEN_ROW.fullmatch(line) is not None
            open_row.append(line)
            if is_open:
                continue
            row = "\n".join(open_row).removesuffix("\r")
            open_row.clear()
            cells = self._cells(row)
            if cells is not None and ((is_text and len(row) <= LONGEST_CELL) or self._are_text(cells)):
                numbers.append(self._number)
                rows.append(cells)
            self._number = after
        left = "".join(f"{line}\n" for line in open_row)
        return (numbers, rows), left.encode(errors="surrogateescape")

    def _are_text(self, cells: Sequence[str]) -> bool:
        """Tell of cells that hold no text, or too much."""
        faults = list(map(text_fault, cells))
        for place, fault in enumerate(faults):
            if fault:
                self._tell(self._number, place, fault)
        return not any(faults)

    def _cells(self, row: str) -> list[str] | None:
        """Cut a row into as many cells as the header has; None where it cannot be."""
        cells = self._cut_row(row)
        if cells is None or self._width is None or len(cells) == self._width:
            return cells
        has, advice = f"it has {len(cells)}", "look for a comma that is missing, or that is not within quotes"
        if not row:
            has, advice = "it is blank", "leave it out"
        self._tell(self._number, None, f"a row must have {self._width} cells, as the header has, but {has}; {advice}")
        return None

    def _cut_row(self, row: str) -> list[str] | None:
        """Cut a row into cells; None where it cannot be."""
        if '"' not in row and "\r" not in row:
            return row.split(",")
        if not _ROW.fullmatch(f"{row},"):
            self._tell_misquoted(f"{row},")
            return None
        return [quoted.replace('""', '"') or plain for quoted, plain in _CELL.findall(f"{row},")]

    def _tell_misquoted(self, row: str) -> None:
        """Tell which cell cannot be cut off, and why."""
        place, start = 0, 0
        while (cell := _CELL.match(row, start)) is not None:
            place, start = place + 1, cell.end()
        plain = _PLAIN.match(row, start)
        if plain is not None and row[plain.end()] == "\r":
            message = "a line must end with LF or CRLF, but a CR stands alone in this cell; quote the cell or remove it"
        else:
            message = "a cell must be quoted whole or not at all, but it is in part; double each quote that is within"
        self._tell(self._number, place, message)
