import json
import re
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rural_taobao.festivals.editions import Edition, EditionKind
from rural_taobao.festivals.festival import EditionUnknown, FestivalKind
from rural_taobao.festivals.record import WEAK_QUALITIES, programme_calendar
from rural_taobao.festivals.windows import WindowOpen
from rural_taobao.instants import CHINA

FACTS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "festivals.json").read_text(encoding="utf-8")
)
FEASTS = ("farmers-harvest-festival", "laba")
"""Those of the facts that are not the programme's own."""
EDITIONS = [
    (each["festival"], edition) for each in FACTS if each["festival"] not in FEASTS for edition in each["editions"]
]


def quality(fact: dict[str, Any]) -> str:
    """The quality itself, without what the facts add behind a comma, a colon or a semicolon."""
    said: str = fact["quality"]
    return re.split("[,:;]", said, maxsplit=1)[0]


def named(case: tuple[str, dict[str, Any]]) -> str:
    return f"{case[0]}-{case[1]['year']}"


STRONG = [case for case in EDITIONS if quality(case[1]) in {"primary", "press"}]
WEAK = [case for case in EDITIONS if case not in STRONG]


def china(text: str) -> datetime:
    """A day or a minute as the facts write it, on China's clock."""
    return datetime.fromisoformat(f"{text if 'T' in text else f'{text}T00:00'}+08:00")


def windows(fact: dict[str, Any]) -> list[tuple[str, datetime, datetime | None]]:
    """Each window as the facts tell it: its name, its start and its end, where that is known."""
    told = fact.get("windows") or []
    return [(name, china(start), None if end is None else china(end)) for name, start, end in told]


def recorded(festival: str, fact: dict[str, Any]) -> Edition:
    return programme_calendar().edition(festival, fact["year"])


class TestStrongEditions:
    """Every known edition is held in the windows, and by the source, that the facts name."""

    @pytest.mark.parametrize(("festival", "fact"), STRONG, ids=map(named, STRONG))
    def test_its_windows_are_those_of_the_facts(self, festival: str, fact: dict[str, Any]) -> None:
        edition = recorded(festival, fact)
        assert [(each.name, each.start, each.end) for each in edition.windows] == windows(fact)
        assert edition.cancelled == fact.get("cancelled", False)
        assert edition.note == fact.get("note", "")

    def test_there_are_nine_of_them(self) -> None:
        assert len(STRONG) == 9


class TestWeakEditions:
    """A weak edition is held as the facts tell it, and marked; nothing else vouches for its dates."""

    @pytest.mark.parametrize(("festival", "fact"), WEAK, ids=map(named, WEAK))
    def test_it_is_marked(self, festival: str, fact: dict[str, Any]) -> None:
        assert recorded(festival, fact).source.quality in WEAK_QUALITIES

    @pytest.mark.parametrize(("festival", "fact"), WEAK, ids=map(named, WEAK))
    def test_its_windows_are_those_that_were_told(self, festival: str, fact: dict[str, Any]) -> None:
        assert [(each.name, each.start, each.end) for each in recorded(festival, fact).windows] == windows(fact)

    def test_they_are_these(self) -> None:
        assert [named(case) for case in WEAK] == [
            "double-11-2020",
            "taobao-maker-festival-2016",
            "taobao-maker-festival-2017",
            "new-year-goods-festival-2025",
        ]

    def test_waves_of_a_sale_do_not_overlap(self) -> None:
        edition = programme_calendar().edition("double-11", 2020)
        waves = [each for each in edition.windows if "wave" in each.name]
        for earlier, later in pairwise(waves):
            assert earlier.end is not None
            assert earlier.end <= later.start

    def test_where_sources_conflict_no_day_is_stated(self) -> None:
        edition = programme_calendar().edition("taobao-maker-festival", 2017)
        assert edition.windows == ()
        assert not edition.cancelled
        assert edition.note == "sources conflict (8 or 9 July): not known well enough to state"


