import pytest
from hypothesis import given

from rural_taobao.places.codes import CountyCode, PrefectureCode, ProvinceCode
from rural_taobao.places.counties import County
from rural_taobao.places.prefectures import Prefecture
from rural_taobao.places.stems import kind_word, name_stem
from rural_taobao.testing.place_strategies import counties, prefectures

COUNTY, PREFECTURE, PROVINCE = CountyCode("341221"), PrefectureCode("341200"), ProvinceCode("340000")


class TestStems:
    """A stem is a name without the word for its kind, and never less than two characters of it."""

    @given(counties() | prefectures())
    def test_stem_and_word_make_the_name_unless_one_character_would_be_left(
        self, division: County | Prefecture
    ) -> None:
        stem, word = name_stem(division.code, division.name), kind_word(division.code, division.name)
        assert word
        assert stem + word == division.name or (stem == division.name and len(stem) - len(word) == 1)
        assert len(stem) > 1

    @pytest.mark.parametrize(
        ("code", "name", "stem"),
        [
            (COUNTY, "临泉县", "临泉"),
            (COUNTY, "赣县", "赣县"),
            (COUNTY, "赣县区", "赣县"),
            (COUNTY, "巴里坤哈萨克自治县", "巴里坤哈萨克"),
            (COUNTY, "莫力达瓦达斡尔族自治旗", "莫力达瓦达斡尔族"),
            (COUNTY, "神农架林区", "神农架"),
            (COUNTY, "六枝特区", "六枝"),
            (COUNTY, "阿鲁科尔沁旗", "阿鲁科尔沁"),
            (COUNTY, "林区", "林区"),
            (COUNTY, "x" * 5, "x" * 5),
            (PREFECTURE, "吐鲁番地区", "吐鲁番"),
            (PREFECTURE, "恩施土家族苗族自治州", "恩施土家族苗族"),
            (PREFECTURE, "锡林郭勒盟", "锡林郭勒"),
            (PREFECTURE, "临泉县", "临泉县"),
            (PROVINCE, "新疆维吾尔自治区", "新疆"),
            (PROVINCE, "广西壮族自治区", "广西"),
            (PROVINCE, "宁夏回族自治区", "宁夏"),
            (PROVINCE, "内蒙古自治区", "内蒙古"),
            (PROVINCE, "黑龙江省", "黑龙江"),
        ],
    )
    def test_each_kind_has_its_word(
        self, code: ProvinceCode | PrefectureCode | CountyCode, name: str, stem: str
    ) -> None:
        assert name_stem(code, name) == stem
