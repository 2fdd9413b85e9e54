import calendar
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import MonthsOutsideCalendar, NotADay, is_day, months_after
from rural_taobao.kinds import WrongNumber
from tests.odd_values import Wrong


class TestWhatIsNoDay:
    """A day is a plain date; an instant, a text and a number are none."""

    @pytest.mark.parametrize("value", [datetime(2016, 11, 11, tzinfo=UTC), "2016-11-11", 20161111, None])
    def test_is_refused_and_told(self, value: Wrong) -> None:
        for attempt in (lambda: is_day(None, None, value), lambda: months_after(value, 1)):
            with pytest.raises(NotADay, match="take the date of an instant") as refused:
                attempt()
            assert refused.value.given is value

    @given(st.dates())
    def test_is_never_a_plain_date(self, day: date) -> None:
        is_day(None, None, day)


class TestMonthsAfter:
    """Months are always counted from the first day: 31 Jan + 1 + 1 is not + 2."""

    @given(st.dates(), st.integers(-200_000, 200_000))
    def test_go_to_the_same_day_or_to_the_last_of_a_shorter_month(self, day: date, months: int) -> None:
        year, before = divmod(day.year * 12 + day.month - 1 + months, 12)
        if 1 <= year <= 9999:
            length = calendar.monthrange(year, before + 1)[1]
            assert months_after(day, months) == date(year, before + 1, min(day.day, length))
        else:
            with pytest.raises(MonthsOutsideCalendar) as refused:
                months_after(day, months)
            assert (refused.value.day, refused.value.months) == (day, months)

    def test_are_counted_from_the_day_and_not_from_one_counted_before(self) -> None:
        end_of_january = date(2016, 1, 31)
        assert months_after(end_of_january, 1) == date(2016, 2, 29)
        assert months_after(months_after(end_of_january, 1), 1) == date(2016, 3, 29)
        assert months_after(end_of_january, 2) == date(2016, 3, 31)

    @given(st.dates(date(1000, 1, 1), date(9000, 1, 1)), st.integers(0, 900), st.integers(0, 900))
    def test_never_fall_as_their_number_rises(self, day: date, months: int, more: int) -> None:
        assert months_after(day, months) <= months_after(day, months + more)

    @pytest.mark.parametrize("months", [1.0, 0.5, True, "1", None])
    def test_are_whole(self, months: Wrong) -> None:
        with pytest.raises(WrongNumber, match="must be a whole number"):
            months_after(date(2016, 1, 31), months)

    @pytest.mark.parametrize("months", [10**30, -(10**30), 10**400, pytest.param(-(10**5000), id="5,000 digits")])
    def test_are_refused_beyond_the_calendar_whatever_their_number(self, months: int) -> None:
        with pytest.raises(MonthsOutsideCalendar) as refused:
            months_after(date(2016, 1, 31), months)
        assert len(str(refused.value)) < 200

    def test_are_told_of_beyond_the_calendar(self) -> None:
        with pytest.raises(MonthsOutsideCalendar) as refused:
            months_after(date(9999, 12, 31), 1)
        assert str(refused.value) == (
            "a day some months away must lie within the years 1 to 9999, "
            "but 1 months from 9999-12-31 were given; count fewer"
        )
