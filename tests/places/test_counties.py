import pytest
from hypothesis import given

from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.places.codes import CountyCode, PrefectureCode
from rural_taobao.places.counties import County
from rural_taobao.places.prefectures import Prefecture
from rural_taobao.testing.place_strategies import counties


class TestCounties:
    """A county lies where its code says, and is made of a code, two names and a year."""

    @given(counties())
    def test_a_county_tells_where_it_lies(self, county: County) -> None:
        assert county.code.lies_in(county.prefecture)
        assert county.code.lies_in(county.province)
        assert county.prefecture == county.code.prefecture

    def test_a_county_is_made_of_its_types(self) -> None:
        with pytest.raises(WrongKind, match=r"^code must be made by"):
            County("341221", "临泉县", "阜阳市", 2016)  # type: ignore[arg-type]
        with pytest.raises(WrongNumber):
            County(CountyCode("341221"), "临泉县", "阜阳市", "2016")  # type: ignore[arg-type]


class TestPrefectures:
    """A prefecture is made of a code, a name and a year; a group that stands in its place is one too."""

    def test_a_prefecture_is_made_of_its_types(self) -> None:
        with pytest.raises(WrongKind, match=r"^code must be made by"):
            Prefecture("341200", "阜阳市", 2016)  # type: ignore[arg-type]
        with pytest.raises(WrongNumber):
            Prefecture(PrefectureCode("341200"), "阜阳市", 2016.0)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("name", "is_group"), [("阜阳市", False), ("市辖区", True), ("县", True), ("直辖县", True)]
    )
    def test_a_group_is_told_by_its_name(self, name: str, is_group: bool) -> None:  # noqa: FBT001 - a table of cases
        assert Prefecture(PrefectureCode("341200"), name, 2016).is_group is is_group
