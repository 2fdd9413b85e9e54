"""
The ledger: every line that was ever posted, in the order in which it was.

It only grows; a line in it never changes, its keys are unique, and a period in which a later one has begun is closed.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import final, overload

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.periods import Month
from rural_taobao.settlement.lines import Entry, Line, LineKey, LineSequence, State

__all__ = ["Ledger", "LineTwice", "Lines", "PeriodClosed"]


@final
class LineTwice(RuralTaobaoError, ValueError):
    """
    Two lines have the same key.

    Attributes:
        key: The key.
    """

    def __init__(self, key: LineKey) -> None:
        self.key = key
        super().__init__(key)

    def __str__(self) -> str:
        return (
            f"a line must be in a ledger once, but {self.key} is there twice; "
            "settle again from the ledger as it is, nothing was posted"
        )


@final
class PeriodClosed(RuralTaobaoError, ValueError):
    """
    Lines were to be posted to a period that is closed.

    Attributes:
        month: The period.
        latest: The latest period that the ledger holds.
        lines: How many lines.
    """

    def __init__(self, month: Month, latest: Month, lines: int) -> None:
        self.month = month
        self.latest = latest
        self.lines = lines
        super().__init__(month, latest, lines)

    def __str__(self) -> str:
        return (
            f"a closed period must take no line, but {self.lines} were to be posted to {self.month} where "
            f"{self.latest} has begun; settle {self.latest}: what became known since it began lands there, "
            f"and the rest does where {self.month} is restated"
        )


@final
class Lines(Sequence[Line]):
    """
    Lines that are there as values.

    Args:
        lines: The lines.
    """

    __slots__ = ("_lines",)

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self._lines = tuple(lines)

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> "Sequence[Line]": ...
    def __getitem__(self, place: int | slice) -> "Line | Sequence[Line]":
        """Give a line, or some of them."""
        return self._lines[place]

    def entries(self) -> Iterator[Entry]:
        """Give what differencing needs to know of each line."""
        return (line.entry for line in self._lines)


@final
class _Picked(Sequence[Line]):
    """
    Some lines of a block, made when they are asked for.

    Args:
        block: The block.
        wanted: Of each line, whether it is one of them.
    """

    __slots__ = ("_block", "_places", "_wanted")

    def __init__(self, block: LineSequence, wanted: Sequence[bool]) -> None:
        self._block, self._wanted = block, wanted
        self._places = tuple(compress(range(len(wanted)), wanted))

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> "Sequence[Line]": ...
    def __getitem__(self, place: int | slice) -> "Line | Sequence[Line]":
        """Make a line, or some of them."""
        if isinstance(place, slice):
            return [self._block[each] for each in self._places[place]]
        return self._block[self._places[place]]

    def __iter__(self) -> Iterator[Line]:
        return compress(self._block, self._wanted)

    def entries(self) -> Iterator[Entry]:
        """Give what differencing needs to know of each line."""
        return compress(self._block.entries(), self._wanted)


@final
@frozen(eq=False)
class Ledger:
    """
    Everything that was posted.

    Attributes:
        blocks: The lines, block by block, as they were posted.

    Raises:
        LineTwice: Two lines have the same key.

    Example:
        >>> len(Ledger())
        0
    """

    blocks: tuple[LineSequence, ...] = field(default=(), repr=False)
    _settled: bool = field(default=False, repr=False, kw_only=True, alias="settled")
    _known: list[tuple[Entry, ...]] = field(init=False, repr=False, factory=list[tuple[Entry, ...]])

    def __attrs_post_init__(self) -> None:
        if self._settled:
            return
        seen: set[tuple[object, int]] = set()
        for entry in self.entries():
            key = entry[:2]
            if key in seen:
                raise LineTwice(LineKey(*key))
            seen.add(key)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Ledger":
        """
        Make a ledger of lines in the order in which they were posted.

        Raises:
            LineTwice: Two lines have the same key.
        """
        return cls((Lines(lines),))

    def followed_by(self, lines: LineSequence) -> "Ledger":
        """Give the ledger with the lines of a settlement against it, whose keys it gave out itself."""
        return Ledger((*self.blocks, lines), settled=True) if len(lines) else self

    def __len__(self) -> int:
        return sum(map(len, self.blocks))

    def __iter__(self) -> Iterator[Line]:
        for block in self.blocks:
            yield from block

    def entries(self) -> tuple[Entry, ...]:
        """Give what differencing needs to know of each line, in the order in which they were posted; made once."""
        if not self._known:
            self._known.append(tuple(entry for block in self.blocks for entry in block.entries()))
        return self._known[0]

    @property
    def accrued(self) -> "Ledger":
        """
        What of it is accrued, which is all that a settlement reads; itself where nothing else is in it.

        Example:
            >>> from attrs import evolve
            >>> from rural_taobao.festivals import programme_calendar
            >>> from rural_taobao.samples import one_order, one_plan, one_village
            >>> from rural_taobao.settlement import Scope, settle
            >>> november = settle(one_village(), [one_plan()], programme_calendar(), [one_order()], Scope("2016-11"))
            >>> forecast = Ledger.of(evolve(line, state="expected") for line in november.lines)
            >>> len(forecast), len(forecast.accrued)
            (3, 0)
        """
        accrued = State.ACCRUED
        if all(entry.cell.state == accrued for entry in self.entries()):
            return self
        blocks = (_Picked(each, [entry.cell.state == accrued for entry in each.entries()]) for each in self.blocks)
        return Ledger(tuple(blocks), settled=True)

    def latest(self) -> Month | None:
        """Give the latest period that anything was posted to; None while nothing was."""
        return max((entry.posted for entry in self.entries()), default=None)
