import pytest
from hypothesis import given

from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.places.codes import CountyCode, ProvinceCode
from rural_taobao.places.listings import Listing, ListingBackwards
from rural_taobao.testing.place_strategies import listings


class TestListings:
    """A listing names a prefecture or a county, and its years in their order."""

    @given(listings())
    def test_it_holds_every_year_from_its_first_to_its_last(self, listing: Listing) -> None:
        years = [year for year in range(1900, 2200) if year in listing.years]
        assert years == list(range(listing.first_year, listing.last_year + 1))

    @given(listings())
    def test_it_does_not_end_before_it_starts(self, listing: Listing) -> None:
        with pytest.raises(ListingBackwards):
            Listing(listing.code, listing.name, listing.first_year, listing.first_year - 1)

    def test_it_is_not_of_a_province_and_its_parts_are_of_their_types(self) -> None:
        with pytest.raises(WrongKind):
            Listing(ProvinceCode("340000"), "安徽省", 2014, 2017)  # type: ignore[arg-type]
        with pytest.raises(WrongKind):
            Listing(CountyCode("341221"), 1, 2014, 2017)  # type: ignore[arg-type]
        with pytest.raises(WrongNumber):
            Listing(CountyCode("341221"), "临泉县", "2014", 2017)  # type: ignore[arg-type]
        with pytest.raises(WrongNumber):
            Listing(CountyCode("341221"), "临泉县", 2014, 2017.0)  # type: ignore[arg-type]

    def test_it_says_what_to_do_where_it_ends_before_it_starts(self) -> None:
        assert str(ListingBackwards(CountyCode("360721"), 2016, 2015)) == (
            "a listing must not end before it starts, but that of 360721 starts with 2016 "
            "and ends with 2015; give the earlier year first"
        )
