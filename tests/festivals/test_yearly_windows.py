import pickle
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.chinese_days import FixedLunarDay, SolarTermDay
from rural_taobao.festivals.civil_days import DaySpan, FixedDay
from rural_taobao.festivals.day_rules import DayRule, Offset
from rural_taobao.festivals.editions import YearNotCovered
from rural_taobao.festivals.solar_terms import SolarTerm
from rural_taobao.festivals.windows import MalformedName, WindowBackwards, WindowTooLong
from rural_taobao.festivals.yearly_windows import EndTwice, NotATimeOfDay, YearlyWindow
from rural_taobao.instants import CHINA, UtcOffset
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.testing.festival_rule_strategies import yearly_windows
from rural_taobao.testing.strategies import offsets

LABA = FixedLunarDay(12, 8, "ending", "common_month")
LANTERNS = FixedLunarDay(1, 15, "beginning", "common_month")
ELEVENTH = FixedDay(11, 11)


class TestYearlyWindows:
    """A yearly window starts on the first of its days and ends where it says, on the clock that is named."""

    @given(yearly_windows(), offsets(), st.data())
    def test_it_starts_and_ends_at_its_times_on_its_days(
        self, yearly: YearlyWindow, clock: UtcOffset, data: st.DataObject
    ) -> None:
        year = data.draw(st.integers(*yearly.years) | st.sampled_from(yearly.years))
        window = yearly.window(year, clock)
        assert window.name == yearly.name
        assert window.end is not None
        first, end = yearly.days.days(year)
        assert (window.start.date(), window.start.time()) == (first, yearly.starts)
        assert window.end.time() == yearly.ends
        assert window.start.utcoffset() == window.end.utcoffset() == timedelta(minutes=clock.minutes)
        if yearly.length is not None:
            assert (window.end.date() - first).days == yearly.length
        elif yearly.to is not None:
            assert window.end.date() == yearly.to.days(year)[0]
        else:
            assert window.end.date() == end

    @given(yearly_windows())
    def test_beyond_the_years_of_its_days_it_refuses(self, yearly: YearlyWindow) -> None:
        first, last = yearly.years
        for year in (first - 1, last + 1):
            with pytest.raises(YearNotCovered):
                yearly.window(year, CHINA)

    @pytest.mark.parametrize(
        ("yearly", "year", "told"),
        [
            (
                YearlyWindow("sale", ELEVENTH),
                2016,
                "sale: 2016-11-11T00:00:00+08:00 to before 2016-11-12T00:00:00+08:00",
            ),
            (
                # Two windows of the New-Year-goods Festival of 2016.
                YearlyWindow("presale", Offset(LABA, -3), to=LABA),
                2016,
                "presale: 2016-01-14T00:00:00+08:00 to before 2016-01-17T00:00:00+08:00",
            ),
            (
                YearlyWindow("sale", LABA, length=5),
                2016,
                "sale: 2016-01-17T00:00:00+08:00 to before 2016-01-22T00:00:00+08:00",
            ),
            (
                # Two windows of Double 11, in 2020 and in 2022.
                YearlyWindow("deposit, wave 1", FixedDay(10, 21), to=FixedDay(10, 31), ends=time(22)),
                2020,
                "deposit, wave 1: 2020-10-21T00:00:00+08:00 to before 2020-10-31T22:00:00+08:00",
            ),
            (
                YearlyWindow("wave 2", FixedDay(11, 10), length=2, starts=time(20)),
                2022,
                "wave 2: 2022-11-10T20:00:00+08:00 to before 2022-11-12T00:00:00+08:00",
            ),
            (
                YearlyWindow("festival", DaySpan(8, 8, 10, 1)),
                2016,
                "festival: 2016-08-08T00:00:00+08:00 to before 2016-10-01T00:00:00+08:00",
            ),
            (
                YearlyWindow("lights", DaySpan(12, 31, 1, 2), starts=time(18, 30), ends=time(6)),
                2016,
                "lights: 2016-12-31T18:30:00+08:00 to before 2017-01-02T06:00:00+08:00",
            ),
            (
                YearlyWindow("season", LABA, to=LANTERNS),
                2016,
                "season: 2016-01-17T00:00:00+08:00 to before 2016-02-22T00:00:00+08:00",
            ),
        ],
    )
    def test_windows_that_were_held(self, yearly: YearlyWindow, year: int, told: str) -> None:
        assert str(yearly.window(year, CHINA)) == told

    def test_another_clock_moves_it(self) -> None:
        window = YearlyWindow("sale", ELEVENTH).window(2016, CHINA)
        assert window.start == datetime(2016, 11, 10, 16, tzinfo=UTC)

    @given(yearly_windows().filter(lambda yearly: yearly.to is None), offsets(), st.data())
    def test_without_another_day_for_its_end_it_is_there_in_every_year(
        self, yearly: YearlyWindow, clock: UtcOffset, data: st.DataObject
    ) -> None:
        window = yearly.window(data.draw(st.integers(*yearly.years)), clock)
        start, end = window.span
        assert 0 < end - start <= 366 * 86_400_000_000


