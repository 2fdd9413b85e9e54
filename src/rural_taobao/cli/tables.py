"""Tables for a page of 80 columns, or of fewer, and the words that stand in them."""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import zip_longest
from typing import Final, Literal, final

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.table import Table
from rich.text import Text

from rural_taobao.identifiers import Party

__all__ = ["ROLES", "Fitting", "counted", "table", "titled"]

ROLES: Final = {party: party.replace("_", " ") for party in Party}
"""What people call the roles."""
_BETWEEN: Final = 2
"""The blanks between two columns."""
_ENOUGH: Final = 12
"""What is left at least of a text that may be cut before a column is left out."""
_LEAST: Final = 6
"""What is left of a text at least, with the sign that there was more."""
_UNSEEN: Final = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""What a terminal obeys, or does not show, but for the end of a line: controls, separators, marks of direction."""


@final
class _Column:
    """
    A column with all that stands in it.

    Args:
        name: What it is called; with `#` before it holds numbers, with `=` what must not be broken either, with `~`
            what may be cut before a column is left out.
        foot: What stands below it.
    """

    def __init__(self, name: str, foot: str) -> None:
        self.name = name.lstrip("#=~")
        self.is_number = name.startswith("#")
        self.is_whole = name.startswith(("#", "="))
        self.is_loose = name.startswith("~")
        self.foot = foot
        self.cells: list[str] = []

    @property
    def natural(self) -> int:
        """The width in which no line is broken."""
        return self._longest(str.splitlines)

    @property
    def least(self) -> int:
        """The width in which no word is broken, or as much of one as says enough where it may be cut."""
        least = self.natural if self.is_whole else self._longest(str.split)
        return min(least, max(_ENOUGH, cell_len(self.name))) if self.is_loose else least

    @property
    def cut(self) -> int:
        """The width down to which words may be cut."""
        return self.natural if self.is_whole else min(self.least, _LEAST)

    def _longest(self, pieces: Callable[[str], Iterable[str]]) -> int:
        texts = (self.name, self.foot, *self.cells)
        return max(cell_len(piece) for text in texts for piece in (*pieces(text), ""))


@final
class Fitting:
    """
    A table that fits its page: where that is narrow, columns are left out, and only then is a text cut.

    A number is never broken.

    Args:
        columns: Its columns.
        with_foot: Whether there is something below them.
        spare: The names of the columns that can be done without, the first of them first.
        overflow: What becomes of a word that is wider than the page.
    """

    def __init__(
        self,
        columns: Sequence[_Column],
        *,
        with_foot: bool,
        spare: Sequence[str],
        overflow: Literal["ellipsis", "fold"],
    ) -> None:
        self._columns = columns
        self._with_foot = with_foot
        self._spare = spare
        self._overflow: Literal["ellipsis", "fold"] = overflow

    @property
    def filled(self) -> bool:
        """Whether there is a row."""
        return bool(self._columns[0].cells)

    def add_row(self, *cells: str) -> None:
        """Add a row; cells that are missing at its end are empty, and what a terminal would obey is spelled out."""
        missing = [""] * (len(self._columns) - len(cells))
        for column, cell in zip(self._columns, (*cells, *missing), strict=True):
            column.cells.append(_UNSEEN.sub(_spelled_out, cell))

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the table, as wide as the page allows."""
        columns = self._kept(options.max_width)
        widths = _widths(columns, options.max_width)
        made = Table(box=box.SIMPLE, show_edge=False, show_footer=self._with_foot, pad_edge=False, padding=(0, 1, 0, 0))
        for column, width in zip(columns, widths, strict=True):
            made.add_column(
                column.name,
                column.foot,
                header_style="bold",
                justify="right" if column.is_number else "left",
                no_wrap=column.is_whole,
                overflow=self._overflow,
                width=width,
            )
        for row in zip(*(column.cells for column in columns), strict=True):
            made.add_row(*row)
        total = _total(widths)
        # Some versions of Rich keep a blank behind the last column too, and show it as a part of that column.
        made.columns[-1].width = (
            widths[-1] + total - console.measure(made, options=options.update_width(2 * total)).maximum
        )
        yield from console.render(made, options.update_width(total))

    def _kept(self, room: int) -> list[_Column]:
        """Choose the columns for which there is room without breaking a word, or those that are always needed."""
        columns = list(self._columns)
        for spare in self._spare:
            if _total(column.least for column in columns) <= room:
                break
            columns = [column for column in columns if column.name != spare]
        return columns


def _spelled_out(unseen: re.Match[str]) -> str:
    """Give a character that is not seen as Python writes it."""
    return unseen[0].encode("unicode_escape").decode()


def _total(widths: Iterable[int]) -> int:
    """Give how wide columns are together."""
    return sum(width + _BETWEEN for width in widths) - _BETWEEN


def _widths(columns: Sequence[_Column], room: int) -> list[int]:
    """Make columns as narrow as they have to be, the widest first; words are cut when nothing else is left."""
    widths = [column.natural for column in columns]
    for narrowest in ([column.least for column in columns], [column.cut for column in columns]):
        while _total(widths) > room and widths != narrowest:
            widest = max((width, -place) for place, width in enumerate(widths) if width > narrowest[place])
            widths[-widest[1]] -= 1
    return widths


def table(
    *columns: str,
    last: Sequence[str] = (),
    spare: Sequence[str] = (),
    overflow: Literal["ellipsis", "fold"] = "ellipsis",
) -> Fitting:
    """
    Make a table.

    Args:
        columns: Their names; one that begins with `#` holds numbers, one with `=` what must not be broken either, one
            with `~` what may be cut before a column is left out.
        last: A last row, set off, that the others add up to.
        spare: The names of those that can be done without on a narrow page, the first of them first.
        overflow: What becomes of a word that is wider than the page.
    """
    made = [_Column(name, foot) for name, foot in zip_longest(columns, last, fillvalue="")]
    return Fitting(made, with_foot=bool(last), spare=spare, overflow=overflow)


def counted(name: str, number: int) -> str:
    """
    Say how many there are of something.

    Args:
        name: What they are called, as several.
        number: How many.

    Example:
        >>> counted("plan_versions", 1), counted("orders", 5040)
        ('1 plan version', '5,040 orders')
    """
    words = name.replace("_", " ")
    return f"{number:,} {words.removesuffix('s') if number == 1 else words}"


def titled(title: str, shown: Fitting) -> Group:
    """Set a title over a table, and a blank line below it."""
    return Group(Text(title, style="bold"), "", shown, "")
