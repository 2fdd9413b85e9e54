from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from icalendar import Calendar
from rich.cells import cell_len

from rural_taobao.documents import write_calendar
from rural_taobao.festivals import (
    Announced,
    Edition,
    Festival,
    FestivalCalendar,
    Window,
    feast_calendar,
    programme_calendar,
)
from rural_taobao.instants import CHINA
from rural_taobao.reports import extra
from rural_taobao.timeline import Source
from tests.cli.running import Run


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class TestTable:
    """`festivals` shows the windows of a year or of some days, each with its lunar day, its kind, and who says so."""

    def test_shows_a_year(self, run: Run) -> None:
        ran = run("festivals", "--year", "2016")
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith("Festivals from 2016-01-01 to 2016-12-31\n")
        [double_11] = [line for line in ran.out.splitlines() if "Double 11" in line]
        assert double_11.split() == ["11-11", "10-12", "Double", "11", "sale", "computed"]
        assert ran.out.splitlines()[ran.out.splitlines().index(double_11) + 1].split() == ["commercial"]

    def test_shows_days_across_years(self, run: Run) -> None:
        ran = run("festivals", "--from", "2016-12-01", "--to", "2017-02-01", "--kind", "commercial")
        assert ran.out.startswith("Festivals from 2016-12-01 to 2017-01-31\n")
        assert "2016-12-12" in ran.out
        assert "2017-01-28" in run("festivals", "--from", "2016-12-01", "--to", "2017-02-01").out

    def test_shows_hours_where_a_window_does_not_begin_or_end_at_midnight(self, run: Run) -> None:
        out = run("festivals", "--year", "2022", "--kind", "commercial").out
        assert "10-24 20:00 to ?" in out
        assert "10-31 20:00 to 11-03" in out
        assert "10-21 to 10-31 22:00" in run("festivals", "--year", "2020").out

    def test_shows_what_is_cancelled_and_what_nobody_knows(self, run: Run) -> None:
        out = run("festivals", "--year", "2023").out
        [line] = [line for line in out.splitlines() if "Double 12" in line]
        assert line.startswith("cancelled ")
        [line] = [line for line in run("festivals", "--year", "2017").out.splitlines() if "not known" in line]
        assert "Taobao Maker" in line

    def test_shows_what_is_cancelled_where_its_rule_would_have_held_it(self, run: Run) -> None:
        cancelled = Edition(2016, [], "announced", Source("a poster"), cancelled=True)
        write_calendar(programme_calendar().announcing("double-11", cancelled), Path("mine.toml"))
        for days in (("--year", "2016"), ("--from", "2016-11-01", "--to", "2017-01-02")):
            lines = run("festivals", *days, "--calendar", "mine.toml").out.splitlines()
            [place] = [place for place, line in enumerate(lines) if "Double 11" in line]
            day = "11-11" if days[0] == "--year" else "2016-11-11"
            assert lines[place].split() == [day, "10-12", "Double", "11", "sale", "a", "poster"]
            assert lines[place + 1].split() == ["cancelled", "commercial"]
            # It stands among the others by its day, and once.
            assert place < next(place for place, line in enumerate(lines) if "Double 12" in line)
            assert "\n".join(lines).count("cancelled") == 1
        assert "cancelled" not in run("festivals", "--year", "2015", "--calendar", "mine.toml").out
        november = ("--from", "2016-11-01", "--to", "2016-12-01")
        found = run("festivals", *november, "--calendar", "mine.toml", "--json").object
        assert found["festivals"] == []
        [double_11] = found["called_off"]
        assert (double_11["festival"], double_11["standing"], double_11["window"], double_11["start"]) == (
            "double-11",
            "cancelled",
            "sale",
            "2016-11-11T00:00:00+08:00",
        )
        whole = run("festivals", "--year", "2016", "--calendar", "mine.toml", "--json").object
        assert not [each for each in whole["festivals"] if each["standing"] == "cancelled"]
        assert whole["called_off"] == [double_11]

    def test_shows_what_has_no_days_wherever_its_year_is_touched(self, run: Run) -> None:
        for first, end in (("2023-12-01", "2024-01-01"), ("2022-12-31", "2023-01-02"), ("2023-01-01", "2024-01-01")):
            assert "cancelled" in run("festivals", "--from", first, "--to", end).out
        for first, end in (("2022-01-01", "2023-01-01"), ("2024-01-01", "2024-02-01")):
            assert "cancelled" not in run("festivals", "--from", first, "--to", end).out

    @pytest.mark.parametrize(("year", "beyond"), [(1900, True), (1901, False), (2100, False), (2101, True)])
    def test_says_where_lunar_days_are_not_known(self, run: Run, year: int, *, beyond: bool) -> None:
        said = " ".join(run("festivals", "--year", year).out.split())
        assert ("feasts that go by them are not told of other days" in said) is beyond

    def test_says_a_quality_that_is_the_title_once(self, run: Run) -> None:
        words = run("festivals", "--year", 2018, "--kind", "public").out.split()
        assert words.count("press") == 1

    def test_says_how_far_a_source_is_to_be_relied_on(self, run: Run) -> None:
        lines = [line.split() for line in run("festivals", "--year", 2017).out.splitlines()]
        assert ["conflict"] in lines

    def test_says_so_where_nothing_is_known(self, run: Run) -> None:
        out = run("festivals", "--year", "1850").out
        assert out.startswith("Festivals from 1850-01-01 to 1850-12-31: none is known\n")

    @pytest.mark.parametrize("columns", [60, 80])
    def test_says_who_says_so_on_a_narrow_page_too(
        self, run: Run, columns: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", str(columns))
        out = run("festivals", "--year", "2016").out
        assert "who says so" in out
        assert "computed" in out

    def test_shows_the_days_of_the_clock_and_the_lunar_day_in_china(self, run: Run) -> None:
        """An evening of 27 January in New York lies in New Year's Day of China."""
        west = timezone(timedelta(hours=-5))
        night = Window("night", datetime(2017, 1, 27, 12, tzinfo=west), datetime(2017, 1, 27, 20, tzinfo=west))
        fair = Festival(
            "fair", "Fair", "集市", "cultural", Announced(), [Edition(2017, [night], "announced", Source("a"))]
        )
        write_calendar(FestivalCalendar([fair]), Path("fair.toml"))
        shown = "festivals", "--year", "2017", "--calendar", "fair.toml"
        assert "01-28 01:00 to 01-28 09:00  1-1 " in run(*shown).out
        on_their_clock = run(*shown, "--clock", "-05:00").out
        assert "01-27 12:00 to 01-27 20:00  1-1 " in on_their_clock
        assert on_their_clock.startswith("Festivals from 2017-01-01 to 2017-12-31, on -05:00\n")
        assert run(*shown, "--json").object["festivals"][0]["lunar"]["day"] == 1

    def test_shows_only_the_kinds_that_are_asked_for(self, run: Run) -> None:
        out = run("festivals", "--year", "2016", "--kind", "cultural").out
        assert "Rural Culture" in out
        assert "Double" not in out

    def test_names_in_chinese(self, run: Run) -> None:
        assert "双十一" in run("festivals", "--year", "2016", "--language", "zh").out

    def test_has_no_lunar_day_beyond_the_table(self, run: Run) -> None:
        [line] = [line for line in run("festivals", "--year", "2150").out.splitlines() if "Double 11" in line]
        assert line.split() == ["11-11", "Double", "11", "sale", "computed"]

    def test_marks_a_leap_month(self, run: Run) -> None:
        sale = Window.of_days("sale", date(2020, 5, 31), date(2020, 6, 2), CHINA)
        edition = Edition(2020, [sale], "announced", Source("a poster"))
        fair = Festival("fair", "Fair", "集市", "cultural", Announced(), [edition])
        write_calendar(FestivalCalendar([fair]), Path("fair.toml"))
        assert "leap 4-9" in run("festivals", "--year", "2020", "--calendar", "fair.toml").out

    @pytest.mark.parametrize("columns", [80, 40])
    def test_fits_the_page(self, run: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
        monkeypatch.setenv("COLUMNS", str(columns))
        for language in ("en", "zh"):
            lines = run("festivals", "--year", "2020", "--language", language).out.splitlines()
            assert all(cell_len(line) <= columns for line in lines)

    def test_takes_a_calendar_of_ones_own(self, run: Run) -> None:
        write_calendar(FestivalCalendar([programme_calendar().festival("double-11")]), Path("mine.toml"))
        out = run("festivals", "--year", "2016", "--calendar", "mine.toml").out
        assert "Double 11" in out
        assert "Laba" not in out


class TestObject:
    """With --json there is one object: every window, and every edition without one."""

    def test_holds_every_window(self, run: Run) -> None:
        found = run("festivals", "--year", "2023", "--json").object
        assert (found["from"], found["to"], found["written"]) == ("2023-01-01", "2024-01-01", {})
        calendar = programme_calendar().merged(feast_calendar())
        held = calendar.between(date(2023, 1, 1), date(2024, 1, 1), CHINA)
        assert [(each["festival"], each["window"], each["start"]) for each in found["festivals"]] == [
            (each.festival.id, each.window.name, each.window.start.isoformat()) for each in held
        ]
        [double_12] = found["called_off"]
        assert (double_12["festival"], double_12["standing"], double_12["start"]) == ("double-12", "cancelled", None)

    def test_says_how_each_is_known(self, run: Run) -> None:
        found = run("festivals", "--year", "2022", "--kind", "commercial", "--json").object["festivals"]
        presale, *_, double_12 = found
        assert (presale["known"], presale["end"]) == ("announced", None)
        assert presale["lunar"] == {"year": 2022, "month": 9, "day": 29, "leap": False}
        assert presale["source"]["title"]
        assert (double_12["known"], double_12["edition"], double_12["standing"]) == ("computed", 2022, "computed")

    def test_has_no_lunar_day_beyond_the_table(self, run: Run) -> None:
        found = run("festivals", "--year", "2150", "--json").object["festivals"]
        assert {each["lunar"] for each in found} == {None}


class TestFiles:
    """Files are written whole, and the page says so."""

    def test_is_read_by_a_calendar_program(self, run: Run) -> None:
        ran = run("festivals", "--year", "2016", "--ics", "made.ics")
        assert (ran.status, ran.out.splitlines()[-1]) == (0, "made.ics: for calendar programs")
        read = Calendar.from_ical(Path("made.ics").read_bytes())
        assert "Double 11: sale" in [str(each["SUMMARY"]) for each in read.walk("VEVENT")]

    def test_is_the_same_file_for_the_same_instant(self, run: Run) -> None:
        for name in ("one.ics", "other.ics"):
            ran = run("festivals", "--year", "2016", "--ics", name, "--made", "2016-01-01T00:00:00Z")
            assert ran.status == 0
        assert Path("one.ics").read_bytes() == Path("other.ics").read_bytes()
        assert b"DTSTAMP:20160101T000000Z" in Path("one.ics").read_bytes()
        assert run("festivals", "--year", "2016", "--ics", "one.ics", "--made", "2016-01-01").status == 2

    def test_is_a_picture(self, run: Run) -> None:
        ran = run("festivals", "--year", "2016", "--png", "made.png", "--language", "zh")
        assert (ran.status, ran.out.splitlines()[-1]) == (0, "made.png: a picture")
        assert Path("made.png").read_bytes().startswith(b"\x89PNG")

    def test_are_told_to_machines(self, run: Run) -> None:
        ran = run("festivals", "--year", "2016", "--ics", "made.ics", "--png", "made.png", "--json")
        assert ran.object["written"] == {"ics": "made.ics", "png": "made.png"}

    @pytest.mark.parametrize(("option", "ending"), [("--ics", ".ics"), ("--png", ".png")])
    def test_take_the_place_of_nothing_else(self, run: Run, option: str, ending: str) -> None:
        ran = run("festivals", "--year", "2016", option, "plan.toml")
        assert (ran.status, ran.out) == (2, "")
        assert f"must have a name that ends with {ending}, but plan.toml was named" in ran.err
        assert not Path("plan.toml").exists()

    def test_need_what_draws_them(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(extra, "find_spec", lambda _name: None)
        ran = run("festivals", "--year", "2016", "--png", "made.png")
        assert (ran.status, ran.out) == (1, "")
        assert ran.err.count("\n") <= 2
        assert "pip install 'rural_taobao[reports]'" in " ".join(ran.err.split())

    def test_go_into_a_folder_that_is_there(self, run: Run) -> None:
        ran = run("festivals", "--year", "2016", "--ics", "nowhere/made.ics", "--json")
        assert [each["file"] for each in ran.faults] == ["nowhere/made.ics"]


class TestWrongUsage:
    """Wrong usage ends with status 2 and one sentence."""

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ([], "name a year with --year, or the first day with --from"),
            (["--year", "2016", "--from", "2016-01-01"], "name a year with --year, or the first day with --from"),
            (["--from", "2016-01-01"], "name a year with --year, or the first day with --from"),
            (["--from", "2016-01-01", "--to", "2016-01-01"], "--to must be later than --from"),
            (["--from", "2016-02-30", "--to", "2016-03-01"], "'2016-02-30' is none, although"),
            (["--from", "0001-01-01", "--to", "2016-03-01"], "a day must lie in a year from 2 to 9997"),
            (["--year", "1"], "1 is not in the range"),
            (["--year", "2016", "--kind", "rural"], "'rural' is not one of"),
            (["--year", "2016", "--clock", "Asia/Shanghai"], "an offset"),
            (["--from", "2016-01-01", "--to", "2017-01-01", "--png", "made.png"], "--png goes with --year"),
        ],
    )
    def test_is_told(self, run: Run, arguments: list[str], says: str) -> None:
        ran = run("festivals", *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert says in " ".join(ran.err.split())

    def test_a_broken_calendar_is_told_with_its_places(self, run: Run) -> None:
        Path("mine.toml").write_text("format = 1\n", encoding="utf-8")
        ran = run("festivals", "--year", "2016", "--calendar", "mine.toml", "--json")
        assert ran.faults[0]["file"] == "mine.toml"

    def test_an_empty_year_of_a_picture_is_told(self, run: Run) -> None:
        ran = run("festivals", "--year", "1900", "--kind", "commercial", "--png", "made.png")
        assert (ran.status, ran.out) == (1, "")
        assert "a timeline must have a festival to show" in " ".join(ran.err.split())
