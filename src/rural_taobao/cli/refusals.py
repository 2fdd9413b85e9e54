"""Refusals: what is wrong with several files, collected so that all of it is told at once."""

from collections.abc import Callable, Sequence
from typing import TypeVar, final

from rural_taobao.documents import DocumentsRefused, Fault

__all__ = ["Refusals"]

T = TypeVar("T")


@final
class Refusals:
    """
    Collects faults while further files are read.

    Attributes:
        faults: What was found so far.

    Example:
        >>> from pathlib import Path
        >>> from rural_taobao.documents import read_plan
        >>> refusals = Refusals()
        >>> refusals.sound(lambda: read_plan(Path("missing.toml")))
        []
        >>> len(refusals.faults)
        1
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def sound(self, read: Callable[[], T]) -> list[T]:
        """Give what was read, alone in a list; nothing where it has faults."""
        try:
            return [read()]
        except DocumentsRefused as refused:
            self.faults += refused.faults
            return []

    def several(self, read: Callable[[], Sequence[T]]) -> Sequence[T]:
        """Give what was read; nothing where it has faults."""
        return [each for found in self.sound(read) for each in found]

    def refuse(self) -> None:
        """
        Let nothing pass in which a fault was found.

        Raises:
            DocumentsRefused: One was.
        """
        if self.faults:
            raise DocumentsRefused(self.faults)
