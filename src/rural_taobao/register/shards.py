"""
Shards: a mapping by id that is changed without copying the whole of it.

What changes copies the shard that it is in, and the way there: three short lists. So a change costs the same however
much there is.
"""

from collections.abc import Iterator
from typing import Any, Final, Generic, TypeAlias, TypeVar, cast, final
from zlib import crc32

__all__ = ["Draft", "Shards"]

V = TypeVar("V")

_BITS: Final = 4
_WIDTH: Final = 1 << _BITS
_WITHIN: Final = _WIDTH - 1
_MASK: Final = _WIDTH**3 - 1
"""Two dozen in a shard at a hundred thousand, so that little memory is touched."""
_Shard: TypeAlias = dict[str, V]
_Tree: TypeAlias = list[list[list[_Shard[V]]]]
"""Groups of groups of shards; it is never changed once a mapping holds it."""
_NONE: Final[_Tree[Any]] = [[[{}] * _WIDTH] * _WIDTH] * _WIDTH
"""A mapping in which nothing stands: one empty shard in every place."""


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

    __slots__ = ("tree",)

    def __init__(self, tree: _Tree[V] = _NONE) -> None:
        self.tree: _Tree[V] = tree

    def get(self, key: str) -> V | None:
        """Give what stands under a key; None where nothing does."""
        place = crc32(key.encode()) & _MASK
        return self.tree[place >> 2 * _BITS][place >> _BITS & _WITHIN][place & _WITHIN].get(key)

    def __iter__(self) -> Iterator[str]:
        """Give the keys, sorted."""
        return iter(sorted(_keys(self.tree)))

    def __len__(self) -> int:
        return sum(1 for _ in _keys(self.tree))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shards) and self.tree == cast("Shards[V]", other).tree

    def __hash__(self) -> int:
        return hash(len(self))

    def __reduce__(self) -> tuple[type["Shards[V]"], tuple[_Tree[V]]]:
        return Shards, (self.tree,)


@final
class Draft(Generic[V]):
    """
    Changes to a mapping, none of which it sees.

    Args:
        shards: The mapping.
    """

    __slots__ = ("_own", "_shards", "_tree")

    def __init__(self, shards: Shards[V]) -> None:
        self._shards = shards
        self._tree = shards.tree
        # The shards that were copied, and the groups on the way to them; they are changed as they stand from then on.
        self._own: set[int | tuple[int, ...]] = set()

    def get(self, key: str) -> V | None:
        """Give what stands under a key by now; None where nothing does."""
        place = crc32(key.encode()) & _MASK
        return self._tree[place >> 2 * _BITS][place >> _BITS & _WITHIN][place & _WITHIN].get(key)

    def keys(self) -> Iterator[str]:
        """Give all keys by now, in no order."""
        return _keys(self._tree)

    def put(self, key: str, value: V) -> None:
        """Let a value stand under a key, in place of any that did."""
        place = crc32(key.encode()) & _MASK
        if place not in self._own:
            self._make_own(place)
        self._tree[place >> 2 * _BITS][place >> _BITS & _WITHIN][place & _WITHIN][key] = value

    def _make_own(self, place: int) -> None:
        """Copy a shard, and of the way to it what was not copied yet."""
        outer, inner, last = place >> 2 * _BITS, place >> _BITS & _WITHIN, place & _WITHIN
        if not self._own:
            self._tree = [*self._tree]
        if (outer,) not in self._own:
            self._tree[outer] = [*self._tree[outer]]
        if (outer, inner) not in self._own:
            self._tree[outer][inner] = [*self._tree[outer][inner]]
        self._tree[outer][inner][last] = self._tree[outer][inner][last].copy()
        self._own |= {(outer,), (outer, inner), place}

    def done(self) -> Shards[V]:
        """Give the mapping with all changes; no other change may follow."""
        return Shards(self._tree) if self._own else self._shards


def _keys(tree: _Tree[Any]) -> Iterator[str]:
    """Give the keys of a mapping, in no order."""
    return (key for group in tree for shards in group for shard in shards for key in shard)
