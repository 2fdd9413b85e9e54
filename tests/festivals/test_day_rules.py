import csv
import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest
from borax.calendars.lunardate import TermUtils
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.chinese_days import (
    FixedLunarDay,
    IfLeap,
    IfShort,
    LunarYear,
    NothingToShorten,
    ShortMonthUnstated,
    SolarTermDay,
)
from rural_taobao.festivals.civil_days import (
    DayNotInEveryYear,
    DaySpan,
    FixedDay,
    Nth,
    NthWeekday,
    SpanOfNoDay,
    Weekday,
)
from rural_taobao.festivals.day_rules import AnchorRule, DayRule, Offset
from rural_taobao.festivals.editions import YearNotCovered
from rural_taobao.festivals.lunisolar import LunarMonth, lunar, months_of, new_year
from rural_taobao.festivals.solar_terms import SolarTerm
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.testing.festival_rule_strategies import (
    anchor_rules,
    day_rules,
    day_spans,
    fixed_days,
    fixed_lunar_days,
    nth_weekdays,
    offset_days,
    solar_term_days,
)

DAY = timedelta(days=1)
YEARS = st.integers(1, 9998)
DATA = Path(__file__).parent / "data"
LABA = FixedLunarDay(12, 8, "ending", "common_month")
NEW_YEAR = FixedLunarDay(1, 1, "beginning", "common_month")


def days_of(rule: DayRule, year: int) -> list[date]:
    first, end = rule.days(year)
    return [first + number * DAY for number in range((end - first).days)]


class TestFixedDays:
    """A fixed day is that day of each year, and no other."""

    @given(fixed_days(), YEARS)
    def test_it_is_one_day_of_that_number_in_that_month_of_that_year(self, rule: FixedDay, year: int) -> None:
        (day,) = days_of(rule, year)
        assert (day.year, day.month, day.day) == (year, rule.month, rule.day)

    @pytest.mark.parametrize("month", range(14))
    @pytest.mark.parametrize("day", [-1, 0, 1, 28, 29, 30, 31, 32])
    def test_a_day_is_taken_exactly_if_every_year_has_it(self, month: int, day: int) -> None:
        four_years = [date(2015, 1, 1) + timedelta(days=number) for number in range(4 * 365 + 1)]
        years_with_it = [each.year for each in four_years if (each.month, each.day) == (month, day)]
        if len(years_with_it) == 4:
            assert FixedDay(month, day).day == day
            return
        for build in (
            lambda: FixedDay(month, day),
            lambda: DaySpan(month, day, 6, 1),
            lambda: DaySpan(6, 1, month, day),
        ):
            with pytest.raises(DayNotInEveryYear) as refused:
                build()
            assert (refused.value.month, refused.value.day) == (month, day)

    @pytest.mark.parametrize("number", [11.0, "11", True])
    def test_a_number_that_is_not_whole(self, number: int) -> None:
        for build in (
            lambda: FixedDay(number, 11),
            lambda: FixedDay(11, number),
            lambda: DaySpan(number, 1, 2, 1),
            lambda: DaySpan(1, number, 2, 1),
            lambda: DaySpan(1, 1, number, 1),
            lambda: DaySpan(1, 1, 2, number),
        ):
            with pytest.raises(WrongNumber):
                build()

    def test_a_day_of_ten_thousand_digits(self) -> None:
        with pytest.raises(DayNotInEveryYear, match="an int too long to show"):
            FixedDay(11, 10**10_000)


class TestDaySpans:
    """A span runs from its first day up to the next day that bears the name of its end."""

    @given(day_spans(), YEARS)
    def test_its_end_is_the_first_such_day_after_it_starts(self, span: DaySpan, year: int) -> None:
        days = days_of(span, year)
        assert (days[0].year, days[0].month, days[0].day) == (year, span.month, span.day)
        ends = (span.end_month, span.end_day)
        assert all((each.month, each.day) != ends for each in days[1:])
        after = days[-1] + DAY
        assert (after.month, after.day) == ends

    def test_the_rural_culture_festival_had_54_days(self) -> None:
        assert len(days_of(DaySpan(8, 8, 10, 1), 2016)) == 54

    def test_it_may_run_over_the_new_year(self) -> None:
        days = days_of(DaySpan(12, 31, 1, 2), 2016)
        assert [f"{each}" for each in days] == ["2016-12-31", "2017-01-01"]

    def test_one_that_ends_as_it_starts_is_refused(self) -> None:
        with pytest.raises(SpanOfNoDay) as refused:
            DaySpan(8, 8, 8, 8)
        assert (refused.value.month, refused.value.day) == (8, 8)


