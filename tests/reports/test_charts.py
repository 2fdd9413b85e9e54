"""The laws of a panel: days run to the right and counts upwards, and what is told beside them is there, apart."""

from datetime import date, timedelta
from pathlib import Path

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.reports import CountTooGreat, Lettering, Scale
from rural_taobao.reports.charts import Chart
from tests.reports.recording import Recorded, shared

FONT = Lettering(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")
LEFT, RIGHT, TOP, BOTTOM = 1.0, 9.0, 0.5, 3.5
SCALES = st.sampled_from(Scale)
COUNTS = st.one_of(st.integers(0, 30), st.integers(0, 10**11))


def chart(
    first: date, until: date, most: int, scale: Scale = Scale.EVEN, headroom: float = 0.0
) -> tuple[Recorded, Chart]:
    canvas = Recorded.made(10.0, 4.0, across=(0.0, 10.0), down=(0.0, 4.0), lettering=FONT)
    made = Chart(
        canvas,  # type: ignore[arg-type] # it stands for a canvas
        left=LEFT,
        right=RIGHT,
        top=TOP,
        bottom=BOTTOM,
        first=first,
        until=until,
        most=most,
        scale=scale,
        headroom=headroom,
    )
    made.draw_ground()
    return canvas, made


class TestPlaces:
    """A later day is further to the right, and more are higher up."""

    @given(st.dates(), st.integers(0, 4000), st.integers(0, 4000))
    def test_days_are_as_far_apart_as_they_are(self, first: date, days: int, some: int) -> None:
        until = first + timedelta(min(days, (date.max - first).days))
        _, made = chart(first, until, 1)
        day = first + timedelta(min(some, (until - first).days))
        width = (RIGHT - LEFT) / ((until - first).days + 1)
        assert made.across(first) == pytest.approx(LEFT)
        assert made.after(until) == pytest.approx(RIGHT)
        assert made.across(day) == pytest.approx(LEFT + width * (day - first).days)
        assert made.after(day) - made.across(day) == pytest.approx(width)

    @given(COUNTS, st.floats(0, 1), SCALES, st.sampled_from([0.0, 0.25]))
    def test_more_are_higher_and_all_lie_in_the_panel(
        self, most: int, share: float, scale: Scale, headroom: float
    ) -> None:
        _, made = chart(date(2016, 1, 1), date(2016, 3, 1), most, scale, headroom)
        fewer = int(most * share)
        assert made.up(0) == pytest.approx(BOTTOM)
        assert TOP - 1e-9 <= made.up(most) <= made.up(fewer) <= BOTTOM + 1e-9
        assert BOTTOM - made.up(most) <= (BOTTOM - TOP) / (1 + headroom) + 1e-9
        if fewer < most:
            assert made.up(most) < made.up(fewer)

    @given(st.integers(1, 10**5))
    def test_on_an_even_scale_twice_as_many_are_twice_as_high(self, count: int) -> None:
        _, made = chart(date(2016, 1, 1), date(2016, 3, 1), 2 * count)
        assert BOTTOM - made.up(2 * count) == pytest.approx(2 * (BOTTOM - made.up(count)))

    def test_on_a_logarithmic_scale_few_are_told_apart(self) -> None:
        _, even = chart(date(2016, 1, 1), date(2016, 3, 1), 100_000)
        _, logarithmic = chart(date(2016, 1, 1), date(2016, 3, 1), 100_000, Scale.LOGARITHMIC)
        assert even.up(295) - even.up(1000) < 0.03
        assert logarithmic.up(295) - logarithmic.up(1000) > 0.25

    def test_a_count_that_there_is_no_room_for_is_refused(self) -> None:
        chart(date(2016, 1, 1), date(2016, 1, 1), 10**11)
        with pytest.raises(CountTooGreat):
            chart(date(2016, 1, 1), date(2016, 1, 1), 10**11 + 1)


class TestWhatIsTold:
    """Days and counts are told beside the panel, all apart, and where they are."""

    @given(st.dates(), st.one_of(st.integers(0, 100), st.integers(0, 4_000_000)), COUNTS, SCALES)
    def test_all_words_are_apart_and_on_the_sheet(self, first: date, days: int, most: int, scale: Scale) -> None:
        until = first + timedelta(min(days, (date.max - first).days))
        canvas, _ = chart(first, until, most, scale)
        told, sheet = canvas.extents(), canvas.sheet()
        assert len(told) == len(canvas.texts)
        for number, (words, place) in enumerate(told):
            assert sheet.x0 <= place.x0 <= place.x1 <= sheet.x1, words
            for others, other in told[number + 1 :]:
                assert not shared(place, other), (words, others)

    @given(st.dates(), st.integers(0, 4_000_000))
    def test_each_day_stands_below_its_line_and_is_a_day_of_the_panel(self, first: date, days: int) -> None:
        until = first + timedelta(min(days, (date.max - first).days))
        canvas, made = chart(first, until, 5)
        told = [(x, words) for x, y, words in canvas.texts if y > BOTTOM]
        assert len(told) <= 10
        assert [x for x, _ in told] == canvas.uprights == sorted(canvas.uprights)
        for x, words in told:
            year, month, day = (*map(int, words.split("-")), 1, 1)[:3]
            assert first <= date(year, month, day) <= until
            assert made.across(date(year, month, day)) == pytest.approx(x)

    @pytest.mark.parametrize(
        ("first", "until", "told"),
        [
            ("2016-01-01", "2016-01-01", "2016-01-01"),
            ("2016-01-01", "2016-01-10", " ".join(f"2016-01-{day:02}" for day in range(1, 11))),
            ("2016-01-01", "2016-01-11", " ".join(f"2016-01-{day:02}" for day in range(1, 12, 2))),
            ("2016-01-05", "2016-02-05", "2016-01-05 2016-01-12 2016-01-19 2016-01-26 2016-02-02"),
            ("2016-01-05", "2016-04-01", "2016-02 2016-03 2016-04"),
            ("2016-01-05", "2017-01-01", "2016-03 2016-05 2016-07 2016-09 2016-11 2017-01"),
            ("2014-10-13", "2016-11-11", "2015-01 2015-04 2015-07 2015-10 2016-01 2016-04 2016-07 2016-10"),
            ("2014-10-13", "2018-11-11", "2015-01 2015-07 2016-01 2016-07 2017-01 2017-07 2018-01 2018-07"),
            ("2014-10-13", "2020-06-21", "2015 2016 2017 2018 2019 2020"),
            ("1995-01-01", "2014-12-31", "1996 1998 2000 2002 2004 2006 2008 2010 2012 2014"),
            ("0001-01-01", "9999-12-31", "1000 2000 3000 4000 5000 6000 7000 8000 9000"),
        ],
    )
    def test_days_months_or_years_are_told(self, first: str, until: str, told: str) -> None:
        canvas, _ = chart(date.fromisoformat(first), date.fromisoformat(until), 5)
        assert [words for _, y, words in canvas.texts if y > BOTTOM] == told.split()

    @pytest.mark.parametrize(
        ("most", "told"),
        [
            (0, ["0", "1"]),
            (1, ["0", "1"]),
            (5, ["0", "1", "2", "3", "4", "5"]),
            (6, ["0", "2", "4", "6"]),
            (59, ["0", "20", "40", "60"]),
            (150_000, ["0", "50,000", "100,000", "150,000"]),
        ],
    )
    def test_round_counts_are_told(self, most: int, told: list[str]) -> None:
        canvas, made = chart(date(2016, 1, 1), date(2016, 1, 9), most)
        counts = [(y, words) for x, y, words in canvas.texts if x < LEFT]
        assert [words for _, words in counts] == told
        assert all(made.up(int(words.replace(",", ""))) == pytest.approx(y) for y, words in counts)

    @pytest.mark.parametrize(
        ("most", "told"),
        [
            (0, ["0", "1", "10"]),
            (10, ["0", "1", "10"]),
            (11, ["0", "1", "10", "100"]),
            (100_000, ["0", "1", "10", "100", "1,000", "10,000", "100,000"]),
        ],
    )
    def test_powers_of_ten_are_told_on_a_logarithmic_scale(self, most: int, told: list[str]) -> None:
        canvas, _ = chart(date(2016, 1, 1), date(2016, 1, 9), most, Scale.LOGARITHMIC)
        assert [words for x, _, words in canvas.texts if x < LEFT] == told
