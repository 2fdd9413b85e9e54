"""
Shards: a mapping by id that is changed without copying the whole of it.

What changes copies the shard that it is in, and the list of shards; so a change costs the same however much there is.
"""

from collections.abc import Iterator
from typing import Any, Final, Generic, TypeVar, cast, final
from zlib import crc32

__all__ = ["Draft", "Shards"]

V = TypeVar("V")

_COUNT: Final = 1024
"""Enough for shards of a hundred at a hundred thousand, and little enough to be listed anew in two microseconds."""
_NONE: Final = tuple(dict[str, Any]() for _ in range(_COUNT))
"""The shards of a mapping in which nothing stands; a draft copies a shard before it puts anything there."""


def _place(key: str) -> int:
    """Say in which shard a key is; the same in every process, so that what is pickled is found again."""
    return crc32(key.encode()) % _COUNT


@final
class Shards(Generic[V]):
    """
    A mapping that never changes; a `Draft` makes another of it.

    Example:
        >>> draft = Draft(Shards[int]())
        >>> draft.put("sanhe", 1)
        >>> made = draft.done()
        >>> made.get("sanhe"), made.get("taohua"), list(made)
        (1, None, ['sanhe'])
    """

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[dict[str, V], ...] | None = None) -> None:
        self.parts: tuple[dict[str, V], ...] = _NONE if parts is None else parts

    def get(self, key: str) -> V | None:
        """Give what stands under a key; None where nothing does."""
        return self.parts[crc32(key.encode()) % _COUNT].get(key)

    def __iter__(self) -> Iterator[str]:
        """Give the keys, sorted."""
        return iter(sorted(key for part in self.parts for key in part))

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shards) and self.parts == cast("Shards[V]", other).parts

    def __hash__(self) -> int:
        return hash(len(self))

    def __reduce__(self) -> tuple[type["Shards[V]"], tuple[tuple[dict[str, V], ...]]]:
        return Shards, (self.parts,)


@final
class Draft(Generic[V]):
    """
    Changes to a mapping, none of which it sees.

    Args:
        shards: The mapping.
    """

    def __init__(self, shards: Shards[V]) -> None:
        self._shards = shards
        self._parts: list[dict[str, V]] | None = None
        self._own: set[int] = set()

    def get(self, key: str) -> V | None:
        """Give what stands under a key by now; None where nothing does."""
        parts = self._shards.parts if self._parts is None else self._parts
        return parts[crc32(key.encode()) % _COUNT].get(key)

    def keys(self) -> Iterator[str]:
        """Give all keys by now, in no order."""
        for part in self._shards.parts if self._parts is None else self._parts:
            yield from part

    def put(self, key: str, value: V) -> None:
        """Let a value stand under a key, in place of any that did."""
        if self._parts is None:
            self._parts = [*self._shards.parts]
        place = _place(key)
        if place not in self._own:
            self._own.add(place)
            self._parts[place] = self._parts[place].copy()
        self._parts[place][key] = value

    def done(self) -> Shards[V]:
        """Give the mapping with all changes; no other change may follow."""
        return self._shards if self._parts is None else Shards(tuple(self._parts))
