import pickle
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.editions import Edition, EditionKind
from rural_taobao.festivals.rules import (
    Announced,
    DayNotInEveryYear,
    FestivalRule,
    FixedDay,
    NotAnnounced,
    YearNotCovered,
)
from rural_taobao.festivals.windows import MalformedName
from rural_taobao.instants import CHINA
from rural_taobao.kinds import WrongNumber
from rural_taobao.testing.festival_strategies import festival_rules, fixed_days
from rural_taobao.timeline import Source

SAYS = Source("the name of the festival")
INSTANT = timedelta(microseconds=1)


def fixed_day(
    month: int = 11,
    day: int = 11,
    first_year: int = 2009,
    last_year: int | None = 2022,
    window: str = "sale",
) -> FixedDay:
    return FixedDay(month, day, first_year, last_year, window, CHINA, SAYS)


def covered_years(rule: FixedDay) -> st.SearchStrategy[int]:
    last = 9998 if rule.last_year is None else rule.last_year
    return st.integers(rule.first_year, last) | st.sampled_from([rule.first_year, last])


class TestFixedDays:
    """Every edition of a rule lies where the rule says, for every year it covers."""

    @given(fixed_days(), st.data())
    def test_it_is_that_day_of_the_year_from_midnight_to_midnight_on_its_clock(
        self, rule: FixedDay, data: st.DataObject
    ) -> None:
        year = data.draw(covered_years(rule))
        (window,) = rule.edition(year).windows
        assert window.end is not None
        clock = rule.offset.timezone
        there = [each.astimezone(clock) for each in (window.start, window.end - INSTANT)]
        assert [(each.year, each.month, each.day) for each in there] == [(year, rule.month, rule.day)] * 2
        assert window.end - window.start == timedelta(days=1)
        assert window.name == rule.window

    @given(fixed_days(), st.data())
    def test_it_is_computed_and_names_who_stated_the_rule(self, rule: FixedDay, data: st.DataObject) -> None:
        year = data.draw(covered_years(rule))
        edition = rule.edition(year)
        assert edition == Edition(year, edition.windows, EditionKind.COMPUTED, rule.source)

    @given(fixed_days(), st.data())
    def test_its_windows_lie_in_the_year_of_that_number_or_beside_it(self, rule: FixedDay, data: st.DataObject) -> None:
        year = data.draw(covered_years(rule).filter(lambda year: year > 1))
        for window in rule.edition(year).windows:
            assert year - 1 <= window.start.astimezone(UTC).year
            assert window.end is not None
            assert (window.end - INSTANT).astimezone(UTC).year <= year + 1

    def test_double_11_of_2016(self) -> None:
        (window,) = fixed_day().edition(2016).windows
        assert str(window) == "sale: 2016-11-11T00:00:00+08:00 to before 2016-11-12T00:00:00+08:00"

    def test_new_year_s_eve_ends_in_the_next_year(self) -> None:
        (window,) = fixed_day(12, 31, 2009, None).edition(9998).windows
        assert str(window.end) == "9999-01-01 00:00:00+08:00"


class TestYearsOfARule:
    """Beyond its years a rule refuses, never wraps."""

    @given(festival_rules(), st.integers())
    def test_it_answers_for_the_years_that_it_covers_and_no_other(self, rule: FestivalRule, year: int) -> None:
        if rule.covers(year):
            assert rule.edition(year).year == year
        else:
            with pytest.raises((YearNotCovered, NotAnnounced)):
                rule.edition(year)

    @given(fixed_days())
    def test_its_first_and_last_years_are_covered_and_the_ones_beside_them_are_not(self, rule: FixedDay) -> None:
        last = 9998 if rule.last_year is None else rule.last_year
        assert rule.covers(rule.first_year)
        assert rule.covers(last)
        for year in (rule.first_year - 1, last + 1):
            with pytest.raises(YearNotCovered) as refused:
                rule.edition(year)
            told = refused.value
            assert (told.year, told.first, told.last) == (year, rule.first_year, last)

    @given(st.integers())
    def test_where_all_is_announced_nothing_is_computed(self, year: int) -> None:
        with pytest.raises(NotAnnounced):
            Announced().edition(year)

    def test_a_rule_may_hold_for_one_year(self) -> None:
        assert fixed_day(first_year=2016, last_year=2016).edition(2016).year == 2016


