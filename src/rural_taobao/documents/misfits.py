"""
Misfits: what does not fit its place in a tree, each told with the sentence of its error behind the key path to it.

Paths are those of the tree that was looked at; whoever looked at a part of it sets the steps to that part before them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias, final

from rural_taobao.documents.messages import worded
from rural_taobao.documents.trees import Table, is_list, is_table
from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.exact import RateAboveWhole
from rural_taobao.festivals.windows import MalformedName
from rural_taobao.kinds import WrongNumber
from rural_taobao.money import MoneyBelowZero

__all__ = [
    "KeyMissing",
    "KeyUnknown",
    "ListedTwice",
    "Misfit",
    "Told",
    "joined",
    "of_whole",
    "sentences",
    "step",
    "twice",
]

Told: TypeAlias = tuple[str, RuralTaobaoError]
"""What is wrong, behind the key path to it from the table that was looked at."""

_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


@final
class KeyMissing(RuralTaobaoError, LookupError):
    """
    A table does not state something that has no default.

    Attributes:
        key: The key.
        expected: What it must state, in words.
    """

    def __init__(self, key: str, expected: str) -> None:
        self.key = key
        self.expected = expected
        super().__init__(key, expected)

    def __str__(self) -> str:
        return f"{self.key!r} must be stated, but it is missing; state {self.expected}"


@final
class KeyUnknown(RuralTaobaoError, LookupError):
    """
    A table has a key that means nothing there.

    Attributes:
        key: The key.
        known: Those that mean something.
    """

    def __init__(self, key: str, known: tuple[str, ...]) -> None:
        self.key = key
        self.known = known
        super().__init__(key, known)

    def __str__(self) -> str:
        known = ", ".join(self.known)
        demand = (
            f"a key of this table must be one of {known}" if known else "a table of this form must have no key besides"
        )
        return f"{demand}, but {shown(self.key)} was given; mend it or leave it out"


@final
class ListedTwice(RuralTaobaoError, ValueError):
    """
    A list whose order means nothing names something twice.

    Attributes:
        given: What is named twice.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return f"a list here must name each thing once, but {shown(self.given)} is named twice; leave one out"


@final
class Misfit(Exception):
    """What is wrong within a value: sentences, each behind the key path to it; and what could be read of the value."""

    def __init__(self, told: Iterable[tuple[str, str]], part: object = None) -> None:
        self.told: tuple[tuple[str, str], ...] = tuple(told)
        self.part = part
        super().__init__(self.told)


def joined(way: str, path: str) -> str:
    """Set a key path behind the way to where it begins."""
    return f"{way}.{path}" if way and path and not path.startswith("[") else f"{way}{path}"


def step(key: str) -> str:
    """Give a key as a step of a key path."""
    return key if _PLAIN_KEY.fullmatch(key) else shown(key)


def sentences(way: str, error: Exception) -> Iterator[tuple[str, str]]:
    """Give the sentences of an error, each behind the path to what it is about; a defect of ours is raised."""
    if isinstance(error, Misfit):
        yield from ((joined(way, path), message) for path, message in error.told)
    elif isinstance(error, RuralTaobaoError):
        yield way, worded(error)
    else:
        raise error


def of_whole(
    error: Exception, keys: Mapping[str, str], blamed: Mapping[type[RuralTaobaoError], str]
) -> Iterator[tuple[str, str]]:
    """Give the sentences of what a constructor refused, behind the key that it is about, if there is one."""
    match error:
        case WrongNumber(name=name, given=given, demand=demand) if name in keys:
            yield keys[name], worded(WrongNumber(keys[name], given, demand))
        case RateAboveWhole(name=name) | MoneyBelowZero(name=name) if name in keys:
            yield keys[name], worded(error)
        case MalformedName(what=what) if what.partition(" ")[0] in keys:
            yield keys[what.partition(" ")[0]], worded(error)
        case _:
            yield from sentences(next((key for kind, key in blamed.items() if isinstance(error, kind)), ""), error)


def twice(table: Table, lists: str, key: str, error: Callable[[Any], RuralTaobaoError]) -> Iterator[Told]:
    """
    Tell of tables in a list that state the same under a key, whatever else is wrong with them.

    Args:
        table: The table that holds the list.
        lists: The key of the list.
        key: The key within each of its tables.
        error: Makes the error of what is stated twice.

    Example:
        >>> from rural_taobao.commission.versions import RuleTwice
        >>> rules = [{"rule": "phones"}, {"rule": "seeds"}, {"rule": "phones"}]
        >>> [path for path, _ in twice({"rules": rules}, "rules", "rule", RuleTwice)]
        ['rules[2].rule']
    """
    seen: set[object] = set()
    items = table.get(lists)
    for place, item in enumerate(items if is_list(items) else ()):
        stated = item.get(key) if is_table(item) else None
        if type(stated) in (str, int):
            if stated in seen:
                yield f"{lists}[{place}].{key}", error(stated)
            seen.add(stated)
