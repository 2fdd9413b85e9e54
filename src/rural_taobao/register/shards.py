"""
Shards: a mapping by id that is changed without copying the whole of it.

What changes copies the shard that it is in, the group of that, and the list of groups; so a change costs the same
however much there is.
"""

from collections.abc import Iterator
from typing import Any, Final, Generic, TypeAlias, TypeVar, cast, final
from zlib import crc32

__all__ = ["Draft", "Shards"]

V = TypeVar("V")

_BITS: Final = 5
_WIDTH: Final = 1 << _BITS
_WITHIN: Final = _WIDTH - 1
_MASK: Final = _WIDTH * _WIDTH - 1
"""A hundred in a shard at a hundred thousand, and groups so few and small that listing them anew costs little."""
_Group: TypeAlias = tuple[dict[str, V], ...]
_NONE: Final = tuple(tuple(dict[str, Any]() for _ in range(_WIDTH)) for _ in range(_WIDTH))
"""The shards of a mapping in which nothing stands; a draft copies a shard before it puts anything there."""


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

    __slots__ = ("groups",)

    def __init__(self, groups: tuple[_Group[V], ...] | None = None) -> None:
        self.groups: tuple[_Group[V], ...] = _NONE if groups is None else groups

    def get(self, key: str) -> V | None:
        """Give what stands under a key; None where nothing does."""
        place = crc32(key.encode()) & _MASK
        return self.groups[place >> _BITS][place & _WITHIN].get(key)

    def __iter__(self) -> Iterator[str]:
        """Give the keys, sorted."""
        return iter(sorted(key for group in self.groups for part in group for key in part))

    def __len__(self) -> int:
        return sum(len(part) for group in self.groups for part in group)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shards) and self.groups == cast("Shards[V]", other).groups

    def __hash__(self) -> int:
        return hash(len(self))

    def __reduce__(self) -> tuple[type["Shards[V]"], tuple[tuple[_Group[V], ...]]]:
        return Shards, (self.groups,)


@final
class Draft(Generic[V]):
    """
    Changes to a mapping, none of which it sees.

    Args:
        shards: The mapping.
    """

    def __init__(self, shards: Shards[V]) -> None:
        self._shards = shards
        self._groups = shards.groups
        # The groups and the shards that were copied, of which each is changed in place from then on.
        self._own: dict[int, list[dict[str, V]]] = {}
        self._copied: set[int] = set()

    def get(self, key: str) -> V | None:
        """Give what stands under a key by now; None where nothing does."""
        place = crc32(key.encode()) & _MASK
        parts = self._own.get(place >> _BITS) or self._groups[place >> _BITS]
        return parts[place & _WITHIN].get(key)

    def keys(self) -> Iterator[str]:
        """Give all keys by now, in no order."""
        for group, parts in enumerate(self._groups):
            for part in self._own.get(group) or parts:
                yield from part

    def put(self, key: str, value: V) -> None:
        """Let a value stand under a key, in place of any that did."""
        place = crc32(key.encode()) & _MASK
        group = place >> _BITS
        if group not in self._own:
            self._own[group] = [*self._groups[group]]
        parts = self._own[group]
        if place not in self._copied:
            self._copied.add(place)
            parts[place & _WITHIN] = parts[place & _WITHIN].copy()
        parts[place & _WITHIN][key] = value

    def done(self) -> Shards[V]:
        """Give the mapping with all changes; no other change may follow."""
        if not self._own:
            return self._shards
        groups = [*self._groups]
        for group, parts in self._own.items():
            groups[group] = tuple(parts)
        return Shards(tuple(groups))
