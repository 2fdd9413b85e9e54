import pickle
from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.festivals.chinese_days import FixedLunarDay, SolarTermDay
from rural_taobao.festivals.civil_days import FixedDay, NthWeekday
from rural_taobao.festivals.day_rules import DayRule, Offset
from rural_taobao.festivals.editions import Edition, EditionKind, WindowTwice, YearNotCovered
from rural_taobao.festivals.rules import (
    Announced,
    FestivalRule,
    NotAnnounced,
    NoYearCovered,
    RuleWithoutWindows,
    Yearly,
)
from rural_taobao.festivals.solar_terms import SolarTerm
from rural_taobao.festivals.windows import WindowBackwards, WindowTooLong
from rural_taobao.festivals.yearly_windows import YearlyWindow
from rural_taobao.instants import CHINA
from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.testing.festival_rule_strategies import festival_rules, yearly_rules
from rural_taobao.timeline import Source

SAYS = Source("the name of the festival")
INSTANT = timedelta(microseconds=1)
ELEVENTH = FixedDay(11, 11)
LABA = FixedLunarDay(12, 8, "ending", "common_month")
LANTERNS = FixedLunarDay(1, 15, "beginning", "common_month")
HARVEST = SolarTermDay(SolarTerm.AUTUMN_EQUINOX)


def yearly(*windows: YearlyWindow, first_year: int = 2009, last_year: int | None = 2022) -> Yearly:
    return Yearly(windows or (YearlyWindow("sale", ELEVENTH),), first_year, last_year, CHINA, SAYS)


def window(days: DayRule = ELEVENTH, *, name: str = "sale", to: DayRule | None = None) -> YearlyWindow:
    return YearlyWindow(name, days, to=to)


class TestEditionsOfARule:
    """Every edition of a rule lies where the rule says, for every year it covers."""

    @given(yearly_rules(), st.data())
    def test_its_windows_are_those_of_the_rule_on_its_clock_in_the_order_told(
        self, rule: Yearly, data: st.DataObject
    ) -> None:
        year = data.draw(st.integers(*rule.years) | st.sampled_from(rule.years))
        edition = rule.edition(year)
        assert [each.name for each in edition.windows] == [each.name for each in rule.windows]
        assert rule.window_names == tuple(each.name for each in edition.windows)
        for found, stated in zip(edition.windows, rule.windows, strict=True):
            assert found.start.date() == stated.days.days(year)[0]
            assert found.start.utcoffset() == timedelta(minutes=rule.offset.minutes)

    @given(yearly_rules(), st.data())
    def test_it_is_computed_and_names_who_stated_the_rule(self, rule: Yearly, data: st.DataObject) -> None:
        year = data.draw(st.integers(*rule.years))
        edition = rule.edition(year)
        assert (edition.year, edition.kind, edition.source) == (year, EditionKind.COMPUTED, rule.source)
        assert edition == Edition(year, edition.windows, "computed", rule.source)

    @given(yearly_rules(), st.data())
    def test_its_windows_lie_in_the_year_of_that_number_or_not_more_than_two_years_away(
        self, rule: Yearly, data: st.DataObject
    ) -> None:
        year = data.draw(st.integers(max(2, rule.years[0]), rule.years[1]))
        for each in rule.edition(year).windows:
            assert abs(each.start.astimezone(UTC).year - year) <= 2
            assert each.end is not None
            assert abs((each.end - INSTANT).astimezone(UTC).year - year) <= 2

    def test_double_11_of_2016(self) -> None:
        (found,) = yearly().edition(2016).windows
        assert str(found) == "sale: 2016-11-11T00:00:00+08:00 to before 2016-11-12T00:00:00+08:00"

    def test_new_year_s_eve_ends_in_the_next_year(self) -> None:
        (found,) = yearly(window(FixedDay(12, 31)), last_year=None).edition(9998).windows
        assert str(found.end) == "9999-01-01 00:00:00+08:00"

    def test_the_first_sale_of_new_year_goods_by_rule(self) -> None:
        rule = yearly(
            YearlyWindow("presale", Offset(LABA, -3), to=LABA),
            YearlyWindow("sale", LABA, length=5),
            first_year=2016,
            last_year=None,
        )
        presale, sale = rule.edition(2016).windows
        assert (presale.start.date(), presale.end) == (date(2016, 1, 14), sale.start)
        assert (sale.start.date(), sale.end and sale.end.date()) == (date(2016, 1, 17), date(2016, 1, 22))


