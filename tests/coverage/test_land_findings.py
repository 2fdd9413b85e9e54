"""The laws of findings on the land: what is told of a village or a pair is so, and every day of it is found."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.coverage import Countryside, ListedVillage, land_findings, spacing
from rural_taobao.coverage.findings import StationsNear, VillageShared
from rural_taobao.kinds import WrongNumber
from rural_taobao.network import OwnVillage
from rural_taobao.periods import Period
from rural_taobao.testing.coverage_strategies import countrysides
from tests.coverage.lands import ALWAYS, OPENED, land, station, village

DAY = timedelta(1)


class TestStationsNear:
    """A pair is told where it is too near on any day, whatever the day."""

    @given(countrysides(), st.integers(0, 300_000))
    def test_it_is_what_is_found_on_the_days_on_which_stations_open(self, ours: Countryside, metres: int) -> None:
        told = [each for each in land_findings(ours, metres) if isinstance(each, StationsNear)]
        days = sorted({each.open.start for each in ours.network.stations})
        first: dict[frozenset[str], tuple[date, int]] = {}
        for day in days:
            for pair in spacing(ours, metres, day).pairs:
                first.setdefault(frozenset((pair.first, pair.second)), (day, pair.metres))
        assert {frozenset((each.first, each.second)): (each.day, each.metres) for each in told} == first
        assert len(told) == len(first)

    def test_pairs_are_told_in_the_order_of_the_network(self) -> None:
        ours = land(OwnVillage(), stations=[station("c", 0), station("a", 2), station("b", 1)])
        assert [(each.first, each.second) for each in land_findings(ours, 3) if isinstance(each, StationsNear)] == [
            ("c", "a"),
            ("c", "b"),
            ("a", "b"),
        ]

    def test_one_that_was_open_twice_is_told_once_by_the_first_day(self) -> None:
        later, latest = OPENED + 9 * DAY, OPENED + 20 * DAY
        twice = [
            station("b", 0, Period(latest)),
            station("a", 1, Period(OPENED)),
            station("b", 0, Period(later, later + DAY)),
        ]
        [told] = land_findings(land(OwnVillage(), stations=twice), 5)
        assert str(told) == f"stations b and a stand 1 m apart, both open on {later}"

    def test_the_first_day_counts_in_whichever_order_rows_stand(self) -> None:
        later = OPENED + 9 * DAY
        twice = [
            station("b", 0, Period(OPENED, OPENED + DAY)),
            station("a", 1, Period(OPENED)),
            station("b", 0, Period(later)),
        ]
        [told] = land_findings(land(OwnVillage(), stations=twice), 5)
        assert isinstance(told, StationsNear)
        assert told.day == OPENED

    def test_none_is_told_where_no_distance_is_asked_for_and_none_at_the_bound(self) -> None:
        ours = land(OwnVillage(), stations=[station("a", 0), station("b", 2500)])
        assert list(land_findings(ours)) == list(land_findings(ours, 2500)) == []
        assert [str(each) for each in land_findings(ours, 2501)] == [
            "stations a and b stand 2,500 m apart, both open on 2015-06-01"
        ]

    def test_one_that_is_not_placed_and_those_never_open_together_are_not_told(self) -> None:
        days = Period(OPENED, OPENED + DAY), Period(OPENED + DAY)
        ours = land(OwnVillage(), stations=[station("a", 0, days[0]), station("b", 0, days[1]), station("c")])
        assert list(land_findings(ours, 99)) == []

    def test_metres_below_nothing_are_refused(self) -> None:
        with pytest.raises(WrongNumber):
            list(land_findings(land(OwnVillage()), -1))


class TestVillageShared:
    """A village is told once where it is of several stations on one day."""

    @given(countrysides())
    def test_it_is_told_where_two_stations_have_it_on_one_day(self, ours: Countryside) -> None:
        held = [(each.village, each.station, each.period) for each in ours.listed]
        held += [
            (site.village, site.station, row.open)
            for site in ours.sites
            for row in ours.network.station_rows(site.station)
        ]
        sharing: dict[str, set[str]] = {}
        first: dict[str, date] = {}
        for one, name, days in held:
            for other, its_name, its_days in held:
                common = days.overlap(its_days)
                if one == other and name != its_name and common is not None:
                    sharing.setdefault(one, set()).update((name, its_name))
                    first[one] = min(first.get(one, common.start), common.start)
        told = [each for each in land_findings(ours) if isinstance(each, VillageShared)]
        assert {each.village: set(each.stations) for each in told} == sharing
        assert {each.village: each.day for each in told} == first
        assert len(told) == len(sharing)

    def test_it_names_all_of_them_and_the_first_day(self) -> None:
        v = village(1, 0)
        listed = [ListedVillage("c", v.code, Period(OPENED + 3 * DAY)), ListedVillage("b", v.code, ALWAYS)]
        ours = land(
            OwnVillage(),
            stations=[station("a", days=Period(OPENED + DAY)), station("b"), station("c")],
            villages=[v],
            own={"a": v},
            listed=listed,
        )
        [told] = land_findings(ours)
        assert str(told) == f"village {v.code} is of stations a, b and c at once, first on 2015-06-02"

    def test_a_station_does_not_share_with_itself_nor_with_one_that_went_before(self) -> None:
        v = village(1, 0)
        ours = land(
            OwnVillage(),
            stations=[station("a", days=Period(OPENED, OPENED + DAY)), station("b")],
            villages=[v],
            own={"a": v},
            listed=[ListedVillage("a", v.code, ALWAYS), ListedVillage("b", v.code, Period(OPENED + DAY))],
        )
        [told] = land_findings(ours)
        assert isinstance(told, VillageShared)
        assert told.stations == ("a", "b")
        alone = land(
            OwnVillage(),
            stations=[station("a", days=Period(OPENED, OPENED + DAY)), station("b")],
            villages=[v],
            own={"a": v},
            listed=[ListedVillage("b", v.code, Period(OPENED + DAY))],
        )
        assert list(land_findings(alone)) == []
