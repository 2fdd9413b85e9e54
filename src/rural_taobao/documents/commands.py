"""
Commands to a register as lines of JSON: one line for those that are judged together, to be sent as a message.

`command_rows` reads the commands of a table, which somebody wrote in a spreadsheet.
"""

from datetime import date
from enum import StrEnum
from functools import cache, partial
from typing import TypeAlias, assert_never, final

from attrs import field, frozen
from attrs.validators import optional

from rural_taobao.currencies import CNY
from rural_taobao.documents.canonical import canonical_text
from rural_taobao.documents.lives import declare_lives, detail_tree, form_of, step_unfit, steps_of, subject_tree
from rural_taobao.documents.structuring import Structuring
from rural_taobao.documents.trees import Table, is_table, json_tree
from rural_taobao.kinds import non_negative
from rural_taobao.lives import Detail
from rural_taobao.register import Command, Correct, Subject, Take, Withdraw

__all__ = ["CommandsFormat", "commands_from_text", "commands_text"]


@final
class CommandsFormat(StrEnum):
    """The formats of commands, the newest last."""

    ONE = "rural-taobao commands 1"


@final
@frozen
class _Taken:
    """That a thing takes a step, as a line states it."""

    subject: Subject
    step: str
    day: date
    detail: Detail | None = None
    turn: int | None = field(default=None, validator=optional(non_negative))


_Stated: TypeAlias = _Taken | Correct | Withdraw


@final
@frozen
class _Line:
    """Commands that are judged together, as a line states them."""

    together: tuple[_Stated, ...]


def commands_text(*commands: Command) -> str:
    """
    Write commands that are judged together as one line of JSON, without its line end; equal ones have the same text.

    Raises:
        NotCanonical: A reason holds half a character.

    Example:
        >>> from rural_taobao.identifiers import StationId
        >>> from rural_taobao.lives import StationStep
        >>> opened = Take(StationId("sanhe"), StationStep.OPEN, date(2015, 6, 1))
        >>> print(commands_text(opened))
        {"format":"rural-taobao commands 1","together":[{"day":"2015-06-01","of":{"station":"sanhe"},"take":"open"}]}
        >>> commands_from_text(commands_text(opened)) == (opened,)
        True
    """
    return canonical_text({"format": CommandsFormat.ONE.value, "together": list(map(_tree, commands))})


def _tree(command: Command) -> Table:
    """Give a command as a line states it."""
    structuring = _structuring()
    tree: Table = {"of": subject_tree(structuring, command.subject)}
    match command:
        case Take(step=step):
            return {**tree, "take": step.value, **_more(command)}
        case Correct(happening=happening):
            return {**tree, "correct": str(happening), **_more(command)}
        case Withdraw(happening=happening):
            return {**tree, "withdraw": str(happening)}
        case _:
            assert_never(command)


def _more(command: Take | Correct) -> Table:
    """Give what a command states of a step, as far as it states it."""
    detail = None if command.detail is None else detail_tree(_structuring(), command.detail)
    more = {"day": command.day, "detail": detail, "turn": command.turn}
    return {key: part for key, part in more.items() if part is not None}


def commands_from_text(text: str, *, file: str = "commands") -> tuple[Command, ...]:
    """
    Make commands of a line of JSON.

    Args:
        text: One JSON object.
        file: What the faults call it.

    Raises:
        DocumentsRefused: It has faults; all are told.
    """
    return tuple(
        map(_command, _structuring().read(_Line, json_tree(text, file=file), CommandsFormat, file=file).together)
    )


def _command(stated: _Stated) -> Command:
    if isinstance(stated, _Taken):
        step = steps_of(form_of(stated.subject).name)(stated.step)
        return Take(stated.subject, step, stated.day, stated.detail, turn=stated.turn)
    return stated


@cache
def _structuring() -> Structuring:
    """Declare what a line says; it names no amount, so that its currency does not matter."""
    structuring = Structuring(CNY)
    declare_lives(structuring)
    structuring.table(
        _Taken,
        check=partial(step_unfit, key="take"),
        subject="of",
        step="take",
        day="day",
        detail="detail",
        turn="turn",
    )
    structuring.table(Correct, subject="of", happening="correct", day="day", detail="detail", turn="turn")
    structuring.table(Withdraw, subject="of", happening="withdraw")
    structuring.custom(_Stated, partial(_stated, structuring))
    structuring.table(_Line, together="together")
    return structuring


def _stated(structuring: Structuring, tree: object) -> object:
    """Read a command: that something is put right or was never so, or else that a step is taken."""
    keys: tuple[tuple[str, type], ...] = ("correct", Correct), ("withdraw", Withdraw)
    kind = next((kind for key, kind in keys if is_table(tree) and key in tree), _Taken)
    return structuring.made(kind, tree)
