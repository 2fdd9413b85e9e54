"""Lookups that fail: a festival that a calendar does not hold, holds twice, or holds several of under one name."""

from typing import final

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.festivals.paying import listed
from rural_taobao.identifiers import FestivalId

__all__ = ["FestivalAmbiguous", "FestivalTwice", "FestivalUnknown"]


@final
class FestivalTwice(RuralTaobaoError, ValueError):
    """
    Two festivals of one calendar have the same id.

    Attributes:
        festival: The id.
    """

    def __init__(self, festival: FestivalId) -> None:
        self.festival = festival
        super().__init__(festival)

    def __str__(self) -> str:
        return (
            f"festivals of one calendar must have ids of their own, but two are called "
            f"{self.festival}; give one of them another id, or announce its editions in the other"
        )


@final
class FestivalUnknown(RuralTaobaoError, LookupError):
    """
    A calendar does not hold a festival.

    Attributes:
        festival: The festival asked for.
        known: Those that it holds.
    """

    def __init__(self, festival: str, known: tuple[FestivalId, ...]) -> None:
        self.festival = festival
        self.known = known
        super().__init__(festival, known)

    def __str__(self) -> str:
        return (
            f"the festival must be one of the calendar, {listed(self.known)}, "
            f"but {shown(self.festival)} was asked for; add it to the calendar"
        )


@final
class FestivalAmbiguous(RuralTaobaoError, LookupError):
    """
    Several festivals of a calendar bear one name.

    Attributes:
        name: The name.
        known: The ids of those that bear it.
    """

    def __init__(self, name: str, known: tuple[FestivalId, ...]) -> None:
        self.name = name
        self.known = known
        super().__init__(name, known)

    def __str__(self) -> str:
        return (
            f"a name must be that of one festival, but {shown(self.name, 110)} is that of {listed(self.known)}; "
            "ask for one of these ids"
        )
