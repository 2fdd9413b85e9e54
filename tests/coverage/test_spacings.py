"""The laws of spacing: a pair is too near where a plain double loop finds it so; and a placement that was published."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.coverage import Countryside, Pair, Site, Village, metres_between, spacing
from rural_taobao.coverage.distances import is_nearer
from rural_taobao.days import NotADay
from rural_taobao.identifiers import StationId
from rural_taobao.kinds import WrongNumber
from rural_taobao.network import OwnVillage, Position, Station
from rural_taobao.periods import Period
from rural_taobao.places import PLACEMENT_SOURCE, STATIONS_APART_METRES
from rural_taobao.samples.placement import CANDIDATES, candidates
from rural_taobao.samples.seeds import Draws
from rural_taobao.testing.coverage_strategies import countrysides
from tests.coverage.lands import ALWAYS, OPENED, land, station, village

DAY = timedelta(1)


class TestSpacing:
    """Stations open on a day make a pair where they stand less than the metres apart, and no others do."""

    @given(countrysides(), st.integers(-10, 700), st.integers(0, 300_000))
    def test_it_is_what_a_double_loop_finds(self, countryside: Countryside, shift: int, metres: int) -> None:
        day = countryside.network.centres[0].open.start + shift * DAY
        found = spacing(countryside, metres, day)
        stands = [
            (each.id, countryside.stand(each.id, day)) for each in countryside.network.stations if day in each.open
        ]
        placed = [(name, spot) for name, spot in stands if spot is not None]
        assert list(found.pairs) == [
            Pair(one, other, metres_between(here, there))
            for (one, here), (other, there) in combinations(placed, 2)
            if getattr(here, "seat", None) == getattr(there, "seat", None) and is_nearer(here, metres, there)
        ]
        assert list(found.unplaced) == [name for name, spot in stands if spot is None]
        assert (found.day, found.metres) == (day, metres)

    @pytest.mark.parametrize(("metres", "count"), [(2500, 0), (2501, 1)])
    def test_at_the_bound_itself_they_are_not_too_near(self, metres: int, count: int) -> None:
        ours = land(OwnVillage(), stations=[station("a", 0), station("b", 2500)])
        assert len(spacing(ours, metres, OPENED).pairs) == count

    def test_one_that_is_closed_makes_no_pair(self) -> None:
        ours = land(OwnVillage(), stations=[station("a", 0), station("b", 1, Period(OPENED, OPENED + DAY))])
        pairs = [spacing(ours, 2, OPENED + day * DAY).pairs for day in (0, 1)]
        assert pairs == [(Pair(StationId("a"), StationId("b"), 1),), ()]

    def test_pairs_are_told_in_the_order_of_the_network_whatever_stations_are_called(self) -> None:
        ours = land(OwnVillage(), stations=[station("c", 0), station("a", 2), station("b", 1)])
        pairs = [(each.first, each.second, each.metres) for each in spacing(ours, 3, OPENED).pairs]
        assert pairs == [("c", "a", 2), ("c", "b", 1), ("a", "b", 1)]

    def test_of_two_counties_positions_make_none(self) -> None:
        ours = land(OwnVillage(), stations=[station("a", 0), station("b", 0, centre="linquan")])
        assert spacing(ours, 10**9, OPENED).pairs == ()

    @pytest.mark.parametrize("metres", [-1, 2.5, True])
    def test_metres_are_whole_and_not_below_nothing(self, metres: int) -> None:
        with pytest.raises(WrongNumber):
            spacing(land(OwnVillage(), stations=[station("a", 0)]), metres, OPENED)
        with pytest.raises(WrongNumber):
            spacing(land(), metres, OPENED)

    @pytest.mark.parametrize("day", [datetime(2016, 11, 11, tzinfo=UTC), "2016-11-11", None])
    def test_what_is_no_day_is_refused(self, day: date) -> None:
        with pytest.raises(NotADay):
            spacing(land(), 5, day)


class TestPlacement:
    """
    The placement of a trial: candidate villages of a county, 54 of them, at least 2.5 km apart.

    Source: Couture, Faber, Gu and Liu, Connecting the Countryside via E-Commerce.
    """

    @given(st.integers(0, 10**6))
    def test_a_station_in_each_candidate_village_is_not_too_near_another(self, seed: int) -> None:
        ours = placed(seed)
        assert "Connecting the Countryside" in PLACEMENT_SOURCE.title
        assert len(ours.network.stations) == CANDIDATES == 54
        assert spacing(ours, STATIONS_APART_METRES, OPENED).pairs == ()

    @given(st.integers(0, 10**6), st.integers(1, STATIONS_APART_METRES))
    def test_one_more_beside_a_candidate_is_told_with_it(self, seed: int, east: int) -> None:
        ours = placed(seed)
        [first, *_] = ours.network.stations
        position = ours.villages[0].place
        assert isinstance(position, Position)
        beside = Position(position.east + east, position.north)
        more = evolve(
            ours,
            network=evolve(
                ours.network, stations=[Station("new", "feixi", ALWAYS, position=beside), *ours.network.stations]
            ),
        )
        with_first = [pair for pair in spacing(more, STATIONS_APART_METRES, OPENED).pairs if pair.second == first.id]
        assert with_first == ([Pair(StationId("new"), first.id, east)] if east < STATIONS_APART_METRES else [])


def placed(seed: int) -> Countryside:
    """A county with a station in each candidate village, placed where its village is."""
    drawn = candidates(Draws(seed))
    villages = [Village(village(each.number).code, place=each.position) for each in drawn]
    ours = land(OwnVillage(), stations=[station(f"s{each.number}") for each in drawn], villages=villages)
    ours = evolve(ours, sites=[Site(f"s{each.number}", one.code) for each, one in zip(drawn, villages, strict=True)])
    network = ours.network
    stations = [evolve(each, position=one.position) for each, one in zip(network.stations, drawn, strict=True)]
    return evolve(ours, network=evolve(network, stations=stations)) if seed % 2 else ours
