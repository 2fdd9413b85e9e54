from time import perf_counter

import pytest
from hypothesis import given

from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode
from rural_taobao.places.counties import County
from rural_taobao.places.gazetteers import (
    AnyDivision,
    Gazetteer,
    NameAmbiguous,
    NameOfOtherYear,
    NameUnknown,
    gazetteer,
)
from rural_taobao.places.listings import Listing
from rural_taobao.places.prefectures import Prefecture
from rural_taobao.places.provinces import Province
from rural_taobao.places.stems import GROUPS, kind_word, name_stem
from rural_taobao.places.successions import Succession
from rural_taobao.places.tables import CountyTable, county_table
from rural_taobao.places.validity import YearOutsideTable
from rural_taobao.testing.place_strategies import counties, county_tables, prefectures, provinces

ANHUI = ProvinceCode("340000")
DIVISIONS = counties() | prefectures() | provinces()


def year_of(division: AnyDivision) -> int:
    return 2016 if isinstance(division, Province) else division.year


def names_of(found: tuple[AnyDivision, ...]) -> list[str]:
    return [each.name for each in found]


class TestFinding:
    """A name finds every division that bears it in that year and place, and no other."""

    @given(DIVISIONS)
    def test_a_division_is_found_by_its_whole_name(self, division: AnyDivision) -> None:
        assert division in gazetteer().candidates(division.name, year_of(division))

    @given(counties())
    def test_within_its_prefecture_a_county_is_the_only_one(self, county: County) -> None:
        assert gazetteer().the_one(county.name, county.year, within=county.prefecture) == county

    @given(counties())
    def test_all_counties_of_the_name_are_found_and_nothing_else(self, county: County) -> None:
        alike = [each for each in county_table().in_year(county.year) if each.name == county.name]
        found = gazetteer().candidates(county.name, county.year)
        assert [each for each in found if isinstance(each, County)] == alike
        assert {each.name for each in found} == {county.name}

    @given(counties())
    def test_without_the_word_for_its_kind_a_county_is_found_unless_a_whole_name_says_the_same(
        self, county: County
    ) -> None:
        """Of a name of two characters nothing is left out."""
        word = kind_word(county.code, county.name)
        short = county.name.removesuffix(word)
        found = gazetteer().candidates(short if len(short) > 1 else county.name, county.year)
        assert county in found or {each.name for each in found} == {short}

    @given(DIVISIONS, provinces())
    def test_what_is_found_within_a_province_lies_in_it_and_is_not_it(
        self, division: AnyDivision, parent: Province
    ) -> None:
        found = gazetteer().candidates(division.name, year_of(division), within=parent.code)
        anywhere = gazetteer().candidates(division.name, year_of(division))
        inside = [each for each in anywhere if each.code[:2] == parent.code[:2] and each.code != parent.code]
        assert [each for each in found if each.name == division.name] == inside

    @given(provinces())
    def test_a_province_is_found_in_english_too(self, province: Province) -> None:
        assert gazetteer().the_one(province.english, 2017) == province

    def test_groups_in_place_of_a_prefecture_have_no_names(self) -> None:
        for name in ("市辖区", "县", "直辖县"):
            assert gazetteer().candidates(name, 2017) == ()

    @pytest.mark.parametrize(
        ("name", "year", "found"),
        [
            ("临泉", 2017, ["临泉县"]),
            ("赣县", 2015, ["赣县"]),
            ("赣县", 2016, ["赣县区"]),
            ("赣", 2015, []),
            ("宣化", 2015, ["宣化区", "宣化县"]),
            ("宣化", 2016, ["宣化区"]),
            ("吉林", 2017, ["吉林省", "吉林市"]),
            ("北京", 2017, ["北京市"]),
            ("北京市", 2017, ["北京市"]),
            ("儋州", 2014, ["儋州市"]),
            ("儋州", 2015, ["儋州市"]),
        ],
    )
    def test_the_worked_cases(self, name: str, year: int, found: list[str]) -> None:
        assert names_of(gazetteer().candidates(name, year)) == found

    def test_danzhou_was_a_county_and_became_a_prefecture(self) -> None:
        assert isinstance(gazetteer().the_one("儋州", 2014), County)
        assert isinstance(gazetteer().the_one("儋州", 2015), Prefecture)

    @pytest.mark.parametrize("year", [2013, 2018, True, "2017", None])
    def test_a_year_outside_the_table_is_refused(self, year: int) -> None:
        for _ in range(2):
            with pytest.raises(YearOutsideTable):
                gazetteer().candidates("临泉县", year)


