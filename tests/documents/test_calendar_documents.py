from datetime import UTC, datetime
from pathlib import Path as File

import pytest
from hypothesis import given

from rural_taobao.documents.calendars import calendar_from_text, calendar_text, read_calendar, write_calendar
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.toml_writer import NotWritable
from rural_taobao.festivals import (
    Announced,
    Edition,
    Festival,
    FestivalCalendar,
    FixedDay,
    Window,
    programme_calendar,
)
from rural_taobao.instants import CHINA
from rural_taobao.testing.festival_strategies import calendars
from rural_taobao.timeline import Source
from tests.documents.tree_edits import OTHER_KINDS, Path, edited, keys_of, place_of, tables_of, told, without

EXAMPLE = """\
format = "rural-taobao calendar 1"

[[festivals]]
festival = "double-11"
name_en = "Double 11"
name_zh = "双十一"
kind = "commercial"
rule = { form = "fixed_day", month = 11, day = 11, first_year = 2009, last_year = 2030, window = "sale",\
 offset = "+08:00", source = { title = "its name", note = "every year" } }

[[festivals.editions]]
year = 2020
kind = "announced"
note = "two waves"
source = { title = "a notice", url = "example.org", quality = "press" }
windows = [
    { name = "wave 1", start = 2020-11-01T00:30:00+08:00, end = 2020-11-04T00:00:00+08:00 },
    { name = "wave 2", start = 2020-11-11T00:30:00+08:00 },
]

[[festivals.editions]]
year = 2021
cancelled = true
source = { title = "a notice" }

[[festivals]]
festival = "fair"
name_en = "Fair"
name_zh = "集"
kind = "cultural"
rule = { form = "announced" }
"""
MAY_BE_MISSING = {"last_year", "note", "url", "quality", "windows", "cancelled", "end", "editions"}
WINDOWS = ("festivals", 0, "editions", 0, "windows")


def required() -> list[Path]:
    """The kind of a festival is required, that of an edition is not: an edition written down was announced."""
    return [
        path
        for path in keys_of(EXAMPLE)
        if path[-1] not in MAY_BE_MISSING and not ("editions" in path and path[-1] == "kind")
    ]


class TestReadingBack:
    """structure(unstructure(x)) = x for every public value."""

    @given(calendars())
    def test_a_calendar_reads_back_and_is_written_in_the_same_way_again(self, calendar: FestivalCalendar) -> None:
        text = calendar_text(calendar)
        found = calendar_from_text(text)
        assert found == calendar
        assert calendar_text(found) == text

    def test_the_calendar_of_the_programme_goes_through_a_file(self, tmp_path: File) -> None:
        write_calendar(programme_calendar(), tmp_path / "calendar.toml")
        assert read_calendar(tmp_path / "calendar.toml") == programme_calendar()

    def test_what_would_not_read_back_is_not_written(self, tmp_path: File) -> None:
        notice = Edition(2016, [], "announced", Source("half a \ud800"))
        fair = Festival("fair", "Fair", "集", "cultural", Announced(), [notice])
        with pytest.raises(NotWritable):
            write_calendar(FestivalCalendar([fair]), tmp_path / "calendar.toml")
        assert list(tmp_path.iterdir()) == []


class TestWhatACalendarSays:
    """Festivals as data with editions and windows; instants bear their offset."""

    def test_the_example_says_what_it_says(self) -> None:
        double_11, fair = calendar_from_text(EXAMPLE).festivals
        assert double_11 == Festival(
            "double-11",
            "Double 11",
            "双十一",
            "commercial",
            FixedDay(11, 11, 2009, 2030, "sale", CHINA, Source("its name", note="every year")),
            [
                Edition(
                    2020,
                    [
                        Window(
                            "wave 1",
                            datetime(2020, 10, 31, 16, 30, tzinfo=UTC),
                            datetime(2020, 11, 3, 16, tzinfo=UTC),
                        ),
                        Window("wave 2", datetime(2020, 11, 10, 16, 30, tzinfo=UTC)),
                    ],
                    "announced",
                    Source("a notice", "example.org", "press"),
                    note="two waves",
                ),
                Edition(2021, [], "announced", Source("a notice"), cancelled=True),
            ],
        )
        assert fair == Festival("fair", "Fair", "集", "cultural", Announced())

    def test_what_is_not_said_is_not_written(self) -> None:
        text = calendar_text(calendar_from_text(EXAMPLE))
        editions = text.split("[[festivals.editions]]")[1:]
        assert "cancelled" not in editions[0]
        assert "windows" not in editions[1]
        assert "note" not in editions[1]
        assert not any(edition.split("[[festivals]]")[0].count("kind") for edition in editions)


