import pickle
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.days import NotADay
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.lunar_years import FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR, YearBeyondTable
from rural_taobao.festivals.lunisolar import (
    DayBeyondTable,
    LeapMonthMissing,
    LunarDay,
    LunarMonth,
    LunarMonthShorter,
    leap_month,
    lunar,
    months_of,
    new_year,
)
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.testing.festival_strategies import lunar_days

DAY = timedelta(days=1)
FIRST, LAST = date(1901, 2, 19), date(2101, 1, 28)
YEARS = range(1901, 2101)
ALL_MONTHS = [month for year in YEARS for month in months_of(year)]

years = st.integers(FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR)


class TestDays:
    """Every day from 19 February 1901 to 28 January 2101 is one lunar day, and every lunar day is one day."""

    def test_all_of_them_lead_there_and_back(self) -> None:
        number = (LAST - FIRST).days + 1
        days = [FIRST + number * DAY for number in range(number)]
        assert [lunar(day).date for day in days] == days

    @given(lunar_days())
    def test_there_and_back_the_other_way(self, day: LunarDay) -> None:
        assert lunar(day.date) == day

    def test_consecutive_days_are_consecutive_lunar_days(self) -> None:
        for number in range((LAST - FIRST).days):
            one, other = lunar(FIRST + number * DAY), lunar(FIRST + (number + 1) * DAY)
            if other.day > 1:
                assert other == LunarDay(one.year, one.month, one.day + 1, one.leap)
            elif other.leap:
                assert (other.year, other.month, one.leap) == (one.year, one.month, False)
            else:
                following = (one.year, one.month + 1) if one.month < 12 else (one.year + 1, 1)
                assert (other.year, other.month) == following
            assert other.day > 1 or one.day in {29, 30}

    def test_the_first_and_the_last(self) -> None:
        assert lunar(FIRST) == LunarDay(1901, 1, 1)
        assert lunar(LAST) == LunarDay(2100, 12, 29)

    @pytest.mark.parametrize(
        ("year", "month", "day", "gregorian"),
        [
            (2016, 1, 15, date(2016, 2, 22)),  # Lantern Festival
            (2016, 5, 5, date(2016, 6, 9)),  # Dragon Boat Festival
            (2016, 8, 15, date(2016, 9, 15)),  # Mid-Autumn
            (2016, 9, 9, date(2016, 10, 9)),  # Double Ninth
        ],
    )
    def test_holidays_of_2016(self, year: int, month: int, day: int, gregorian: date) -> None:
        assert LunarDay(year, month, day).date == gregorian


class TestMonths:
    """The months of a year follow each other without a gap, each of 29 or 30 days, from one new year to the next."""

    def test_each_has_29_or_30_days(self) -> None:
        assert {month.days for month in ALL_MONTHS} == {29, 30}

    def test_each_begins_where_the_one_before_ends(self) -> None:
        for one, other in pairwise(ALL_MONTHS):
            assert other.first == one.first + one.days * DAY

    def test_its_days_are_those_that_it_counts(self) -> None:
        for month in ALL_MONTHS:
            last = LunarDay(month.year, month.month, month.days, month.leap)
            assert last.date - month.first == (month.days - 1) * DAY
            if month.days == 29:
                with pytest.raises(LunarMonthShorter):
                    LunarDay(month.year, month.month, 30, month.leap)

    def test_they_are_numbered_from_1_to_12_and_a_leap_month_repeats_the_number_before_it(self) -> None:
        for year in YEARS:
            months = months_of(year)
            assert [month.month for month in months if not month.leap] == [*range(1, 13)]
            assert sum(month.leap for month in months) <= 1
            for one, other in pairwise(months):
                assert not other.leap or one.month == other.month

    def test_the_number_of_the_leap_month_is_told(self) -> None:
        for year in YEARS:
            assert [month.month for month in months_of(year) if month.leap] == [
                number for number in [leap_month(year)] if number is not None
            ]

    def test_a_year_has_353_to_355_days_or_with_a_leap_month_383_to_385(self) -> None:
        for year in YEARS:
            months = months_of(year)
            days = sum(month.days for month in months)
            assert (months[0].first, len(months)) == (new_year(year), 13 if days > 355 else 12)
            assert 353 <= days <= 355 or 383 <= days <= 385

    def test_nineteen_years_have_seven_leap_months_but_for_one(self) -> None:
        # 235 months are 19 years, but for two hours.
        for first in range(1901, 2083):
            months = sum(len(months_of(year)) for year in range(first, first + 19))
            assert 234 <= months <= 236


class TestNewYears:
    """The new year lies from 21 January to 20 February, and begins the first lunar month."""

    def test_every_one_lies_there(self) -> None:
        for year in YEARS:
            assert date(year, 1, 21) <= new_year(year) <= date(year, 2, 20)

    @given(years)
    def test_is_the_first_day_of_the_first_month(self, year: int) -> None:
        assert lunar(new_year(year)) == LunarDay(year, 1, 1)
        assert months_of(year)[0] == LunarMonth(year, 1)

    @given(years.filter(lambda year: year > FIRST_LUNAR_YEAR))
    def test_the_day_before_it_is_the_last_of_the_year_before(self, year: int) -> None:
        eve = lunar(new_year(year) - DAY)
        last = months_of(year - 1)[-1]
        assert (eve.year, eve.month, eve.day) == (year - 1, 12, last.days)


