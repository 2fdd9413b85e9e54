from decimal import Context, Decimal, Inexact, Rounded, localcontext
from math import pi

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from rural_taobao.kinds import WrongKind, WrongNumber
from rural_taobao.places.points import (
    EARTH_RADIUS_METRES,
    PLACEMENT_SOURCE,
    STATIONS_APART_METRES,
    Datum,
    DatumsDiffer,
    DatumUnknown,
    DegreesMalformed,
    Point,
    PointOffEarth,
    too_close,
)
from rural_taobao.testing.place_strategies import points
from tests.odd_values import Wrong

WGS = st.just(Datum.WGS_84)
HALF_AROUND = 20_015_115
"""Metres, rounded up."""
ORIGIN = Point(0, 0, Datum.WGS_84)


def near(point: Point, north: int, east: int) -> Point:
    """A point some microdegrees away, kept on the globe."""
    latitude = max(-89_999_999, min(89_999_999, point.latitude + north))
    longitude = (point.longitude + east + 180_000_000) % 360_000_000 - 180_000_000
    return Point(latitude, longitude, point.datum)


class TestOtherPoints:
    """A point is set beside points alone."""

    @pytest.mark.parametrize("other", [None, (0, 0), "0, 0"])
    def test_what_is_no_point_is_refused(self, other: Wrong) -> None:
        for ask in (ORIGIN.metres_to, lambda odd: ORIGIN.is_apart(1, odd)):
            with pytest.raises(WrongKind, match="point must be made by"):
                ask(other)


class TestDistances:
    """A distance is the same both ways, 0 for equal points alone, and never longer than a way over a third point."""

    @given(points(datums=WGS), points(datums=WGS))
    def test_it_is_the_same_both_ways(self, one: Point, other: Point) -> None:
        assert one.metres_to(other) == other.metres_to(one)

    @given(points(datums=WGS), points(datums=WGS) | st.none())
    def test_it_is_nothing_for_equal_points_alone(self, one: Point, other: Point | None) -> None:
        there = one if other is None else other
        assert (one.metres_to(there) == 0) == (one == there)

    @given(points(datums=WGS), st.integers(-1, 1), st.integers(-1, 1))
    @example(Point(89_999_999, 0, Datum.WGS_84), 0, 1)
    @example(Point(-89_999_999, -180_000_000, Datum.WGS_84), 0, -1)
    @example(Point(0, 179_999_999, Datum.WGS_84), 0, 1)
    def test_not_even_for_the_closest_that_differ(self, point: Point, north: int, east: int) -> None:
        other = near(point, north, east)
        assert (point.metres_to(other) == 0) == (point == other)
        assert point.metres_to(other) < 0.2

    @given(points(datums=WGS), points(datums=WGS), points(datums=WGS))
    def test_no_way_round_is_shorter_by_more_than_a_metre(self, one: Point, over: Point, other: Point) -> None:
        assert one.metres_to(other) <= one.metres_to(over) + over.metres_to(other) + 1

    @given(points(datums=WGS), points(datums=WGS))
    def test_none_is_longer_than_half_around(self, one: Point, other: Point) -> None:
        assert 0 <= one.metres_to(other) <= HALF_AROUND

    @given(points(datums=WGS), st.integers(-89_999_999, 89_999_999))
    def test_along_a_meridian_it_goes_with_the_degrees(self, one: Point, latitude: int) -> None:
        other = Point(latitude, one.longitude, one.datum)
        part = abs(one.latitude - latitude) / 180_000_000
        assert one.metres_to(other) == pytest.approx(pi * EARTH_RADIUS_METRES * part, rel=1e-7, abs=1e-6)

    def test_the_other_side_of_the_globe_is_half_around(self) -> None:
        assert ORIGIN.metres_to(Point(0, -180_000_000, Datum.WGS_84)) == pytest.approx(pi * EARTH_RADIUS_METRES)

    def test_it_is_the_published_one(self) -> None:
        # The example of the package haversine 2.0, in kilometres, on a sphere of 6371.0088 km.
        lyon, paris = Point.parse("45.7597", "4.8422", "wgs-84"), Point.parse("48.8567", "2.3508", "wgs-84")
        assert lyon.metres_to(paris) == pytest.approx(392_217.2595594006, rel=1e-12)

    def test_a_degree_of_longitude_is_half_as_long_at_sixty_north(self) -> None:
        def degree(latitude: int) -> float:
            return Point(latitude, 0, Datum.WGS_84).metres_to(Point(latitude, 1_000_000, Datum.WGS_84))

        assert degree(60_000_000) == pytest.approx(degree(0) / 2, rel=1e-4)