class TestFaults:
    """A broken document names file and place, what must hold, what was given; all faults at once."""

    @pytest.mark.parametrize("path", required(), ids=place_of)
    def test_what_is_missing_is_told_where_it_is_missing(self, path: Path) -> None:
        faults = told(calendar_from_text, without(EXAMPLE, path))
        assert list(faults) == [place_of(path)]
        assert "is missing" in faults[place_of(path)]

    @pytest.mark.parametrize("path", [path for path in keys_of(EXAMPLE) if path not in required()], ids=place_of)
    def test_nothing_else_must_be_stated(self, path: Path) -> None:
        assert calendar_from_text(without(EXAMPLE, path))

    @pytest.mark.parametrize("path", tables_of(EXAMPLE), ids=place_of)
    def test_an_unknown_key_is_told_where_it_stands(self, path: Path) -> None:
        assert list(told(calendar_from_text, edited(EXAMPLE, (*path, "colour"), 1))) == [place_of((*path, "colour"))]

    @pytest.mark.parametrize("path", keys_of(EXAMPLE), ids=place_of)
    def test_a_value_of_another_kind_is_told_where_it_stands_or_within(self, path: Path) -> None:
        for value in OTHER_KINDS:
            faults = told(calendar_from_text, edited(EXAMPLE, path, value))
            assert any(place.startswith(place_of(path)) for place in faults)

    @pytest.mark.parametrize(
        ("path", "value", "place", "message"),
        [
            (("festivals", 1, "festival"), "double-11", "festivals[1].festival", "two are called double-11"),
            (("festivals", 0, "editions", 1, "year"), 2020, "festivals[0].editions[1].year", "has two of 2020"),
            ((*WINDOWS, 1, "name"), "wave 1", "festivals[0].editions[0].windows[1].name", "two of 2020 are called"),
            (
                ("festivals", 0, "editions", 0, "cancelled"),
                True,
                "festivals[0].editions[0].windows",
                "must have no windows",
            ),
            (("festivals", 0, "editions", 0, "kind"), "computed", "festivals[0].editions", "must be an announced one"),
            (("festivals", 0, "rule", "day"), 31, "festivals[0].rule.day", "one that every year has"),
            (("festivals", 0, "rule", "last_year"), 2008, "festivals[0].rule.last_year", "a year from 2009"),
            (("festivals", 0, "rule", "form"), "lunar", "festivals[0].rule.form", "one of fixed_day, announced"),
            (("festivals", 0, "rule", "offset"), "Asia/Shanghai", "festivals[0].rule.offset", "+HH:MM"),
            (("festivals", 0, "name_en"), " ", "festivals[0].name_en", "the name_en of a festival must be"),
            (("festivals", 0, "kind"), "sale", "festivals[0].kind", "commercial, cultural, public, traditional"),
            (
                (*WINDOWS, 0, "end"),
                datetime(2020, 11, 1, tzinfo=CHINA.timezone),
                "festivals[0].editions[0].windows[0].end",
                "a window must end after it starts",
            ),
        ],
    )
    def test_a_fault_is_told_in_the_sentence_of_the_domain(
        self, path: Path, value: object, place: str, message: str
    ) -> None:
        faults = told(calendar_from_text, edited(EXAMPLE, path, value))
        assert list(faults) == [place]
        assert message in faults[place]

    @pytest.mark.parametrize(
        ("old", "new", "place", "expected"),
        [
            ("day = 11", "day = 11.0", "festivals[0].rule.day", "a whole number"),
            ("T00:30:00+08:00, end", "T00:30:00, end", f"{place_of(WINDOWS)}[0].start", "an instant with its offset"),
            ("2020-11-01T00:30:00+08:00", "2020-11-01", f"{place_of(WINDOWS)}[0].start", "but 2020-11-01 was given"),
        ],
    )
    def test_a_number_is_whole_and_an_instant_has_an_offset(
        self, old: str, new: str, place: str, expected: str
    ) -> None:
        assert EXAMPLE.count(old) == 1
        faults = told(calendar_from_text, EXAMPLE.replace(old, new))
        assert list(faults) == [place]
        assert expected in faults[place]

    def test_all_ids_that_are_there_twice_are_told_among_other_faults(self) -> None:
        text = edited(EXAMPLE, ("festivals", 1, "festival"), "double-11")
        text = edited(text, ("festivals", 0, "editions", 1, "year"), 2020)
        text = edited(text, (*WINDOWS, 1, "name"), "wave 1")
        text = without(text, ("festivals", 0, "rule", "source"))
        assert list(told(calendar_from_text, text)) == [
            "festivals[0].editions[0].windows[1].name",
            "festivals[0].editions[1].year",
            "festivals[0].rule.source",
            "festivals[1].festival",
        ]

    def test_a_flag_is_no_number_that_is_there_twice(self) -> None:
        text = edited(EXAMPLE, ("festivals", 0, "editions", 0, "year"), value=True)
        text = edited(text, ("festivals", 0, "editions", 1, "year"), value=True)
        faults = told(calendar_from_text, text)
        assert list(faults) == ["festivals[0].editions[0].year", "festivals[0].editions[1].year"]
        assert all("a whole number" in message for message in faults.values())

    @pytest.mark.parametrize("text", ["", "format = 1", EXAMPLE[:300], EXAMPLE.replace("calendar 1", "plan 1")])
    def test_another_document_or_half_of_one_is_refused(self, text: str) -> None:
        with pytest.raises(DocumentsRefused):
            calendar_from_text(text)