class TestLaba:
    """Laba, the eighth day of the twelfth month, is 22 or 23 days before the new year that follows."""

    def test_it_is_22_days_before_where_the_month_has_29_days_and_23_where_it_has_30(self) -> None:
        for year in range(1901, 2100):
            before = new_year(year + 1) - LunarDay(year, 12, 8).date
            assert before == (LunarMonth(year, 12).days - 7) * DAY
            assert before in {22 * DAY, 23 * DAY}

    def test_the_days_that_are_known(self) -> None:
        known = "2016-01-17 2017-01-05 2018-01-24 2019-01-13 2020-01-02 2021-01-20 2022-01-10 2022-12-30 2024-01-18"
        days = [LunarDay(year, 12, 8).date.isoformat() for year in range(2015, 2025)]
        assert days == [*known.split(), "2025-01-07"]


class TestRefusals:
    """What lies beyond the table, or in no calendar, is refused with its remedy, never wrapped."""

    @pytest.mark.parametrize("asked", [new_year, months_of, leap_month, lambda year: LunarMonth(year, 1)])
    @pytest.mark.parametrize("year", [1900, 2101, 0, -1, pytest.param(10**5000, id="huge"), 2016.0, "2016", True, None])
    def test_a_year_that_is_not_known(self, asked: Callable[[object], object], year: object) -> None:
        with pytest.raises(YearBeyondTable):
            asked(year)

    @given(st.dates())
    def test_a_day_is_known_exactly_if_it_lies_in_a_year_that_is(self, day: date) -> None:
        if FIRST <= day <= LAST:
            assert FIRST_LUNAR_YEAR <= lunar(day).year <= LAST_LUNAR_YEAR
        else:
            with pytest.raises(DayBeyondTable) as refused:
                lunar(day)
            assert (refused.value.day, refused.value.first, refused.value.last) == (day, FIRST, LAST)

    @pytest.mark.parametrize("day", [FIRST - DAY, LAST + DAY, date.min, date.max, date(1901, 1, 1), date(2101, 1, 29)])
    def test_days_at_the_ends(self, day: date) -> None:
        with pytest.raises(DayBeyondTable):
            lunar(day)

    def test_an_instant_is_no_day(self) -> None:
        with pytest.raises(NotADay):
            lunar(datetime(2016, 11, 11))  # noqa: DTZ001 - the fault to refuse

    @pytest.mark.parametrize("month", [0, 13, -1, 1.0, True, "1"])
    def test_a_month_that_no_year_has(self, month: int) -> None:
        with pytest.raises(WrongNumber, match="month must be a month from 1 to 12"):
            LunarDay(2016, month, 1)

    @pytest.mark.parametrize("day", [0, 31, -1, 1.0, True, "1"])
    def test_a_day_that_no_month_has(self, day: int) -> None:
        with pytest.raises(WrongNumber, match="day must be a day from 1 to 30"):
            LunarDay(2016, 1, day)

    @pytest.mark.parametrize("leap", [1, 0, None, "yes"])
    def test_a_leap_month_that_is_neither_true_nor_false(self, leap: bool) -> None:  # noqa: FBT001
        with pytest.raises(WrongKind, match=r"^leap must be made by True or False"):
            LunarDay(2016, 1, 1, leap)
        with pytest.raises(WrongKind, match=r"^leap must be made by True or False"):
            LunarMonth(2016, 1, leap)

    def test_a_leap_month_that_its_year_does_not_have(self) -> None:
        with_one = {(month.year, month.month) for month in ALL_MONTHS if month.leap}
        for year in YEARS:
            for month in range(1, 13):
                if (year, month) in with_one:
                    assert LunarMonth(year, month, leap=True).first > LunarMonth(year, month).first
                else:
                    with pytest.raises(LeapMonthMissing):
                        LunarMonth(year, month, leap=True)

    @pytest.mark.parametrize(
        ("make", "message"),
        [
            (
                lambda: new_year(2101),
                (
                    "the year must be an int from 1901 to 2100, whose lunar months and solar terms are known, "
                    "but 2101 was given; take its dates from a published almanac"
                ),
            ),
            (
                lambda: lunar(date(1901, 2, 18)),
                (
                    "a day must lie in a lunar year that is known, from 1901-02-19 to 2101-01-28, "
                    "but 1901-02-18 was given; take its lunar day from a published almanac"
                ),
            ),
            (
                lambda: LunarDay(2033, 7, 1, leap=True),
                (
                    "a leap month must be one that its year has, but leap month 7 was given "
                    "and 2033 has leap month 11; leave 'leap' out for the month of that number"
                ),
            ),
            (
                lambda: LunarMonth(2016, 7, leap=True),
                (
                    "a leap month must be one that its year has, but leap month 7 was given and 2016 has none; "
                    "leave 'leap' out for the month of that number"
                ),
            ),
            (
                lambda: LunarDay(2015, 12, 30),
                (
                    "a lunar day must be one that its month has, but day 30 was given and month 12 of 2015 has 29; "
                    "take day 29, or count back from the month that follows"
                ),
            ),
            (
                lambda: LunarDay(2014, 9, 30, leap=True),
                (
                    "a lunar day must be one that its month has, but day 30 was given and leap month 9 of 2014 has 29; "
                    "take day 29, or count back from the month that follows"
                ),
            ),
        ],
    )
    def test_each_says_what_to_do_and_pickles(self, make: Callable[[], object], message: str) -> None:
        with pytest.raises(RuralTaobaoError) as refused:
            make()
        copy = pickle.loads(pickle.dumps(refused.value))  # noqa: S301 - our own bytes
        assert str(copy) == str(refused.value) == message
