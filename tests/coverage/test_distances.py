"""The laws of distances: exact, the same both ways, and only between places that are seen alike."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.coverage.distances import (
    NoDistance,
    SeenFrom,
    Spot,
    anchor,
    is_nearer,
    is_within,
    metres_between,
    seat_of,
)
from rural_taobao.kinds import WrongNumber
from rural_taobao.network import Position
from rural_taobao.places import CountyCode, Datum, Point, PrefectureCode
from rural_taobao.places.points import DatumsDiffer
from rural_taobao.testing.place_strategies import points

SEAT, OTHER_SEAT = CountyCode("340123"), CountyCode("341221")
FAR = 10**6
FLAT = st.builds(SeenFrom, st.just(SEAT), st.builds(Position, st.integers(-FAR, FAR), st.integers(-FAR, FAR)))
GLOBE = points(datums=st.just(Datum.WGS_84))
PAIRS = st.tuples(FLAT, FLAT) | st.tuples(GLOBE, GLOBE)
ORIGIN = SeenFrom(SEAT, Position(0, 0))
SOUTH_POLE, FAR_SIDE = Point(-89_999_999, 0, "wgs-84"), Point(89_999_999, -180_000_000, "wgs-84")


class TestDistances:
    """The metres between two places, rounded up, are the least within which they lie; it is the same both ways."""

    @given(PAIRS)
    @example((SOUTH_POLE, FAR_SIDE))
    @example((ORIGIN, ORIGIN))
    def test_they_lie_within_so_many_and_not_within_one_less(self, pair: tuple[Spot, Spot]) -> None:
        one, other = pair
        metres = metres_between(one, other)
        assert metres_between(other, one) == metres
        assert is_within(one, metres, other)
        assert is_within(one, metres + 1, other)
        assert metres == 0 or not is_within(one, metres - 1, other)
        assert (metres == 0) == (one == other)

    @given(PAIRS, st.integers(0, 3 * FAR))
    def test_nearer_than_some_metres_is_within_them_and_within_fewer_is_nearer(
        self, pair: tuple[Spot, Spot], metres: int
    ) -> None:
        one, other = pair
        assert is_nearer(one, metres, other) <= is_within(one, metres, other)
        assert is_within(one, metres, other) <= is_nearer(one, metres + 1, other)

    @given(GLOBE, GLOBE)
    def test_they_are_those_of_the_great_circle(self, one: Point, other: Point) -> None:
        assert -0.2 < metres_between(one, other) - one.metres_to(other) < 1.2

    @given(FLAT, FLAT)
    def test_they_are_those_of_pythagoras(self, one: SeenFrom, other: SeenFrom) -> None:
        east, north = one.position.east - other.position.east, one.position.north - other.position.north
        metres = metres_between(one, other)
        assert east * east + north * north <= metres * metres
        assert metres == 0 or east * east + north * north > (metres - 1) ** 2

    def test_at_the_bound_itself_they_are_within_it_and_not_nearer(self) -> None:
        """3-4-5: 1,500 m to the east and 2,000 m to the north are 2,500 m."""
        there = SeenFrom(SEAT, Position(1500, 2000))
        assert is_within(ORIGIN, 2500, there)
        assert not is_nearer(ORIGIN, 2500, there)
        assert is_nearer(ORIGIN, 2501, there)

    def test_at_no_metres_only_the_place_itself_is_within(self) -> None:
        point, next_to_it = Point(0, 0, "wgs-84"), Point(0, 1, "wgs-84")
        assert is_within(point, 0, point)
        assert not is_within(point, 0, next_to_it)
        assert is_within(point, 1, next_to_it)
        assert metres_between(point, next_to_it) == 1
        assert is_within(ORIGIN, 0, ORIGIN)
        assert not is_nearer(ORIGIN, 0, ORIGIN)

    @given(PAIRS)
    def test_no_axis_tells_of_more_than_a_metre_beyond_the_distance(self, pair: tuple[Spot, Spot]) -> None:
        one, other = map(anchor, pair)
        metres = metres_between(*pair)
        assert all(abs(here - there) <= metres + 1 for here, there in zip(one, other, strict=True))

    @pytest.mark.parametrize("metres", [-1, 2.5, True])
    @pytest.mark.parametrize("spot", [ORIGIN, SOUTH_POLE])
    def test_metres_are_whole_and_not_below_nothing(self, metres: int, spot: Spot) -> None:
        for question in (is_within, is_nearer):
            with pytest.raises(WrongNumber):
                question(spot, metres, spot)


class TestWhatIsNotSeenAlike:
    """Places of two datums, of two seats, or on the flat and on the globe, have no distance."""

    @pytest.mark.parametrize(
        ("one", "other", "error"),
        [
            (ORIGIN, SeenFrom(OTHER_SEAT, Position(0, 0)), NoDistance),
            (ORIGIN, SOUTH_POLE, NoDistance),
            (SOUTH_POLE, ORIGIN, NoDistance),
            (SOUTH_POLE, Point(-89_999_999, 0, "gcj-02"), DatumsDiffer),
        ],
    )
    def test_is_refused(self, one: Spot, other: Spot, error: type[Exception]) -> None:
        with pytest.raises(error):
            metres_between(one, other)
        with pytest.raises(error):
            is_within(one, 5, other)
        with pytest.raises(error):
            is_nearer(one, 5, other)

    def test_says_how_each_is_seen(self) -> None:
        with pytest.raises(NoDistance) as caught:
            metres_between(ORIGIN, SOUTH_POLE)
        assert "but one is seen from the seat of 340123 and the other a point (wgs-84);" in str(caught.value)


class TestSeats:
    """A seat goes by the last code of its county, as long as that took the place of this one alone."""

    @pytest.mark.parametrize(
        ("code", "seat"),
        [
            ("340123", "340123"),  # never changed
            ("360721", "360704"),  # Ganxian county became a district
            ("360704", "360704"),
            ("320202", "320202"),  # Chong'an was merged into Liangxi
            ("130421", "130421"),  # Handan county was divided
            ("130602", "130602"),  # only its name changed
            ("440116", "440116"),  # Luogang was merged into Huangpu
            ("999999", "999999"),
        ],
    )
    def test_of_counties(self, code: str, seat: str) -> None:
        given_ = str.__new__(CountyCode, code)
        assert seat_of(given_) == seat

    def test_of_a_county_that_became_a_prefecture_it_is_that(self) -> None:
        """Danzhou, 469003, became a prefecture without counties in 2015."""
        assert seat_of(CountyCode("469003")) == PrefectureCode("460400")
