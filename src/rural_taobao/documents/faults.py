"""
Faults: everything that is wrong with documents, each with the file and the place, told all at once.

Nothing of a document with a fault is used.
"""

from collections.abc import Iterable
from typing import final

from attrs import frozen

from rural_taobao.errors import RuralTaobaoError

__all__ = ["DocumentsRefused", "Fault"]


@final
@frozen(order=True)
class Fault:
    """
    One thing that is wrong with a document.

    Attributes:
        file: The file, as it was named by whoever asked for it.
        row: The row of a table, counted as an editor counts lines, the header being 1; 0 where there are none.
        place: The column of a table or the key path of a tree, such as `rules[3].rate.tiers[1]`; empty for the whole.
        message: What must hold, what was given and what to do; one sentence.
        count: How many faults it tells of: one, or those of a file that are too many to be told each.

    Example:
        >>> print(Fault("orders.csv", 7, "amount", "a number must be written in ASCII digits"))
        orders.csv, row 7, amount: a number must be written in ASCII digits
    """

    file: str
    row: int
    place: str
    message: str
    count: int = 1

    def __str__(self) -> str:
        where = [self.file, f"row {self.row}" if self.row else "", self.place]
        return f"{', '.join(part for part in where if part)}: {self.message}"


@final
class DocumentsRefused(RuralTaobaoError, ValueError):
    """
    Documents have faults, and nothing of them was used.

    Attributes:
        faults: All of them, by file, row and place; of a file that has very many, the first and how many there are.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(sorted(faults))
        super().__init__(self.faults)

    def __str__(self) -> str:
        number = sum(each.count for each in self.faults)
        count = "a fault was" if number == 1 else f"{number} faults were"
        return "\n".join([f"documents must be without a fault, but {count} found; mend each", *map(str, self.faults)])
