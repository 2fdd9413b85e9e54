import pytest
from hypothesis import given

from rural_taobao.kinds import WrongKind
from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode
from rural_taobao.places.provinces import PROVINCES, PROVINCES_SOURCE, Province, province
from rural_taobao.testing.place_strategies import (
    county_codes,
    prefecture_codes,
    province_codes,
    provinces,
)

YEARBOOK = """
Beijing, Tianjin, Hebei, Shanxi, Inner Mongolia,
Liaoning, Jilin, Heilongjiang,
Shanghai, Jiangsu, Zhejiang, Anhui, Fujian, Jiangxi, Shandong,
Henan, Hubei, Hunan, Guangdong, Guangxi, Hainan,
Chongqing, Sichuan, Guizhou, Yunnan, Tibet,
Shaanxi, Gansu, Qinghai, Ningxia, Xinjiang
"""
"""As table 1-1 of the yearbook prints them, in its order, which is that of the codes."""


class TestProvinces:
    """There are 31 provinces, each with a code and a name of its own."""

    def test_they_are_those_of_the_yearbook_in_its_order(self) -> None:
        printed = [name.strip() for name in YEARBOOK.replace("\n", " ").split(",")]
        assert [each.english for each in PROVINCES] == printed
        assert len(printed) == 31

    def test_they_are_sorted_by_code_and_no_code_or_name_comes_twice(self) -> None:
        codes = [each.code for each in PROVINCES]
        assert codes == sorted(set(codes))
        assert len({each.name for each in PROVINCES}) == 31
        assert len({each.english for each in PROVINCES}) == 31

    def test_every_prefix_that_a_code_may_have_has_a_name(self) -> None:
        allowed = set()
        for prefix in range(100):
            try:
                allowed.add(ProvinceCode(f"{prefix:02}0000"))
            except LookupError:
                continue
        assert {each.code for each in PROVINCES} == allowed

    def test_four_are_municipalities_and_five_autonomous_regions(self) -> None:
        kinds = [each.name[-3:] if each.name.endswith("自治区") else each.name[-1] for each in PROVINCES]
        assert {kind: kinds.count(kind) for kind in kinds} == {"市": 4, "自治区": 5, "省": 22}

    def test_the_two_that_sound_alike_are_kept_apart(self) -> None:
        assert province(ProvinceCode("140000")).name == "山西省"
        assert province(ProvinceCode("610000")).english == "Shaanxi"

    def test_their_source_is_named(self) -> None:
        assert PROVINCES_SOURCE.url == "https://www.stats.gov.cn/sj/ndsj/2008/html/B0101e.htm"

    @pytest.mark.parametrize("code", ["340000", CountyCode("341221")])
    def test_a_province_takes_only_the_code_of_one(self, code: str) -> None:
        with pytest.raises(WrongKind, match=r"^code must be made by ProvinceCode"):
            Province(code, "安徽省", "Anhui")  # type: ignore[arg-type]


class TestProvinceOfADivision:
    """Every division lies in one of the provinces."""

    @given(provinces())
    def test_a_province_is_found_by_its_code(self, each: Province) -> None:
        assert province(each.code) is each

    @given(province_codes() | prefecture_codes() | county_codes())
    def test_it_is_the_only_one_that_the_division_lies_in(
        self, code: ProvinceCode | PrefectureCode | CountyCode
    ) -> None:
        assert [each for each in PROVINCES if code.lies_in(each.code)] == [province(code)]