class TestWeekdays:
    """The n-th Monday of a month is a Monday of it with n - 1 before it; the last has none after it."""

    @given(nth_weekdays(), st.integers(2, 9998))
    def test_it_is_counted_in_its_month(self, rule: NthWeekday, year: int) -> None:
        (day,) = days_of(rule, year)
        assert (day.year, day.month) == (year, rule.month)
        assert f"{day:%A}".lower() == rule.weekday
        week = timedelta(weeks=1)
        if rule.nth is Nth.LAST:
            assert (day + week).month != day.month
        else:
            before = [number for number in range(1, 5) if (day - number * week).month == day.month]
            assert len(before) == ["first", "second", "third", "fourth"].index(rule.nth)

    @pytest.mark.parametrize(
        ("month", "weekday", "nth", "day"),
        [
            (11, "thursday", "fourth", date(2016, 11, 24)),  # Thanksgiving
            (11, "friday", "last", date(2016, 11, 25)),
            (5, "sunday", "second", date(2016, 5, 8)),  # Mother's Day
            (2, "monday", "last", date(2016, 2, 29)),
            (12, "saturday", "last", date(2016, 12, 31)),
            (10, "monday", "first", date(2016, 10, 3)),
        ],
    )
    def test_days_of_2016(self, month: int, weekday: str, nth: str, day: date) -> None:
        assert days_of(NthWeekday(month, weekday, nth), 2016) == [day]

    @pytest.mark.parametrize("month", [0, 13, 1.0, True, "1"])
    def test_what_is_no_month(self, month: int) -> None:
        with pytest.raises(WrongNumber, match="month must be a month from 1 to 12"):
            NthWeekday(month, "monday", "first")

    def test_weeks_begin_on_monday(self) -> None:
        assert [*Weekday][date(2016, 11, 11).weekday()] is Weekday.FRIDAY


class TestLunarDays:
    """A fixed lunar day is that day of its lunar month, in the lunar year that is stated."""

    @given(fixed_lunar_days(), st.data())
    @example(FixedLunarDay(11, 1, "beginning", "leap_month"), None)
    @example(FixedLunarDay(11, 30, "ending", "common_month", "next_day"), None)
    def test_it_bears_its_number_in_its_month(self, rule: FixedLunarDay, data: st.DataObject | None) -> None:
        year = 2033 if data is None else data.draw(st.integers(*rule.years))
        (day,) = days_of(rule, year)
        counted = year if rule.lunar_year is LunarYear.BEGINNING else year - 1
        leaps = [month.month for month in months_of(counted) if month.leap]
        leap = rule.if_leap is IfLeap.LEAP_MONTH and rule.month in leaps
        month = LunarMonth(counted, rule.month, leap)
        if rule.day <= month.days:
            found = lunar(day)
            assert (found.year, found.month, found.day, found.leap) == (counted, rule.month, rule.day, leap)
        elif rule.if_short is IfShort.LAST_DAY:
            assert lunar(day).day == 29
            assert (lunar(day).month, lunar(day).leap) == (rule.month, leap)
        else:
            assert lunar(day - DAY).day == 29
            assert (lunar(day - DAY).month, lunar(day - DAY).leap) == (rule.month, leap)

    @given(fixed_lunar_days().filter(lambda rule: rule.day < 30), st.integers(1902, 2099))
    def test_it_lies_after_the_new_year_of_its_edition_or_before_it(self, rule: FixedLunarDay, year: int) -> None:
        (day,) = days_of(rule, year)
        if rule.lunar_year is LunarYear.BEGINNING:
            assert new_year(year) <= day < new_year(year + 1)
        else:
            assert new_year(year - 1) <= day < new_year(year)

    def test_laba_is_22_or_23_days_before_the_new_year_of_its_edition(self) -> None:
        apart = {year: (new_year(year) - days_of(LABA, year)[0]).days for year in range(1902, 2101)}
        assert set(apart.values()) == {22, 23}
        assert (apart[2016], apart[2017]) == (22, 23)

    @pytest.mark.parametrize(
        ("rule", "year", "day"),
        [
            (LABA, 2016, date(2016, 1, 17)),  # https://www.alizila.com/a-new-kind-of-chinese-new-year
            (LABA, 2023, date(2022, 12, 30)),
            (FixedLunarDay(12, 23, "ending", "common_month"), 2016, date(2016, 2, 1)),
            (FixedLunarDay(8, 15, "beginning", "common_month"), 2033, date(2033, 9, 8)),
            (FixedLunarDay(11, 15, "beginning", "common_month"), 2033, date(2033, 12, 6)),
            (FixedLunarDay(11, 15, "beginning", "leap_month"), 2033, date(2034, 1, 5)),
            (FixedLunarDay(12, 30, "ending", "common_month", "last_day"), 2016, date(2016, 2, 7)),  # month of 29
            (FixedLunarDay(12, 30, "ending", "common_month", "next_day"), 2016, date(2016, 2, 8)),
            (FixedLunarDay(12, 30, "ending", "common_month", "next_day"), 2017, date(2017, 1, 27)),  # month of 30
        ],
    )
    def test_known_days(self, rule: FixedLunarDay, year: int, day: date) -> None:
        assert days_of(rule, year) == [day]

    @pytest.mark.parametrize("month", range(1, 13))
    def test_each_month_has_29_days_in_some_year_and_so_day_30_needs_a_word_on_it(self, month: int) -> None:
        assert any(LunarMonth(year, month).days == 29 for year in range(1901, 2101))
        with pytest.raises(ShortMonthUnstated) as refused:
            FixedLunarDay(month, 30, "beginning", "common_month")
        assert refused.value.month == month
        with pytest.raises(NothingToShorten) as not_needed:
            FixedLunarDay(month, 29, "beginning", "common_month", "last_day")
        assert (not_needed.value.month, not_needed.value.day) == (month, 29)

    @pytest.mark.parametrize(("month", "day"), [(0, 1), (13, 1), (1, 0), (1, 31), (1.0, 1), (1, True)])
    def test_what_is_no_lunar_day(self, month: int, day: int) -> None:
        with pytest.raises(WrongNumber):
            FixedLunarDay(month, day, "beginning", "common_month")


