"""
Output: a page for people on standard output, or one JSON object for machines.

Faults and progress go to standard error, progress only where that is a terminal.
"""

import json
import os
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Final, Literal, final

import click
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.text import Text

from rural_taobao.cli.streams import Listener
from rural_taobao.documents.faults import DocumentsRefused, Fault
from rural_taobao.documents.messages import worded
from rural_taobao.errors import RuralTaobaoError

__all__ = ["FAULTY", "Hanging", "Output", "Steps", "faults_object", "object_text", "usage_object"]

FAULTY: Final = 1
"""The exit status where the input has faults."""
_WORD: Final = re.compile(r"\s*\S+\s*")
"""A word, with the blanks behind it; the first word of a line with those before it."""


@final
class Steps:
    """
    The steps of long work, each shown while it lasts.

    Args:
        progress: Where they are shown; None where they are not.
    """

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    @contextmanager
    def step(self, name: str, total: int | None = None) -> Generator[Callable[[int], None]]:
        """
        Show a step while it lasts.

        Args:
            name: What is being done.
            total: How much of it there is; None where nobody knows.

        Returns:
            What is to be told how much more of it is done.
        """
        progress = self._progress
        if progress is None:
            yield lambda _: None
            return
        task = progress.add_task(name, total=total)
        yield lambda more: progress.advance(task, more)
        progress.remove_task(task)


@final
class Output:
    """
    Where a command prints.

    Args:
        machine: Whether a machine reads it: then one JSON object is printed, and nothing else.
    """

    def __init__(self, *, machine: bool) -> None:
        self.machine = machine
        self._page = _console(stderr=False)
        self._notes = _console(stderr=True)
        self._listener = click.get_current_context().ensure_object(Listener)

    @property
    def unheard(self) -> bool:
        """Whether nobody reads what is printed any more."""
        return self._listener.lost is not None

    def did(self, deed: str) -> None:
        """
        Say what was done, for where the page cannot tell of it.

        Args:
            deed: A sentence without its end.
        """
        self._listener.deeds.append(deed)

    def page(self, *parts: RenderableType) -> None:
        """Print parts of a page for people, one below the other."""
        for part in parts:
            _print(self._page, part)

    def object(self, value: dict[str, object]) -> None:
        """Print the one object for a machine."""
        click.echo(object_text(value))

    @contextmanager
    def steps(self) -> Generator[Steps]:
        """Show the steps of long work, on a terminal only."""
        if self.machine or not self._notes.is_terminal:
            yield Steps(None)
            return
        columns = TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn()
        with Progress(*columns, console=self._notes, transient=True) as progress:
            yield Steps(progress)

    @contextmanager
    def telling(self) -> Generator[None]:
        """
        Tell the faults that work is refused for, each with file, row and place, in place of a traceback.

        Raises:
            Exit: With status 1; it was refused.
        """
        try:
            yield
        except DocumentsRefused as refused:
            faults = refused.faults
        except RuralTaobaoError as error:
            faults = (Fault("", 0, "", worded(error)),)
        else:
            return
        if self.machine:
            self.object(faults_object(faults))
        else:
            self.tell(faults)
        raise click.exceptions.Exit(FAULTY)

    def tell(self, faults: Iterable[Fault], *, asked: bool = False) -> None:
        """
        Print faults, each with file, row and place.

        Args:
            faults: The faults.
            asked: Whether they are what was asked for, a part of the page.
        """
        for fault in faults:
            where = str(fault).removesuffix(fault.message) if fault.file else ""
            _print(self._page if asked else self._notes, Hanging(Text.assemble((where, "bold red"), fault.message)))


def object_text(value: dict[str, object]) -> str:
    """Write the one object for a machine."""
    return json.dumps(value, indent=2)


def usage_object(message: str) -> dict[str, object]:
    """
    Give wrong usage as an object for a machine: a fault in no file.

    Example:
        >>> usage_object("No such option: --stat")
        {'faults': [{'file': '', 'row': 0, 'place': '', 'message': 'No such option: --stat'}]}
    """
    return faults_object([Fault("", 0, "", message)])


def faults_object(faults: Iterable[Fault]) -> dict[str, object]:
    """
    Give faults as an object for a machine.

    Example:
        >>> faults_object([Fault("orders.csv", 7, "amount", "a number must be written in ASCII digits")])
        {'faults': [{'file': 'orders.csv', 'row': 7, 'place': 'amount', 'message': 'a number must be ...'}]}
    """
    return {
        "faults": [
            {"file": fault.file, "row": fault.row, "place": fault.place, "message": fault.message} for fault in faults
        ]
    }


@final
class Hanging:
    """
    A text whose lines, where a narrow terminal breaks them, go on indented; words are never broken, so can be copied.

    Attributes:
        text: The text.

    Args:
        text: The text, as one or as styled.
        indent: How many columns.
    """

    def __init__(self, text: str | Text, indent: int = 2) -> None:
        self.text: Text = Text(text) if isinstance(text, str) else text
        self._indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give the lines, broken where they have to be."""
        for line in self.text.split(allow_blank=True):
            first, *others = line.divide(self._breaks(line.plain, options.max_width))
            for part in (first, *(Text(" " * self._indent).append_text(other) for other in others)):
                part.rstrip()
                part.no_wrap, part.overflow = True, "ignore"
                yield part

    def _breaks(self, line: str, width: int) -> Iterator[int]:
        """Give where a line is broken: before each word that does not fit behind those before it."""
        filled = 0
        for word in _WORD.finditer(line):
            if filled and filled + cell_len(word[0].rstrip()) > width:
                yield word.start()
                filled = self._indent
            filled += cell_len(word[0])


def _console(*, stderr: bool) -> Console:
    """Make a console without colours where none are wanted, and none of the marks of Rich in what it prints."""
    colours: Literal["auto"] | None = None if os.environ.get("NO_COLOR") else "auto"
    return Console(stderr=stderr, color_system=colours, markup=False, emoji=False, highlight=False)


def _print(console: Console, part: RenderableType) -> None:
    """Print a part; a text that does not hang is never broken, nor is any for what is no terminal."""
    plain = part.text.plain if isinstance(part, Hanging) else part.plain if isinstance(part, Text) else part
    if isinstance(plain, str) and not console.is_terminal:
        console.file.write(f"{plain}\n")
    else:
        console.print(part, crop=False, soft_wrap=isinstance(part, str | Text))