class TestYearsOfARule:
    """A rule covers exactly the years that its bounds and the tables allow; beyond them it refuses, never wraps."""

    @given(festival_rules(), st.integers() | st.integers(1890, 2110))
    def test_it_answers_for_the_years_that_it_covers_and_no_other(self, rule: FestivalRule, year: int) -> None:
        if rule.covers(year):
            assert rule.edition(year).year == year
        else:
            with pytest.raises((YearNotCovered, NotAnnounced)):
                rule.edition(year)

    @given(yearly_rules())
    def test_its_first_and_last_years_are_covered_and_the_ones_beside_them_are_not(self, rule: Yearly) -> None:
        first, last = rule.years
        assert rule.covers(first)
        assert rule.covers(last)
        for year in (first - 1, last + 1):
            assert not rule.covers(year)
            with pytest.raises(YearNotCovered) as refused:
                rule.edition(year)
            told = refused.value
            assert (told.year, told.first, told.last) == (year, first, last)

    @given(yearly_rules(), st.integers(1, 9998) | st.integers(1890, 2110))
    def test_a_year_is_covered_exactly_if_it_is_stated_and_all_its_days_are_known(
        self, rule: Yearly, year: int
    ) -> None:
        stated = rule.first_year <= year and (rule.last_year is None or year <= rule.last_year)
        rules = [each for stated in rule.windows for each in (stated.days, stated.to) if each is not None]
        known = all(first <= year <= last for first, last in (each.years for each in rules))
        assert rule.covers(year) == (stated and known)

    @pytest.mark.parametrize(
        ("rule", "years"),
        [
            (yearly(), (2009, 2022)),
            (yearly(last_year=None), (2009, 9998)),
            (yearly(window(HARVEST), first_year=2018, last_year=None), (2018, 2100)),
            (yearly(window(HARVEST), first_year=1, last_year=9998), (1901, 2100)),
            (yearly(window(LABA), first_year=1, last_year=None), (1902, 2101)),
            (yearly(window(LABA, to=LANTERNS), first_year=1, last_year=None), (1902, 2100)),
            (yearly(window(HARVEST), window(LABA, name="eve"), first_year=1, last_year=None), (1902, 2100)),
            (yearly(first_year=2016, last_year=2016), (2016, 2016)),
        ],
    )
    def test_they_are_those_of_both(self, rule: Yearly, years: tuple[int, int]) -> None:
        assert rule.years == years

    @given(st.integers())
    def test_where_all_is_announced_nothing_is_computed(self, year: int) -> None:
        assert not Announced().covers(year)
        with pytest.raises(NotAnnounced):
            Announced().edition(year)
        first, last = Announced().years
        assert first > last


