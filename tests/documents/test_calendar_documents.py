from datetime import UTC, datetime, time
from pathlib import Path as File

import pytest
from hypothesis import given

from rural_taobao.documents.calendars import (
    calendar_from_json,
    calendar_from_text,
    calendar_json,
    calendar_text,
    read_calendar,
    write_calendar,
)
from rural_taobao.documents.faults import DocumentsRefused
from rural_taobao.documents.toml_writer import NotWritable
from rural_taobao.festivals import (
    Announced,
    DaySpan,
    Edition,
    Festival,
    FestivalCalendar,
    FixedDay,
    FixedLunarDay,
    NthWeekday,
    Offset,
    SolarTerm,
    SolarTermDay,
    Window,
    Yearly,
    YearlyWindow,
    feast_calendar,
    programme_calendar,
)
from rural_taobao.instants import CHINA
from rural_taobao.testing.festival_strategies import calendars
from rural_taobao.timeline import Source
from tests.documents.tree_edits import OTHER_KINDS, Path, edited, keys_of, place_of, tables_of, told, without

FIRST_FORMAT = """\
format = "rural-taobao calendar 1"

[[festivals]]
festival = "double-11"
name_en = "Double 11"
name_zh = "双十一"
kind = "commercial"
rule = { form = "fixed_day", month = 11, day = 11, first_year = 2009, last_year = 2030, window = "sale",\
 offset = "+08:00", source = { title = "its name", note = "every year" } }

[[festivals.editions]]
year = 2021
cancelled = true
source = { title = "a notice" }
"""
EXAMPLE = """\
format = "rural-taobao calendar 2"

[[festivals]]
festival = "double-11"
name_en = "Double 11"
name_zh = "双十一"
kind = "commercial"

[festivals.rule]
form = "yearly"
first_year = 2009
last_year = 2030
offset = "+08:00"
source = { title = "its name", note = "every year" }
windows = [
    { name = "presale", days = { form = "offset", days = -10, of = { form = "fixed_day", month = 11, day = 11 } },\
 starts = "20:30", to = { form = "fixed_day", month = 11, day = 11 } },
    { name = "sale", days = { form = "fixed_day", month = 11, day = 11 } },
]

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
name_en = "Carnival"
name_zh = "狂欢节"
source = { title = "a notice" }

[[festivals]]
festival = "fair"
name_en = "Fair"
name_zh = "集"
kind = "cultural"
rule = { form = "announced" }

[[festivals]]
festival = "season"
name_en = "Season"
name_zh = "季"
kind = "traditional"

[festivals.rule]
form = "yearly"
first_year = 2016
offset = "+08:00"
source = { title = "a poster" }
windows = [
    { name = "span", days = { form = "day_span", month = 12, day = 20, end_month = 1, end_day = 6 }, ends = "06:00" },
    { name = "friday", days = { form = "nth_weekday", month = 11, nth = "last", weekday = "friday" }, length = 3 },
    { name = "laba", days = { form = "lunar_day", month = 12, day = 8, lunar_year = "ending",\
 if_leap = "common_month" } },
    { name = "eve", days = { form = "lunar_day", month = 12, day = 30, lunar_year = "ending",\
 if_leap = "leap_month", if_short = "last_day" } },
    { name = "harvest", days = { form = "solar_term", term = "autumn_equinox" } },
]
"""
MAY_BE_MISSING = {
    *("last_year", "note", "url", "quality", "cancelled", "end", "editions"),
    *("starts", "ends", "to", "length"),
}
WINDOWS = ("festivals", 0, "editions", 0, "windows")
NEEDED_BESIDE_DAY_30 = [("festivals", 2, "rule", "windows", 3, "days", "if_short")]
RULE: Path = ("festivals", 0, "rule", "windows")
SEASON: Path = ("festivals", 2, "rule", "windows")
SPAN_OF_NO_DAY = {"form": "day_span", "month": 8, "day": 8, "end_month": 8, "end_day": 8}


def required() -> list[Path]:
    """The kind of a festival is required, that of an edition is not: an edition written down was announced."""
    return [
        path
        for path in keys_of(EXAMPLE)
        if path[-1] not in MAY_BE_MISSING
        and not ("editions" in path and path[-1] in {"kind", "windows", "name_en", "name_zh"})
        and path not in NEEDED_BESIDE_DAY_30
    ]


