"""The laws of room: words stand where nothing else does, within their panel, as near as there is room."""

from itertools import combinations, product
from pathlib import Path

import matplotlib as mpl
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.reports import Lettering
from rural_taobao.reports.drawing import Canvas
from rural_taobao.reports.room import Room

FONT = Lettering(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
SHEET = Canvas(10.0, 5.0, across=(0.0, 10.0), down=(0.0, 5.0), lettering=FONT)
LEFT, RIGHT, TOP, BOTTOM = 1.0, 9.0, 1.0, 4.0
LINE = 0.16
WORDS = st.sampled_from(["4", ">16,000", "announced: 1,000", "2015-03-29: 295 ≠ 2015-03-31: <1,000", "W" * 200])
SPOTS = st.tuples(WORDS, st.floats(LEFT, RIGHT), st.floats(TOP, BOTTOM), st.sampled_from(["beside", "along", "aside"]))
BOXES = st.tuples(st.floats(LEFT, RIGHT), st.floats(0.01, 2), st.floats(TOP, BOTTOM), st.floats(0.01, 1))


def empty() -> Room:
    return Room(SHEET, LEFT, RIGHT, TOP, BOTTOM, points=8)


class TestRoom:
    """Whatever is asked for, no two words share a place, none is where something was, and none leaves the panel."""

    @given(st.lists(SPOTS, max_size=30), st.lists(BOXES, max_size=10))
    def test_words_stand_alone(
        self, asked: list[tuple[str, float, float, str]], taken: list[tuple[float, float, float, float]]
    ) -> None:
        room, boxes = empty(), list[tuple[float, float, float, float]]()
        for left, width, top, height in taken:
            room.take(left, left + width, top, top + height)
            boxes.append((left, left + width, top, top + height))
        for words, x, y, way in asked:
            if way == "aside":
                found = room.aside(words, x, y)
                at = None if found is None else found[0]
            else:
                at = room.beside(words, x, y, 0.06) if way == "beside" else room.along(words, x, x + 2, y)
            if at is not None:
                begins, height = at
                boxes.append((begins, begins + SHEET.width_of(words, 8), height - LINE / 2, height + LINE / 2))
        for left, right, top, bottom in boxes[len(taken) :]:
            assert LEFT <= left < right <= RIGHT
            assert TOP <= top < bottom <= BOTTOM
        for number, (one, other) in enumerate(combinations(boxes, 2)):
            if other not in boxes[: len(taken)]:
                apart = one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]
                assert apart, number

    def test_beside_is_first_to_the_right_then_to_the_left_above_and_below(self) -> None:
        room, width = empty(), SHEET.width_of("4", 8)
        found = [room.beside("4", 5.0, 2.0, 0.1) for _ in range(5)]
        assert found == [
            (5.0 + 0.1 + 0.05, 2.0),
            (5.0 - 0.1 - 0.05 - width, 2.0),
            (5.0 - width / 2, 2.0 - LINE),
            (5.0 - width / 2, 2.0 + LINE),
            None,
        ]

    def test_along_a_line_is_over_its_beginning_then_under_it_and_then_further_on(self) -> None:
        room, width = empty(), SHEET.width_of("announced: 1,000", 8)
        found = [room.along("announced: 1,000", 2.0, 5.0, 2.0) for _ in range(3)]
        [first, second, third] = [each for each in found if each is not None]
        assert first[0] == second[0] < third[0] < first[0] + width + 0.2
        assert first[1] == third[1] < 2.0 < second[1]
        assert empty().along("announced: 1,000", 8.9, 9.5, 2.0) is None

    def test_aside_is_above_or_below_as_near_as_there_is_room_and_a_stroke_leads_there(self) -> None:
        for x, y in product((1.0, 5.0, 9.0), (1.0, 2.5, 4.0)):
            found = empty().aside("295 ≠ <1,000", x, y)
            assert found is not None
            (begins, height), (foot, edge) = found
            width = SHEET.width_of("295 ≠ <1,000", 8)
            assert begins <= foot <= begins + width
            assert begins - 0.2 < x < begins + width + 0.2
            assert abs(height - y) < 4.5 * LINE
            assert edge == height + LINE / 2 if height < y else edge == height - LINE / 2

    def test_where_there_is_none_nothing_is_given(self) -> None:
        room = empty()
        room.take(LEFT, RIGHT, TOP, BOTTOM)
        assert room.beside("4", 5.0, 2.0, 0.1) is None
        assert room.along("4", 2.0, 5.0, 2.0) is None
        assert room.aside("4", 5.0, 2.0) is None
        assert empty().aside("W" * 200, 5.0, 2.0) is None
