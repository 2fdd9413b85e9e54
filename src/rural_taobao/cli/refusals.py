"""Refusals: what is wrong with several files, collected so that all of it is told at once."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar, final

from rural_taobao.documents import DocumentsRefused, Fault
from rural_taobao.documents.checking import Document
from rural_taobao.documents.files import file_name, read_text
from rural_taobao.documents.trees import LONGEST_TREE, Table, toml_tree

__all__ = ["FromTree", "Refusals"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class FromTree(Protocol[T_co]):
    """What makes a value of the tree of a document."""

    def __call__(self, tree: Table, *, file: str) -> T_co:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Make it, or tell what is wrong with it."""


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

    def document(self, path: Path, from_tree: FromTree[T]) -> Document[T | None]:
        """
        Give a TOML document as it stands in its file, and what it says; nothing in place of that where it has faults.

        Args:
            path: The file.
            from_tree: Makes what it says of what stands there.
        """
        file = file_name(path)
        trees = self.sound(lambda: toml_tree(read_text(path, limit=LONGEST_TREE), file=file))
        if not trees:
            return Document(file, {}, None)
        values = self.sound(partial(from_tree, trees[0], file=file))
        return Document(file, trees[0], next(iter(values), None))

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
