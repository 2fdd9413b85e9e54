"""
Commands as a table, as somebody writes them in a spreadsheet: a row for each, for rosters of any size.

What a row says of a thing and what its step states have columns of their own; what is not said is empty.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, TypeAlias, assert_never, final

from attrs import frozen

from rural_taobao.documents import scalars
from rural_taobao.documents.cells import Maybe, Reader, Remembered, count
from rural_taobao.documents.expectations import NotOfKind
from rural_taobao.documents.faults import Fault
from rural_taobao.documents.files import file_name
from rural_taobao.documents.lives import DETAILS, SUBJECTS, Form, steps_of
from rural_taobao.documents.messages import worded
from rural_taobao.documents.roster_rows import CauseUnfit
from rural_taobao.documents.rows import Progress
from rural_taobao.documents.tables import Column, Findings, Table
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import HappeningId
from rural_taobao.instants import microseconds
from rural_taobao.lives import Detail
from rural_taobao.network.aggregate import breaches_of
from rural_taobao.register import Command, Correct, Event, Register, RegisterRefused, Subject, Take, Withdraw
from rural_taobao.register.drafts import KnownOutOfOrder, Slot, slot
from rural_taobao.register.entries import CYCLES

__all__ = ["CellUnfit", "CommandName", "Commands", "DetailUnclear", "read_commands", "take_commands"]


@final
class CommandName(StrEnum):
    """What a row asks for."""

    TAKE = "take"
    """A thing takes a step."""
    CORRECT = "correct"
    """A step was taken on another day, or states something else."""
    WITHDRAW = "withdraw"
    """A step was never taken."""


@final
class CellUnfit(RuralTaobaoError, ValueError):
    """
    A row of commands does not say what it must, or says what it cannot say.

    Attributes:
        what: What the row is about, such as `a command 'take'`.
        column: The column.
        wanted: Whether it must be filled in.
    """

    def __init__(self, what: str, column: str, wanted: bool) -> None:  # noqa: FBT001 - a fact of the error
        self.what = what
        self.column = column
        self.wanted = wanted
        super().__init__(what, column, wanted)

    def __str__(self) -> str:
        if self.wanted:
            return f"{self.what} must state {self.column}, but it is empty; fill it in"
        return f"{self.what} must say nothing of {self.column}, but it is filled in; leave it empty"


@final
class DetailUnclear(RuralTaobaoError, ValueError):
    """
    The cells that are filled in make nothing that a step can state.

    Attributes:
        columns: Those that are.
    """

    def __init__(self, columns: tuple[str, ...]) -> None:
        self.columns = columns
        super().__init__(columns)

    def __str__(self) -> str:
        given = f"{_listed(self.columns)} filled in"
        lacking = next((form for form in DETAILS.values() if {*self.columns} < form.parts.keys()), None)
        if lacking is not None:
            empty = [part for part in lacking.parts if part in lacking.needed.difference(self.columns)]
            whole = lacking.name.replace("_", " ")
            return (
                f"what a step states as {whole} must be whole, but {given} and {_listed(empty)} empty; "
                "fill in what is missing"
            )
        known = " or ".join("+".join(form.parts) for form in DETAILS.values())
        return f"what a step states must stand in the columns {known}, but {given}; fill in those of one kind"


def _listed(columns: Sequence[str]) -> str:
    """Say which columns there are, up to what they are."""
    return f"{' and '.join(columns)} {'are' if len(columns) > 1 else 'is'}"


@final
@frozen
class Commands:
    """
    Commands of a table; those that are judged together stand together.

    Attributes:
        file: The file, as faults name it.
        groups: The commands, in the order of the first row of each group.
        rows: The row of each command of each group.
    """

    file: str
    groups: tuple[tuple[Command, ...], ...]
    rows: tuple[tuple[int, ...], ...]

    @property
    def count(self) -> int:
        """How many commands there are."""
        return sum(map(len, self.groups))

    def row(self, place: int, number: int, command: int, sentence: str) -> int:
        """
        Give the row that a fault of a group is about: that whose happening its sentence names last, or else its own.

        Args:
            place: The place of the group among all.
            number: The number that its event would have.
            command: The place in the group of the command that the fault came with.
            sentence: What is wrong.
        """
        rows = self.rows[place]
        named = [int(found[1]) for found in re.finditer(rf"\({number}\.([0-9]+)\)", sentence)]
        return rows[named[-1] - 1 if named else command]


_Row: TypeAlias = Mapping[str, Any]
"""What the cells of a row say, by column; None where one is empty."""
_ASKED: Final[dict[CommandName, dict[str, bool]]] = {
    CommandName.TAKE: {"step": True, "day": True, "happening": False},
    CommandName.CORRECT: {"step": False, "happening": True},
    CommandName.WITHDRAW: {"step": False, "day": False, "turn": False, "happening": True},
}
"""Whether a column must be filled in, or empty, by what a row asks for; others may be either."""
_PARTS: Final = {part: kind for form in (*SUBJECTS.values(), *DETAILS.values()) for part, kind in form.parts.items()}
"""The types of the parts of things and details, by column."""


def _kind_of(text: str) -> Form:
    """Read what a row is about."""
    if text not in SUBJECTS:
        expected = f"one of {', '.join(SUBJECTS)}"
        raise NotOfKind(expected, text)
    return SUBJECTS[text]


def _reader(kind: Any) -> Reader[Any]:  # noqa: ANN401 - a part may be of any type
    """Give what reads the cells of a part of a thing or a detail."""
    readers: dict[Any, Callable[[str], Any]] = {
        bool: scalars.flag_text,
        int: partial(count, least=1),
        date | None: scalars.day,
    }
    if kind in readers:
        return Remembered(readers[kind])
    return Remembered(partial(scalars.option, kind) if issubclass(kind, StrEnum) else kind)


def _columns() -> tuple[Column[Any], ...]:
    """Give all columns that there can be; what is remembered of their cells ends with the file."""
    readers: dict[str, Reader[Any]] = {
        "command": Remembered(partial(scalars.option, CommandName)),
        "step": Remembered(str),
        "day": Remembered(scalars.day),
        "turn": Remembered(count),
        "happening": Remembered(HappeningId),
        "together": Remembered(str),
        **{part: _reader(kind) for part, kind in _PARTS.items()},
    }
    others = [Column(name, Maybe(reader, None), optional=True) for name, reader in readers.items()]
    return (Column("what", Remembered(_kind_of)), *others)


def read_commands(path: Path, *, progress: Progress | None = None) -> Commands:
    r"""
    Read commands from a table, of which each row asks for one thing.

    Every row states in `what` of which kind the thing is, and which one in the column of that name: `centre`,
    `station`, `partner`, `payee`; a `posting` in `station` and `partner`, a `permission` in `service` besides.
    It states a `step` and its `day`, and what the step states beside that in one of these groups of columns: `reason`,
    `centre`, `version`, `payee`, `engagement`, `county,payee`, `version,payee,reverts`, `until`, or
    `cause,defaults,within_days`.
    To put a step right that is known, `command` is `correct`, or `withdraw` where it was never taken, and `happening`
    names it, as `network history` shows it.

    All rows of one thing are judged together, in the order of the first of them, since they become known at once; so
    are those that state the same in `together`, such as the end of one posting and the beginning of the next.
    Of steps of one day the one below comes later, unless `turn` says otherwise.

    Columns come in any order; all but `what` may be left out, or empty.

    Args:
        path: A CSV file.
        progress: Is told, now and then, how many more bytes were read.

    Raises:
        DocumentsRefused: It has faults; the first hundred are told, with row and column.

    Example:
        >>> table = "what,station,step,day,centre\nstation,sanhe,enter,2015-06-01,feixi\n"
        >>> _ = Path("roster.csv").write_text(table)
        >>> [[command]] = read_commands(Path("roster.csv")).groups
        >>> command.subject, command.step.value, command.detail
        (StationId('sanhe'), 'enter', CentreId('feixi'))
    """
    findings, columns = Findings(), _columns()
    rows: list[int] = []
    commands: list[Command] = []
    marks: list[str | None] = []
    with Table(path, findings, progress) as table:
        for chunk in table.chunks(columns):
            cells = zip(*map(chunk.values, columns), strict=True)
            for number, values in zip(chunk.numbers, cells, strict=True):
                row = dict(zip((column.name for column in columns), values, strict=True))
                faults = list(_unfit(row))
                for column, fault in faults:
                    table.tell(number, column, worded(fault))
                if not faults:
                    rows.append(number)
                    commands.append(_command(row))
                    marks.append(row["together"])
    if findings:
        raise findings.refused()
    groups = _together(commands, marks)
    return Commands(
        file_name(path),
        tuple(tuple(commands[place] for place in group) for group in groups),
        tuple(tuple(rows[place] for place in group) for group in groups),
    )


def _unfit(row: _Row) -> Iterator[tuple[str, RuralTaobaoError]]:
    """Tell of what does not go together in a row, each with its column."""
    form: Form = row["what"]
    name = row["command"] or CommandName.TAKE
    for part in form.parts:
        if row[part] is None:
            yield part, CellUnfit(f"a row on a {form.name}", part, wanted=True)
    for column, wanted in _ASKED[name].items():
        if (row[column] is not None) is not wanted:
            yield column, CellUnfit(f"a command '{name}'", column, wanted)
    if row["step"] is not None:
        try:
            scalars.option(steps_of(form.name), row["step"])
        except NotOfKind as fault:
            yield "step", fault
    stated = _stated(row)
    if stated and name is CommandName.WITHDRAW:
        yield stated[0], CellUnfit(f"a command '{name}'", stated[0], wanted=False)
    elif stated and (of_detail := _detail_form(stated)) is not None:
        try:
            of_detail.made(row)
        except CauseUnfit as fault:
            yield fault.column, fault
    elif stated:
        yield stated[0], DetailUnclear(stated)


def _stated(row: _Row) -> tuple[str, ...]:
    """Give the columns that a row fills in beside those of its thing."""
    return tuple(part for part in _PARTS if part not in row["what"].parts and row[part] is not None)


def _detail_form(stated: Collection[str]) -> Form | None:
    """Give the form of what is stated in some columns; None where no detail has these parts."""
    there = {*stated}
    return next((form for form in DETAILS.values() if form.needed <= there <= form.parts.keys()), None)


@cache
def _implied(form: Form, step: str | None) -> Form | None:
    """Give the form of what a step must state where nothing of that has to be said, such as until when."""
    needs = {arrow.needs for arrow in CYCLES[form.kind].arrows if arrow.step == step}
    return next((each for each in DETAILS.values() if not each.needed and each.kind in needs), None)


def _command(row: _Row) -> Command:
    """Make the command of a row in which everything goes together."""
    form: Form = row["what"]
    subject: Subject = form.made(row)
    stated, name = _stated(row), row["command"] or CommandName.TAKE
    of_detail = _detail_form(stated) if stated else _implied(form, row["step"])
    detail: Detail | None = None if of_detail is None else of_detail.made(row)
    match name:
        case CommandName.TAKE:
            return Take(subject, steps_of(form.name)(row["step"]), row["day"], detail, turn=row["turn"])
        case CommandName.CORRECT:
            return Correct(subject, row["happening"], row["day"], detail, turn=row["turn"])
        case CommandName.WITHDRAW:
            return Withdraw(subject, row["happening"])
        case _:
            assert_never(name)


def _together(commands: Sequence[Command], marks: Sequence[str | None]) -> Iterable[list[int]]:
    """Give the places of commands that are of one thing, or bear one mark, group by group."""
    above = list(range(len(commands)))
    first: dict[Slot, int] = {}

    def top(place: int) -> int:
        while above[place] != place:
            above[place] = place = above[above[place]]
        return place

    for place, (command, mark) in enumerate(zip(commands, marks, strict=True)):
        names = [slot(command.subject)] if mark is None else [slot(command.subject), (str, mark)]
        for name in names:
            above[top(place)] = top(first.setdefault(name, place))
    groups: dict[int, list[int]] = {}
    for place in range(len(commands)):
        groups.setdefault(top(place), []).append(place)
    return groups.values()


def take_commands(register: Register, commands: Commands, known: datetime) -> tuple[Register, tuple[Event, ...]]:
    """
    Take all commands of a table, or none.

    Args:
        register: The register that takes them.
        commands: The commands.
        known: The instant at which all of it became known.

    Returns:
        The register that knows more, and its new events.

    Raises:
        DocumentsRefused: Some are refused; the first hundred faults are told, with the row.
        KnownOutOfOrder: The register knows of something that became known later.
        NotAnInstant: The instant has no fixed offset.
    """
    if register.known is not None and microseconds(known) < microseconds(register.known):
        last = register.charter.clock.instant(microseconds(register.known))
        raise KnownOutOfOrder(register.count + 1, known, last)
    try:
        return register.take_each(commands.groups, known)
    except RegisterRefused as refused:
        findings = Findings()
        for (number, fault), command in zip(refused.faults, refused.commands, strict=True):
            for each in breaches_of(fault):
                sentence = worded(each).replace("pass it as 'detail'", "fill in its columns")
                row = commands.row(number - register.count - 1, number, command, sentence)
                findings.tell(Fault(commands.file, row, "", sentence))
        raise findings.refused() from None
