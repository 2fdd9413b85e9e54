import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from borax.calendars.lunardate import LunarDate
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.festivals.editions import EditionKind
from rural_taobao.festivals.feasts import feast_calendar
from rural_taobao.festivals.festival import EditionUnknown, Standing
from rural_taobao.festivals.lunisolar import new_year
from rural_taobao.festivals.record import programme_calendar
from rural_taobao.instants import CHINA

FACTS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "festivals.json").read_text(encoding="utf-8")
)
FEASTS: dict[str, dict[str, Any]] = {each["festival"]: each for each in FACTS}
HARVESTS: list[dict[str, Any]] = FEASTS["farmers-harvest-festival"]["editions"]
LABAS: list[str] = [edition["windows"][0][1] for edition in FEASTS["laba"]["editions"]]
DAY = timedelta(days=1)


def day_of(festival: str, year: int) -> date:
    (window,) = feast_calendar().edition(festival, year).windows
    assert window.end is not None
    assert window.end - window.start == DAY
    assert window.start.isoformat().endswith("T00:00:00+08:00")
    return window.start.date()


class TestKnownEditions:
    """Every dated edition of the facts is held on the days that they name."""

    @pytest.mark.parametrize("fact", HARVESTS, ids=lambda fact: str(fact["year"]))
    def test_the_harvest_festivals(self, fact: dict[str, Any]) -> None:
        ((name, first, end),) = fact["windows"]
        edition = feast_calendar().edition("farmers-harvest-festival", fact["year"])
        (window,) = edition.windows
        assert window.end is not None
        assert (window.name, f"{window.start.date()}", f"{window.end.date()}") == (name, first, end)
        announced = fact["quality"] == "press"
        assert edition.kind is (EditionKind.ANNOUNCED if announced else EditionKind.COMPUTED)
        if announced:
            assert (edition.source.title, edition.source.quality) == (fact["source"], "press")

    def test_what_was_announced_of_them_is_what_the_rule_gives(self) -> None:
        festival = feast_calendar().festival("farmers-harvest-festival")
        assert [edition.year for edition in festival.editions] == [2018, 2021, 2025]
        assert {festival.standing(edition.year) for edition in festival.editions} == {Standing.KEPT}

    @pytest.mark.parametrize("day", LABAS)
    def test_the_labas(self, day: str) -> None:
        there = [
            each.window.name
            for each in feast_calendar().on(date.fromisoformat(day), CHINA)
            if each.festival.id == "laba"
        ]
        assert there == ["day"]

    def test_they_are_those_of_ten_editions_and_two_of_them_fall_in_2022(self) -> None:
        assert len(LABAS) == 10
        days = {f"{day_of('laba', year)}": year for year in range(2016, 2026)}
        assert [days[day] for day in LABAS] == list(range(2016, 2026))
        assert [year for day, year in days.items() if day.startswith("2022")] == [2022, 2023]

    def test_the_first_sale_of_new_year_goods_began_on_laba(self) -> None:
        sale = next(
            each
            for each in programme_calendar().edition("new-year-goods-festival", 2016).windows
            if each.name == "sale"
        )
        assert sale.start.date() == day_of("laba", 2016) == date(2016, 1, 17)


class TestFeasts:
    """A feast is held on its lunar day, or its solar term, in every year that its rule covers."""

    @pytest.mark.parametrize(
        ("festival", "month", "day"),
        [
            ("spring-festival", 1, 1),
            ("lantern-festival", 1, 15),
            ("dragon-boat", 5, 5),
            ("mid-autumn", 8, 15),
            ("double-ninth", 9, 9),
        ],
    )
    def test_those_after_the_new_year_are_the_days_of_another_library(
        self, festival: str, month: int, day: int
    ) -> None:
        first, last = feast_calendar().festival(festival).rule.years
        differs = {
            year: day_of(festival, year) - LunarDate(year, month, day).to_solar_date()
            for year in range(first, last + 1)
            if day_of(festival, year) != LunarDate(year, month, day).to_solar_date()
        }
        # The two new moons of these months at which that library leaves the observatory: see the page on lunar dates.
        close = {("mid-autumn", 2089), ("double-ninth", 2057)}
        assert {(festival, year) for year in differs} == {each for each in close if each[0] == festival}
        assert {abs(apart) for apart in differs.values()} <= {DAY}

    @given(st.integers(2014, 2101))
    def test_laba_is_that_of_the_lunar_year_that_ends(self, year: int) -> None:
        assert day_of("laba", year) == LunarDate(year - 1, 12, 8).to_solar_date()

    @given(st.integers(2008, 2100))
    def test_the_eve_is_the_day_before_the_spring_festival(self, year: int) -> None:
        assert day_of("new-years-eve", year) + DAY == day_of("spring-festival", year) == new_year(year)

    @pytest.mark.parametrize(
        ("festival", "year", "day"),
        [
            # Public holidays as the State Council arranged them: each of these days was off.
            ("qingming", 2016, date(2016, 4, 4)),
            ("dragon-boat", 2016, date(2016, 6, 9)),
            ("mid-autumn", 2016, date(2016, 9, 15)),
            ("spring-festival", 2016, date(2016, 2, 8)),
            ("double-ninth", 2013, date(2013, 10, 13)),
            ("lantern-festival", 2016, date(2016, 2, 22)),
        ],
    )
    def test_days_that_were_kept(self, festival: str, year: int, day: date) -> None:
        assert day_of(festival, year) == day

    def test_beyond_the_tables_and_before_its_source_nothing_is_said(self) -> None:
        for festival in feast_calendar().festivals:
            first, last = festival.rule.years
            assert last in (2100, 2101)
            for year in (first - 1, last + 1):
                with pytest.raises(EditionUnknown):
                    feast_calendar().edition(festival.id, year)


class TestSources:
    """Every rule names who says so, and the calendar goes with the programme's own."""

    def test_each_has_a_title_and_a_quality(self) -> None:
        sources = [feast_calendar().edition(festival.id, 2030).source for festival in feast_calendar().festivals]
        assert all(source.title and source.quality for source in sources)
        assert len(sources) == 9

    def test_the_day_of_the_facts_is_public_or_traditional(self) -> None:
        for festival in ("farmers-harvest-festival", "laba"):
            assert feast_calendar().festival(festival).kind == FEASTS[festival]["kind"]

    def test_it_is_merged_with_that_of_the_programme(self) -> None:
        both = programme_calendar().merged(feast_calendar())
        assert len(both.festivals) == 14
        assert both.named("腊八节").id == "laba"
        assert feast_calendar() is feast_calendar()
