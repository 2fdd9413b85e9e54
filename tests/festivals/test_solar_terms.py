from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.festivals.lunar_years import YearBeyondTable
from rural_taobao.festivals.lunisolar import LunarMonth, months_of
from rural_taobao.festivals.solar_terms import SolarTerm, solar_term
from rural_taobao.kinds import WrongKind

YEARS = range(1901, 2101)
MAJOR = [term for term in SolarTerm if term.longitude % 30 == 0]

years = st.integers(1901, 2100)


class TestSolarTerms:
    """The 24 solar terms of a year come in their order, two a month, the Sun 15 degrees further at each."""

    def test_they_are_24_of_names_of_their_own(self) -> None:
        assert len(SolarTerm) == 24
        for names in ({term.value for term in SolarTerm}, {term.name_zh for term in SolarTerm}):
            assert len(names) == 24
        assert all(len(term.name_zh) == 2 for term in SolarTerm)
        assert len({term.name_en for term in SolarTerm}) == 24

    def test_their_names_in_chinese_are_those_that_children_learn(self) -> None:
        # The song of the terms from the spring on, with the words between them left out.
        song = "春雨惊春清谷夏满芒夏暑暑秋处露秋寒霜冬雪雪冬寒寒"
        terms = [*SolarTerm][2:] + [*SolarTerm][:2]
        assert all(sign in term.name_zh for sign, term in zip(song, terms, strict=True))

    def test_the_sun_is_15_degrees_further_at_each(self) -> None:
        for one, other in pairwise([*SolarTerm, SolarTerm.MINOR_COLD]):
            assert (other.longitude - one.longitude) % 360 == 15
        seasons = (SolarTerm.SPRING_EQUINOX, SolarTerm.SUMMER_SOLSTICE, SolarTerm.AUTUMN_EQUINOX)
        assert [term.longitude for term in seasons] == [0, 90, 180]
        assert SolarTerm.WINTER_SOLSTICE.longitude == 270

    def test_they_are_14_to_16_days_apart(self) -> None:
        days = [solar_term(year, term) for year in YEARS for term in SolarTerm]
        assert {(other - one).days for one, other in pairwise(days)} == {14, 15, 16}

    @given(years)
    def test_two_fall_in_each_month(self, year: int) -> None:
        days = [solar_term(year, term) for term in SolarTerm]
        assert [(day.year, day.month) for day in days] == [(year, place // 2 + 1) for place in range(24)]

    @given(years, st.sampled_from(SolarTerm))
    def test_a_term_falls_within_three_days_of_itself_in_any_other_year(self, year: int, term: SolarTerm) -> None:
        assert abs(solar_term(year, term).day - solar_term(2000, term).day) <= 2

    def test_the_first_harvest_festivals(self) -> None:
        days = [solar_term(year, SolarTerm.AUTUMN_EQUINOX) for year in range(2018, 2031)]
        assert [day.year for day in days if day == date(day.year, 9, 22)] == [2020, 2024, 2028]
        assert {(day.month, day.day) for day in days} == {(9, 22), (9, 23)}


class TestMonthsAndTerms:
    """Month 11 holds the winter solstice, and a leap month no major solar term (GB/T 33661-2017)."""

    @staticmethod
    def majors(month: LunarMonth) -> list[SolarTerm]:
        """Give the major solar terms that fall in a month; one after 2100 is not known."""
        found = {month.first.year, month.first.year + 1} & {*YEARS}
        return [
            term
            for year in sorted(found)
            for term in MAJOR
            if 0 <= (solar_term(year, term) - month.first).days < month.days
        ]

    def test_month_11_holds_the_winter_solstice(self) -> None:
        for year in YEARS:
            assert SolarTerm.WINTER_SOLSTICE in self.majors(LunarMonth(year, 11))

    def test_a_leap_month_is_the_first_without_a_major_term_from_a_month_11_to_the_next_where_13_months_are(
        self,
    ) -> None:
        for year in range(1901, 2100):
            months = [month for each in (year, year + 1) for month in months_of(each)]
            between = months[months.index(LunarMonth(year, 11)) : months.index(LunarMonth(year + 1, 11))]
            without = [month for month in between if not self.majors(month)]
            assert [month for month in between if month.leap] == (without[:1] if len(between) == 13 else [])

    def test_month_8_of_2033_has_none_and_is_no_leap_month(self) -> None:
        # From the solstice of 2032 to that of 2033 there are twelve months: one of them has two major terms.
        assert self.majors(LunarMonth(2033, 8)) == []
        assert self.majors(LunarMonth(2033, 11)) == [SolarTerm.MINOR_SNOW, SolarTerm.WINTER_SOLSTICE]
        assert self.majors(LunarMonth(2033, 11, leap=True)) == []


class TestRefusals:
    """A year that is not known, and what is no solar term, are refused."""

    @pytest.mark.parametrize("year", [1900, 2101, 2016.0, True])
    def test_a_year_that_is_not_known(self, year: int) -> None:
        with pytest.raises(YearBeyondTable):
            solar_term(year, SolarTerm.AUTUMN_EQUINOX)

    @pytest.mark.parametrize("term", ["autumn_equinox", "秋分", 180, None])
    def test_what_is_no_term(self, term: SolarTerm) -> None:
        with pytest.raises(WrongKind, match=r"term must be made by SolarTerm\('autumn_equinox'\)"):
            solar_term(2018, term)
