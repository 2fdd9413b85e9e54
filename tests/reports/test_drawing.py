import re
from pathlib import Path
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from matplotlib.patches import Polygon
from matplotlib.textpath import TextPath
from numpy import array

from rural_taobao.kinds import WordUnknown
from rural_taobao.reports.drawing import Canvas, ImageKind
from rural_taobao.reports.fonts import Lettering

FONT = Lettering(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
SHEET = Canvas(10.0, 1.0, across=(-5.0, 5.0), down=(0.0, 1.0), lettering=FONT)
"""A sheet ten inches wide, an inch being one unit across."""
NAMES = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["C"]), max_size=120)


class TestWidths:
    """The width of words is what they take when they are drawn: what begins a formula is a character like any other."""

    @pytest.mark.parametrize("words", ["Double 11", "$x$", "W" * 60, "iiii", r"$\frac{1}{2}$", "100 %"])
    @pytest.mark.parametrize("points", [8, 10, 15])
    def test_it_is_that_of_their_outlines(self, words: str, points: int) -> None:
        # The outlines are those of the font, without the pixels of a picture.
        outlines = TextPath((0, 0), words.replace("$", r"\$"), prop=FONT.of_size(points), usetex=False)
        assert SHEET.width_of(words, points) == pytest.approx(outlines.get_extents().width / 72, rel=0.08, abs=0.06)

    def test_it_is_in_units_across(self) -> None:
        half = Canvas(10.0, 1.0, across=(0.0, 20.0), down=(0.0, 1.0), lettering=FONT)
        assert half.width_of("Double 11", 10) == pytest.approx(2 * SHEET.width_of("Double 11", 10))


class TestCutting:
    """Words stand whole where there is room, and else as many of their characters as there is room for, and `…`."""

    @given(NAMES, st.floats(0.3, 12), st.sampled_from([8, 10, 15]))
    def test_what_is_left_has_room(self, words: str, room: float, points: int) -> None:
        left = SHEET.cut(words, points, room)
        assert SHEET.width_of(left, points) <= room
        assert (left == words) == (SHEET.width_of(words, points) <= room)
        if left != words:
            assert left.endswith("…")
            assert words.startswith(left[:-1])

    @given(st.integers(0, 120), st.floats(0.3, 12))
    def test_no_more_is_cut_than_has_to_be(self, count: int, room: float) -> None:
        words = "W" * count
        left = SHEET.cut(words, 10, room)
        if left != words:
            assert SHEET.width_of(f"{left[:-1]}W…", 10) > room

    def test_no_space_stands_before_the_mark(self) -> None:
        room = SHEET.width_of("Rural …", 10)
        assert SHEET.cut("Rural Culture Festival", 10, room) == "Rural…"

    def test_where_there_is_no_room_the_mark_is_left(self) -> None:
        assert SHEET.cut("Festival", 10, 0.0) == "…"

    @pytest.mark.parametrize("count", [1_000, 1_001, 1_000_000])
    def test_a_million_characters_are_cut_at_once(self, count: int) -> None:
        assert SHEET.cut("i" * count, 8, 10.0).endswith("i…")

    def test_a_thousand_may_have_room(self) -> None:
        assert SHEET.cut("i" * 1_000, 8, 10_000.0) == "i" * 1_000
        assert SHEET.cut("i" * 1_001, 8, 10_000.0) == "i" * 999 + "…"


class TestFitting:
    """What is never cut is written as large as is asked for, or smaller, so that there is room for it."""

    @given(st.integers(0, 10**15 - 1), st.floats(0.7, 2))
    def test_it_has_room(self, count: int, room: float) -> None:
        words = f"{count:,}"
        points = SHEET.fitting(words, 10, room)
        assert SHEET.width_of(words, points) <= room
        assert points <= 10
        assert points == 10 or SHEET.width_of(words, points + 0.25) > room


def sheet() -> Canvas:
    """A sheet of ten inches by five, on which a bit of everything is drawn."""
    canvas = Canvas(10.0, 5.0, across=(0.0, 10.0), down=(0.0, 5.0), lettering=FONT)
    canvas.text(1, 0.5, "100 % <&>", 10)
    canvas.box(1, 1, 2, 1, face="red", hatched=True)
    canvas.area([(4, 1), (6, 1), (6, 2), (4, 2)], face="blue", hatched=True)
    canvas.area([(7, 1), (9, 1), (9, 2), (7, 2)], face="green")
    canvas.line([(1, 3), (9, 3), (9, 4)], colour="black", dashes=(3, 1.5))
    canvas.line([(1, 4), (9, 4)], colour="black", below=True)
    canvas.mark(5, 4.5, "D", colour="black", filled=False)
    return canvas


class TestImages:
    """A sheet is a PNG or an SVG; the same drawing is the same to the byte, and another drawing is not."""

    @pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
    def test_it_is_of_the_kind_that_is_asked_for(self, kind: str, begins: bytes) -> None:
        image = sheet().image(ImageKind(kind))
        assert image.startswith(begins)
        assert image == sheet().image(ImageKind(kind))
        other = sheet()
        other.mark(5, 2, "o", colour="black")
        assert other.image(ImageKind(kind)) != image

    def test_a_kind_that_is_none_is_refused(self) -> None:
        with pytest.raises(WordUnknown):
            sheet().image("gif")  # type: ignore[arg-type]

    def test_an_svg_names_no_day_no_program_and_no_part_twice(self) -> None:
        text = sheet().image(ImageKind.SVG).decode()
        assert "<dc:date>" not in text
        assert "matplotlib v" not in text.lower()
        root = ET.fromstring(text)  # noqa: S314 - it is our own
        names = [each.attrib["id"] for each in root.iter() if "id" in each.attrib]
        assert len(names) == len(set(names))
        used = set(re.findall(r"(?:url\(#|href=\"#)([^)\"]+)", text))
        assert used <= set(names)
        assert any(name.startswith("part-") for name in used)


class TestLinesAndAreas:
    """What is drawn lies where it is told to, and has the look that it is told to have."""

    def test_an_area_has_its_corners_and_strokes_where_it_is_hatched(self) -> None:
        canvas = sheet()
        patches = canvas._axes.patches  # noqa: SLF001 - to see what was drawn
        hatched, plain = (each for each in patches if isinstance(each, Polygon))
        assert [tuple(each) for each in array(hatched.get_xy())] == [(4, 1), (6, 1), (6, 2), (4, 2), (4, 1)]
        assert (bool(hatched.get_hatch()), bool(plain.get_hatch())) == (True, False)
        assert to_rgb(plain.get_facecolor()) == to_rgb("green")

    def test_a_line_leads_from_spot_to_spot_and_below_all_else_where_it_is_to(self) -> None:
        dashed, below, mark = sheet()._axes.lines  # noqa: SLF001 - to see what was drawn
        assert [tuple(each) for each in array(dashed.get_xydata())] == [(1, 3), (9, 3), (9, 4)]
        assert (dashed.is_dashed(), below.is_dashed()) == (True, False)
        assert below.get_zorder() < 1 < dashed.get_zorder() < mark.get_zorder()
        assert (mark.get_marker(), mark.get_markerfacecolor(), mark.get_markeredgecolor()) == ("D", "white", "black")
