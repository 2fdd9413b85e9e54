"""
Reaches: which villages a station serves under a model version.

Whatever the reach, a station serves the village in which it stands.
"""

from typing import Final, TypeAlias, final

from attrs import field, frozen

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.kinds import non_negative

__all__ = [
    "NAMED_REACHES",
    "OwnVillage",
    "Reach",
    "ReachUnknown",
    "VillagesAround",
    "VillagesListed",
    "VillagesWithin",
    "reach_called",
]


@final
@frozen
class OwnVillage:
    """The village in which the station stands, and no other."""


@final
@frozen
class VillagesAround:
    """
    The villages around as well, at no distance that anybody stated.

    Only those that are listed for the station can be counted; there may be more.
    """


@final
@frozen
class VillagesListed:
    """The villages that are listed for the station as well, and no other."""


@final
@frozen
class VillagesWithin:
    """
    The villages around as well, up to a distance from the station.

    Attributes:
        metres: The distance in whole metres, 0 or more; a village that lies exactly so far is served.

    Raises:
        WrongNumber: The metres are not such a number.
    """

    metres: int = field(validator=non_negative)


Reach: TypeAlias = OwnVillage | VillagesAround | VillagesListed | VillagesWithin
"""Which villages a station serves; a closed union."""

NAMED_REACHES: Final[dict[str, Reach]] = {
    "own_village": OwnVillage(),
    "villages_around": VillagesAround(),
    "villages_listed": VillagesListed(),
}
"""The reaches that a name says all of."""


@final
class ReachUnknown(RuralTaobaoError, ValueError):
    """
    A reach is called by a name that none has.

    Attributes:
        given: The name, or another value, that was given.
    """

    def __init__(self, given: object) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            f"a reach must be one of {', '.join(NAMED_REACHES)} or a distance, but {shown(self.given)} was given; "
            "name one of these, or pass VillagesWithin(metres)"
        )


def reach_called(reach: "Reach | str") -> Reach:
    """
    Give a reach as it is, or by its name.

    Raises:
        ReachUnknown: It is no reach, and none is called so.

    Example:
        >>> reach_called("own_village"), reach_called(VillagesWithin(3000))
        (OwnVillage(), VillagesWithin(metres=3000))
    """
    if isinstance(reach, Reach):
        return reach
    if not isinstance(reach, str) or reach not in NAMED_REACHES:
        raise ReachUnknown(reach)
    return NAMED_REACHES[reach]