class TestReadingBack:
    """structure(unstructure(x)) = x for every public value."""

    @given(calendars())
    def test_a_calendar_reads_back_and_is_written_in_the_same_way_again(self, calendar: FestivalCalendar) -> None:
        text = calendar_text(calendar)
        found = calendar_from_text(text)
        assert found == calendar
        assert calendar_text(found) == text

    @given(calendars())
    def test_a_calendar_reads_back_from_json(self, calendar: FestivalCalendar) -> None:
        text = calendar_json(calendar)
        found = calendar_from_json(text)
        assert found == calendar
        assert calendar_json(found) == text

    @pytest.mark.parametrize("calendar", [programme_calendar(), feast_calendar()])
    def test_the_calendars_of_the_record_go_through_a_file(self, calendar: FestivalCalendar, tmp_path: File) -> None:
        write_calendar(calendar, tmp_path / "calendar.toml")
        assert read_calendar(tmp_path / "calendar.toml") == calendar

    def test_what_would_not_read_back_is_not_written(self, tmp_path: File) -> None:
        notice = Edition(2016, [], "announced", Source("half a \ud800"))
        fair = Festival("fair", "Fair", "集", "cultural", Announced(), [notice])
        with pytest.raises(NotWritable):
            write_calendar(FestivalCalendar([fair]), tmp_path / "calendar.toml")
        assert list(tmp_path.iterdir()) == []


class TestWhatACalendarSays:
    """Festivals as data with editions and windows; instants bear their offset."""

    def test_the_example_says_what_it_says(self) -> None:
        double_11, fair, season = calendar_from_text(EXAMPLE).festivals
        assert double_11 == Festival(
            "double-11",
            "Double 11",
            "双十一",
            "commercial",
            Yearly(
                [
                    YearlyWindow("presale", Offset(FixedDay(11, 11), -10), to=FixedDay(11, 11), starts=time(20, 30)),
                    YearlyWindow("sale", FixedDay(11, 11)),
                ],
                2009,
                2030,
                CHINA,
                Source("its name", note="every year"),
            ),
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
                Edition(
                    2021,
                    [],
                    "announced",
                    Source("a notice"),
                    cancelled=True,
                    name_en="Carnival",
                    name_zh="狂欢节",
                ),
            ],
        )
        assert fair == Festival("fair", "Fair", "集", "cultural", Announced())
        assert season.rule == Yearly(
            [
                YearlyWindow("span", DaySpan(12, 20, 1, 6), ends=time(6)),
                YearlyWindow("friday", NthWeekday(11, "friday", "last"), length=3),
                YearlyWindow("laba", FixedLunarDay(12, 8, "ending", "common_month")),
                YearlyWindow("eve", FixedLunarDay(12, 30, "ending", "leap_month", "last_day")),
                YearlyWindow("harvest", SolarTermDay(SolarTerm.AUTUMN_EQUINOX)),
            ],
            2016,
            None,
            CHINA,
            Source("a poster"),
        )

    def test_what_is_not_said_is_not_written(self) -> None:
        text = calendar_text(calendar_from_text(EXAMPLE))
        editions = [part.split("[[festivals]]")[0] for part in text.split("[[festivals.editions]]")[1:]]
        assert "cancelled" not in editions[0]
        assert "windows" not in editions[1]
        assert "note" not in editions[1]
        assert not any("kind" in edition for edition in editions)
        assert "name_en" not in editions[0]
        assert {text.count(f"{key} = ") for key in ("starts", "ends", "if_short", "length", "to")} == {1}

    def test_a_rule_is_written_in_sections_of_its_own(self) -> None:
        lines = calendar_text(calendar_from_text(EXAMPLE)).splitlines()
        first = lines.index("[festivals.rule]")
        assert lines[first + 1 : first + 4] == ['form = "yearly"', "first_year = 2009", "last_year = 2030"]
        assert lines.count("[[festivals.rule.windows]]") == 7
        assert 'rule = { form = "announced" }' in lines

    def test_a_time_of_day_may_be_one_of_toml(self) -> None:
        assert EXAMPLE.count('"20:30"') == 1
        for written in ("20:30:00", '"20:30:00"'):
            assert calendar_from_text(EXAMPLE.replace('"20:30"', written)) == calendar_from_text(EXAMPLE)


