"""Looking around by cells finds what a plain loop over all places finds, wherever on the globe or on the flat."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.coverage.distances import SeenFrom, Spot, is_nearer, is_within, metres_between
from rural_taobao.coverage.neighbours import Neighbours
from rural_taobao.kinds import WrongNumber
from rural_taobao.network import Position
from rural_taobao.places import CountyCode, Datum, Point
from rural_taobao.testing.place_strategies import points

SEAT, OTHER_SEAT = CountyCode("340123"), CountyCode("341221")
SMALL = st.integers(-9000, 9000)
HUGE = st.integers(-(10**30), 10**30)


def seen(seat: CountyCode, axis: st.SearchStrategy[int]) -> st.SearchStrategy[SeenFrom]:
    return st.builds(SeenFrom, st.just(seat), st.builds(Position, axis, axis))


def round_about(latitude: int, longitude: int) -> st.SearchStrategy[Point]:
    """Points within some kilometres of one, over the pole's edge and the date line too."""
    near = st.integers(-90_000, 90_000)
    return st.builds(
        lambda north, east: Point(
            max(-89_999_999, min(89_999_999, latitude + north)),
            (longitude + east + 180_000_000) % 360_000_000 - 180_000_000,
            "wgs-84",
        ),
        near,
        near,
    )


FRAMES: list[st.SearchStrategy[Spot]] = [
    seen(SEAT, SMALL),
    seen(SEAT, SMALL) | seen(OTHER_SEAT, SMALL),
    seen(SEAT, SMALL | HUGE),
    points(datums=st.just(Datum.WGS_84)),
    round_about(32_900_000, 115_250_000),
    round_about(0, 179_999_999),
    round_about(89_950_000, 0),
    round_about(32_900_000, 115_250_000) | points(datums=st.just(Datum.WGS_84)),
]
DRAWN = st.sampled_from(FRAMES).flatmap(lambda spots: st.tuples(st.lists(spots, max_size=9), spots))
ORIGIN = SeenFrom(SEAT, Position(0, 0))


def alike(one: Spot, other: Spot) -> bool:
    if isinstance(one, SeenFrom) and isinstance(other, SeenFrom):
        return one.seat == other.seat
    return isinstance(one, Point) and isinstance(other, Point)


class TestNeighbours:
    """What lies within a distance by cells is what lies within it by a loop over all."""

    @given(DRAWN, st.integers(0, 20_000) | st.integers(0, 21_000_000) | st.integers(0, 10**31))
    @example(([Point(0, 0, "wgs-84")], Point(0, -180_000_000, "wgs-84")), 20_015_115)
    @example(([ORIGIN], SeenFrom(SEAT, Position(3, 4))), 5)
    def test_within_agrees_with_a_plain_loop(self, drawn: tuple[list[Spot], Spot], metres: int) -> None:
        spots, spot = drawn
        named = {str(place): each for place, each in enumerate(spots)}
        near = Neighbours(named.items())
        beside = {name: each for name, each in named.items() if alike(spot, each)}
        assert sorted(near.within(spot, metres)) == [n for n, each in beside.items() if is_within(spot, metres, each)]
        assert sorted(near.nearer(spot, metres)) == [n for n, each in beside.items() if is_nearer(spot, metres, each)]

    @given(DRAWN)
    @example(([Point(0, 0, "wgs-84")], Point(0, -180_000_000, "wgs-84")))
    @example(([SeenFrom(SEAT, Position(-5000, 0)), SeenFrom(SEAT, Position(10**9, 0))], ORIGIN))
    def test_the_nearest_agrees_with_a_plain_loop(self, drawn: tuple[list[Spot], Spot]) -> None:
        spots, spot = drawn
        named = {str(place): each for place, each in enumerate(spots)}
        found = Neighbours(named.items()).nearest(spot)
        every = min(
            ((metres_between(spot, each), name) for name, each in named.items() if alike(spot, each)), default=None
        )
        assert found == (None if every is None else (every[1], every[0]))

    def test_the_nearest_is_found_where_a_further_one_stands_in_a_nearer_cell(self) -> None:
        """By cells of 2,048 m: one lies 2,894 m away in the next cell, the nearest 2,050 m away two cells on."""
        far, close = SeenFrom(SEAT, Position(2047 + 2047, 2047 + 2047)), SeenFrom(SEAT, Position(2047 + 2050, 2047))
        here = SeenFrom(SEAT, Position(2047, 2047))
        assert Neighbours({"far": far, "close": close}.items()).nearest(here) == ("close", 2050)

    def test_of_several_as_near_it_is_the_first_by_name(self) -> None:
        spots = {name: SeenFrom(SEAT, Position(east, 0)) for name, east in (("b", 7), ("a", -7), ("c", 8))}
        assert Neighbours(spots.items()).nearest(ORIGIN) == ("a", 7)

    def test_another_frame_has_none(self) -> None:
        near = Neighbours({"a": ORIGIN}.items())
        assert list(near.within(SeenFrom(OTHER_SEAT, Position(0, 0)), 5)) == []
        assert near.nearest(SeenFrom(OTHER_SEAT, Position(0, 0))) is None
        assert list(near.within(Point(0, 0, "wgs-84"), 5)) == []

    @pytest.mark.parametrize("metres", [-1, 2.5, True])
    def test_metres_are_whole_and_not_below_nothing_even_where_there_is_no_place(self, metres: int) -> None:
        near: Neighbours[str] = Neighbours(())
        with pytest.raises(WrongNumber):
            near.within(ORIGIN, metres)
        with pytest.raises(WrongNumber):
            near.nearer(ORIGIN, metres)
