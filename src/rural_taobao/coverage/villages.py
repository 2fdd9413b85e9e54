"""Villages: what a network serves, where a station stands among them, and which are listed for it."""

from typing import TypeAlias, final

from attrs import field, frozen
from attrs.validators import instance_of, optional

from rural_taobao.identifiers import StationId
from rural_taobao.kinds import of_kind
from rural_taobao.network.stations import Position
from rural_taobao.periods import Period
from rural_taobao.places.codes import CountyCode, PrefectureCode, VillageCode
from rural_taobao.places.points import Point

__all__ = ["ListedVillage", "Place", "Site", "Village"]

Place: TypeAlias = Point | Position
"""Where something is: on the globe, or on the flat as seen from the seat of its county."""


@final
@frozen
class Village:
    """
    A village that a station may serve.

    Attributes:
        code: Its code, of twelve digits.
        name: What people call it; stays out of `repr`.
        place: Where it is, if that is known; a position is as seen from the seat of the county that its code names.

    Raises:
        MalformedDivisionCode: The code is none of a village.
        WrongKind: The place is neither a point nor a position.

    Example:
        >>> Village("340123103201", "Sanhe", Position(1200, -300)).holder
        CountyCode('340123')
    """

    code: VillageCode = field(converter=VillageCode)
    name: str = field(default="", repr=False)
    place: Place | None = field(
        default=None, validator=optional(of_kind((Point, Position), "Point.parse() or Position()"))
    )

    @property
    def holder(self) -> CountyCode | PrefectureCode:
        """The county that it lies in, or the prefecture where that has no counties."""
        return self.code.town.parent


@final
@frozen
class Site:
    """
    Where a station stands.

    Attributes:
        station: The station.
        village: The village that it stands in.
        point: Where it is on the globe; where that is not stated, it is where its village is.

    Raises:
        WrongKind: The point is none.
    """

    station: StationId = field(converter=StationId)
    village: VillageCode = field(converter=VillageCode)
    point: Point | None = field(default=None, validator=optional(of_kind(Point, "Point.parse()")))

    def __str__(self) -> str:
        return f"the site of station {self.station}"


@final
@frozen
class ListedVillage:
    """
    A village that is listed for a station over some days, besides the one that it stands in.

    It is served where the model version reaches the villages that are listed, or those around.

    Attributes:
        station: The station.
        village: The village.
        period: The days on which it is listed.
    """

    station: StationId = field(converter=StationId)
    village: VillageCode = field(converter=VillageCode)
    period: Period = field(validator=instance_of(Period))

    def __str__(self) -> str:
        return f"the listing of village {self.village} for station {self.station} {self.period}"
