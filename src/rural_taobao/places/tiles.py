"""
Tiles: a map of the provinces on which each is one square, as large as any other, about where it lies.

The places are our own; the characters are those on number plates and in the names of railways.
"""

from typing import Final, final

from attrs import field, frozen

from rural_taobao.kinds import non_negative, of_kind
from rural_taobao.places.codes import DivisionCode, ProvinceCode, division_code

__all__ = ["TILES", "Tile", "tile"]


@final
@frozen
class Tile:
    """
    Where a province stands on the map of tiles.

    Attributes:
        province: Its code.
        row: Its row, from 0 in the north on.
        column: Its column, from 0 in the west on.
        label: The one character that it is called by for short.

    Example:
        >>> tile(ProvinceCode("340000"))
        Tile(province=ProvinceCode('340000'), row=4, column=4, label='皖')
    """

    province: ProvinceCode = field(validator=of_kind(ProvinceCode, "ProvinceCode('340000')"))
    row: int = field(validator=non_negative)
    column: int = field(validator=non_negative)
    label: str = field(validator=of_kind(str, "str()"))


_MAP: Final = (
    "......黑",
    "....蒙.吉",
    "新.宁晋京津辽",
    "青甘陕豫冀鲁",
    "藏川渝鄂皖苏沪",
    ".云贵湘赣浙",
    "..桂粤闽",
    "...琼",
)
_DIGITS: Final = {
    label: digits
    for first, labels in (
        (11, "京津冀晋蒙"),
        (21, "辽吉黑"),
        (31, "沪苏浙皖闽赣鲁"),
        (41, "豫鄂湘粤桂琼"),
        (50, "渝川贵云藏"),
        (61, "陕甘青宁新"),
    )
    for digits, label in enumerate(labels, first)
}

TILES: Final = tuple(
    Tile(ProvinceCode(f"{_DIGITS[label]}0000"), row, column, label)
    for row, labels in enumerate(_MAP)
    for column, label in enumerate(labels)
    if label != "."
)
"""All 31, row by row."""

_BY_CODE: Final = {each.province: each for each in TILES}


def tile(code: DivisionCode) -> Tile:
    """
    Give the tile of the province that a division lies in, or is.

    Raises:
        MalformedDivisionCode, UnknownProvincePrefix: It is given as a text that is no code.

    Example:
        >>> from rural_taobao.places.codes import CountyCode
        >>> tile(CountyCode("341221")).label
        '皖'
    """
    return _BY_CODE[division_code(code).province]