class TestRefusals:
    """Ambiguous, former and unknown names are told apart, with what to do."""

    def test_four_districts_are_called_gulou(self) -> None:
        for name in ("鼓楼区", "鼓楼"):
            with pytest.raises(NameAmbiguous) as caught:
                gazetteer().the_one(name, 2017)
            assert [each.code for each in caught.value.candidates] == ["320106", "320302", "350102", "410204"]
            assert all(each.code in str(caught.value) for each in caught.value.candidates)
        assert gazetteer().the_one("鼓楼区", 2017, within=PrefectureCode("410200")).code == "410204"

    def test_a_district_of_a_municipality_is_said_to_lie_in_that(self) -> None:
        with pytest.raises(NameAmbiguous, match="110105 朝阳区 of 北京市, 220104 朝阳区 of 长春市"):
            gazetteer().the_one("朝阳区", 2017)

    @given(county_tables())
    def test_a_former_name_is_told_with_the_last_year_in_which_it_was_borne(self, table: CountyTable) -> None:
        """Whatever else the code was called between, and whether the name is whole or without the word for its kind."""
        names = Gazetteer(table)
        borne: dict[str, dict[str, list[int]]] = {}
        told: list[Listing | Succession] = [*table.listings, *table.successions]
        for each in told:
            for name in {each.name, name_stem(each.code, each.name)}:
                borne.setdefault(name, {}).setdefault(each.code, []).append(each.last_year)
        for name, codes in borne.items():
            assert name in GROUPS or dict(names.former(name)) == {code: max(years) for code, years in codes.items()}

    @pytest.mark.parametrize("name", ["市辖区", "县", "直辖县"])
    def test_what_stands_in_place_of_a_prefecture_is_no_division(self, name: str) -> None:
        assert gazetteer().former(name) == ()
        assert isinstance(gazetteer().unfound(name, 2017), NameUnknown)

    @pytest.mark.parametrize(
        ("name", "year", "bearers"),
        [
            ("临安市", 2017, (("330185", 2016),)),
            ("赣县区", 2015, (("360704", 2017),)),
            ("东陵区", 2014, (("210112", 2013),)),
            ("新市区", 2013 + 1, ()),
        ],
    )
    def test_a_name_of_another_year_is_told_with_who_bore_it(
        self, name: str, year: int, bearers: tuple[tuple[str, int], ...]
    ) -> None:
        if not bearers:
            assert gazetteer().candidates(name, year)
            return
        with pytest.raises(NameOfOtherYear) as caught:
            gazetteer().the_one(name, year)
        assert caught.value.bearers == bearers

    def test_who_bore_it_elsewhere_is_not_told(self) -> None:
        with pytest.raises(NameUnknown):
            gazetteer().the_one("临安市", 2017, within=ANHUI)

    @pytest.mark.parametrize(
        ("name", "within", "near"),
        [
            ("呼合浩特市", None, "呼和浩特市"),
            ("巴里坤", None, "巴里坤哈萨克自治县"),
            ("Anhuii", None, "Anhui"),
            ("阜阳县", ANHUI, "阜阳市"),
        ],
    )
    def test_an_unknown_name_is_told_with_some_that_look_like_it(
        self, name: str, within: ProvinceCode | None, near: str
    ) -> None:
        with pytest.raises(NameUnknown) as caught:
            gazetteer().the_one(name, 2017, within=within)
        assert near in caught.value.near
        assert len(caught.value.near) <= 3

    def test_what_looks_like_it_lies_where_it_was_looked_for(self) -> None:
        with pytest.raises(NameUnknown) as caught:
            gazetteer().the_one("临全县", 2017, within=ProvinceCode("110000"))
        assert caught.value.near == ()

    @pytest.mark.parametrize("name", ["", " ", "\x00", "\ud800", "临泉县 ", "Q" * 40, "Q" * 41, "县" * 1_000_000])
    def test_whatever_is_asked_for_the_answer_is_short_and_soon_there(self, name: str) -> None:
        gazetteer().candidates("临泉县", 2017)
        start = perf_counter()
        with pytest.raises(NameUnknown) as caught:
            gazetteer().the_one(name, 2017)
        assert perf_counter() - start < 5
        assert len(str(caught.value)) < 300
        assert str(caught.value).isprintable()

    def test_many_candidates_make_a_short_sentence(self) -> None:
        many = gazetteer().candidates("临泉县", 2017) * 50
        sentence = str(NameAmbiguous("临泉县", 2017, many))
        assert sentence.count(CountyCode("341221")) == 8
        assert ", 42 more; " in sentence
        assert " more" not in str(NameAmbiguous("临泉县", 2017, many[:8]))

    def test_it_is_made_once(self) -> None:
        assert gazetteer() is gazetteer()
