import pytest
from hypothesis import given

from rural_taobao.kinds import WrongNumber
from rural_taobao.places.codes import CountyCode
from rural_taobao.places.counties import (
    County,
    CountyNamedOtherwise,
    CountyNotYetListed,
    CountyRenamed,
    CountyRetired,
    UnknownCounty,
)
from rural_taobao.testing.place_strategies import counties


class TestCounties:
    """A county lies where its code says, and is made of a code, two names and a year."""

    @given(counties())
    def test_a_county_tells_where_it_lies(self, county: County) -> None:
        assert county.code.lies_in(county.prefecture)
        assert county.code.lies_in(county.province)
        assert county.prefecture == county.code.prefecture

    def test_a_county_is_made_of_its_types(self) -> None:
        with pytest.raises(TypeError):
            County("341221", "临泉县", "阜阳市", 2016)  # type: ignore[arg-type]
        with pytest.raises(WrongNumber):
            County(CountyCode("341221"), "临泉县", "阜阳市", "2016")  # type: ignore[arg-type]


CODE = CountyCode("360721")
MESSAGES = [
    (
        UnknownCounty(CODE, range(2014, 2018)),
        (
            "a county must be listed at the end of a year from 2014 to 2017, but 360721 never is; "
            "look for the county in its province"
        ),
    ),
    (
        CountyNotYetListed(CODE, 2014, 2016),
        (
            "a county must be listed at the end of the year asked for, but in 2014 360721 is "
            "not listed yet, first in 2016; use the code that the county bore before, or a later "
            "year"
        ),
    ),
    (
        CountyRetired(CODE, 2016, 2015),
        (
            "a county must be listed at the end of the year asked for, but in 2016 360721 is "
            "listed no more, last in 2015; use the code that took its place, or an earlier year"
        ),
    ),
    (
        CountyRenamed(CODE, 2016, "赣县", "赣县区"),
        (
            "a county must go by its name of the year asked for, but 360721 was called '赣县', "
            "its name of another year; for 2016 use '赣县区'"
        ),
    ),
    (
        CountyNamedOtherwise(CODE, 2016, "于都县", "赣县"),
        (
            "a county must go by a name of its own, but 360721, '赣县' in 2016, was called "
            "'于都县'; find out whether code or name is wrong"
        ),
    ),
]


class TestErrors:
    """An error says what must hold, what was given and what to do, and carries the facts."""

    @pytest.mark.parametrize(("error", "message"), MESSAGES)
    def test_it_says_so(self, error: Exception, message: str) -> None:
        assert str(error) == message

    def test_a_long_name_makes_a_short_message(self) -> None:
        assert len(str(CountyNamedOtherwise(CODE, 2016, "x" * 5_000, "赣县"))) < 300