class TestBounds:
    """Whether points are apart is decided alike everywhere: as the distance says, and next to the bound in decimals."""

    @given(points(datums=WGS), points(datums=WGS), st.integers(0, HALF_AROUND + 10))
    def test_it_is_as_the_distance_says(self, one: Point, other: Point, metres: int) -> None:
        distance = one.metres_to(other)
        assume(abs(distance - metres) > 1)
        assert one.is_apart(metres, other) == (distance > metres) == other.is_apart(metres, one)

    @given(points(datums=WGS), st.integers(-30_000, 30_000), st.integers(-30_000, 30_000))
    def test_what_is_apart_is_so_by_less_too(self, one: Point, north: int, east: int) -> None:
        other = near(one, north, east)
        reached = [metres for metres in range(2_000, 3_001, 100) if one.is_apart(metres, other)]
        assert reached == list(range(2_000, 3_001, 100))[: len(reached)]

    @given(points())
    def test_a_point_is_apart_from_itself_by_nothing(self, point: Point) -> None:
        assert point.is_apart(0, point)
        assert not point.is_apart(1, point)

    @given(points(datums=WGS), points(datums=WGS))
    def test_next_to_the_bound_decimals_say_what_the_distance_says(self, one: Point, other: Point) -> None:
        distance = one.metres_to(other)
        assume(0.01 < distance < 20_000_000)
        metres = round(distance)
        assert one.is_apart(metres, other) == (distance >= metres) or abs(distance - metres) < 1e-4

    # On a meridian 2,500 m are 22,483.0044 microdegrees.
    @pytest.mark.parametrize(("microdegrees", "is_apart"), [(22_483, False), (22_484, True)])
    def test_two_and_a_half_kilometres_to_the_microdegree(self, microdegrees: int, *, is_apart: bool) -> None:
        for start in (-11_000, 0, 32_900_000, -89_000_000):
            one, other = (Point(start + further, 115_250_000, Datum.GCJ_02) for further in (0, microdegrees))
            assert one.is_apart(STATIONS_APART_METRES, other) is is_apart

    @pytest.mark.parametrize(("north", "east", "is_apart"), [(8_239, 20_919, False), (21, 22_483, True)])
    def test_a_close_call_is_decided_in_decimals_whatever_the_surroundings_say_of_them(
        self, north: int, east: int, *, is_apart: bool
    ) -> None:
        one = Point(-north // 2, 0, Datum.WGS_84)
        other = Point(one.latitude + north, east, Datum.WGS_84)
        assert abs(one.metres_to(other) - STATIONS_APART_METRES) < 0.0001
        with localcontext(Context(prec=3, traps=[Inexact, Rounded])):
            assert one.is_apart(STATIONS_APART_METRES, other) is is_apart

    # 90 degrees of longitude, or 15 of 24 hours: a bound that is the distance but for what floats can tell.
    @pytest.mark.parametrize(("metres", "is_apart"), [(10_007_557, True), (10_007_558, False)])
    def test_a_quarter_of_the_equator(self, metres: int, *, is_apart: bool) -> None:
        assert ORIGIN.is_apart(metres, Point(0, 90_000_000, Datum.WGS_84)) is is_apart

    @given(points(datums=WGS), st.integers(-300, 300), st.integers(-300, 300), st.integers(-2, 2))
    @example(Point(-1_318_699, 0, Datum.WGS_84), 7, 11, 0)
    @example(Point(18_345_945, 0, Datum.WGS_84), 32, 39, 0)
    def test_towards_the_other_side_it_is_half_around_less_what_is_missing(
        self, one: Point, north: int, east: int, further: int
    ) -> None:
        assume(abs(one.latitude) < 89_000_000)
        over_there = near(Point(-one.latitude, one.longitude, one.datum), 0, 180_000_000)
        other = near(over_there, north, east)
        missing = pi * EARTH_RADIUS_METRES - over_there.metres_to(other)
        metres = round(missing) + further
        assume(abs(missing - metres) > 1e-6)
        assert one.is_apart(metres, other) == (missing > metres)

    @pytest.mark.parametrize("metres", [HALF_AROUND, HALF_AROUND + 1, 20_100_001, 10**400])
    def test_no_two_points_are_further_apart_than_half_around(self, metres: int) -> None:
        assert not ORIGIN.is_apart(metres, Point(0, -180_000_000, Datum.WGS_84))

    @pytest.mark.parametrize("metres", [-1, 2.5, True, "2500", None])
    def test_the_bound_is_whole_metres(self, metres: int) -> None:
        with pytest.raises(WrongNumber):
            ORIGIN.is_apart(metres, ORIGIN)


class TestPlacement:
    """Stations must lie 2.5 km apart: every pair that does not is told, once."""

    @given(st.lists(points(datums=WGS), max_size=6), st.integers(0, HALF_AROUND))
    def test_the_pairs_told_are_those_that_are_not_apart(self, some: list[Point], metres: int) -> None:
        told = list(too_close(some, metres))
        assert told == sorted(set(told))
        for one in range(len(some)):
            for other in range(one + 1, len(some)):
                assert ((one, other) in told) != some[one].is_apart(metres, some[other])

    def test_the_figure_and_its_source(self) -> None:
        assert STATIONS_APART_METRES == 2_500
        assert PLACEMENT_SOURCE.title.startswith("Couture, Faber, Gu, Liu")


class TestDatums:
    """A point carries its datum, and points of two datums have no distance."""

    @given(points(datums=WGS))
    def test_the_same_degrees_of_two_datums_are_two_points(self, point: Point) -> None:
        other = Point(point.latitude, point.longitude, Datum.GCJ_02)
        assert point != other
        for ask in (
            lambda: point.metres_to(other),
            lambda: other.is_apart(2_500, point),
            lambda: list(too_close([point, other], 2_500)),
        ):
            with pytest.raises(DatumsDiffer):
                ask()

    @pytest.mark.parametrize("datum", ["bd-09", "WGS-84", "", None, 1, []])
    def test_another_datum_is_refused(self, datum: str) -> None:
        with pytest.raises(DatumUnknown):
            Point(0, 0, datum)


class TestPoints:
    """A point is whole microdegrees on the globe, and what is written is what is held."""

    @given(points())
    def test_its_text_can_be_read_back(self, point: Point) -> None:
        degrees, _, datum = str(point).rstrip(")").partition(" (")
        latitude, longitude = degrees.split(", ")
        assert Point.parse(latitude, longitude, datum) == point
        assert Point.parse(Decimal(latitude), Decimal(longitude), datum) == point

    @pytest.mark.parametrize(
        ("latitude", "longitude"),
        [
            (90_000_000, 0),
            (-90_000_000, 0),
            (0, 180_000_000),
            (0, -180_000_001),
            (32.9, 115),
            (32, 115.25),
            (True, 0),
            (0, None),
            (10**400, 0),
        ],
    )
    def test_what_is_off_the_globe_is_refused(self, latitude: int, longitude: int) -> None:
        with pytest.raises(PointOffEarth) as caught:
            Point(latitude, longitude, "wgs-84")
        assert len(str(caught.value)) < 250

    def test_the_ends_of_the_ranges_are_on_it(self) -> None:
        for latitude, longitude in ((89_999_999, 179_999_999), (-89_999_999, -180_000_000)):
            assert Point(latitude, longitude, "wgs-84").latitude == latitude

    def test_degrees_are_exact_decimals(self) -> None:
        for latitude in (32.9, "32.9000001", "３２", "32,9", "32°54'N", "", None, "1e1", "90", "-90.0", Decimal("NaN")):
            with pytest.raises(DegreesMalformed, match=r"^a latitude must be degrees above -90 to below 90,") as caught:
                Point.parse(latitude, "115.25", "wgs-84")  # type: ignore[arg-type]
            assert (caught.value.name, caught.value.given) == ("latitude", latitude)
            assert "pass a string such as '32.9', or a Decimal" in str(caught.value)
        for longitude in (115.25, "180", "-180.000001", "115.25E"):
            with pytest.raises(DegreesMalformed, match=r"^a longitude must be degrees from -180 to") as caught:
                Point.parse("32.9", longitude, "wgs-84")  # type: ignore[arg-type]
            assert (caught.value.name, caught.value.given) == ("longitude", longitude)
        assert str(Point.parse("-0.5", "115.25", "wgs-84")) == "-0.500000, 115.250000 (wgs-84)"
