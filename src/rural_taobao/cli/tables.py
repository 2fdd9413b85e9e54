"""Tables for a page of 80 columns, and the words that stand in them."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from rural_taobao.identifiers import Party

__all__ = ["ROLES", "counted", "table", "titled"]

ROLES: Final = {party: party.replace("_", " ") for party in Party}
"""What people call the roles."""


def table(*columns: str, last: Sequence[str] = ()) -> Table:
    """
    Make a table for a page of 80 columns.

    Args:
        columns: Their names; one that begins with `#` holds numbers.
        last: A last row, set off, that the others add up to.
    """
    made = Table(box=box.SIMPLE, show_edge=False, show_footer=bool(last), pad_edge=False, padding=(0, 1, 0, 0))
    for name, foot in zip_longest(columns, last, fillvalue=""):
        number = name.startswith("#")
        made.add_column(
            name.removeprefix("#"), foot, header_style="bold", justify="right" if number else "left", overflow="fold"
        )
    return made


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


def titled(title: str, shown: Table) -> Group:
    """Set a title over a table, and a blank line below it."""
    return Group(Text(title, style="bold"), "", shown, "")
