import pickle
from collections.abc import Iterator
from enum import StrEnum
from typing import TypeAlias

import pytest
from attrs import field, frozen

from rural_taobao.currencies import CNY
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.misfits import KeyMissing, KeyUnknown, ListedTwice, twice
from rural_taobao.documents.structuring import Structuring
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import Rate
from rural_taobao.kinds import positive


class Format(StrEnum):
    """The formats of a drawing."""

    FIRST = "first"
    SECOND = "second"


@frozen
class Point:
    """A place; it lies north of something."""

    east: int
    north: int = field(default=7, validator=positive)


@frozen
class Segment:
    """A line through places."""

    points: tuple[Point, ...]
    names: frozenset[str] = frozenset()


@frozen
class Spot:
    """A place alone."""

    at: Point


Shape: TypeAlias = Segment | Spot


@frozen
class Drawing:
    """The root of a document."""

    shape: Shape
    share: Rate = Rate(0)  # noqa: RUF009 - a frozen value


@pytest.fixture
def drawings() -> Structuring:
    structuring = Structuring(CNY)
    structuring.table(Point, east="x", north="y")
    structuring.table(Segment, points="through", names="names")
    structuring.table(Spot, at="at")
    structuring.tagged(Shape, "kind", line=Segment, dot=Spot)
    structuring.table(Drawing, shape="shape", share="share")
    return structuring


def faults_of(structuring: Structuring, tree: dict[str, object], kind: type = Drawing) -> list[tuple[str, str]]:
    with pytest.raises(DocumentsRefused) as caught:
        structuring.read(kind, {"format": "second", **tree}, Format, file="file")
    return [(fault.place, fault.message) for fault in caught.value.faults]


class TestTables:
    """The form of a document is declared table by table; no class is shaped by how it is written."""

    @pytest.mark.parametrize(
        "drawing",
        [
            Drawing(Spot(Point(1))),
            Drawing(Spot(Point(1, 2)), Rate(25_000)),
            Drawing(Segment((Point(1), Point(2)), frozenset(["b", "a"]))),
            Drawing(Segment(())),
        ],
    )
    def test_what_is_written_reads_back(self, drawings: Structuring, drawing: Drawing) -> None:
        assert drawings.read(Drawing, drawings.document(drawing, Format), Format, file="file") == drawing

    def test_keys_stand_in_the_order_declared_and_defaults_are_left_out(self, drawings: Structuring) -> None:
        drawing = Drawing(Segment((Point(1), Point(2, 3)), frozenset("ba")))
        assert drawings.document(drawing, Format) == {
            "format": "second",
            "shape": {"kind": "line", "through": [{"x": 1}, {"x": 2, "y": 3}], "names": ["a", "b"]},
        }
        assert list(drawings.document(drawing, Format)) == ["format", "shape"]

    def test_the_newest_format_is_written_and_every_known_one_is_read(self, drawings: Structuring) -> None:
        tree: dict[str, object] = {"shape": {"kind": "dot", "at": {"x": 1}}}
        for form in Format:
            assert drawings.read(Drawing, {**tree, "format": form.value}, Format, file="file") == Drawing(
                Spot(Point(1))
            )

    def test_what_was_read_is_left_as_it_was(self, drawings: Structuring) -> None:
        tree: dict[str, object] = {"format": "first", "shape": {"kind": "dot", "at": {"x": 1}}}
        drawings.read(Drawing, tree, Format, file="file")
        assert tree == {"format": "first", "shape": {"kind": "dot", "at": {"x": 1}}}