class TestSources:
    """Every edition names who says so, and how far that is to be trusted."""

    @pytest.mark.parametrize(
        ("festival", "fact"),
        [case for case in EDITIONS if "source" in case[1]],
        ids=map(named, [case for case in EDITIONS if "source" in case[1]]),
    )
    def test_it_is_the_one_of_the_facts(self, festival: str, fact: dict[str, Any]) -> None:
        source = recorded(festival, fact).source
        assert (source.url or source.title) == fact["source"]
        assert source.quality == quality(fact)
        assert source.note == fact["quality"].removeprefix(source.quality).lstrip(",:; ")

    def test_a_computed_edition_names_who_states_the_rule(self) -> None:
        for festival in ("double-11", "double-12"):
            edition = programme_calendar().edition(festival, 2016)
            assert edition.kind is EditionKind.COMPUTED
            assert "every year" in edition.source.note


class TestNothingIsInvented:
    """What is not known is not filled in."""

    def test_the_announced_editions_are_those_of_the_facts_and_no_other(self) -> None:
        announced = {
            (festival.id, edition.year) for festival in programme_calendar().festivals for edition in festival.editions
        }
        assert announced == {(festival, fact["year"]) for festival, fact in EDITIONS}

    def test_the_festivals_are_the_five_of_the_programme_four_of_them_commercial(self) -> None:
        kinds = {each.id: each.kind for each in programme_calendar().festivals}
        told = {each["festival"]: FestivalKind(each["kind"]) for each in FACTS}
        assert kinds == {festival: kind for festival, kind in told.items() if festival not in FEASTS}
        assert sorted(kinds.values()).count(FestivalKind.COMMERCIAL) == 4

    @pytest.mark.parametrize(
        ("festival", "year"),
        [
            ("double-11", 2008),
            ("double-12", 2013),
            ("double-12", 2024),
            ("taobao-maker-festival", 2022),
            ("new-year-goods-festival", 2017),
            ("rural-culture-festival", 2017),
        ],
    )
    def test_an_edition_that_nobody_told_of_is_unknown(self, festival: str, year: int) -> None:
        with pytest.raises(EditionUnknown):
            programme_calendar().edition(festival, year)


class TestRulesOfTheRecord:
    """Double 11 and Double 12 are the days of their names, in the years that are known."""

    @pytest.mark.parametrize(
        ("festival", "month", "years"),
        [
            ("double-11", 11, {*range(2009, 2031)} - {2020, 2022}),
            ("double-12", 12, range(2014, 2023)),
        ],
    )
    def test_the_day_is_the_number_of_the_month(self, festival: str, month: int, years: "set[int] | range") -> None:
        for year in years:
            (window,) = programme_calendar().edition(festival, year).windows
            day = date(year, month, month)
            assert window.start.isoformat() == f"{day}T00:00:00+08:00"
            assert window.end is not None
            assert window.end.isoformat() == f"{day + timedelta(days=1)}T00:00:00+08:00"
            assert window.name == "sale"

    @pytest.mark.parametrize(
        ("festival", "year", "rule"),
        [
            ("double-11", 2008, "day 11 of month 11, from 2009"),
            ("double-12", 2024, "day 12 of month 12, from 2014 to 2022"),
            ("rural-culture-festival", 2017, "announced only"),
        ],
    )
    def test_beyond_its_years_it_is_told_what_the_rule_covers(self, festival: str, year: int, rule: str) -> None:
        with pytest.raises(EditionUnknown) as refused:
            programme_calendar().edition(festival, year)
        assert refused.value.rule == rule

    def test_laba_began_the_first_sale_of_new_year_goods(self) -> None:
        edition = programme_calendar().edition("new-year-goods-festival", 2016)
        starts = {each.name: each.start.date() for each in edition.windows}
        assert starts["sale"] == date(2016, 1, 17)

    def test_the_presale_of_2022_is_shown_and_not_paid_on(self) -> None:
        within = (CHINA.midnight(date(2022, 10, 1)), CHINA.midnight(date(2022, 12, 1)))
        with pytest.raises(WindowOpen):
            programme_calendar().windows("double-11", years=[2022], within=within)
        waves = programme_calendar().windows("double-11", ["wave 1", "wave 2"], years=[2022], within=within)
        assert [(end - start) // 3_600_000_000 for start, end in waves] == [76, 28]

    def test_it_is_made_once(self) -> None:
        assert programme_calendar() is programme_calendar()
