"""
Tile maps: a figure or a share for each province, on a map on which every province is a tile of the same size.

The tiles stand as near as they can to where the provinces lie; nothing else of a tile map is to scale.
"""

from collections.abc import Mapping
from math import log
from typing import Final, final

from rural_taobao.errors import RuralTaobaoError, shown
from rural_taobao.places import ProvinceCode, province
from rural_taobao.places.tiles import TILES, Tile
from rural_taobao.programme import Proportion
from rural_taobao.reports.drawing import Canvas, ImageKind
from rural_taobao.reports.fonts import Labels, Lettering

__all__ = ["ProvinceUntold", "ShareUntold", "share_map", "tile_map"]

_SHORT: Final = {"内蒙古自治区": "内蒙古", "黑龙江省": "黑龙江"}
"""The short names of provinces that have three characters; all others have two."""
_NONE, _FEW, _MANY = (0.93, 0.93, 0.93), (0.99, 0.90, 0.79), (0.75, 0.22, 0.10)
"""The colours of no figure at all, of the least and of the most, as red, green and blue."""
_INCHES: Final = 1.05
"""The side of a tile."""
_EDGE, _HEAD, _FOOT = 0.15, 0.75, 0.4
"""The room at the sides, for the title and for the sum, in sides of a tile."""
_ROOM: Final = 0.88
"""The width for what is written on a tile, in sides of it."""
_LARGEST: Final = 999_999_999_999_999
"""The greatest figure that can be read on a tile."""
_DARK: Final = 0.7
"""From which share of the way to the most on a tile is so dark that letters on it are white."""


@final
class ProvinceUntold(RuralTaobaoError, ValueError):
    """
    A figure was given that a tile map cannot show.

    Attributes:
        province: The province, or what was given as one.
        given: The figure.
    """

    def __init__(self, province: object, given: object) -> None:
        self.province = province
        self.given = given
        super().__init__(province, given)

    def __str__(self) -> str:
        return (
            f"a tile map must be given whole numbers from 0 to {_LARGEST:,} by the codes of the 31 provinces, but "
            f"{shown(self.given, 40)} was given for {shown(self.province, 40)}; make the code of a province with "
            "ProvinceCode, and count something in it"
        )


@final
class ShareUntold(RuralTaobaoError, ValueError):
    """
    A share was given that a tile map cannot show.

    Attributes:
        province: The province, or what was given as one.
        given: The share.
    """

    def __init__(self, province: object, given: object) -> None:
        self.province = province
        self.given = given
        super().__init__(province, given)

    def __str__(self) -> str:
        return (
            f"a tile map must be given shares of at most {_LARGEST:,} by the codes of the 31 provinces, but "
            f"{shown(self.given, 40)} was given for {shown(self.province, 40)}; make the code of a province with "
            "ProvinceCode, and the share with Proportion"
        )


def tile_map(
    figures: Mapping[ProvinceCode, int],
    title: str,
    lettering: Lettering,
    *,
    labels: Labels = Labels.BOTH,
    image: ImageKind = ImageKind.PNG,
) -> bytes:
    r"""
    Draw a figure for each province, such as its stations, on a map of tiles.

    The tiles are the darker the greater the figure, by its logarithm, so that few and many can be told apart on one
    map; a province without a figure is grey.

    Args:
        figures: Whole numbers from 0 to 999,999,999,999,999, by province.
        title: What they count, in one line; one that has no room is cut.
        lettering: The font.
        labels: In which language the provinces are named.
        image: The kind of picture.

    Raises:
        ProvinceUntold: A figure is below 0, too great or not whole, or a code is no province's.
        WordUnknown: The language is none of `Labels`, or the kind none of `ImageKind`.
        FontWithoutChinese: Chinese names are asked for, and the font has none.
        ReportsMissing: The extra `reports` is not installed.

    Example:
        >>> from rural_taobao.reports import lettering
        >>> picture = tile_map({ProvinceCode("340000"): 12}, "stations", lettering())
        >>> picture[:8]
        b'\x89PNG\r\n\x1a\n'
    """
    for code, count in figures.items():
        if type(code) is not ProvinceCode or type(count) is not int or not 0 <= count <= _LARGEST:
            raise ProvinceUntold(code, count)
    most = max(figures.values(), default=0)
    # A colour is no money: floats may say how dark it is.
    written = {
        code: (f"{count:,}", log(count + 1) / log(most + 1) if count else 0.0) for code, count in figures.items()
    }
    total = f"{sum(figures.values()):,} in {sum(map(bool, figures.values()))} of {len(TILES)} provinces"
    return _drawn(written, title, total, lettering, labels=labels, image=image)