class TestRefusals:
    """A window that cannot be told, or that some year would not have, is refused."""

    @pytest.mark.parametrize("name", ["", " sale", "a\nb"])
    def test_a_name_that_is_none(self, name: str) -> None:
        with pytest.raises(MalformedName, match="the name of a yearly window must be"):
            YearlyWindow(name, ELEVENTH)

    @pytest.mark.parametrize("days", [date(2016, 11, 11), None])
    def test_what_is_no_rule_of_days(self, days: DayRule) -> None:
        with pytest.raises(WrongKind, match=r"^days must be made by FixedDay"):
            YearlyWindow("sale", days)

    @pytest.mark.parametrize("to", [date(2016, 11, 11), 5])
    def test_an_end_that_is_no_rule_of_days(self, to: DayRule) -> None:
        with pytest.raises(WrongKind, match=r"^to must be made by FixedDay"):
            YearlyWindow("sale", ELEVENTH, to=to)

    @pytest.mark.parametrize("length", [0, -1, 366, 1.0, True, "5"])
    def test_a_length_that_is_none(self, length: int) -> None:
        with pytest.raises(WrongNumber, match="length must be a whole number of days from 1 to 365"):
            YearlyWindow("sale", ELEVENTH, length=length)

    @pytest.mark.parametrize("length", [1, 365])
    def test_the_shortest_and_the_longest(self, length: int) -> None:
        start, end = YearlyWindow("sale", ELEVENTH, length=length).window(2016, CHINA).span
        assert end - start == length * 86_400_000_000

    def test_two_ends(self) -> None:
        with pytest.raises(EndTwice) as refused:
            YearlyWindow("sale", ELEVENTH, length=5, to=FixedDay(11, 16))
        assert refused.value.name == "sale"

    @pytest.mark.parametrize(
        "at",
        [time(20, 0, 1), time(20, 0, 0, 1), time(20, tzinfo=UTC), "20:00", 20, datetime(2016, 11, 11, 20, tzinfo=UTC)],
    )
    def test_what_is_no_time_of_day(self, at: time) -> None:
        with pytest.raises(NotATimeOfDay, match="starts must be a time of day"):
            YearlyWindow("sale", ELEVENTH, starts=at)
        with pytest.raises(NotATimeOfDay, match="ends must be a time of day"):
            YearlyWindow("sale", ELEVENTH, ends=at)

    def test_an_end_before_its_start(self) -> None:
        yearly = YearlyWindow("sale", ELEVENTH, to=ELEVENTH)
        with pytest.raises(WindowBackwards):
            yearly.window(2016, CHINA)
        later = YearlyWindow("sale", ELEVENTH, to=ELEVENTH, ends=time(22))
        assert later.window(2016, CHINA).end == datetime(2016, 11, 11, 14, tzinfo=UTC)

    def test_more_than_a_year(self) -> None:
        yearly = YearlyWindow("sale", Offset(FixedDay(1, 1), -180), to=Offset(FixedDay(12, 31), 180))
        with pytest.raises(WindowTooLong):
            yearly.window(2016, CHINA)

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                NotATimeOfDay("starts", "20:00"),
                (
                    "starts must be a time of day to the minute and without a zone, but '20:00' was given; "
                    "pass such as datetime.time(20, 30), which the clock of the rule places"
                ),
            ),
            (
                EndTwice("sale"),
                (
                    "a window must have a number of days or a day on which it ends, and not both, "
                    "but 'sale' has both; leave out 'length' or 'to'"
                ),
            ),
        ],
    )
    def test_each_says_what_to_do_and_pickles(self, error: RuralTaobaoError, message: str) -> None:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert str(copy) == str(error) == message
        assert vars(copy) == vars(error)


class TestWords:
    """A yearly window says in words when it is held."""

    @pytest.mark.parametrize(
        ("yearly", "words"),
        [
            (YearlyWindow("sale", ELEVENTH), "sale: day 11 of month 11"),
            (YearlyWindow("sale", ELEVENTH, length=1), "sale: day 11 of month 11, for 1 day"),
            (
                YearlyWindow("sale", ELEVENTH, length=2, starts=time(20), ends=time(6, 30)),
                "sale: day 11 of month 11, at 20:00, for 2 days, until 06:30 after",
            ),
            (
                YearlyWindow("harvest", SolarTermDay(SolarTerm.AUTUMN_EQUINOX), to=FixedDay(10, 1)),
                "harvest: Autumn Equinox, to before day 1 of month 10",
            ),
        ],
    )
    def test_they_are_these(self, yearly: YearlyWindow, words: str) -> None:
        assert str(yearly) == words
