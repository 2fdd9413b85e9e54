"""State diagrams: every state and every arrow of a life cycle is on its picture, and nothing lies on another."""

import re
from enum import StrEnum
from itertools import combinations
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from rural_taobao.lives import (
    CENTRE_LIFE,
    PARTNER_LIFE,
    PAYEE_LIFE,
    PERMISSION_LIFE,
    POSTING_LIFE,
    STATION_LIFE,
    Arrow,
    LifeCycle,
)
from rural_taobao.reports import state_diagram
from tests.state_diagrams import DOCS, DRAWN

SVG = "{http://www.w3.org/2000/svg}"
LIVES: list[LifeCycle[Any, Any, Any]] = [
    CENTRE_LIFE,
    STATION_LIFE,
    PARTNER_LIFE,
    POSTING_LIFE,
    PAYEE_LIFE,
    PERMISSION_LIFE,
]
each_life = pytest.mark.parametrize("life_cycle", LIVES, ids=lambda life_cycle: life_cycle.name)


def picture(life_cycle: LifeCycle[Any, Any, Any]) -> ET.Element:
    return ET.fromstring(state_diagram(life_cycle))  # noqa: S314 - our own text


def texts(root: ET.Element) -> list[str]:
    return [str(each.text) for each in root.iter(f"{SVG}text")]


class TestStateDiagram:
    """A diagram has a box for each state, with what is done within it, and a labelled way for each arrow."""

    @each_life
    def test_each_state_has_a_box_and_a_final_one_two(self, life_cycle: LifeCycle[Any, Any, Any]) -> None:
        root = picture(life_cycle)
        assert len(list(root.iter(f"{SVG}rect"))) == 1 + len(life_cycle.states) + len(life_cycle.finals)
        assert {state.replace("_", " ") for state in life_cycle.states} <= set(texts(root))
        green = [each for each in root.iter(f"{SVG}rect") if each.get("fill") == "#eaf2ea"]
        assert len(green) == len(life_cycle.holds)

    @each_life
    def test_each_arrow_has_a_way_of_its_own_to_its_label(self, life_cycle: LifeCycle[Any, Any, Any]) -> None:
        root = picture(life_cycle)
        between = [arrow for arrow in life_cycle.arrows if arrow.start is not arrow.end]
        words = texts(root)
        for arrow in life_cycle.arrows:
            mark = "↻ " if arrow.start is arrow.end else ""
            assert any(each.startswith(mark + arrow.step.replace("_", " ")) for each in words)
        ways = [str(each.get("d")) for each in root.iter(f"{SVG}path")]
        begun = [way for way in ways if "H" in way or "V" in way]
        tips = [each for each in root.iter(f"{SVG}path") if each.get("marker-end")]
        labels = [each for each in root.iter(f"{SVG}text") if not each.get("font-weight") and not each.get("fill")]
        assert len(tips) == len(labels)
        # One way for each arrow, and one into the end for each label that is not of an arrow straight down.
        straight = [way for way in begun if re.fullmatch(r"M\S+ \S+ V\S+", way)]
        lapsing = {(arrow.end, arrow.lapses) for arrow in life_cycle.arrows if arrow.lapses is not None}
        assert len(begun) == len(between) + len(lapsing) + len(labels) - len(straight)
        assert words.count("on the day stated") == len(lapsing)

    @each_life
    def test_no_two_labels_lie_on_each_other(self, life_cycle: LifeCycle[Any, Any, Any]) -> None:
        root = picture(life_cycle)
        width = float(str(root.get("width")))
        boxes = []
        for each in root.iter(f"{SVG}text"):
            x, y, long = float(str(each.get("x"))), float(str(each.get("y"))), len(str(each.text)) * 6.0
            first = x - {"start": 0.0, "middle": long / 2, "end": long}[str(each.get("text-anchor"))]
            assert first >= 0
            assert first + long <= width
            boxes.append((first, first + long, y - 11, y))
        for one, other in combinations(boxes, 2):
            assert one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]

    def test_what_an_arrow_needs_stands_beside_it(self) -> None:
        assert "remove (reason)" in texts(picture(PARTNER_LIFE))
        assert "↻ move (county centre)" in texts(picture(STATION_LIFE))

    def test_names_are_text_and_not_markup(self) -> None:
        odd = StrEnum("odd", {"ONE": "a<b"})
        step = StrEnum("step", {"GO": '"&"'})
        life = LifeCycle("<b>", str, [Arrow(None, step["GO"], odd["ONE"])], finals=[odd["ONE"]], holds=[])
        assert texts(picture(life)) == ['"&"', "a<b"]
        assert picture(life).get("aria-label") == "The life of a <b>"


class TestThePageOnLifeCycles:
    """The page shows what the code's own tables say."""

    PAGE = DOCS / "life-cycles.md"

    @pytest.mark.parametrize("name", DRAWN)
    def test_its_pictures_are_those_of_the_arrows(self, name: str) -> None:
        kept = (DOCS / name).read_text("utf-8")
        assert kept == DRAWN[name], "draw them anew by: python -m tests.state_diagrams"
        assert f"]({name})" in self.PAGE.read_text("utf-8")

    @each_life
    def test_its_tables_are_the_states_and_the_arrows(self, life_cycle: LifeCycle[Any, Any, Any]) -> None:
        text = self.PAGE.read_text("utf-8")
        part = text.split(f"\n## The {life_cycle.name}\n")[1].split("\n## ")[0]
        lines = [line.strip("|") for line in part.splitlines() if line.startswith("|")]
        rows = [tuple(cell.strip() for cell in line.split("|")) for line in lines]
        assert [row[0] for row in rows if len(row) == 2][2:] == [f"`{state}`" for state in life_cycle.states]
        told = {
            (start.strip(), step, end, needs)
            for steps in rows
            if len(steps) == 4 and steps[1].startswith("`")
            for start, step, end, needs in [(each, *steps[1:]) for each in steps[0].split(",")]
        }
        kinds = {
            None: "",
            "Reason": "a reason",
            "CentreId": "a county centre",
            "VersionId": "a model version",
            "PayeeId": "a payee",
            "Engagement": "an engagement",
            "Site": "a site",
            "Terms": "terms",
            "Leave": "a length of leave",
            "RevokedFor": "a cause",
        }
        assert told == {
            (
                "nothing" if arrow.start is None else f"`{arrow.start}`",
                f"`{arrow.step}`",
                f"`{arrow.end}`" if arrow.start is not arrow.end else "the same",
                kinds[None if arrow.needs is None else arrow.needs.__name__],
            )
            for arrow in life_cycle.arrows
        }