def share_map(
    shares: Mapping[ProvinceCode, Proportion],
    title: str,
    lettering: Lettering,
    *,
    labels: Labels = Labels.BOTH,
    image: ImageKind = ImageKind.PNG,
) -> bytes:
    r"""
    Draw a share for each province, such as that of its counties which are covered, on a map of tiles.

    The tiles are the darker the greater the share, in proportion: one of which all is covered is the darkest, on every
    map; a province without a share, or with none of it, is grey.

    Args:
        shares: The shares, by province; their wholes are at most 999,999,999,999,999.
        title: What they are of, in one line; one that has no room is cut.
        lettering: The font.
        labels: In which language the provinces are named.
        image: The kind of picture.

    Raises:
        ShareUntold: What is given is no share, or of too many, or a code is no province's.
        WordUnknown: The language is none of `Labels`, or the kind none of `ImageKind`.
        FontWithoutChinese: Chinese names are asked for, and the font has none.
        ReportsMissing: The extra `reports` is not installed.

    Example:
        >>> from rural_taobao.reports import lettering
        >>> picture = share_map({ProvinceCode("340000"): Proportion(12, 105)}, "counties", lettering())
        >>> picture[:8]
        b'\x89PNG\r\n\x1a\n'
    """
    for code, share in shares.items():
        if type(code) is not ProvinceCode or not isinstance(share, Proportion) or share.whole > _LARGEST:
            raise ShareUntold(code, share)
    written = {code: (f"{share.part:,}/{share.whole:,}", share.part / share.whole) for code, share in shares.items()}
    part, whole = sum(each.part for each in shares.values()), sum(each.whole for each in shares.values())
    total = f"{part:,} of {whole:,} in {sum(each.part > 0 for each in shares.values())} of {len(TILES)} provinces"
    return _drawn(written, title, total, lettering, labels=labels, image=image)


def _drawn(
    written: Mapping[ProvinceCode, tuple[str, float]],
    title: str,
    total: str,
    lettering: Lettering,
    *,
    labels: Labels,
    image: ImageKind,
) -> bytes:
    """Draw what is written for each province, with how dark its tile is, from 0 to 1."""
    rows, columns = (1 + max(numbers) for numbers in ([each.row for each in TILES], [each.column for each in TILES]))
    across, down = (-_EDGE, columns + _EDGE), (-_HEAD, rows + _FOOT)
    width, height = (_INCHES * (end - start) for start, end in (across, down))
    canvas = Canvas(width, height, across=across, down=down, lettering=lettering)
    line = canvas.cut(" ".join(title.split()), 15, columns)
    canvas.text(0, -_HEAD / 2, line, 15)
    for each in TILES:
        division = province(each.province)
        chinese = _SHORT.get(division.name, division.name[:2])
        name = lettering.named(chinese, division.english, labels, between="\n")
        _draw_tile(canvas, each, name, *written.get(each.province, ("", 0.0)))
    canvas.text(0, rows + _FOOT / 2, total, 10, colour="0.35")
    return canvas.image(image)


def _draw_tile(canvas: Canvas, tile: Tile, name: str, figure: str, share: float) -> None:
    """Draw the tile of one province; what has no figure has none written."""
    red, green, blue = (few + (many - few) * share for few, many in zip(_FEW, _MANY, strict=True))
    face = (red, green, blue) if share else _NONE
    canvas.box(tile.column + 0.03, tile.row + 0.03, 0.94, 0.94, face=face, edge="0.6")
    ink = "white" if share > _DARK else "black"
    canvas.text(tile.column + 0.5, tile.row + 0.36, name, 9, colour=ink, align="center")
    if figure:
        # A figure is never cut: it is written the smaller the longer it is.
        points = canvas.fitting(figure, 10, _ROOM)
        canvas.text(tile.column + 0.5, tile.row + 0.78, figure, points, colour=ink, align="center")
