import csv
import gzip
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode, TownCode, VillageCode
from rural_taobao.places.counties import County
from rural_taobao.places.forms import MalformedDivisionCode, WrongDivisionLevel
from rural_taobao.places.listings import (
    LISTED_YEARS,
    LISTINGS_SOURCE,
    Listing,
    ListingOutsideTable,
    ListingTwice,
    ListingWithoutPrefecture,
    ministry_listings,
)
from rural_taobao.places.prefectures import Prefecture
from rural_taobao.places.provinces import PROVINCES, Province
from rural_taobao.places.tables import CountyTable, county_table
from rural_taobao.places.validity import (
    DivisionNamedOtherwise,
    DivisionNotYetListed,
    DivisionRenamed,
    DivisionRetired,
    PrefectureWithCounties,
    PrefectureWithoutCounties,
    UnknownDivision,
    YearOutsideTable,
)
from rural_taobao.testing.place_strategies import (
    counties,
    county_codes,
    county_tables,
    prefecture_codes,
    prefectures,
    province_codes,
    provinces,
    town_codes,
    village_codes,
)
from rural_taobao.timeline import Source

DATA = Path(__file__).parent / "data"
SCRIPTS = Path(__file__).parents[2] / "scripts"
BUILD = SCRIPTS / "build_counties.py"
EXAMPLE = Source("made up", quality="example")

TOTALS = {2014: 2854, 2015: 2850, 2016: 2851, 2017: 2851}
"""Counties at the ends of the years, as the Ministry of Civil Affairs published them."""

BY_PROVINCE_2017 = """
北京16 天津16 河北168 山西119 内蒙古103 辽宁100 吉林60 黑龙江128
上海16 江苏96 浙江89 安徽105 福建85 江西100 山东137
河南158 湖北103 湖南122 广东121 广西111 海南23
重庆38 四川183 贵州88 云南129 西藏74 陕西107 甘肃86 青海43 宁夏22 新疆105
"""
"""Counties at the end of 2017, in the same publication."""


