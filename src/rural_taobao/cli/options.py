"""Options: what several commands take, and the examples in their help."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import pairwise
from os import PathLike, fspath
from pathlib import Path
from typing import Final, final

import click

from rural_taobao.documents import scalars
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.instants import InstantOutsideCalendar, UtcOffset, microseconds
from rural_taobao.periods import Month

__all__ = [
    "PATH",
    "as_json",
    "day",
    "examples",
    "instant",
    "known_instant",
    "month",
    "months",
    "name",
    "spread",
    "words",
]


@final
class _PathType(click.Path):
    """A path, which in an option is none that looks like the next option: a name was forgotten then."""

    def convert(
        self, value: str | PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | PathLike[str]:
        if isinstance(param, click.Option) and fspath(value).startswith("--"):
            self.fail(f"a path must be given, but {value} is an option; write ./{value} for a file of that name")
        return super().convert(value, param, ctx)


PATH: Final = _PathType(path_type=Path, readable=False)
"""A file or a folder; whether it is there and readable, and what it holds, is for its reader to say."""

_FURTHEST: Final = UtcOffset(-840), UtcOffset(840)
"""The clocks that are the furthest from UTC."""
as_json: Final = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object and nothing else, for machines."
)


def examples(*lines: str) -> str:
    r"""
    Give the end of a help text: command lines that can be pasted.

    Example:
        >>> examples("rural-taobao demo")
        '\x08\nExamples:\n  rural-taobao demo'
    """
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def spread(arguments: Iterable[str], option: str, ending: str) -> Iterator[str]:
    """
    Put an option before each of several files that follow it, as a shell makes them of `--plan *.toml`.

    Args:
        arguments: The arguments of a command.
        option: The option.
        ending: What the names of its files end with; those of no other argument do.

    Example:
        >>> list(spread(["net", "--plan", "a.toml", "b.toml", "events"], "--plan", ".toml"))
        ['net', '--plan', 'a.toml', '--plan', 'b.toml', 'events']
    """
    taken = False
    for before, argument in pairwise(["", *arguments]):
        first = before == option or argument.startswith(f"{option}=")
        further = taken and not first and argument.endswith(ending) and not argument.startswith("-")
        if further:
            yield option
        yield argument
        taken = first or further


def words(_context: click.Context, _parameter: click.Parameter, text: str | None) -> str | None:
    """
    Let the text of an option pass, for Click.

    Raises:
        BadParameter: It looks like the next option: the text was forgotten then.
    """
    if text is not None and text.startswith("--"):
        message = f"a text must be given, but {text} is an option; state the text before it"
        raise click.BadParameter(message)
    return text


def name(context: click.Context, parameter: click.Parameter, text: str | None) -> str | None:
    """
    Let an id or a key of an option pass, for Click.

    Raises:
        BadParameter: It is blank, or looks like the next option.
    """
    if text is not None and not text.strip():
        message = f"an id or a key must be given, but {shown(text)} is blank; state it behind the option"
        raise click.BadParameter(message)
    return words(context, parameter, text)


def _read(text: str) -> Month:
    try:
        return Month.parse(text)
    except RuralTaobaoError as error:
        raise click.BadParameter(str(error)) from None


def day(_context: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    """
    Read the day of an option, for Click.

    Raises:
        BadParameter: It is none.
    """
    try:
        return None if text is None else scalars.day(text)
    except RuralTaobaoError as error:
        raise click.BadParameter(str(error)) from None


def instant(_context: click.Context, _parameter: click.Parameter, text: str | None) -> datetime | None:
    """
    Read the instant of an option, for Click.

    Raises:
        BadParameter: It is none.
    """
    try:
        return None if text is None else scalars.instant(text)
    except RuralTaobaoError as error:
        raise click.BadParameter(str(error)) from None


def known_instant(_context: click.Context, _parameter: click.Parameter, text: str) -> datetime:
    """
    Read the instant of an option at which something became known, for Click: one that any clock can tell.

    Raises:
        BadParameter: It is none, or lies on some clock outside the years 1 to 9999.
    """
    try:
        known = scalars.instant(text)
        for clock in _FURTHEST:
            clock.day(microseconds(known))
    except InstantOutsideCalendar as error:
        message = (
            f"an instant must fall within the years 1 to 9999 on every clock, but {text} does not on the clock "
            f"{error.offset}; state when it became known"
        )
        raise click.BadParameter(message) from None
    except RuralTaobaoError as error:
        raise click.BadParameter(str(error)) from None
    return known


def month(_context: click.Context, _parameter: click.Parameter, text: str | None) -> Month | None:
    """
    Read the month of an option, for Click.

    Raises:
        BadParameter: It is none.
    """
    return None if text is None else _read(text)


def months(_context: click.Context, _parameter: click.Parameter, texts: Iterable[str]) -> tuple[Month, ...]:
    """
    Read the months of an option, for Click.

    Raises:
        BadParameter: One is none.
    """
    return tuple(map(_read, texts))