class TestPlaces:
    """All faults at once, each by its key path; nothing is half-loaded."""

    def test_a_path_is_that_of_the_document_and_not_of_the_classes(self, drawings: Structuring) -> None:
        shape = {
            "kind": "line",
            "through": [{"x": 1}, {"x": "2"}, {"y": 3}, {"x": 1, "y": 0}, 5],
            "names": ["a", 1, "a"],
        }
        assert [place for place, _ in faults_of(drawings, {"shape": shape, "share": "x", "more": 1})] == [
            "more",
            "shape.names[1]",
            "shape.names[2]",
            "shape.through[1].x",
            "shape.through[2].x",
            "shape.through[3].y",
            "shape.through[4]",
            "share",
        ]

    @pytest.mark.parametrize(
        ("shape", "place", "message"),
        [
            (7, "shape", "a table whose 'kind' is one of line, dot"),
            ({}, "shape.kind", "'kind' must be stated, but it is missing; state one of line, dot"),
            ({"kind": "arc"}, "shape.kind", "must be one of line, dot, but 'arc' was given"),
            ({"kind": ["dot"]}, "shape.kind", "must be one of line, dot, but a list was given"),
            ({"kind": "dot", "at": 7}, "shape.at", "must be a table, but 7 was given"),
            ({"kind": "dot"}, "shape.at", "'at' must be stated, but it is missing; state a table"),
            ({"kind": "line", "through": {"x": 1}}, "shape.through", "must be a list, but a table was given"),
            ({"kind": "line", "through": "ab"}, "shape.through", "must be a list, but 'ab' was given"),
        ],
    )
    def test_a_form_that_is_not_the_one_declared_is_told(
        self, drawings: Structuring, shape: object, place: str, message: str
    ) -> None:
        ((found, sentence),) = faults_of(drawings, {"shape": shape})
        assert found == place
        assert message in sentence

    def test_a_fault_of_the_format_is_told_among_others_only_where_it_is_missing(self, drawings: Structuring) -> None:
        with pytest.raises(DocumentsRefused) as caught:
            drawings.read(Drawing, {}, Format, file="file")
        assert [fault.place for fault in caught.value.faults] == ["format", "shape"]
        with pytest.raises(DocumentsRefused) as caught:
            drawings.read(Drawing, {"format": "third"}, Format, file="file")
        assert [fault.place for fault in caught.value.faults] == ["format"]

    def test_what_a_check_told_is_not_told_again_by_the_class(self) -> None:
        class Wrong(RuralTaobaoError, ValueError):
            def __str__(self) -> str:
                return type(self).__name__

        class Other(Wrong):
            """Another reason."""

        @frozen
        class Pair:
            first: int
            second: int

            def __attrs_post_init__(self) -> None:
                if self.first < 0:
                    raise Wrong
                if self.second < 0:
                    raise Other

        structuring = Structuring(CNY)
        structuring.table(
            Pair,
            check=lambda table: [("first", Wrong())] if table["first"] == -1 else (),
            first="first",
            second="second",
        )
        assert faults_of(structuring, {"first": -1, "second": 1}, Pair) == [("first", "Wrong")]
        assert faults_of(structuring, {"first": -2, "second": 1}, Pair) == [("", "Wrong")]
        assert faults_of(structuring, {"first": 1, "second": -1}, Pair) == [("", "Other")]

    def test_what_is_true_is_not_what_is_1(self) -> None:
        places = [{"x": True}, {"x": 1}, {"x": 1}, {"x": True}]
        assert [path for path, _ in twice({"through": places}, "through", "x", ListedTwice)] == ["through[2].x"]

    def test_a_part_is_sound_or_nothing(self, drawings: Structuring) -> None:
        assert drawings.sound(Point, {"x": 1}) == Point(1)
        assert drawings.sound(Point, {"x": "1"}) is None
        assert drawings.sound(Point, 7) is None


class TestDefects:
    """A fault of the program is never told as one of the document."""

    def test_an_error_that_is_none_of_ours_goes_through(self) -> None:
        @frozen
        class Broken:
            number: int = field()

            @number.validator
            def _broken(self, _attribute: object, _number: int) -> None:
                raise ZeroDivisionError

        structuring = Structuring(CNY)
        structuring.table(Broken, number="number")
        with pytest.raises(ZeroDivisionError):
            structuring.read(Broken, {"format": "first", "number": 1}, Format, file="file")

    def test_an_attribute_that_no_class_declares_is_not_taken_for_one_that_was_not_read(self) -> None:
        structuring = Structuring(CNY)
        structuring.table(Point, checks=lambda point: iter([point.height]), east="x", north="y")
        with pytest.raises(AttributeError, match="height"):
            structuring.read(Point, {"format": "first", "x": 1, "y": 0}, Format, file="file")

    def test_what_is_derived_and_what_is_hashed_may_be_looked_through(self) -> None:
        @frozen(cache_hash=True)
        class Named:
            name: str
            number: int = field(validator=positive)
            marks: list[str] = field(init=False, factory=list, eq=False)

        def checks(named: Named) -> Iterator[tuple[tuple[str], RuralTaobaoError]]:
            yield ("name",), ListedTwice(hash(named) == hash(named) and named.marks)

        structuring = Structuring(CNY)
        structuring.table(Named, checks=checks, name="name", number="number")
        assert [place for place, _ in faults_of(structuring, {"name": "a", "number": 0}, Named)] == ["number"]


class TestSentences:
    """An error says what must hold, what was given and what to do, and carries the facts."""

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (KeyMissing("cap", "an amount"), "'cap' must be stated, but it is missing; state an amount"),
            (
                KeyUnknown("cp", ("cap", "floor")),
                "a key of this table must be one of cap, floor, but 'cp' was given; mend it or leave it out",
            ),
            (
                KeyUnknown("cp", ()),
                "a table of this form must have no key besides, but 'cp' was given; mend it or leave it out",
            ),
            (
                ListedTwice("seeds"),
                "a list here must name each thing once, but 'seeds' is named twice; leave one out",
            ),
        ],
    )
    def test_each_is_a_sentence_and_survives_a_pickle(self, error: RuralTaobaoError, message: str) -> None:
        assert str(error) == message
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert (type(copy), vars(copy), str(copy)) == (type(error), vars(error), message)
