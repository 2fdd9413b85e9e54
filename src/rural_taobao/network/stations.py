"""County service centres and the village service stations that each of them runs."""

from typing import final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.identifiers import CentreId, PayeeId, StationId
from rural_taobao.kinds import non_negative, whole
from rural_taobao.periods import Period
from rural_taobao.places import CountyCode

__all__ = ["CountyCentre", "Position", "Station"]


@final
@frozen
class Position:
    """
    Where a station stands, on the flat, as seen from the seat of its county.

    Attributes:
        east: Whole metres to the east of it; to the west they are negative.
        north: Whole metres to the north of it; to the south they are negative.

    Example:
        >>> Position(0, 0).is_within(2500, Position(1500, 2000)), Position(0, 0).is_within(2500, Position(1501, 2000))
        (True, False)
    """

    east: int = field(validator=whole)
    north: int = field(validator=whole)

    def is_within(self, metres: int, other: "Position") -> bool:
        """
        Tell whether another position is at most so many metres away, as the crow flies; exact.

        Raises:
            WrongNumber: The metres are not a whole number of 0 or more.
        """
        non_negative(None, None, metres)
        return (self.east - other.east) ** 2 + (self.north - other.north) ** 2 <= metres**2


@final
@frozen
class CountyCentre:
    """
    A county service centre.

    Attributes:
        id: The centre.
        county: The county that it serves, by its code as it was when the centre opened.
        payee: Who is paid the centre's share.
        open: The days on which it is open.
        name: What people call it; stays out of `repr`.
    """

    id: CentreId = field(converter=CentreId)
    county: CountyCode = field(converter=CountyCode)
    payee: PayeeId = field(converter=PayeeId)
    open: Period = field(validator=instance_of(Period))
    name: str = field(default="", repr=False)


@final
@frozen
class Station:
    """
    A village service station.

    Attributes:
        id: The station.
        centre: The county centre that runs it.
        open: The days on which it is open; within those of its centre.
        name: What people call it; stays out of `repr`.
        position: Where it stands, if that is known.
    """

    id: StationId = field(converter=StationId)
    centre: CentreId = field(converter=CentreId)
    open: Period = field(validator=instance_of(Period))
    name: str = field(default="", repr=False)
    position: Position | None = None