class TestSolarTerms:
    """The day of a solar term is the one that the almanac has, in China."""

    @given(solar_term_days(), st.integers(1917, 2100))
    def test_it_is_that_of_another_library(self, rule: SolarTermDay, year: int) -> None:
        assert days_of(rule, year) == [TermUtils.nth_term_day(year, [*SolarTerm].index(rule.term))]

    @pytest.mark.parametrize("term", ["autumn_equinox", None])
    def test_what_is_no_term(self, term: SolarTerm) -> None:
        with pytest.raises(WrongKind, match="term must be made by"):
            SolarTermDay(term)

    def test_every_autumn_equinox_is_that_of_the_observatory(self) -> None:
        with (DATA / "lunar_new_year_and_equinox_1901_2100.csv").open(encoding="utf-8") as file:
            rows = {int(row["year"]): row["autumn_equinox_china"] for row in csv.DictReader(file)}
        assert len(rows) == 200
        rule = SolarTermDay(SolarTerm.AUTUMN_EQUINOX)
        assert {year: f"{days_of(rule, year)[0]}" for year in rows} == rows


class TestOffsets:
    """Days counted from others are as many, each so many days away."""

    @given(offset_days(), st.data())
    def test_each_is_moved_alike(self, rule: Offset, data: st.DataObject) -> None:
        year = data.draw(st.integers(*rule.years))
        apart = [(one - other).days for one, other in zip(days_of(rule, year), days_of(rule.of, year), strict=True)]
        assert set(apart) == {rule.days_after}

    def test_new_year_s_eve_is_the_day_before_the_new_year(self) -> None:
        eve = Offset(NEW_YEAR, -1)
        assert all(days_of(eve, year) == [new_year(year) - DAY] for year in range(1901, 2101))

    @given(anchor_rules(), st.sampled_from([-180, 180]))
    def test_at_the_ends_of_the_calendar_no_day_is_lost(self, of: AnchorRule, days: int) -> None:
        rule = Offset(of, days)
        for year in rule.years:
            first, end = rule.days(year)
            assert first < end

    @pytest.mark.parametrize("days", [0, 181, -181, 1.0, True, "1"])
    def test_days_that_are_none_or_too_far(self, days: int) -> None:
        with pytest.raises(WrongNumber, match="days_after must be a whole number from -180 to 180, and not 0"):
            Offset(NEW_YEAR, days)

    @pytest.mark.parametrize("of", [Offset(NEW_YEAR, 1), date(2016, 11, 11), None])
    def test_what_cannot_be_counted_from(self, of: AnchorRule) -> None:
        with pytest.raises(WrongKind, match=r"^of must be made by FixedDay"):
            Offset(of, 1)


