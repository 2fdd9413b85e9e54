from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rural_taobao.festivals import (
    Announced,
    Edition,
    EditionKind,
    Festival,
    FestivalCalendar,
    FestivalKind,
    Window,
    programme_calendar,
)
from rural_taobao.instants import CHINA, UtcOffset
from rural_taobao.kinds import WordUnknown
from rural_taobao.reports import FontWithoutChinese, Labels, Lettering, NothingToDraw, TooMuchToDraw, festival_timeline
from rural_taobao.testing.festival_strategies import calendars
from rural_taobao.timeline import Source
from tests.odd_values import Wrong
from tests.reports.recording import Recorded, shared

FONT = Lettering(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
SAYS = Source("a poster")


def drawn(
    calendar: FestivalCalendar,
    year: int,
    labels: Labels = Labels.BOTH,
    kinds: tuple[FestivalKind, ...] | None = None,
    clock: UtcOffset = CHINA,
) -> Recorded:
    """Draw a timeline on a canvas that remembers."""
    made: list[Recorded] = []

    def canvas(*sizes: float, **facts: Any) -> Recorded:
        made.append(Recorded.made(*sizes, **facts))
        return made[-1]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("rural_taobao.reports.year_sheets.Canvas", canvas)
        festival_timeline(calendar, year, FONT, clock=clock, labels=labels, kinds=kinds or tuple(FestivalKind))
    [canvas_of_it] = made
    return canvas_of_it


def fair(*windows: Window) -> FestivalCalendar:
    edition = Edition(2016, windows, "announced", SAYS)
    return FestivalCalendar([Festival("fair", "Fair", "集市", "cultural", Announced(), [edition])])


def dayless(calendar: FestivalCalendar, year: int) -> list[Festival]:
    """Give the festivals whose edition of a year was cancelled, and of which no rule says when it would have been."""
    return [
        festival
        for festival in calendar.festivals
        for edition in festival.editions
        if edition.cancelled and edition.year == year and not festival.rule.covers(year)
    ]


def days(name: str, first: date, end: date | None) -> Window:
    return Window.of_days(name, first, end, CHINA)


class TestFestivalTimeline:
    """A timeline has a bar for each window of the year, where its days are, and says how it is known."""

    @given(calendars(), st.integers(2010, 2024))
    def test_draws_every_window_of_the_year_once(self, calendar: FestivalCalendar, year: int) -> None:
        held = calendar.between(date(year, 1, 1), date(year + 1, 1, 1), CHINA)
        called_off = calendar.called_off(date(year, 1, 1), date(year + 1, 1, 1), CHINA)
        undated = dayless(calendar, year)
        assume(held or called_off or undated)
        recorded = drawn(calendar, year)
        kinds = {each.festival.kind for each in (*held, *called_off)} | {each.kind for each in undated}
        # Two more say what filled and hatched mean, and a third one, where there are such, what dashed does.
        key = len(kinds) + 2 + bool(called_off or undated)
        assert len(recorded.boxes) + len(recorded.arrows) == len(held) + len(called_off) + key
        assert len(recorded.arrows) == sum(each.window.end is None for each in held)
        bars = recorded.boxes[: len(recorded.boxes) - key]
        assert sum(bar.dashed for bar in bars) == len(called_off)
        computed = sum(each.edition.kind is EditionKind.COMPUTED and each.window.end is not None for each in held)
        assert sum(bar.hatched for bar in bars) == computed
        left, right = recorded.across
        assert all(left < bar.x and bar.x + bar.width < right for bar in bars)
        assert all(0 < y < recorded.down[1] for _, y, _ in recorded.texts)

    def test_stands_where_the_days_are(self) -> None:
        window = Window(
            "sale",
            datetime(2016, 1, 17, 12, tzinfo=CHINA.timezone),
            datetime(2016, 1, 20, tzinfo=CHINA.timezone),
        )
        [bar, *_] = drawn(fair(window), 2016).boxes
        assert (bar.x, bar.width) == (16.5, 2.5)

    def test_is_cut_off_at_the_ends_of_the_year(self) -> None:
        calendar = fair(
            days("long", date(2015, 12, 1), date(2016, 2, 1)), days("last", date(2016, 12, 20), date(2017, 2, 1))
        )
        first, last, *_ = drawn(calendar, 2016).boxes
        assert (first.x, first.width) == (0, 31)
        assert (last.x, last.x + last.width) == (354, 366)

    def test_shows_a_single_hour(self) -> None:
        start = datetime(2016, 5, 1, 10, tzinfo=CHINA.timezone)
        [bar, *_] = drawn(fair(Window("hour", start, start + timedelta(hours=1))), 2016).boxes
        assert bar.width > 1

    def test_says_the_days_of_each_window(self) -> None:
        calendar = fair(
            days("one", date(2016, 3, 1), date(2016, 3, 2)),
            days("some", date(2016, 3, 1), date(2016, 4, 1)),
            days("open", date(2016, 3, 5), None),
        )
        said = [words for _, _, words in drawn(calendar, 2016).texts]
        assert {"one  3-01", "some  3-01 to 3-31", "open  3-05 to ?"} <= set(said)

    def test_says_the_days_of_the_clock_that_is_asked_for(self) -> None:
        calendar, west = fair(days("one", date(2016, 3, 2), date(2016, 3, 3))), UtcOffset.parse("-08:00")
        said = [words for _, _, words in drawn(calendar, 2016, clock=west).texts]
        assert "one  3-01 to 3-02" in said
        assert any(words.endswith("(-08:00)") for words in said)
        assert not any("+08:00" in words for _, _, words in drawn(calendar, 2016).texts)

    def test_says_how_little_an_edition_is_to_be_relied_on(self) -> None:
        said = [words for _, _, words in drawn(programme_calendar(), 2020).texts]
        assert len([words for words in said if words.endswith("[third party]")]) == 5
        assert not any("[" in words for _, _, words in drawn(programme_calendar(), 2022).texts)

    def test_takes_names_as_they_are(self) -> None:
        said = [words for _, _, words in drawn(fair(days("$$", date(2016, 3, 1), date(2016, 3, 2))), 2016).texts]
        assert "$$  3-01" in said

    def test_has_a_line_for_each_month_and_one_at_the_end(self) -> None:
        recorded = drawn(programme_calendar(), 2016)
        assert recorded.uprights == [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366]
        months = {words: x for x, _, words in recorded.texts if words.isdigit()}
        assert [*months] == [str(month) for month in range(1, 13)]
        for (start, end), x in zip(pairwise(recorded.uprights), months.values(), strict=True):
            assert abs((start + end) / 2 - x) <= 0.5

    def test_shows_only_the_kinds_that_are_asked_for(self) -> None:
        recorded = drawn(programme_calendar(), 2016, kinds=(FestivalKind.CULTURAL,))
        said = {words for _, _, words in recorded.texts}
        assert "Rural Culture Festival" in said
        assert "Double 11" not in said

    def test_names_in_chinese_where_it_can(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(FontWithoutChinese):
            drawn(programme_calendar(), 2016, Labels.CHINESE)
        monkeypatch.setattr("rural_taobao.reports.fonts._CHINESE", "a")
        said = {words for _, _, words in drawn(programme_calendar(), 2016, Labels.CHINESE).texts}
        assert {"2016 年的节庆", "双十一", "商业", "推算"} <= said

    @pytest.mark.parametrize("year", [1, 9999, 0, -5, 2016.0, True])
    def test_refuses_what_is_no_year_of_a_calendar(self, year: int) -> None:
        with pytest.raises(NothingToDraw):
            festival_timeline(programme_calendar(), year, FONT, clock=CHINA)

    def test_refuses_an_empty_year(self) -> None:
        with pytest.raises(NothingToDraw) as refused:
            festival_timeline(programme_calendar(), 1950, FONT, clock=CHINA)
        assert refused.value.year == 1950

    def test_refuses_more_than_a_sheet_holds(self) -> None:
        def many(count: int) -> FestivalCalendar:
            return fair(*(days(f"day {number}", date(2016, 3, 1), date(2016, 3, 2)) for number in range(count)))

        assert len(drawn(many(400), 2016).boxes) == 403
        with pytest.raises(TooMuchToDraw) as refused:
            drawn(many(401), 2016)
        assert (refused.value.year, refused.value.windows, refused.value.most) == (2016, 401, 400)
        assert str(refused.value) == (
            "a timeline must have at most 400 windows, but the calendar has 401 in 2016; "
            "draw fewer kinds at a time, or a calendar of some of the festivals"
        )

    @pytest.mark.parametrize("kinds", ["cultural", ["cultural", "cultured"]])
    def test_refuses_what_is_no_kind_and_no_language(self, kinds: Wrong) -> None:
        with pytest.raises(WordUnknown, match=r"^a value of FestivalKind must be one of commercial, "):
            festival_timeline(programme_calendar(), 2016, FONT, clock=CHINA, kinds=kinds)
        with pytest.raises(WordUnknown, match=r"^a value of Labels must be one of chinese, english, both, "):
            festival_timeline(programme_calendar(), 2016, FONT, clock=CHINA, labels="zh")  # type: ignore[arg-type]

    def test_takes_kinds_and_languages_by_their_words(self) -> None:
        words: Wrong = {"kinds": ["cultural"], "labels": "english"}
        assert festival_timeline(programme_calendar(), 2016, FONT, clock=CHINA, **words) == festival_timeline(
            programme_calendar(), 2016, FONT, clock=CHINA, kinds=(FestivalKind.CULTURAL,), labels=Labels.ENGLISH
        )

    def test_is_the_same_picture_for_the_same_calendar(self) -> None:
        one, other = (festival_timeline(programme_calendar(), 2016, FONT, clock=CHINA) for _ in range(2))
        assert one == other


class TestCancelled:
    """What was cancelled is drawn where its rule would have held it, told apart, and said to be cancelled."""

    OFF = programme_calendar().announcing("double-11", Edition(2016, [], "announced", SAYS, cancelled=True))

    def test_it_is_dashed_where_it_would_have_been(self) -> None:
        [held] = [bar for bar in drawn(programme_calendar(), 2016).boxes if bar.x == 315]
        [bar] = [bar for bar in drawn(self.OFF, 2016).boxes if bar.x == 315]
        assert (bar.x, bar.width, bar.edge) == (held.x, held.width, held.edge)
        assert (held.dashed, bar.dashed, bar.hatched) == (False, True, False)

    def test_it_is_said_so_beside_it_and_in_the_key(self, monkeypatch: pytest.MonkeyPatch) -> None:
        said = [words for _, _, words in drawn(self.OFF, 2016).texts]
        assert "sale  11-11  cancelled" in said
        assert said[-1] == "cancelled"
        assert "cancelled" not in " ".join(words for _, _, words in drawn(programme_calendar(), 2016).texts)
        monkeypatch.setattr("rural_taobao.reports.fonts._CHINESE", "a")
        said = [words for _, _, words in drawn(self.OFF, 2016, Labels.CHINESE).texts]
        assert "sale  11-11  取消" in said
        assert said[-1] == "取消"
        assert [words for _, _, words in drawn(self.OFF, 2016).texts][-1] == "取消 cancelled"

    def test_it_stands_in_the_order_of_the_days(self) -> None:
        names = {"Double 11", "Double 12", "Rural Culture Festival"}
        for calendar in (programme_calendar(), self.OFF):
            said = [words for _, _, words in drawn(calendar, 2016).texts if words in names]
            assert said == ["Rural Culture Festival", "Double 11", "Double 12"]

    def test_without_a_rule_for_its_year_it_has_a_row_and_no_bar(self) -> None:
        recorded = drawn(programme_calendar(), 2023, kinds=(FestivalKind.COMMERCIAL,))
        [y] = [y for _, y, words in recorded.texts if words == "Double 12"]
        assert [words for x, height, words in recorded.texts if height == y and x > 0] == ["cancelled"]
        assert not [bar for bar in recorded.boxes[:-4] if bar.y < y < bar.y + bar.height]
        assert sum(bar.dashed for bar in recorded.boxes) == 1
        assert "Double 12" not in {words for _, _, words in drawn(programme_calendar(), 2024).texts}

    def test_it_is_something_to_draw(self) -> None:
        alone = FestivalCalendar([programme_calendar().festival("double-12")])
        assert "Double 12" in {words for _, _, words in drawn(alone, 2023).texts}
        with pytest.raises(NothingToDraw):
            drawn(alone, 2023, kinds=(FestivalKind.CULTURAL,))


LONG = "A name of sixty letters that goes on and on and on, to 60..."
DAY_ONE = date(2016, 1, 1)
ODD_NAMES = st.sampled_from(["$x$", "$$", r"$\frac{1}{2}", "100 %_^{}", "i", "W" * 100, "i" * 100, LONG, "春" * 100])
FIRST_DAYS = st.dates(date(2016, 1, 1), date(2016, 12, 31))
SPANS = st.tuples(FIRST_DAYS, st.integers(1, 366).map(timedelta) | st.none())


@st.composite
def crowded(draw: st.DrawFn) -> FestivalCalendar:
    """Calendars of 2016 with names of any length, and windows wherever they may lie."""
    festivals = list[Festival]()
    for number in range(draw(st.integers(1, 4))):
        spans = draw(st.lists(st.tuples(ODD_NAMES, SPANS), max_size=4))
        windows = [
            days(f"{name} {place}"[-100:], first, None if length is None else first + length)
            for place, (name, (first, length)) in enumerate(spans)
        ]
        edition = Edition(2016, windows, "announced", SAYS, cancelled=not windows)
        kind = draw(st.sampled_from(FestivalKind))
        festivals.append(Festival(f"f{number}", draw(ODD_NAMES), draw(ODD_NAMES), kind, Announced(), [edition]))
    return FestivalCalendar(festivals)


class TestRoom:
    """Nothing runs over the edge or into anything else, however long names are; days are never cut."""

    @given(crowded(), st.booleans())
    def test_all_that_is_written_is_apart_and_on_the_sheet(self, calendar: FestivalCalendar, both: bool) -> None:  # noqa: FBT001
        with pytest.MonkeyPatch.context() as patched:
            if both:
                patched.setattr("rural_taobao.reports.fonts._CHINESE", "a")
            recorded = drawn(calendar, 2016)
        written, sheet, bars = recorded.extents(), recorded.sheet(), recorded.bars()
        assert len(written) == len(recorded.texts)
        for words, place in written:
            assert sheet.x0 <= place.x0 < place.x1 <= sheet.x1, words
            assert sheet.y0 <= place.y0 < place.y1 <= sheet.y1, words
            assert all(shared(place, bar) <= 1 for bar in bars), words
        for (words, one), (others, other) in combinations(written, 2):
            assert shared(one, other) <= 1, (words, others)

    @given(crowded())
    def test_every_window_says_its_days_and_what_there_is_room_for_of_its_name(
        self, calendar: FestivalCalendar
    ) -> None:
        recorded = drawn(calendar, 2016)
        said = [words for _, _, words in recorded.texts]
        for each in calendar.between(DAY_ONE, date(2017, 1, 1), CHINA):
            day = f"{each.window.start.month}-{each.window.start.day:02d}"
            name = each.window.name
            assert any(
                words.startswith(f"{name}  {day}")
                or ("…  " in words and name.startswith(words.split("…  ")[0]) and f"…  {day}" in words)
                for words in said
            )

    def test_what_has_room_is_whole_and_what_has_none_is_cut(self) -> None:
        festivals = [
            Festival(f"f{number}", name, "集市", "cultural", Announced(), [Edition(2016, [window], "announced", SAYS)])
            for number, (name, window) in enumerate(
                [
                    ("Fair", days("sale", DAY_ONE, date(2017, 1, 1))),
                    ("W" * 60, days("W" * 60, DAY_ONE, date(2017, 1, 1))),
                ]
            )
        ]
        _, fair_named, said, long_named, long_said = [
            words for _, _, words in drawn(FestivalCalendar(festivals), 2016).texts if not words.isdigit()
        ][:5]
        assert (fair_named, said) == ("Fair", "sale  1-01 to 12-31")
        assert long_named.startswith("WWWWW")
        assert long_named.endswith("W…")
        assert long_said.startswith("WW")
        assert long_said.endswith("W…  1-01 to 12-31")

    def test_what_a_late_window_is_stands_to_its_left_where_there_is_more_room(self) -> None:
        late = days(LONG, date(2016, 12, 20), date(2016, 12, 22))
        soon = days(LONG, date(2016, 1, 20), date(2016, 1, 22))
        [(_, _, at_left)] = [text for text in drawn(fair(late), 2016).texts if text[2].startswith(LONG)]
        assert at_left == f"{LONG}  12-20 to 12-21"
        for window, x in ((late, 352), (soon, 23), (days("sale", date(2016, 12, 20), date(2016, 12, 22)), 358)):
            [found] = [text for text in drawn(fair(window), 2016).texts if " to " in text[2]]
            assert found[0] == x

    def test_the_names_of_the_record_are_never_cut(self) -> None:
        for year in range(2009, 2026):
            assert not [words for _, _, words in drawn(programme_calendar(), year).texts if "…" in words]

    def test_a_key_of_everything_has_room_in_both_languages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("rural_taobao.reports.fonts._CHINESE", "a")
        cancelled = Edition(2016, [], "announced", SAYS, cancelled=True)
        calendar = FestivalCalendar(
            [Festival(kind.value, "Fair", "集市", kind, Announced(), [cancelled]) for kind in FestivalKind]
        )
        recorded = drawn(calendar, 2016)
        key = recorded.extents()[-7:]
        assert [words.split()[-1] for words, _ in key] == [*sorted(FestivalKind), "announced", "computed", "cancelled"]
        for (_, one), (_, other) in pairwise(key):
            assert one.x1 + 20 < other.x0
        assert key[-1][1].x1 < recorded.sheet().x1