def read(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def changes() -> list[dict[str, str]]:
    """The changes between two ends of years that the table has lists of."""
    return [row for row in read(SCRIPTS / "county_changes.csv") if not row["between"].startswith("2013")]


def known(table: CountyTable) -> dict[tuple[str, int], str]:
    """Every code and year that a table lists, looked through year by year."""
    return {
        (each.code, year): each.name
        for year in table.years
        for each in table.listings
        if each.first_year <= year <= each.last_year
    }


def apart(listing: Listing, year: int) -> list[Listing]:
    """What is left of a listing without one year."""
    return [Listing(listing.code, listing.name, each, each) for each in listing.years if each != year]


class TestCodesWithAYear:
    """A code is valid only with a year. Unknown, retired and renamed codes are told apart."""

    @given(county_tables(), st.data())
    def test_a_code_is_answered_for_as_the_lists_have_it(self, table: CountyTable, data: st.DataObject) -> None:
        listed = known(table)
        some = sorted({*(each.code for each in table.listings), *(each.code for each in table.successions)})
        code = data.draw((st.sampled_from(some) if some else st.nothing()) | county_codes() | prefecture_codes())
        year = data.draw(st.sampled_from(table.years))
        years = {each for each in table.years if (code, each) in listed}
        years |= {each.last_year for each in table.successions if each.code == code}
        if year in years:
            division = table.division(code, year)
            assert (division.code, division.year) == (code, year)
            assert division.name == listed[code, year]
            assert isinstance(division, County) == isinstance(code, CountyCode)
            if isinstance(division, County):
                assert division.prefecture_name == listed[division.prefecture, year]
        elif not years:
            of_none = isinstance(code, CountyCode) and code.prefecture in table.without_counties(year)
            with pytest.raises(PrefectureWithoutCounties if of_none else UnknownDivision):
                table.division(code, year)
        elif min(years) > year:
            with pytest.raises(DivisionNotYetListed) as early:
                table.division(code, year)
            assert early.value.first_year == min(years)
            followed = {one.code for each in early.value.predecessors for one in each.successors}
            assert code in followed or not followed
        else:
            with pytest.raises(DivisionRetired) as late:
                table.division(code, year)
            last = max(each for each in years if each < year)
            assert late.value.last_year == last
            ended = [each for each in table.successions if (each.code, each.last_year) == (code, last)]
            assert late.value.successors == (ended[0].successors if ended else ())

    @given(county_tables(), st.data())
    def test_a_name_is_that_of_the_year_or_of_another_or_of_none(self, table: CountyTable, data: st.DataObject) -> None:
        listed = known(table)
        everything = [county for year in table.years for county in table.in_year(year)]
        assume(everything)
        county = data.draw(st.sampled_from(everything))
        names = {name for (code, _), name in listed.items() if code == county.code}
        names |= {each.name for each in table.successions if each.code == county.code}
        name = data.draw(st.sampled_from(sorted(names)) | st.text("新安平山河县", max_size=4))
        if name == county.name:
            assert table.confirmed(county.code, name, county.year) == county
        elif name in names:
            with pytest.raises(DivisionRenamed):
                table.confirmed(county.code, name, county.year)
        else:
            with pytest.raises(DivisionNamedOtherwise):
                table.confirmed(county.code, name, county.year)

    @given(county_tables())
    def test_what_a_code_was_named_is_told_year_by_year(self, table: CountyTable) -> None:
        listed = known(table)
        for code in {each.code for each in table.listings if isinstance(each.code, CountyCode)}:
            names = table.named(code)
            assert names == {year: name for (other, year), name in listed.items() if other == code}
            assert list(names) == sorted(names)

    @given(counties())
    def test_a_county_of_the_ministrys_lists_is_found_again(self, county: County) -> None:
        assert county_table().county(county.code, county.year) == county
        assert county_table().confirmed(county.code, county.name, county.year) == county

    @given(prefectures())
    def test_and_so_is_a_prefecture(self, prefecture: Prefecture) -> None:
        assert county_table().prefecture(prefecture.code, prefecture.year) == prefecture
        assert county_table().confirmed(prefecture.code, prefecture.name, prefecture.year) == prefecture
        assert not prefecture.is_group
        assert prefecture.code.lies_in(prefecture.province)

    @pytest.mark.parametrize("year", [2013, 2018, -1, 0, True, "2016", 2016.0, None])
    def test_a_year_outside_the_table_is_refused_and_never_wrapped(self, year: int) -> None:
        table = county_table()
        for ask in (
            lambda: table.county(CountyCode("341221"), year),
            lambda: table.confirmed(CountyCode("341221"), "临泉县", year),
            lambda: table.in_province(ProvinceCode("340000"), year),
            lambda: table.in_year(year),
            lambda: table.count(year),
            lambda: table.without_counties(year),
            lambda: table.prefecture(PrefectureCode("341200"), year),
            lambda: table.prefectures(ProvinceCode("340000"), year),
            lambda: table.in_prefecture(PrefectureCode("341200"), year),
            lambda: table.holder(TownCode("341221101"), year),
            lambda: table.standing(CountyCode("341221"), year),
        ):
            with pytest.raises(YearOutsideTable):
                ask()

    def test_a_code_as_plain_text_is_checked_first(self) -> None:
        table = county_table()
        assert table.county("341221", 2016).name == "临泉县"  # type: ignore[arg-type]
        with pytest.raises(MalformedDivisionCode):
            table.county("３４１２２１", 2016)  # type: ignore[arg-type]
        with pytest.raises(WrongDivisionLevel):
            table.county("441900", 2016)  # type: ignore[arg-type]
        with pytest.raises(WrongDivisionLevel):
            table.prefecture("341221", 2016)  # type: ignore[arg-type]


class TestContainmentInTheTable:
    """A village lies in its town, county, province; so a county in its prefecture and province."""

    @given(county_tables(), province_codes(), st.data())
    def test_a_province_holds_the_counties_that_lie_in_it_and_no_other(
        self, table: CountyTable, anywhere: ProvinceCode, data: st.DataObject
    ) -> None:
        year = data.draw(st.sampled_from(table.years))
        everything = table.in_year(year)
        inhabited = sorted({each.province for each in everything})
        province = data.draw(st.sampled_from([*inhabited, anywhere]))
        inside = table.in_province(province, year)
        assert list(inside) == [each for each in everything if each.code.lies_in(province)]
        assert [each.code for each in inside] == sorted({each.code for each in inside})

    @given(county_tables(), st.data())
    def test_the_provinces_together_hold_every_county_once(self, table: CountyTable, data: st.DataObject) -> None:
        year = data.draw(st.sampled_from(table.years))
        parts = [county for each in PROVINCES for county in table.in_province(each.code, year)]
        listed = {code for code, when in known(table) if when == year and not code.endswith("00")}
        assert {each.code for each in parts} == listed
        assert len(parts) == table.count(year) == len(listed)

    @given(county_tables(), st.data())
    def test_a_prefecture_holds_the_counties_that_lie_in_it_or_is_told_to_have_none(
        self, table: CountyTable, data: st.DataObject
    ) -> None:
        year = data.draw(st.sampled_from(table.years))
        listed = [code for code, when in known(table) if when == year and code.endswith("00")]
        assume(listed)
        prefecture = PrefectureCode(data.draw(st.sampled_from(listed)))
        inside = tuple(each for each in table.in_year(year) if each.prefecture == prefecture)
        if inside:
            assert table.in_prefecture(prefecture, year) == inside
        else:
            assert prefecture in table.without_counties(year)
            with pytest.raises(PrefectureWithoutCounties):
                table.in_prefecture(prefecture, year)

    @given(county_tables(), st.data())
    def test_a_town_and_its_villages_hang_on_a_county_or_on_a_prefecture_without_any(
        self, table: CountyTable, data: st.DataObject
    ) -> None:
        year = data.draw(st.sampled_from(table.years))
        listed = [code for code, when in known(table) if when == year]
        assume(listed)
        parent = data.draw(st.sampled_from(listed))
        code = PrefectureCode(parent) if parent.endswith("00") else CountyCode(parent)
        town = data.draw(town_codes(parents=st.just(code)))
        village = data.draw(village_codes(towns=st.just(town)))
        if any(each.prefecture == code for each in table.in_year(year)):
            for each in (town, village):
                with pytest.raises(PrefectureWithCounties):
                    table.holder(each, year)
        else:
            assert table.holder(town, year) == table.holder(village, year) == table.division(code, year)

    @given(town_codes())
    @example(TownCode("441901001"))
    def test_a_town_of_what_nobody_lists_is_refused_as_that_is(self, town: TownCode) -> None:
        table, parent = county_table(), town.parent
        assume(not table.named(parent) and not table.ends(parent))
        hangs = isinstance(parent, CountyCode) and parent.prefecture in table.without_counties(2017)
        with pytest.raises(PrefectureWithoutCounties if hangs else UnknownDivision) as caught:
            table.holder(town, 2017)
        told: Any = caught.value
        assert told.code == (town.prefecture if hangs else parent)

    def test_no_list_has_a_code_that_ends_as_those_of_development_zones_do(self) -> None:
        table = county_table()
        codes = {*(each.code for each in table.listings), *(each.code for each in table.successions)}
        assert not [code for code in codes if "71" <= code[4:] <= "79"]

    # Zones of 石家庄, 合肥, 济南, 拉萨 and 乌鲁木齐, as the statistical bureau listed them on 31 October 2017.
    @pytest.mark.parametrize("code", ["130171", "130172", "340173", "370171", "540174", "650172"])
    def test_the_code_of_a_development_zone_is_told_to_be_one(self, code: str) -> None:
        with pytest.raises(
            UnknownDivision, match=f"only statistics give codes that end in {code[4:]}, to devel"
        ) as told:
            county_table().county(CountyCode(code), 2017)
        assert told.value.of_zone
        with pytest.raises(UnknownDivision, match="give the code of the county that the zone lies in"):
            county_table().holder(TownCode(f"{code}001"), 2017)

    @pytest.mark.parametrize("code", ["340170", "340175", "347199", "340199", "340117"])
    def test_no_other_code_is_told_to_be_one(self, code: str) -> None:
        with pytest.raises(UnknownDivision, match="never is; look for the county in its prefecture") as told:
            county_table().county(CountyCode(code), 2017)
        assert not told.value.of_zone
        assert not UnknownDivision(PrefectureCode("347100"), range(2014, 2018)).of_zone

    @given(county_tables(), province_codes(), st.data())
    def test_a_province_holds_the_prefectures_that_lie_in_it(
        self, table: CountyTable, anywhere: ProvinceCode, data: st.DataObject
    ) -> None:
        year = data.draw(st.sampled_from(table.years))
        listed = [PrefectureCode(code) for code, when in sorted(known(table)) if when == year and code.endswith("00")]
        province = data.draw(st.sampled_from([*(each.province for each in listed), anywhere]))
        inside = table.prefectures(province, year)
        assert [each.code for each in inside] == [code for code in listed if code.lies_in(province)]

    @given(county_tables(), st.data())
    def test_a_prefecture_is_without_counties_if_none_lies_in_it(self, table: CountyTable, data: st.DataObject) -> None:
        year = data.draw(st.sampled_from(table.years))
        above = {each.prefecture for each in table.in_year(year)}
        listed = {code for code, when in known(table) if when == year and code.endswith("00")}
        empty = table.without_counties(year)
        assert set(empty) == listed - above
        assert list(empty) == sorted(set(empty))


class TestPublishedFigures:
    """The counties of 2017 add up to the published 2,851, province by province."""

    @pytest.mark.parametrize(("year", "total"), TOTALS.items())
    def test_the_total_of_each_year_is_the_published_one(self, year: int, total: int) -> None:
        assert county_table().count(year) == total == len(county_table().in_year(year))

    def test_the_count_of_each_province_is_the_published_one(self) -> None:
        published = {name: int(number) for name, number in re.findall(r"([^\s0-9]+)([0-9]+)", BY_PROVINCE_2017)}
        counted = {}
        for short in published:
            [province] = [each for each in PROVINCES if each.name.startswith(short)]
            counted[short] = len(county_table().in_province(province.code, 2017))
        assert counted == published
        assert sum(counted.values()) == 2851
        assert len(counted) == 31

    def test_five_prefectures_have_no_county_level(self) -> None:
        five = ("441900", "442000", "460300", "460400", "620200")
        assert county_table().without_counties(2017) == five
        assert county_table().without_counties(2014) == tuple(code for code in five if code != "460400")

    def test_a_town_of_such_a_prefecture_is_valid_and_asking_for_counties_says_so(self) -> None:
        table = county_table()
        for code in table.without_counties(2017):
            assert table.holder(TownCode(f"{code}101"), 2017) == table.prefecture(code, 2017)
            assert table.holder(VillageCode(f"{code}101001"), 2017) == table.prefecture(code, 2017)
            with pytest.raises(PrefectureWithoutCounties):
                table.in_prefecture(code, 2017)
        # The statistics office gives codes of counties there that no list has.
        with pytest.raises(
            PrefectureWithoutCounties, match="its towns hang on the prefecture itself, by codes such as 620200101"
        ):
            table.county(CountyCode("620201"), 2017)
        with pytest.raises(PrefectureWithCounties):
            table.holder(TownCode("341200101"), 2017)
        with pytest.raises(DivisionNotYetListed):
            table.holder(TownCode("460400101"), 2014)

    def test_the_prefectures_of_the_provinces_are_all_there_are(self) -> None:
        assert sum(len(county_table().prefectures(each.code, 2017)) for each in PROVINCES) == 334
        assert county_table().prefectures(ProvinceCode("110000"), 2017) == ()

    def test_there_are_334_prefectures_and_groups_in_place_of_some(self) -> None:
        groups = {"市辖区", "县", "直辖县"}
        listed = [each for each in county_table().listings if isinstance(each.code, PrefectureCode)]
        assert sum(2017 in each.years and each.name not in groups for each in listed) == 334
        assert sum(2014 in each.years and each.name not in groups for each in listed) == 333

    @pytest.mark.parametrize("year", LISTED_YEARS)
    def test_no_two_counties_of_a_prefecture_share_a_name(self, year: int) -> None:
        names = Counter((each.prefecture, each.name) for each in county_table().in_year(year))
        assert set(names.values()) == {1}

    def test_two_counties_of_a_province_may_share_a_name(self) -> None:
        jiangsu = county_table().in_province(ProvinceCode("320000"), 2017)
        assert [each.prefecture_name for each in jiangsu if each.name == "鼓楼区"] == [
            "南京市",
            "徐州市",
        ]

    def test_the_worked_cases_of_the_lists(self) -> None:
        table = county_table()
        ganxian, ganxian_district = CountyCode("360721"), CountyCode("360704")
        assert table.county(ganxian, 2015).name == "赣县"
        assert table.county(ganxian_district, 2016).name == "赣县区"
        with pytest.raises(DivisionRetired, match="last in 2015"):
            table.county(ganxian, 2016)
        with pytest.raises(DivisionNotYetListed, match="first in 2016"):
            table.county(ganxian_district, 2015)
        with pytest.raises(DivisionRenamed, match="for 2016 use '濂溪区'"):
            table.confirmed(CountyCode("360402"), "庐山区", 2016)
        with pytest.raises(UnknownDivision):
            table.county(CountyCode("341299"), 2016)


class TestAgainstTheLists:
    """The table says what the ministry's lists say, and nothing changed that they do not tell."""

    def test_every_row_of_the_excerpt_is_in_the_table_and_no_other(self) -> None:
        table = county_table()
        expected = {
            (
                int(row["year_end"]),
                row["code"],
                row["name"],
                row["prefecture_code"],
                row["prefecture_name"],
                row["province_code"],
            )
            for row in read(DATA / "counties_excerpt.csv")
        }
        found = {
            (each.year, each.code, each.name, each.prefecture, each.prefecture_name, each.province)
            for year in table.years
            for each in table.in_year(year)
            if each.code.startswith(("1306", "3102", "46"))
        }
        assert found == expected

    def test_the_changes_from_year_to_year_are_those_told(self) -> None:
        table = county_table()
        told = Counter(
            (row["between"], row["kind"], row["code"], row["old_name"], row["new_name"]) for row in changes()
        )
        found: Counter[tuple[str, ...]] = Counter()
        for before, after in ((2014, 2015), (2015, 2016), (2016, 2017)):
            old = {each.code: each.name for each in table.in_year(before)}
            new = {each.code: each.name for each in table.in_year(after)}
            between = f"{before}->{after}"
            for code in old.keys() - new.keys():
                found[between, "removed", code, old[code], ""] += 1
            for code in new.keys() - old.keys():
                found[between, "added", code, "", new[code]] += 1
            for code in old.keys() & new.keys():
                if old[code] != new[code]:
                    found[between, "renamed", code, old[code], new[code]] += 1
        assert found == told

    def test_each_change_is_told_apart_by_its_error(self) -> None:
        table = county_table()
        errors = {"removed": DivisionRetired, "added": DivisionNotYetListed, "renamed": DivisionRenamed}
        for row in changes():
            before, after = map(int, row["between"].split("->"))
            added = row["kind"] == "added"
            name, year = (row["new_name"], before) if added else (row["old_name"], after)
            with pytest.raises(errors[row["kind"]]):
                table.confirmed(CountyCode(row["code"]), name, year)

    def test_the_source_is_named(self) -> None:
        assert county_table().source == LISTINGS_SOURCE
        assert LISTINGS_SOURCE.quality == "primary"


class TestTables:
    """A table in which a code is listed twice, or a county without its prefecture, cannot be."""

    @given(county_tables(), st.data())
    def test_the_order_in_which_listings_come_does_not_matter(self, table: CountyTable, data: st.DataObject) -> None:
        shuffled = data.draw(st.permutations(table.listings))
        again = data.draw(st.permutations(table.successions))
        twin = CountyTable(table.years, shuffled, table.source, again)
        assert twin == table
        assert [twin.in_year(year) for year in twin.years] == [table.in_year(year) for year in table.years]

    @given(county_tables(), st.data())
    def test_a_code_listed_twice_in_a_year_is_refused(self, table: CountyTable, data: st.DataObject) -> None:
        assume(table.listings)
        again = data.draw(st.sampled_from(table.listings))
        year = data.draw(st.sampled_from(again.years))
        second = Listing(again.code, "又名县", year, table.years[-1])
        with pytest.raises(ListingTwice) as caught:
            CountyTable(table.years, [*table.listings, second], EXAMPLE)
        assert caught.value.code == again.code
        assert caught.value.year in table.years

    @given(county_tables(), st.data())
    def test_a_listing_beyond_the_years_of_the_table_is_refused(self, table: CountyTable, data: st.DataObject) -> None:
        code = PrefectureCode("659900")
        first, last = table.years[0], table.years[-1]
        years = data.draw(st.sampled_from([(first - 1, last), (first, last + 1), (last + 1, last + 1)]))
        kept = [each for each in table.listings if each.code != code]
        with pytest.raises(ListingOutsideTable):
            CountyTable(table.years, [*kept, Listing(code, "某市", *years)], EXAMPLE)

    @given(county_tables(), st.data())
    def test_a_county_listed_without_its_prefecture_is_refused(self, table: CountyTable, data: st.DataObject) -> None:
        everything = [county for year in table.years for county in table.in_year(year)]
        assume(everything)
        county = data.draw(st.sampled_from(everything))
        without = [
            part
            for each in table.listings
            for part in (apart(each, county.year) if each.code == county.prefecture else [each])
        ]
        with pytest.raises(ListingWithoutPrefecture) as caught:
            CountyTable(table.years, without, EXAMPLE)
        assert caught.value.prefecture == county.prefecture
        assert caught.value.year == county.year

    def test_a_table_shows_its_years_and_not_its_thousands_of_listings(self) -> None:
        assert repr(county_table()).startswith("CountyTable(years=range(2014, 2018), source=")
        assert len(repr(county_table())) < 600


class TestReading:
    """The table is read when asked for, and once."""

    def test_importing_the_room_reads_nothing(self) -> None:
        program = (
            "import sys, rural_taobao.places;"
            "print([name for name in ('bz2', 'csv', 'gzip', 'lzma', 'pkgutil', 'zlib')"
            " if name in sys.modules and name not in before])"
        )
        run = subprocess.run(
            [sys.executable, "-c", f"import sys; before = set(sys.modules); {program}"],
            check=True,
            capture_output=True,
            text=True,
        )
        assert run.stdout == "[]\n"

    def test_it_is_read_once(self) -> None:
        assert county_table() is county_table()

    def test_it_has_one_row_for_each_code_and_name(self) -> None:
        rows = list(ministry_listings())
        assert tuple(rows) == county_table().listings
        for earlier, later in pairwise(rows):
            same = (earlier.code, earlier.name) == (later.code, later.name)
            assert not (same and later.first_year == earlier.last_year + 1)


class TestBuilding:
    """The table is made from the lists by a script; the same lists give the same bytes."""

    def build(self, folder: Path, counties_csv: Path = DATA / "counties_excerpt.csv") -> bytes:
        out = folder / "counties.csv.gz"
        subprocess.run(
            [sys.executable, BUILD, counties_csv, DATA / "prefectures_excerpt.csv", out],
            check=True,
            capture_output=True,
            text=True,
        )
        return out.read_bytes()

    def test_the_rows_of_the_excerpt_are_those_of_the_table(self, tmp_path: Path) -> None:
        header, *rows = gzip.decompress(self.build(tmp_path)).decode().splitlines()
        assert header == "code,name,first_year,last_year"
        assert rows == [
            f"{each.code},{each.name},{each.first_year},{each.last_year}"
            for each in county_table().listings
            if each.code.startswith(("1306", "3102", "46"))
        ]

    def test_the_same_lists_give_the_same_bytes(self, tmp_path: Path) -> None:
        assert self.build(tmp_path) == self.build(tmp_path)

    @pytest.mark.parametrize(
        ("old", "new", "fault"),
        [
            ("2016,130602,竞秀区,130600", "2016,130602,竞秀区,130700", "130602 must lie in 130600"),
            ("2016,130606,莲池区", '2016,130606,"莲,池"', "must be free of commas"),
            ("2016,130606,莲池区", "2016,130602,莲池区", "130602 has two names at the end of 2016"),
        ],
    )
    def test_lists_that_contradict_themselves_are_refused(self, tmp_path: Path, old: str, new: str, fault: str) -> None:
        text = (DATA / "counties_excerpt.csv").read_text(encoding="utf-8")
        assert old in text
        broken = tmp_path / "broken.csv"
        broken.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(subprocess.CalledProcessError) as caught:
            self.build(tmp_path, broken)
        assert fault in caught.value.stderr
        assert not (tmp_path / "counties.csv.gz").exists()


class TestStrategies:
    """A county is drawn from the list of the year, and from the province, that were asked for."""

    @given(counties(years=st.just(2015)))
    def test_a_year_asked_for_is_kept_to(self, county: County) -> None:
        assert county.year == 2015

    @given(counties(provinces=st.just(ProvinceCode("340000"))))
    def test_a_province_asked_for_is_kept_to(self, county: County) -> None:
        assert county.province == "340000"

    @given(county_codes(years=st.just(2014)))
    def test_a_code_drawn_with_a_year_is_valid_in_it(self, code: CountyCode) -> None:
        assert county_table().county(code, 2014).code == code

    @given(provinces(), st.data())
    def test_every_province_has_a_county_to_draw(self, province: Province, data: st.DataObject) -> None:
        county = data.draw(counties(years=st.just(2017), provinces=st.just(province.code)))
        assert (county.year, county.province) == (2017, province.code)


CODE = CountyCode("360721")
MESSAGES = [
    (
        ListingTwice(CODE, 2016),
        (
            "a code must be listed once a year, but 360721 is listed twice in 2016; "
            "end the earlier listing with the year before"
        ),
    ),
    (
        ListingOutsideTable(CODE, range(2013, 2016), range(2014, 2018)),
        (
            "a listing must lie in the years of its table, 2014 to 2017, but that of 360721 is for "
            "2013 to 2015; widen the table, or cut the listing"
        ),
    ),
    (
        ListingWithoutPrefecture(CODE, PrefectureCode("360700"), 2015),
        (
            "a county must be listed with its prefecture, but in 2015 360721 is, and 360700 is "
            "not; list the prefecture too"
        ),
    ),
]


class TestErrors:
    """An error says what must hold, what was given and what to do, and carries the facts."""

    @pytest.mark.parametrize(("error", "message"), MESSAGES)
    def test_it_says_so(self, error: Exception, message: str) -> None:
        assert str(error) == message
