"""Options: what several commands take, and the examples in their help."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

import click

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.periods import Month

__all__ = ["PATH", "as_json", "examples", "month", "months", "spread"]

PATH: Final = click.Path(path_type=Path)
"""A file or a folder; whether it is there, and what it holds, is for its reader to say."""

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


def _read(text: str) -> Month:
    try:
        return Month.parse(text)
    except RuralTaobaoError as error:
        raise click.BadParameter(str(error)) from None


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