class TestYears:
    """Beyond the years that it knows a rule refuses, never wraps."""

    @given(day_rules())
    def test_the_years_beside_its_first_and_last_are_refused(self, rule: DayRule) -> None:
        first, last = rule.years
        for year in (first - 1, last + 1, -1, 10**9):
            with pytest.raises(YearNotCovered) as refused:
                rule.days(year)
            told = refused.value
            assert (told.year, told.first, told.last) == (year, first, last)
        assert rule.days(first) < rule.days(last)

    @pytest.mark.parametrize(
        ("rule", "years"),
        [
            (FixedDay(11, 11), (1, 9998)),
            (DaySpan(12, 31, 1, 1), (1, 9998)),
            (NthWeekday(1, "monday", "first"), (1, 9998)),
            (NEW_YEAR, (1901, 2100)),
            (LABA, (1902, 2101)),
            (SolarTermDay(SolarTerm.MINOR_COLD), (1901, 2100)),
            (Offset(FixedDay(1, 1), -1), (2, 9997)),
            (Offset(LABA, -1), (1902, 2101)),
        ],
    )
    def test_they_are_those_of_the_calendar_or_of_the_tables(self, rule: DayRule, years: tuple[int, int]) -> None:
        assert rule.years == years

    @given(day_rules(), st.data())
    def test_its_days_lie_in_the_year_of_the_edition_or_not_two_away(self, rule: DayRule, data: st.DataObject) -> None:
        year = data.draw(st.integers(*rule.years))
        first, end = rule.days(year)
        assert abs(first.year - year) <= 2
        assert abs((end - DAY).year - year) <= 2


class TestWords:
    """A rule of days says in words what it means."""

    @pytest.mark.parametrize(
        ("rule", "words"),
        [
            (FixedDay(11, 11), "day 11 of month 11"),
            (DaySpan(8, 8, 10, 1), "day 8 of month 8 to before day 1 of month 10"),
            (NthWeekday(11, "friday", "last"), "the last Friday of month 11"),
            (LABA, "day 8 of lunar month 12, before the new year"),
            (
                FixedLunarDay(8, 15, "beginning", "leap_month"),
                "day 15 of lunar month 8, after the new year, of the leap month where there is one",
            ),
            (SolarTermDay(SolarTerm.FROST_DESCENT), "Frost's Descent"),
            (Offset(LABA, -3), "3 days before day 8 of lunar month 12, before the new year"),
            (Offset(FixedDay(11, 11), 1), "1 day after day 11 of month 11"),
        ],
    )
    def test_they_are_these(self, rule: DayRule, words: str) -> None:
        assert str(rule) == words


class TestRefusals:
    """Each refusal says what must hold, what was given and what to do."""

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                DayNotInEveryYear(2, 29),
                (
                    "a fixed day must be one that every year has, but day 29 of month 2 was given; "
                    "take the nearest day that every year has, or announce the editions one by one"
                ),
            ),
            (
                SpanOfNoDay(8, 8),
                (
                    "a span of days must end on another day than it starts, but day 8 of month 8 was given as both; "
                    "give as its end the first day that is not in it"
                ),
            ),
            (
                ShortMonthUnstated(12),
                (
                    "a rule must say which day is meant where a lunar month has 29 days, as each has in some year, "
                    "but day 30 of lunar month 12 was given without it; "
                    "state 'if_short' as last_day or next_day, or count back from the month that follows"
                ),
            ),
            (
                NothingToShorten(12, 8),
                (
                    "'if_short' must stand beside day 30 alone, which a lunar month may lack, "
                    "but it was given with day 8 of lunar month 12; leave it out"
                ),
            ),
            (
                YearNotCovered(2023, 2014, 2022),
                (
                    "the year must be one that the rule covers, 2014 to 2022, but 2023 was asked for; "
                    "announce the edition of that year"
                ),
            ),
        ],
    )
    def test_each_says_what_to_do_and_pickles(self, error: RuralTaobaoError, message: str) -> None:
        copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        assert str(copy) == str(error) == message
        assert vars(copy) == vars(error)
