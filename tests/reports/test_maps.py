import struct
from collections.abc import Callable
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.places import PROVINCES, ProvinceCode
from rural_taobao.places.tiles import TILES, tile
from rural_taobao.programme import Proportion
from rural_taobao.reports import (
    FontWithoutChinese,
    ImageKind,
    Labels,
    Lettering,
    ProvinceUntold,
    ShareUntold,
    share_map,
    tile_map,
)
from tests.reports.recording import Box, Recorded, shared

FONT = Lettering(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
FIGURES = st.dictionaries(st.sampled_from([each.code for each in PROVINCES]), st.integers(0, 20_000))


SHARES = st.dictionaries(
    st.sampled_from([each.code for each in PROVINCES]),
    st.tuples(st.integers(0, 900), st.integers(0, 900)).map(lambda two: Proportion(two[0], max(1, sum(two)))),
)


def drawn(
    figures: dict[ProvinceCode, int] | dict[ProvinceCode, Proportion],
    labels: Labels = Labels.BOTH,
    title: str = "stations",
    draw: Callable[..., bytes] = tile_map,
) -> Recorded:
    """Draw a map on a canvas that remembers."""
    made: list[Recorded] = []

    def canvas(*sizes: float, **facts: Any) -> Recorded:
        made.append(Recorded.made(*sizes, **facts))
        return made[-1]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("rural_taobao.reports.maps.Canvas", canvas)
        draw(figures, title, FONT, labels=labels)
    [canvas_of_it] = made
    return canvas_of_it


def darkness(box: Box) -> float:
    assert isinstance(box.face, tuple)
    return 3 - sum(box.face)


def on(recorded: Recorded, code: ProvinceCode) -> list[str]:
    """Give what is written on the tile of a province."""
    row, column = tile(code).row, tile(code).column
    return [words for x, y, words in recorded.texts if column <= x < column + 1 and row <= y < row + 1]


class TestTileMap:
    """A map shows each figure on the tile of its province, the darker the greater it is."""

    @given(FIGURES)
    def test_shows_every_figure_with_its_province_and_the_sum(self, figures: dict[ProvinceCode, int]) -> None:
        recorded = drawn(figures)
        for each in PROVINCES:
            figure = [f"{figures[each.code]:,}"] if each.code in figures else []
            assert on(recorded, each.code) == [each.english, *figure]
        some = sum(1 for each in figures.values() if each)
        assert recorded.texts[-1][2] == f"{sum(figures.values()):,} in {some} of 31 provinces"
        assert recorded.texts[0][2] == "stations"

    @given(FIGURES)
    def test_is_the_darker_the_greater_a_figure(self, figures: dict[ProvinceCode, int]) -> None:
        boxes = drawn(figures).boxes
        assert len(boxes) == 31
        by_figure = sorted(
            (figures.get(each.province, 0), darkness(box)) for each, box in zip(TILES, boxes, strict=True)
        )
        for (fewer, lighter), (more, darker) in pairwise(by_figure):
            assert lighter < darker if fewer < more else lighter == pytest.approx(darker)

    @given(FIGURES.filter(lambda figures: any(figures.values())))
    def test_the_greatest_figure_is_as_dark_on_every_map_and_none_is_grey(
        self, figures: dict[ProvinceCode, int]
    ) -> None:
        boxes = drawn(figures).boxes
        assert max(boxes, key=darkness).face == pytest.approx((0.75, 0.22, 0.10))
        grey = [each.province for each, box in zip(TILES, boxes, strict=True) if box.face == (0.93, 0.93, 0.93)]
        assert grey == [each.province for each in TILES if not figures.get(each.province)]

    def test_is_a_picture_and_the_same_for_the_same_figures(self) -> None:
        figures = {ProvinceCode("340000"): 12, ProvinceCode("330000"): 0}
        picture = tile_map(figures, "stations", FONT)
        assert picture == tile_map(figures, "stations", FONT)
        assert picture != tile_map({ProvinceCode("340000"): 13}, "stations", FONT)
        width, height = struct.unpack(">II", picture[16:24])
        assert 0.7 < width / height < 1

    def test_shows_a_map_without_figures(self) -> None:
        assert drawn({}).texts[-1][2] == "0 in 0 of 31 provinces"

    def test_names_the_provinces_in_chinese_where_it_can(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(FontWithoutChinese):
            tile_map({}, "stations", FONT, labels=Labels.CHINESE)
        monkeypatch.setattr("rural_taobao.reports.fonts._CHINESE", "a")
        recorded = drawn({}, Labels.CHINESE)
        assert on(recorded, ProvinceCode("150000")) == ["内蒙古"]
        assert on(recorded, ProvinceCode("230000")) == ["黑龙江"]
        assert on(recorded, ProvinceCode("450000")) == ["广西"]

    @pytest.mark.parametrize(
        ("province", "given"),
        [
            (ProvinceCode("340000"), -1),
            (ProvinceCode("340000"), 1.0),
            (ProvinceCode("340000"), True),
            (ProvinceCode("340000"), 10**15),
            pytest.param(ProvinceCode("340000"), 10**5000, id="5,001 digits"),
            ("34", 1),
            ("710000", 1),
        ],
    )
    def test_refuses_what_it_cannot_show(self, province: str, given: object) -> None:
        with pytest.raises(ProvinceUntold) as refused:
            tile_map({province: given}, "stations", FONT)  # type: ignore[dict-item]
        assert (refused.value.province, refused.value.given) == (province, given)

    def test_takes_the_greatest_figure(self) -> None:
        [*_, total] = drawn({each.code: 10**15 - 1 for each in PROVINCES}).texts
        assert total[2] == "30,999,999,999,999,969 in 31 of 31 provinces"


class TestShareMap:
    """A map of shares shows each as so many of so many, the darker the greater it is, all being the darkest."""

    @given(SHARES)
    def test_shows_every_share_and_the_sum(self, shares: dict[ProvinceCode, Proportion]) -> None:
        recorded = drawn(shares, draw=share_map)
        for each in PROVINCES:
            share = shares.get(each.code)
            assert on(recorded, each.code) == [
                each.english,
                *([] if share is None else [f"{share.part:,}/{share.whole:,}"]),
            ]
        part, whole = sum(each.part for each in shares.values()), sum(each.whole for each in shares.values())
        some = sum(1 for each in shares.values() if each.part)
        assert recorded.texts[-1][2] == f"{part:,} of {whole:,} in {some} of 31 provinces"

    @given(SHARES)
    def test_is_the_darker_the_greater_a_share(self, shares: dict[ProvinceCode, Proportion]) -> None:
        boxes = drawn(shares, draw=share_map).boxes
        nothing = Proportion(0, 1)
        told = [(shares.get(each.province, nothing), box) for each, box in zip(TILES, boxes, strict=True)]
        for (one, lighter), (other, darker) in pairwise(sorted(told, key=lambda each: each[0].part / each[0].whole)):
            if not one.is_at_least(other):
                assert darkness(lighter) < darkness(darker)
        assert all(box.face == (0.93, 0.93, 0.93) for share, box in told if not share.part)
        assert all(box.face == pytest.approx((0.75, 0.22, 0.10)) for share, box in told if share.part == share.whole)

    @pytest.mark.parametrize(
        ("province", "given"),
        [
            (ProvinceCode("340000"), 1),
            (ProvinceCode("340000"), Proportion(1, 10**15)),
            ("340000", Proportion(1, 2)),
        ],
    )
    def test_refuses_what_it_cannot_show(self, province: str, given: object) -> None:
        with pytest.raises(ShareUntold) as refused:
            share_map({province: given}, "counties", FONT)  # type: ignore[dict-item]
        assert (refused.value.province, refused.value.given) == (province, given)

    def test_takes_the_greatest_whole_and_writes_it_smaller(self) -> None:
        most = Proportion(10**15 - 1, 10**15 - 1)
        recorded = drawn({each.code: most for each in PROVINCES}, draw=share_map)
        tiles = recorded.bars()
        for words, place in recorded.extents()[1:-1]:
            [tile_of_it] = [each for each in tiles if shared(place, each)]
            assert tile_of_it.x0 < place.x0 < place.x1 < tile_of_it.x1, words

    @pytest.mark.parametrize("image", list(ImageKind))
    def test_both_maps_are_of_the_kind_that_is_asked_for(self, image: ImageKind) -> None:
        begins = {ImageKind.PNG: b"\x89PNG", ImageKind.SVG: b"<?xml"}[image]
        share = {ProvinceCode("340000"): Proportion(12, 105)}
        assert share_map(share, "counties", FONT, image=image).startswith(begins)
        assert tile_map({ProvinceCode("340000"): 12}, "counties", FONT, image=image).startswith(begins)


class TestRoom:
    """Nothing runs over the edge, over that of its tile, or into anything else; a figure is never cut."""

    @given(
        st.dictionaries(st.sampled_from([each.code for each in PROVINCES]), st.integers(0, 10**15 - 1)),
        st.sampled_from(["stations", "$x$ and $y$", "W" * 300, "W" * 1_000_000, "A title of many words, " * 9]),
        st.booleans(),
    )
    def test_all_that_is_written_is_apart_and_on_its_tile(
        self,
        figures: dict[ProvinceCode, int],
        title: str,
        both: bool,  # noqa: FBT001
    ) -> None:
        with pytest.MonkeyPatch.context() as patched:
            if both:
                patched.setattr("rural_taobao.reports.fonts._CHINESE", "a")
            recorded = drawn(figures, title=title)
        (headed, head), *written, (_, total) = recorded.extents()
        sheet, tiles = recorded.sheet(), recorded.bars()
        assert title.strip().startswith(headed.removesuffix("…").rstrip())
        assert headed == title or headed.endswith("…")
        for place in (head, total):
            assert sheet.x0 < place.x0 < place.x1 < sheet.x1
            assert sheet.y0 < place.y0 < place.y1 < sheet.y1
            assert not any(shared(place, each) for each in tiles)
        for words, place in written:
            on_it = [each for each in tiles if shared(place, each)]
            assert len(on_it) == 1, words
            assert on_it[0].x0 < place.x0 < place.x1 < on_it[0].x1, words
            assert on_it[0].y0 < place.y0 < place.y1 < on_it[0].y1, words
        for (words, one), (others, other) in combinations(written, 2):
            assert not shared(one, other), (words, others)
        assert sum("," in words or words.isdigit() for words, _ in written) == len(figures)

    def test_a_title_is_one_line(self) -> None:
        recorded = drawn({}, title=" stations\nby\tprovince\u3000today ")
        assert recorded.texts[0][2] == "stations by province today"