class TestTheFirstFormat:
    """A calendar of the first format reads as what it said, and is written in the newest."""

    def test_a_day_of_each_year_is_a_rule_of_one_window(self) -> None:
        (double_11,) = calendar_from_text(FIRST_FORMAT).festivals
        assert double_11.rule == Yearly(
            [YearlyWindow("sale", FixedDay(11, 11))], 2009, 2030, CHINA, Source("its name", note="every year")
        )
        assert double_11.edition(2021).cancelled

    def test_it_is_written_in_the_newest_format(self) -> None:
        text = calendar_text(calendar_from_text(FIRST_FORMAT))
        assert text.startswith('format = "rural-taobao calendar 2"\n')
        assert calendar_from_text(text) == calendar_from_text(FIRST_FORMAT)

    @pytest.mark.parametrize("path", keys_of(FIRST_FORMAT), ids=place_of)
    def test_what_is_missing_is_told_where_it_is_missing(self, path: Path) -> None:
        rule = {"month", "day", "first_year", "window", "offset", "source", "title", "form"}
        if path[-1] in {"last_year", "note", "cancelled", "editions"}:
            assert calendar_from_text(without(FIRST_FORMAT, path))
        else:
            assert list(told(calendar_from_text, without(FIRST_FORMAT, path))) == [place_of(path)]
            assert path[-1] in rule | {"format", "festivals", "festival", "name_en", "name_zh", "kind", "rule", "year"}

    @pytest.mark.parametrize(
        ("key", "value", "message"),
        [
            ("day", 31, "one that every year has"),
            ("last_year", 2008, "a year from 2009"),
            ("first_year", 0, "a year from 1 to 9998"),
            ("window", " ", "1 to 100 printable characters"),
            ("offset", "Asia/Shanghai", "+HH:MM"),
        ],
    )
    def test_a_fault_is_told_at_its_key(self, key: str, value: object, message: str) -> None:
        faults = told(calendar_from_text, edited(FIRST_FORMAT, ("festivals", 0, "rule", key), value))
        assert list(faults) == [f"festivals[0].rule.{key}"]
        assert message in faults[f"festivals[0].rule.{key}"]


