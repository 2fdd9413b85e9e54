"""The laws of paces: what is needed is enough, and no less is; the day that is reached is the first one."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rural_taobao.days import MonthsOutsideCalendar, NotADay, months_after
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.periods import PeriodBackwards
from rural_taobao.programme.paces import (
    DeadlinePassed,
    NoPace,
    NoTimePassed,
    day_reached,
    months_between,
    pace_between,
    pace_needed,
)
from tests.odd_values import Wrong

days = st.dates(date(2014, 1, 1), date(2024, 12, 31))
remains = st.integers(0, 10**6)
above = st.fractions(min_value=Fraction(1, 10), max_value=10**6)
DAY = timedelta(1)


class TestMonths:
    """Months between two days are whole ones, and of the one begun the share of its days that passed."""

    @given(days, st.integers(0, 60))
    def test_whole_months_are_whole(self, day: date, months: int) -> None:
        assert months_between(day, months_after(day, months)) == months

    @given(days, days)
    @example(date(2016, 1, 31), date(2016, 2, 29))
    def test_a_day_more_is_more_and_at_most_a_twentyeighth_of_a_month(self, one: date, other: date) -> None:
        start, end = sorted((one, other))
        assert Fraction(1, 32) < months_between(start, end + DAY) - months_between(start, end) <= Fraction(1, 28)

    def test_by_hand(self) -> None:
        """21 June to 6 July are 15 of the 30 days up to 21 July."""
        assert months_between(date(2017, 6, 21), date(2017, 7, 6)) == Fraction(1, 2)

    def test_the_end_does_not_lie_before_the_start(self) -> None:
        with pytest.raises(PeriodBackwards):
            months_between(date(2017, 6, 21), date(2017, 6, 20))

    def test_the_last_month_of_the_calendar_has_no_share(self) -> None:
        assert months_between(date(9999, 11, 1), date(9999, 12, 1)) == 1
        with pytest.raises(MonthsOutsideCalendar):
            months_between(date(9999, 12, 1), date(9999, 12, 2))


class TestPaces:
    """A pace is what was gained over the months in which it was, exactly."""

    @given(st.integers(-(10**6), 10**6), days, days)
    def test_it_gives_back_what_was_gained(self, gained: int, one: date, other: date) -> None:
        assume(one != other)
        since, day = sorted((one, other))
        assert pace_between(gained, since, day) * months_between(since, day) == gained

    @given(days)
    def test_no_time_has_no_pace(self, day: date) -> None:
        with pytest.raises(NoTimePassed):
            pace_between(1, day, day)

    @pytest.mark.parametrize("gained", [1.0, True, Decimal(1), "1"])
    def test_what_was_gained_is_a_whole_number(self, gained: Wrong) -> None:
        with pytest.raises(WrongNumber):
            pace_between(gained, date(2015, 1, 1), date(2016, 1, 1))


class TestPaceNeeded:
    """The pace that is needed, over the time that remains, gives at least what remains; any slower one gives less."""

    @given(remains, days, days)
    def test_it_is_enough_and_no_more(self, remaining: int, one: date, other: date) -> None:
        assume(one != other)
        day, deadline = sorted((one, other))
        pace = pace_needed(remaining, day, deadline)
        left = months_between(day, deadline)
        assert pace * left >= remaining
        assert remaining == 0 or (pace * Fraction(999, 1000)) * left < remaining

    @given(days, days)
    def test_a_deadline_that_has_passed_is_refused_where_anything_remains(self, one: date, other: date) -> None:
        deadline, day = sorted((one, other))
        with pytest.raises(DeadlinePassed) as caught:
            pace_needed(1, day, deadline)
        assert caught.value.args == (day, deadline, 1)
        assert pace_needed(0, day, deadline) == 0

    @pytest.mark.parametrize("remaining", [-1, 1.0, True])
    def test_what_remains_is_a_count(self, remaining: Wrong) -> None:
        with pytest.raises(WrongNumber):
            pace_needed(remaining, date(2015, 1, 1), date(2016, 1, 1))


class TestDayReached:
    """The day reached is the first one by which the pace has given what remains; without a pace there is none."""

    @given(remains, above, days)
    @example(1, Fraction(10**6), date(2016, 1, 31))
    @example(3, Fraction(1), date(2016, 1, 31))
    def test_it_is_the_first_day_on_which_nothing_remains(self, remaining: int, pace: Fraction, day: date) -> None:
        assume(remaining / pace < 12_000)
        found = day_reached(remaining, pace, day)
        assert pace * months_between(day, found) >= remaining
        assert found == day or pace * months_between(day, found - DAY) < remaining

    @given(remains, above, days, days)
    def test_it_lies_by_the_deadline_exactly_where_the_pace_is_the_one_needed(
        self, remaining: int, pace: Fraction, one: date, other: date
    ) -> None:
        assume(one != other)
        assume(remaining / pace < 12_000)
        day, deadline = sorted((one, other))
        assert (day_reached(remaining, pace, day) <= deadline) == (pace >= pace_needed(remaining, day, deadline))

    @given(st.fractions(max_value=0), days)
    def test_without_a_pace_it_is_refused_unless_nothing_remains(self, pace: Fraction, day: date) -> None:
        with pytest.raises(NoPace):
            day_reached(1, pace, day)
        assert day_reached(0, pace, day) == day

    @pytest.mark.parametrize("pace", [1.5, Decimal("1.5"), True, "1"])
    def test_a_pace_is_exact(self, pace: Wrong) -> None:
        with pytest.raises(WrongKind):
            day_reached(1, pace, date(2015, 1, 1))

    @pytest.mark.parametrize("remaining", [-1, 1.0, True])
    def test_what_remains_is_a_count(self, remaining: Wrong) -> None:
        with pytest.raises(WrongNumber):
            day_reached(remaining, 1, date(2015, 1, 1))

    @pytest.mark.parametrize("remaining", [10**6, 10**30])
    def test_a_day_after_the_year_9999_is_refused(self, remaining: int) -> None:
        with pytest.raises(MonthsOutsideCalendar):
            day_reached(remaining, 1, date(2015, 1, 1))

    @pytest.mark.parametrize("remaining", [0, 2])
    def test_a_moment_is_no_day(self, remaining: int) -> None:
        with pytest.raises(NotADay):
            day_reached(remaining, 1, "2015-01-01")  # type: ignore[arg-type] # the fault
