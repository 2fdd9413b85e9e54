"""The table beside sources that know nothing of it: an observatory, two libraries, and the motions themselves."""

import csv
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from borax.calendars.lunardate import LCalendars, LunarDate, TermUtils
from cnlunar import Lunar
from cnlunar.config import lunarNewYearList
from cnlunar.solar24 import getTheYearAllSolarTermsList
from hypothesis import assume, given
from hypothesis import strategies as st

from rural_taobao.festivals import lunar_years, lunisolar_table, solar_terms
from rural_taobao.festivals.lunisolar import LunarDay, LunarMonth, lunar, months_of, new_year
from rural_taobao.festivals.solar_terms import SolarTerm, solar_term

ROOT = Path(__file__).parents[2]
TABLE = Path(lunisolar_table.__file__)
PUBLISHED = Path(__file__).parent / "data" / "lunar_new_year_and_equinox_1901_2100.csv"

DAY = timedelta(days=1)
YEARS = range(1901, 2101)
EQUINOX = SolarTerm.AUTUMN_EQUINOX

BORAX_IS_A_DAY_LATER = {(2057, 9), (2097, 7), (2089, 8)}
"""
The months that borax begins a day after the observatory.

Their new moons are those of which the observatory warns that they may be a day off.
"""


@cache
def observatory() -> dict[int, tuple[date, date]]:
    """Give the new year and the autumn equinox of each year, as the Hong Kong Observatory publishes them."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return {
            int(row["year"]): (
                date.fromisoformat(row["lunar_new_year"]),
                date.fromisoformat(row["autumn_equinox_china"]),
            )
            for row in csv.DictReader(file)
        }


def new_year_of_cnlunar(year: int) -> date:
    packed = lunarNewYearList[year - 1901]
    return date(year, packed >> 5, packed & 31)


def terms_of_cnlunar(year: int) -> list[date]:
    days = getTheYearAllSolarTermsList(year)
    return [date(year, place // 2 + 1, day) for place, day in enumerate(days)]


def in_borax(day: date) -> tuple[int, int, int, bool]:
    there = LunarDate.from_solar_date(day.year, day.month, day.day)
    return there.year, there.month, there.day, bool(there.leap)


def in_cnlunar(day: date) -> tuple[int, int, int, bool]:
    there = Lunar(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001 - that is what it takes
    return there.lunarYear, there.lunarMonth, there.lunarDay, there.isLunarLeapMonth


def ours(day: date) -> tuple[int, int, int, bool]:
    here = lunar(day)
    return here.year, here.month, here.day, here.leap


def wrong(year: int) -> list[object]:
    """Tell of every day of a year in which the table and another source differ."""
    published, equinox = observatory()[year]
    found: list[object] = []
    if not new_year(year) == published == new_year_of_cnlunar(year):
        found.append((year, "new year"))
    if solar_term(year, EQUINOX) != equinox:
        found.append((year, "equinox"))
    for place, term in enumerate(SolarTerm):
        if not solar_term(year, term) == TermUtils.nth_term_day(year, place) == terms_of_cnlunar(year)[place]:
            found.append((year, term))
    for month in months_of(year):
        names = (year, month.month, 1, month.leap)
        if year < 2100 and in_cnlunar(month.first) != names:
            found.append((month, "cnlunar"))
        if year == 2100 and (
            month.days != LCalendars.ndays(year, month.month, month.leap) or in_borax(month.first) != names
        ):
            found.append((month, "borax"))
    return found


class TestTheTable:
    """The table is that of the Hong Kong Observatory: every new year, every month, every solar term."""

    def test_no_day_of_it_is_wrong(self) -> None:
        assert [each for year in YEARS for each in wrong(year)] == []

    def test_new_years_from_1917_are_those_of_all_three_sources(self) -> None:
        for year in range(1917, 2101):
            borax = LunarDate(year, 1, 1).to_solar_date()
            assert new_year(year) == observatory()[year][0] == borax == new_year_of_cnlunar(year)

    def test_autumn_equinoxes_from_2018_are_those_of_all_three_sources(self) -> None:
        place = [*SolarTerm].index(EQUINOX)
        for year in range(2018, 2101):
            borax, cnlunar = TermUtils.nth_term_day(year, place), terms_of_cnlunar(year)[place]
            assert solar_term(year, EQUINOX) == observatory()[year][1] == borax == cnlunar

    def test_the_terms_bear_the_names_that_they_have_in_borax(self) -> None:
        assert [term.name_zh for term in SolarTerm] == [TermUtils.get_name_for_index(place) for place in range(24)]

    def test_every_day_from_1917_is_the_one_of_borax_but_for_three_months(self) -> None:
        number = (date(2100, 12, 31) - new_year(1917)).days + 1
        days = (new_year(1917) + number * DAY for number in range(number))
        apart = {ours(day)[:2] for day in days if ours(day) != in_borax(day)}
        assert apart == BORAX_IS_A_DAY_LATER

    @given(st.dates(date(1901, 2, 19), date(2099, 12, 31)))
    def test_any_day_is_the_one_of_cnlunar(self, day: date) -> None:
        assert ours(day) == in_cnlunar(day)


@contextmanager
def laid_out(years: str) -> Iterator[None]:
    """Lay out another table in place of ours, and ours again afterwards."""
    kept = lunisolar_table.YEARS
    caches = (lunar_years.almanac, solar_terms._terms)  # noqa: SLF001 - what they keep is to be forgotten
    try:
        lunisolar_table.YEARS = years  # type: ignore[misc]
        for each in caches:
            each.cache_clear()
        yield
    finally:
        lunisolar_table.YEARS = kept  # type: ignore[misc]
        for each in caches:
            each.cache_clear()


def edited(row: str, column: int, place: int, sign: str) -> str:
    """Give a row of the table with one sign of it changed."""
    cells = row.split()
    place %= len(cells[column])
    cells[column] = cells[column][:place] + sign + cells[column][place + 1 :]
    return " ".join(cells)


class TestSeededFaults:
    """One wrong day in the table is found."""

    def put(self, year: int, row: str) -> list[object]:
        rows = lunisolar_table.YEARS.splitlines()
        assume(row.split() != rows[year - 1901].split())
        rows[year - 1901] = row
        with laid_out("\n".join(rows)):
            return wrong(year)

    @given(st.sampled_from(YEARS), st.integers(0, 23), st.sampled_from("0123"))
    def test_in_a_solar_term(self, year: int, place: int, sign: str) -> None:
        assert self.put(year, edited(lunisolar_table.YEARS.splitlines()[year - 1901], 3, place, sign))

    @given(st.sampled_from(YEARS), st.sampled_from([-1, 1]))
    def test_in_a_new_year(self, year: int, days: int) -> None:
        first, *rest = lunisolar_table.YEARS.splitlines()[year - 1901].split()
        assert self.put(year, " ".join([str(date.fromisoformat(first) + days * DAY), *rest]))

    @given(st.sampled_from(YEARS), st.integers(0, 11))
    def test_in_two_months_of_which_one_ends_a_day_early_or_late(self, year: int, place: int) -> None:
        first, leap, lengths, terms = lunisolar_table.YEARS.splitlines()[year - 1901].split()
        swapped = f"{lengths[:place]}{lengths[place : place + 2][::-1]}{lengths[place + 2 :]}"
        assert self.put(year, f"{first} {leap} {swapped} {terms}")

    @given(st.sampled_from([year for year in YEARS if len(months_of(year)) == 13]), st.integers(1, 12))
    def test_in_the_leap_month(self, year: int, number: int) -> None:
        first, _, lengths, terms = lunisolar_table.YEARS.splitlines()[year - 1901].split()
        assert self.put(year, " ".join([first, str(number), lengths, terms]))

    def test_and_the_table_itself_has_none(self) -> None:
        with laid_out(lunisolar_table.YEARS):
            assert [each for year in YEARS for each in wrong(year)] == []


class TestCloseCalls:
    """
    Where the Moon or the Sun comes within minutes of midnight, the day is the one that is published.

    The instants are computed, in UTC+8; `scripts/make_lunisolar_table.py` tells of those that do not decide.
    """

    def test_the_new_moon_of_2027_comes_three_minutes_before_midnight(self) -> None:
        assert new_year(2027) == date(2027, 2, 6)  # 23:56:47

    def test_the_new_moon_of_2030_comes_eight_minutes_after_midnight(self) -> None:
        # 00:08:04; folk almanacs have another day: https://www.hko.gov.hk/en/Observatorys-Blog/101741
        assert new_year(2030) == date(2030, 2, 3)

    def test_the_leap_month_of_2033_follows_month_11_and_not_month_7(self) -> None:
        assert [month.month for month in months_of(2033) if month.leap] == [11]
        assert lunar(date(2033, 12, 22)) == LunarDay(2033, 11, 1, leap=True)
        assert LunarDay(2033, 8, 15).date == date(2033, 9, 8)
        assert new_year(2034) == date(2034, 2, 19)

    def test_the_new_moon_of_september_1978_comes_nine_minutes_after_midnight(self) -> None:
        assert LunarMonth(1978, 8).first == date(1978, 9, 3)  # 00:09:33
        assert LunarDay(1978, 8, 15).date == date(1978, 9, 17)

    @pytest.mark.parametrize(
        ("year", "month", "first"),
        [
            (2057, 9, date(2057, 9, 28)),  # computed: 00:00:40 on the day after
            (2089, 8, date(2089, 9, 4)),  # computed: 23:58:07 on that day
            (2097, 7, date(2097, 8, 7)),  # computed: 00:00:15 on the day after
        ],
    )
    def test_three_new_moons_of_which_the_observatory_warns(self, year: int, month: int, first: date) -> None:
        assert LunarMonth(year, month).first == first
        assert in_borax(first) == (year, month - 1, 30, False)

    def test_major_cold_of_1979_comes_seven_seconds_before_midnight(self) -> None:
        assert solar_term(1979, SolarTerm.MAJOR_COLD) == date(1979, 1, 21)  # computed: 23:59:52 on the day before

    @pytest.mark.parametrize(
        ("year", "month", "first"),
        [
            (1914, 10, date(1914, 11, 17)),  # 00:02 in UTC+8 is 23:47 in Beijing on the day before
            (1916, 1, date(1916, 2, 3)),  # 00:05
            (1920, 10, date(1920, 11, 10)),  # 00:05
        ],
    )
    def test_until_1928_months_begin_at_midnight_in_beijing(self, year: int, month: int, first: date) -> None:
        assert LunarMonth(year, month).first == first

    @pytest.mark.parametrize(
        ("year", "term", "day"),
        [
            (1912, SolarTerm.MINOR_SNOW, date(1912, 11, 23)),  # computed: 23:48 on the day before
            (1913, SolarTerm.AUTUMN_EQUINOX, date(1913, 9, 24)),  # computed: 23:52 on the day before
            (1917, SolarTerm.MAJOR_SNOW, date(1917, 12, 7)),  # 00:01 in UTC+8
            (1927, SolarTerm.WHITE_DEW, date(1927, 9, 8)),  # 00:05
            (1928, SolarTerm.SUMMER_SOLSTICE, date(1928, 6, 21)),  # 00:06
        ],
    )
    def test_solar_terms_by_older_tables_and_by_the_time_of_beijing(
        self, year: int, term: SolarTerm, day: date
    ) -> None:
        assert solar_term(year, term) == day


class TestMaking:
    """The table is made again, byte for byte, from the motions of the Sun and the Moon."""

    def test_making_it_again_gives_the_same_bytes(self, tmp_path: Path) -> None:
        pytest.importorskip("astronomy", reason="astronomy-engine is in the extra 'dev'")
        script, made = ROOT / "scripts" / "make_lunisolar_table.py", tmp_path / "table.py"
        done = subprocess.run([sys.executable, script, made], capture_output=True, text=True, check=True)
        assert made.read_bytes() == TABLE.read_bytes()
        # Of 2,474 months and 4,800 solar terms, so many are not on the day that they are computed for in UTC+8.
        assert len(done.stdout.splitlines()) == 11
        subprocess.run([sys.executable, script, "--check", made], check=True, capture_output=True)
        made.write_text("")
        refused = subprocess.run([sys.executable, script, "--check", made], check=False, capture_output=True)
        assert refused.returncode == 1


class TestAsking:
    """Who asks for no lunar day does not pay for the table."""

    @pytest.mark.parametrize("statement", ["from rural_taobao import settle", "import rural_taobao.festivals"])
    def test_it_is_not_imported_before_it_is_asked_for(self, statement: str) -> None:
        code = f"import sys; {statement}; print('rural_taobao.festivals.lunisolar_table' in sys.modules)"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "False"
