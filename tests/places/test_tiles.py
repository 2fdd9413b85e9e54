from itertools import permutations

import pytest

from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.places.codes import CountyCode, ProvinceCode
from rural_taobao.places.provinces import PROVINCES
from rural_taobao.places.tiles import TILES, Tile, tile

SEATS = {
    # Where the government of each province sits: degrees north and east, to a degree.
    "北京": (40, 116), "天津": (39, 117), "河北": (38, 115), "山西": (38, 113), "内蒙古": (41, 112), "辽宁": (42, 123),
    "吉林": (44, 125), "黑龙江": (46, 127), "上海": (31, 121), "江苏": (32, 119), "浙江": (30, 120), "安徽": (32, 117),
    "福建": (26, 119), "江西": (29, 116), "山东": (37, 117), "河南": (35, 114), "湖北": (31, 114), "湖南": (28, 113),
    "广东": (23, 113), "广西": (23, 108), "海南": (20, 110), "重庆": (30, 107), "四川": (31, 104), "贵州": (27, 107),
    "云南": (25, 103), "西藏": (30, 91), "陕西": (34, 109), "甘肃": (36, 104), "青海": (37, 102), "宁夏": (38, 106),
    "新疆": (44, 88),
}  # fmt: skip
FAR = 4
"""Degrees by which one lies clearly further north, or east, than another."""


def on_map(name: str) -> Tile:
    [found] = [each for each in PROVINCES if each.name.startswith(name)]
    return tile(found.code)


class TestTiles:
    """Every province has a tile of its own, and lies to those far from it as it does on the globe."""

    def test_no_two_share_a_tile_or_a_character(self) -> None:
        assert {each.province for each in TILES} == {each.code for each in PROVINCES}
        assert (
            len(TILES) == len({(each.row, each.column) for each in TILES}) == len({each.label for each in TILES}) == 31
        )

    def test_they_fill_a_rectangle_without_an_empty_row_or_column(self) -> None:
        assert {each.row for each in TILES} == set(range(8))
        assert {each.column for each in TILES} == set(range(7))

    def test_what_is_far_in_the_north_or_the_east_is_never_drawn_the_other_way(self) -> None:
        for one, other in permutations(SEATS, 2):
            (north, east), (its_north, its_east) = SEATS[one], SEATS[other]
            if north - its_north >= FAR:
                assert on_map(one).row <= on_map(other).row, (one, other)
            if east - its_east >= FAR:
                assert on_map(one).column >= on_map(other).column, (one, other)

    def test_the_tile_of_a_county_is_that_of_its_province(self) -> None:
        assert tile(CountyCode("341221")) is tile(ProvinceCode("340000"))
        assert [tile(each.code).label for each in PROVINCES[:5]] == ["京", "津", "冀", "晋", "蒙"]

    def test_a_tile_is_made_of_its_types(self) -> None:
        with pytest.raises(WrongKind, match=r"^province must be made by ProvinceCode"):
            Tile("340000", 4, 4, "皖")  # type: ignore[arg-type]
        with pytest.raises(WrongNumber):
            Tile(ProvinceCode("340000"), -1, 4, "皖")