class TestFaults:
    """A broken document names file and place, what must hold, what was given; all faults at once."""

    @pytest.mark.parametrize("path", required(), ids=place_of)
    def test_what_is_missing_is_told_where_it_is_missing(self, path: Path) -> None:
        faults = told(calendar_from_text, without(EXAMPLE, path))
        assert list(faults) == [place_of(path)]
        assert "is missing" in faults[place_of(path)]

    @pytest.mark.parametrize(
        "path",
        [path for path in keys_of(EXAMPLE) if path not in required() and path not in NEEDED_BESIDE_DAY_30],
        ids=place_of,
    )
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
            ((*RULE, 1, "days", "day"), 31, f"{place_of(RULE)}[1].days.day", "one that every year has"),
            ((*RULE, 1, "name"), "presale", f"{place_of(RULE)}[1].name", "two of 2009 are called 'presale'"),
            ((*RULE, 0, "length"), 5, f"{place_of(RULE)}[0].to", "'presale' has both"),
            ((*RULE, 1, "length"), 366, f"{place_of(RULE)}[1].length", "length must be a whole number of days"),
            (
                (*RULE, 0, "starts"),
                "24:00",
                f"{place_of(RULE)}[0].starts",
                "a time of day to the minute, such as 20:30",
            ),
            ((*RULE, 0, "starts"), "20:30:01", f"{place_of(RULE)}[0].starts", "but '20:30:01' was given"),
            ((*RULE, 0, "days", "days"), 0, f"{place_of(RULE)}[0].days.days", "days must be a whole number from -180"),
            (
                (*RULE, 0, "days", "of"),
                {"form": "offset"},
                f"{place_of(RULE)}[0].days.of.form",
                "one of fixed_day, day_",
            ),
            ((*RULE, 0, "days"), {"form": "easter"}, f"{place_of(RULE)}[0].days.form", "solar_term, offset, but"),
            (
                (*RULE, 0, "to"),
                {"form": "fixed_day", "month": 10, "day": 31},
                f"{place_of(RULE)}[0].to",
                "'presale' starts at 2009-11-01T20:30:00+08:00 and ends before 2009-10-31",
            ),
            (RULE, [], place_of(RULE), "at least one window"),
            ((*SEASON, 0, "days"), SPAN_OF_NO_DAY, f"{place_of(SEASON)}[0].days.end_day", "day 8 of month 8 was given"),
            ((*SEASON, 0, "days", "end_day"), 32, f"{place_of(SEASON)}[0].days.end_day", "day 32 of month 1"),
            ((*SEASON, 1, "days", "month"), 13, f"{place_of(SEASON)}[1].days.month", "a month from 1 to 12"),
            (
                (*SEASON, 1, "days", "nth"),
                "fifth",
                f"{place_of(SEASON)}[1].days.nth",
                "first, second, third, fourth, l",
            ),
            (
                (*SEASON, 1, "days", "weekday"),
                "Friday",
                f"{place_of(SEASON)}[1].days.weekday",
                "one of monday, tuesday",
            ),
            ((*SEASON, 2, "days", "day"), 30, f"{place_of(SEASON)}[2].days.if_short", "state 'if_short' as last_day"),
            ((*SEASON, 3, "days", "day"), 29, f"{place_of(SEASON)}[3].days.if_short", "leave it out"),
            ((*SEASON, 2, "days", "lunar_year"), 2016, f"{place_of(SEASON)}[2].days.lunar_year", "beginning, ending"),
            ((*SEASON, 4, "days", "term"), "秋分", f"{place_of(SEASON)}[4].days.term", "one of minor_cold, major_cold"),
            (("festivals", 2, "rule", "first_year"), 2101, "festivals[2].rule.first_year", "known for 1902 to 2100"),
            (
                ("festivals", 0, "editions", 1, "name_zh"),
                "",
                "festivals[0].editions[1].name_zh",
                "name_zh of an edition",
            ),
            (("festivals", 0, "rule", "last_year"), 2008, "festivals[0].rule.last_year", "a year from 2009"),
            (
                ("festivals", 0, "rule", "form"),
                "lunar",
                "festivals[0].rule.form",
                "one of yearly, announced, fixed_day",
            ),
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
            ("first_year = 2009", "first_year = 2009.0", "festivals[0].rule.first_year", "a whole number"),
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
        text = edited(text, (*RULE, 1, "name"), "presale")
        assert list(told(calendar_from_text, text)) == [
            "festivals[0].editions[0].windows[1].name",
            "festivals[0].editions[1].year",
            "festivals[0].rule.source",
            f"{place_of(RULE)}[1].name",
            "festivals[1].festival",
        ]

    def test_windows_that_some_year_would_not_have_are_told_whatever_else_is_wrong(self) -> None:
        new_year = {"form": "fixed_day", "month": 1, "day": 1}
        text = edited(EXAMPLE, (*RULE, 0, "to"), new_year)
        text = edited(text, (*RULE, 1, "days"), {"form": "offset", "days": -180, "of": new_year})
        text = edited(text, (*RULE, 1, "to"), {"form": "fixed_day", "month": 12, "day": 31})
        faults = told(calendar_from_text, without(text, ("festivals", 0, "rule", "offset")))
        first, second = f"{place_of(RULE)}[0].to", f"{place_of(RULE)}[1].to"
        assert set(faults) == {first, second, "festivals[0].rule.offset"}
        assert "must end after it starts" in faults[first]
        assert "must not be longer than 366 days" in faults[second]

    @pytest.mark.parametrize("key", ["first_year", "last_year"])
    def test_but_not_where_it_is_not_known_which_years_are_meant(self, key: str) -> None:
        early = {"form": "fixed_day", "month": 10, "day": 31}
        text = edited(edited(EXAMPLE, (*RULE, 0, "to"), early), ("festivals", 0, "rule", key), 0)
        assert list(told(calendar_from_text, text)) == [f"festivals[0].rule.{key}"]

    def test_faults_of_json_are_told_alike(self) -> None:
        faults = told(calendar_from_json, '{"format": "rural-taobao calendar 2", "festivals": [{}]}')
        assert set(faults) == {f"festivals[0].{key}" for key in ("festival", "name_en", "name_zh", "kind", "rule")}

    def test_a_flag_is_no_number_that_is_there_twice(self) -> None:
        text = edited(EXAMPLE, ("festivals", 0, "editions", 0, "year"), value=True)
        text = edited(text, ("festivals", 0, "editions", 1, "year"), value=True)
        faults = told(calendar_from_text, text)
        assert list(faults) == ["festivals[0].editions[0].year", "festivals[0].editions[1].year"]
        assert all("a whole number" in message for message in faults.values())

    @pytest.mark.parametrize("text", ["", "format = 1", EXAMPLE[:300], EXAMPLE.replace("calendar 2", "plan 1")])
    def test_another_document_or_half_of_one_is_refused(self, text: str) -> None:
        with pytest.raises(DocumentsRefused):
            calendar_from_text(text)
