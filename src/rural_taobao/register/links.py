"""
Links: what ever stood on a thing, each once.

One payee may be paid for every partner of a network; so what stands on a thing is parted as soon as it is much, and
one more copies the part that it is in.
"""

from collections.abc import Iterator
from typing import Final, final
from zlib import crc32

from attrs import frozen

__all__ = ["Links"]

_FEW: Final = 32
_COUNT: Final = 256


@final
@frozen
class Links:
    """
    Ids, each once; ids of two kinds are two where they read alike.

    Attributes:
        parts: The ids, in one part while they are few, and in parts by a checksum of theirs from then on.

    Example:
        >>> from rural_taobao.identifiers import PartnerId, StationId
        >>> links = Links().having(StationId("sanhe")).having(PartnerId("sanhe")).having(StationId("sanhe"))
        >>> list(links), PartnerId("sanhe") in links, PartnerId("li") in links
        ([StationId('sanhe'), PartnerId('sanhe')], True, False)
    """

    parts: tuple[tuple[str, ...], ...] = ((),)

    def __contains__(self, name: str) -> bool:
        part = self.parts[0] if len(self.parts) == 1 else self.parts[crc32(name.encode()) % _COUNT]
        # The second look tells ids of two kinds apart; it is seldom needed.
        return name in part and any(type(each) is type(name) and each == name for each in part)

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __iter__(self) -> Iterator[str]:
        """Give the ids, in an order that tells nothing."""
        for part in self.parts:
            yield from part

    def having(self, name: str) -> "Links":
        """Give these and one more, unless it is among them."""
        if name in self:
            return self
        few = self.parts[0]
        if len(self.parts) == 1 and len(few) < _FEW:
            return Links(((*few, name),))
        parts = _parted(few) if len(self.parts) == 1 else [*self.parts]
        place = crc32(name.encode()) % _COUNT
        parts[place] = (*parts[place], name)
        return Links(tuple(parts))


def _parted(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    parts: list[tuple[str, ...]] = [()] * _COUNT
    for name in names:
        place = crc32(name.encode()) % _COUNT
        parts[place] = (*parts[place], name)
    return parts
