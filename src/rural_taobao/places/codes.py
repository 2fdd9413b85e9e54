"""
Division codes: the six digits that name a province, a prefecture or a county.

Two digits name the province, two the prefecture in it, two the county in that.
Zeros stand for what is not named.
A code alone tells where it lies, not whether it is in use: that takes a year and the county table.

Source: GB/T 2260-2007, codes for the administrative divisions of the People's Republic of China.
"""

import re
from enum import StrEnum
from typing import ClassVar, Final, Self, TypeAlias, assert_never, final

from rural_taobao.errors import RuralTaobaoError, shown

__all__ = [
    "AnyDivisionCode",
    "CountyCode",
    "DivisionCode",
    "DivisionLevel",
    "MalformedDivisionCode",
    "PrefectureCode",
    "ProvinceCode",
    "UnknownProvincePrefix",
    "WrongDivisionLevel",
    "division_code",
]

_DIGITS: Final = 6
_PREFIXES: Final = frozenset(
    str(prefix)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65))
    for prefix in range(first, last + 1)
)
_FORM: Final = re.compile(r"[0-9]{2}(?:0000|(?!00)[0-9]{4})")


@final
class DivisionLevel(StrEnum):
    """
    How far down a division stands.

    Example:
        >>> CountyCode("341221").level
        <DivisionLevel.COUNTY: 'county'>
    """

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@final
class MalformedDivisionCode(RuralTaobaoError, ValueError):
    """
    A value does not have the form of a division code.

    Attributes:
        kind: What the code was for, as the name of its type.
        given: The value.
    """

    def __init__(self, kind: str, given: object) -> None:
        self.kind = kind
        self.given = given
        super().__init__(kind, given)

    def __str__(self) -> str:
        return (
            f"a {self.kind} must be a string of {_DIGITS} ASCII digits, two each for province, "
            f"prefecture and county, but {shown(self.given, 40)} was given, {self._fault()}; "
            "write for example 341221"
        )

    def _fault(self) -> str:
        if not isinstance(self.given, str):
            return f"which is of type {type(self.given).__name__}"
        if len(self.given) != _DIGITS:
            return f"which has {len(self.given)} characters"
        for character in self.given:
            if character not in "0123456789":
                return f"which holds {character!r}"
        return "which names a county without its prefecture"


@final
class UnknownProvincePrefix(RuralTaobaoError, LookupError):
    """
    A division code starts with two digits that belong to no province.

    Attributes:
        given: The code.
    """

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(given)

    def __str__(self) -> str:
        return (
            f"a division code must start with the digits of one of the {len(_PREFIXES)} provinces, "
            f"but {self.given!r} starts with {self.given[:2]!r}; find the province in PROVINCES"
        )


@final
class WrongDivisionLevel(RuralTaobaoError, ValueError):
    """
    A code names a division of another level than the one asked for.

    Attributes:
        wanted: The level asked for.
        given: The code.
        level: The level of the division that it names.
    """

    def __init__(self, wanted: DivisionLevel, given: str, level: DivisionLevel) -> None:
        self.wanted = wanted
        self.given = given
        self.level = level
        super().__init__(wanted, given, level)

    def __str__(self) -> str:
        return (
            f"a {self.wanted.title()}Code must name a {self.wanted}, but {self.given!r} names "
            f"a {self.level}; give the code of a {self.wanted}, or make a "
            f"{self.level.title()}Code of it"
        )


def _level(kind: str, text: object) -> DivisionLevel:
    """Tell the level of what a text names; refuse it where it names nothing."""
    if not isinstance(text, str) or not _FORM.fullmatch(text):
        raise MalformedDivisionCode(kind, text)
    if text[:2] not in _PREFIXES:
        raise UnknownProvincePrefix(text)
    if text.endswith("0000"):
        return DivisionLevel.PROVINCE
    return DivisionLevel.PREFECTURE if text.endswith("00") else DivisionLevel.COUNTY


class DivisionCode(str):
    """
    A checked division code; the base of the types below, not used by itself.

    Raises:
        MalformedDivisionCode: It is not six ASCII digits, or names a county of no prefecture.
        UnknownProvincePrefix: Its first two digits are those of no province.
        WrongDivisionLevel: It names a division of another level.

    Example:
        >>> CountyCode("341221")
        CountyCode('341221')
        >>> CountyCode("341200")
        Traceback (most recent call last):
            ...
        rural_taobao.places.codes.WrongDivisionLevel: a CountyCode must name a county, ...
    """

    __slots__ = ()

    level: ClassVar[DivisionLevel]
    """The level of every code of this type."""
    _named: ClassVar[int]
    """How many digits, from the first, name the division; zeros follow them."""

    def __new__(cls, text: str) -> Self:
        """Check the text, which must be a string, and make the code of it."""
        if type(text) is cls:
            return text
        level = _level(cls.__name__, text)
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

    def lies_in(self, parent: "DivisionCode") -> bool:
        """
        Tell whether the division lies in another one, or is that one.

        Example:
            >>> CountyCode("341221").lies_in(ProvinceCode("340000"))
            True
            >>> CountyCode("341221").lies_in(PrefectureCode("341300"))
            False
        """
        return self.startswith(parent.stem)

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


AnyDivisionCode: TypeAlias = ProvinceCode | PrefectureCode | CountyCode
"""A code of any level."""


def division_code(text: str) -> AnyDivisionCode:
    """
    Read a code of whatever level.

    Raises:
        MalformedDivisionCode: It is not six ASCII digits, or names a county of no prefecture.
        UnknownProvincePrefix: Its first two digits are those of no province.

    Example:
        >>> [division_code(text) for text in ("340000", "341200", "341221")]
        [ProvinceCode('340000'), PrefectureCode('341200'), CountyCode('341221')]
    """
    level = _level("DivisionCode", text)
    match level:
        case DivisionLevel.PROVINCE:
            return str.__new__(ProvinceCode, text)
        case DivisionLevel.PREFECTURE:
            return str.__new__(PrefectureCode, text)
        case DivisionLevel.COUNTY:
            return str.__new__(CountyCode, text)
        case _:
            assert_never(level)