class TestRefusals:
    """A rule that some year could not keep is refused when it is stated."""

    @pytest.mark.parametrize("year", [2008, 9999, 2016.0, True])
    def test_a_last_year_before_the_first_or_beyond_the_calendar(self, year: int) -> None:
        with pytest.raises(WrongNumber, match="last_year must be a year from 2009 to 9998, or"):
            yearly(last_year=year)

    @pytest.mark.parametrize("year", [0, 9999, 2009.0])
    def test_a_first_year_beyond_the_calendar(self, year: int) -> None:
        with pytest.raises(WrongNumber, match="first_year must be a year from 1 to 9998"):
            yearly(first_year=year, last_year=None)

    def test_no_window(self) -> None:
        with pytest.raises(RuleWithoutWindows):
            Yearly([], 2009, None, CHINA, SAYS)

    def test_what_is_no_window(self) -> None:
        with pytest.raises(WrongKind, match=r"^each of the windows must be made by YearlyWindow"):
            Yearly([ELEVENTH], 2009, None, CHINA, SAYS)  # type: ignore[list-item]

    def test_no_clock(self) -> None:
        with pytest.raises(WrongKind, match=r"^offset must be made by UtcOffset.parse"):
            Yearly([window()], 2009, None, None, SAYS)  # type: ignore[arg-type]

    def test_two_windows_of_one_name(self) -> None:
        with pytest.raises(WindowTwice) as refused:
            yearly(window(), window(FixedDay(11, 12)))
        assert (refused.value.year, refused.value.name) == (2009, "sale")

    @pytest.mark.parametrize(
        ("rule", "first_year", "last_year", "known"),
        [
            (HARVEST, 2101, None, (1901, 2100)),
            (HARVEST, 1800, 1900, (1901, 2100)),
            (LABA, 1901, 1901, (1902, 2101)),
        ],
    )
    def test_years_of_which_no_day_is_known(
        self, rule: DayRule, first_year: int, last_year: int | None, known: tuple[int, int]
    ) -> None:
        with pytest.raises(NoYearCovered) as refused:
            yearly(window(rule), first_year=first_year, last_year=last_year)
        told = refused.value
        assert (told.first, told.last, told.known) == (first_year, last_year or 9998, known)

    def test_a_window_that_ends_before_it_starts_in_some_year(self) -> None:
        # Mid-Autumn is 15 September in 2016, and 12 September in 2011.
        moon = FixedLunarDay(8, 15, "beginning", "common_month")
        assert yearly(window(FixedDay(9, 13), to=moon), first_year=2016, last_year=2016)
        with pytest.raises(WindowBackwards) as refused:
            yearly(window(FixedDay(9, 13), to=moon), first_year=2009, last_year=None)
        assert refused.value.start.date() == date(2011, 9, 13)
        with pytest.raises(WindowBackwards):
            yearly(window(FixedDay(9, 13), to=moon), first_year=2011, last_year=2011)

    def test_a_window_that_is_too_long_in_some_year(self) -> None:
        # 180 days before the year begins is 5 July; up to 6 July there are 366 days, and 367 in a leap year.
        long = window(Offset(FixedDay(1, 1), -180), to=FixedDay(7, 6))
        assert yearly(long, last_year=2011)
        with pytest.raises(WindowTooLong) as refused:
            yearly(long, last_year=2012)
        assert refused.value.end.date() == date(2012, 7, 6)

    def test_a_year_that_comes_once_in_decades_is_found(self) -> None:
        # The last Sunday of February comes before the day after the 28th, but for a leap day that is a Sunday.
        last_sunday = window(NthWeekday(2, "sunday", "last"), to=Offset(FixedDay(2, 28), 1))
        leap_days = [date(year, 2, 29) for year in range(2092, 2200, 4) if year != 2100]
        sundays = [day for day in leap_days if day.weekday() == 6]
        assert yearly(last_sunday, first_year=2089, last_year=sundays[0].year - 1)
        with pytest.raises(WindowBackwards) as refused:
            yearly(last_sunday, first_year=2089, last_year=None)
        assert refused.value.start.date() == sundays[0]

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                NotAnnounced(2022),
                (
                    "an edition must be announced where no rule gives its dates, "
                    "but 2022 was to be computed; announce the edition of that year"
                ),
            ),
            (
                RuleWithoutWindows(),
                (
                    "a yearly rule must have at least one window, but none was given; "
                    "state its days in one, or leave the editions to be announced"
                ),
            ),
            (
                NoYearCovered(2101, 9998, (1901, 2100)),
                (
                    "a rule must cover a year for which all its days are known, but it is stated for 2101 to 9998, "
                    "and they are known for 1901 to 2100; state other years, or announce the editions"
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
            (yearly(), "day 11 of month 11, from 2009 to 2022"),
            (yearly(last_year=None), "day 11 of month 11, from 2009"),
            (yearly(window(HARVEST), first_year=2018, last_year=None), "Autumn Equinox, from 2018 to 2100"),
            (
                yearly(window(FixedDay(11, 1), name="presale", to=ELEVENTH), window()),
                (
                    "presale: day 1 of month 11, to before day 11 of month 11; sale: day 11 of month 11, "
                    "from 2009 to 2022"
                ),
            ),
            (Announced(), "announced only"),
        ],
    )
    def test_its_days_and_its_years(self, rule: FestivalRule, words: str) -> None:
        assert str(rule) == words

    def test_the_windows_of_its_editions_have_the_names_that_it_states(self) -> None:
        assert yearly(window(), window(name="wave 2")).window_names == ("sale", "wave 2")
        assert Announced().window_names == ()
