"""
Links: what ever stood on a thing, each once.

One payee may be paid for every partner of a network; so what stands on a thing is parted as soon as it is much, and
one more copies the part that it is in.
"""

from collections.abc import Iterator
from itertools import chain
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
        few: The ids, while they are few.
        parts: The ids, by a checksum of theirs, once they are many; nothing before.

    Example:
        >>> from rural_taobao.identifiers import PartnerId, StationId
        >>> links = Links().having(StationId("sanhe")).having(PartnerId("sanhe")).having(StationId("sanhe"))
        >>> list(links), PartnerId("sanhe") in links, PartnerId("li") in links
        ([StationId('sanhe'), PartnerId('sanhe')], True, False)
    """

    few: tuple[str, ...] = ()
    parts: tuple[tuple[str, ...], ...] = ()

    def __contains__(self, name: str) -> bool:
        part = self.parts[_place(name)] if self.parts else self.few
        # The second look tells ids of two kinds apart; it is seldom needed.
        return name in part and any(type(each) is type(name) and each == name for each in part)

    def __len__(self) -> int:
        return len(self.few) + sum(map(len, self.parts))

    def __iter__(self) -> Iterator[str]:
        """Give the ids, in an order that tells nothing."""
        return chain(self.few, *self.parts)

    def having(self, name: str) -> "Links":
        """Give these and one more, unless it is among them."""
        if name in self:
            return self
        if not self.parts and len(self.few) < _FEW:
            return Links((*self.few, name))
        parts = [*self.parts] or [()] * _COUNT
        for each in (*self.few, name):
            parts[_place(each)] = (*parts[_place(each)], each)
        return Links((), tuple(parts))


def _place(name: str) -> int:
    return crc32(name.encode()) % _COUNT