class TestRefusals:
    """A rule that some year could not keep is refused when it is stated."""

    @pytest.mark.parametrize("month", range(14))
    @pytest.mark.parametrize("day", [-1, 0, 1, 28, 29, 30, 31, 32])
    def test_a_day_is_taken_exactly_if_every_year_has_it(self, month: int, day: int) -> None:
        four_years = [date(2015, 1, 1) + timedelta(days=number) for number in range(4 * 365 + 1)]
        years_with_it = [each.year for each in four_years if (each.month, each.day) == (month, day)]
        if len(years_with_it) == 4:
            assert fixed_day(month, day).day == day
        else:
            with pytest.raises(DayNotInEveryYear):
                fixed_day(month, day)

    def test_29_february_is_told_with_its_remedy(self) -> None:
        with pytest.raises(DayNotInEveryYear) as refused:
            fixed_day(2, 29)
        assert str(refused.value) == (
            "a fixed day must be one that every year has, but day 29 of month 2 was given; "
            "take the nearest day that every year has, or announce the editions one by one"
        )

    @pytest.mark.parametrize("number", [11.0, "11", True])
    def test_a_number_that_is_not_whole(self, number: int) -> None:
        with pytest.raises(WrongNumber):
            fixed_day(month=number)
        with pytest.raises(WrongNumber):
            fixed_day(day=number)

    def test_a_day_of_ten_thousand_digits(self) -> None:
        with pytest.raises(DayNotInEveryYear, match="an int too long to show"):
            fixed_day(day=10**10_000)

    @pytest.mark.parametrize("year", [2008, 9999, 2016.0, True])
    def test_a_last_year_before_the_first_or_beyond_the_calendar(self, year: int) -> None:
        with pytest.raises(WrongNumber, match="last_year must be a year from 2009 to 9998, or"):
            fixed_day(last_year=year)

    @pytest.mark.parametrize("year", [0, 9999])
    def test_a_first_year_beyond_the_calendar(self, year: int) -> None:
        with pytest.raises(WrongNumber, match="first_year must be a year from 1 to 9998"):
            fixed_day(first_year=year, last_year=None)

    def test_a_window_without_a_name(self) -> None:
        with pytest.raises(MalformedName, match="the window of a fixed day"):
            fixed_day(window="")

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                YearNotCovered(2023, 2014, 2022),
                (
                    "the year must be one that the rule covers, 2014 to 2022, but 2023 was "
                    "asked for; "
                    "announce the edition of that year"
                ),
            ),
            (
                NotAnnounced(2022),
                (
                    "an edition must be announced where no rule gives its dates, "
                    "but 2022 was to be computed; announce the edition of that year"
                ),
            ),
            (
                DayNotInEveryYear(4, 31),
                (
                    "a fixed day must be one that every year has, but day 31 of month 4 was given; "
                    "take the nearest day that every year has, or announce the editions one by one"
                ),
            ),
        ],
    )
    def test_each_says_what_to_do_and_pickles(self, error: RuralTaobaoError, message: str) -> None:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert str(copy) == str(error) == message
        assert vars(copy) == vars(error)


class TestWords:
    """A rule says in words what it covers."""

    @pytest.mark.parametrize(
        ("rule", "words"),
        [
            (fixed_day(), "day 11 of month 11, from 2009 to 2022"),
            (fixed_day(last_year=None), "day 11 of month 11, from 2009"),
            (Announced(), "announced only"),
        ],
    )
    def test_its_day_and_its_years(self, rule: FestivalRule, words: str) -> None:
        assert str(rule) == words

    def test_the_windows_of_its_editions_have_the_names_that_it_states(self) -> None:
        assert fixed_day().window_names == ("sale",)
        assert Announced().window_names == ()
