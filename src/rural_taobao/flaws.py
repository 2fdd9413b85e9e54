"""
Flaws: all that keeps the parts of a value from going together, each with the part that it is about.

A class states its checks once, as a function of the value, each of which looks at a few parts only.
Whoever builds the value is told the first flaw; whoever reads a document is told all, even where parts are missing.
"""

from collections.abc import Iterable, Iterator
from typing import TypeAlias, TypeVar

from rural_taobao.errors import RuralTaobaoError

__all__ = ["Checks", "Flaw", "PartPath", "refuse", "stating"]

T = TypeVar("T")

PartPath: TypeAlias = tuple[str | int, ...]
"""The way from a value to one of its parts: names of attributes, places in tuples, names in tables."""
Flaw: TypeAlias = tuple[PartPath, RuralTaobaoError]
"""What is wrong, behind the way to the part that it is about."""
Checks: TypeAlias = "Iterator[Flaw | Checks]"
"""Flaws, and checks that do not depend on what comes before them, each of which gives its own."""


def refuse(checks: Checks) -> None:
    """
    Raise the first flaw; nothing where there is none.

    Example:
        >>> from rural_taobao.kinds import WrongNumber
        >>> refuse(iter([iter([]), iter([(("size",), WrongNumber("size", 0, "a whole number of 1 or more"))])]))
        Traceback (most recent call last):
            ...
        rural_taobao.kinds.WrongNumber: size must be a whole number of 1 or more, but 0 was given; pass such an int
    """
    for each in checks:
        if isinstance(each, tuple):
            raise each[1]
        refuse(each)


def stating(values: Iterable[T], *names: str) -> list[T]:
    """
    Give the values that state some of their parts; one that was built states all, one that is looked through may not.

    Args:
        values: The values.
        names: The names of attributes.
    """
    return [each for each in values if all(hasattr(each, name) for name in names)]
