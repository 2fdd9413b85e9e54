"""The laws of remoteness: which villages have no open station near, exactly, and which station is nearest."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.coverage import Countryside, Nearest, Site, covered, metres_between, nearest, unserved
from rural_taobao.coverage.breaches import NotInCountryside
from rural_taobao.days import NotADay
from rural_taobao.identifiers import StationId
from rural_taobao.kinds import WrongNumber
from rural_taobao.network import OwnVillage, VillagesWithin
from rural_taobao.periods import Period
from rural_taobao.places import Point, VillageCode
from rural_taobao.testing.coverage_strategies import countrysides
from tests.coverage.lands import OPENED, land, station, village

DAY = timedelta(1)
SHIFTS = st.integers(-10, 700)
METRES = st.integers(0, 300_000)
A, B, C = village(1, 0), village(2, 2500), village(3, 2501)


def day_of(countryside: Countryside, shift: int) -> date:
    return countryside.network.centres[0].open.start + shift * DAY


def distances(countryside: Countryside, code: VillageCode, day: date) -> dict[StationId, int]:
    """Give how far all open stations are, by a plain loop."""
    here = countryside.lies(code)
    stands = {each.id: countryside.stand(each.id, day) for each in countryside.network.stations if day in each.open}
    return {
        name: metres_between(here, there)
        for name, there in stands.items()
        if here and there and getattr(here, "seat", None) == getattr(there, "seat", None)
    }


class TestUnserved:
    """A village is unserved where no open station stands within the metres, by a plain loop over all stations."""

    @given(countrysides(), SHIFTS, METRES)
    def test_it_is_what_a_double_loop_finds(self, countryside: Countryside, shift: int, metres: int) -> None:
        day = day_of(countryside, shift)
        found = unserved(countryside, metres, day)
        codes = [each.code for each in countryside.villages]
        assert list(found.villages) == [
            code
            for code in codes
            if countryside.lies(code) and all(far > metres for far in distances(countryside, code, day).values())
        ]
        assert list(found.unplaced) == [code for code in codes if not countryside.lies(code)]
        assert list(found.stations) == [
            each.id for each in countryside.network.stations if day in each.open and not countryside.stand(each.id, day)
        ]
        assert (found.day, found.metres) == (day, metres)

    @given(countrysides(), SHIFTS, METRES, METRES)
    def test_fewer_are_as_near_is_further(self, countryside: Countryside, shift: int, metres: int, more: int) -> None:
        day = day_of(countryside, shift)
        near, far = (set(unserved(countryside, each, day).villages) for each in (metres, metres + more))
        assert far <= near

    def test_reach_by_distance_leaves_unserved_what_is_further(self) -> None:
        """All stations are posted to a reach of 2,500 m: what is covered and what is unserved make up the whole."""
        ours = land(VillagesWithin(2500), stations=[station("a", 0)], villages=[A, B, C], own={"a": A})
        far = unserved(ours, 2500, OPENED)
        assert far.villages == (C.code,)
        assert covered(ours, OPENED).villages | set(far.villages) == {each.code for each in ours.villages}

    def test_a_station_that_is_closed_is_not_near(self) -> None:
        ours = land(OwnVillage(), stations=[station("a", 0, Period(OPENED, OPENED + DAY))], villages=[A])
        assert [len(unserved(ours, 0, OPENED + day * DAY).villages) for day in (-1, 0, 1)] == [1, 0, 1]

    def test_a_station_that_is_vacant_is_near_all_the_same(self) -> None:
        ours = land(OwnVillage(), stations=[station("a", 0)], villages=[A], postings=[])
        assert unserved(ours, 0, OPENED).villages == ()

    @pytest.mark.parametrize("metres", [-1, 2.5, True, None])
    def test_metres_are_whole_and_not_below_nothing(self, metres: int) -> None:
        with pytest.raises(WrongNumber):
            unserved(land(), metres, OPENED)

    @pytest.mark.parametrize("day", [datetime(2016, 11, 11, tzinfo=UTC), "2016-11-11", None])
    def test_what_is_no_day_is_refused(self, day: date) -> None:
        with pytest.raises(NotADay):
            unserved(land(), 5, day)
        with pytest.raises(NotADay):
            nearest(land(), [], day)


class TestNearest:
    """The nearest station is the one that a plain loop finds, by whole metres and then by its id."""

    @given(countrysides(), SHIFTS)
    def test_it_is_what_a_double_loop_finds(self, countryside: Countryside, shift: int) -> None:
        day = day_of(countryside, shift)
        found = nearest(countryside, [each.code for each in countryside.villages], day)
        for each in countryside.villages:
            far = distances(countryside, each.code, day)
            if not far:
                assert each.code not in found
            else:
                metres, name = min((metres, name) for name, metres in far.items())
                assert found[each.code] == Nearest(name, metres)

    @given(countrysides(), SHIFTS, METRES)
    def test_it_is_further_than_the_metres_for_the_unserved_alone(
        self, countryside: Countryside, shift: int, metres: int
    ) -> None:
        day = day_of(countryside, shift)
        far = set(unserved(countryside, metres, day).villages)
        for code, each in nearest(countryside, [each.code for each in countryside.villages], day).items():
            assert (code in far) == (each.metres > metres)

    def test_on_the_globe_over_the_date_line(self) -> None:
        """Stations on the equator, on either side of the line: 0.2 degrees, 22,239.02 m, and 0.3 from the village."""
        points = {"a": Point(0, 179_900_000, "wgs-84"), "b": Point(0, -179_600_000, "wgs-84")}
        ours = land(OwnVillage(), stations=[station("a"), station("b")], villages=[village(1)])
        here = evolve(village(1), place=Point(0, -179_900_000, "wgs-84"))
        globe = evolve(ours, villages=[here], sites=[Site(name, here.code, point) for name, point in points.items()])
        assert nearest(globe, [here.code], OPENED) == {here.code: Nearest(StationId("a"), 22_240)}

    def test_a_village_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(NotInCountryside):
            nearest(land(), ["340123101201"], OPENED)

    def test_of_a_grid_it_is_the_one_beside(self) -> None:
        """Stations every 3 km on a line, villages 1 km on: each has the station before it, 1,000 m away."""
        stations = [station(f"s{number}", 3000 * number) for number in range(9)]
        villages = [village(number, 3000 * number + 1000) for number in range(9)]
        ours = land(OwnVillage(), stations=stations, villages=villages)
        found = nearest(ours, [each.code for each in villages], OPENED)
        assert [each.station for each in found.values()] == [each.id for each in stations]
        assert {each.metres for each in found.values()} == {1000}
        assert all(len(unserved(ours, metres, OPENED).villages) == count for metres, count in ((999, 9), (1000, 0)))
        assert len(list(product(stations, villages))) == 81
