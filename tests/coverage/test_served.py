"""The laws of reach: a station serves its own village, and what the version that holds at it then reaches besides."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.coverage import (
    Countryside,
    ListedVillage,
    Site,
    Untold,
    Village,
    metres_between,
    served,
    served_on,
)
from rural_taobao.days import NotADay
from rural_taobao.identifiers import StationId
from rural_taobao.network import (
    OwnVillage,
    Posting,
    Reach,
    Vacancy,
    VacantCredit,
    VillagesAround,
    VillagesListed,
    VillagesWithin,
)
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.periods import Period
from rural_taobao.places import Point, VillageCode
from rural_taobao.testing.coverage_strategies import countrysides
from tests.coverage.lands import ALWAYS, OPENED, land, reaching, station, village

DAY = timedelta(1)
SHIFTS = st.integers(-10, 700)
A, B, C = village(1, 0), village(2, 900), village(3, 901)


def day_of(countryside: Countryside, shift: int) -> date:
    return countryside.network.centres[0].open.start + shift * DAY


def codes(villages: Iterable[Village]) -> set[VillageCode]:
    return {each.code for each in villages}


def reach_of(countryside: Countryside, version: str | None) -> Reach | None:
    return None if version is None else countryside.network.version(version).reach


class TestServed:
    """A station serves what its version reaches, by a plain loop over all villages."""

    @given(countrysides(), SHIFTS)
    def test_its_own_village_is_among_those_it_serves(self, countryside: Countryside, shift: int) -> None:
        day = day_of(countryside, shift)
        for each in countryside.network.stations:
            found = served(countryside, each.id, day)
            site = countryside.site(each.id)
            if found.version is not None and site is not None:
                assert site.village in found.villages
            assert (Untold.OWN_VILLAGE in found.untold) == (found.version is not None and site is None)

    @given(countrysides(), SHIFTS)
    def test_what_it_serves_besides_is_what_its_reach_says(self, countryside: Countryside, shift: int) -> None:
        day = day_of(countryside, shift)
        for each in countryside.network.stations:
            found = served(countryside, each.id, day)
            site, spot = countryside.site(each.id), countryside.stand(each.id, day)
            besides = found.villages - {site.village} if site is not None else found.villages
            listed = {it.village for it in countryside.listed if it.station == each.id and day in it.period}
            match reach_of(countryside, found.version):
                case VillagesListed() | VillagesAround():
                    assert besides == listed - ({site.village} if site else set())
                case VillagesWithin(metres):
                    for one in countryside.villages:
                        there = countryside.lies(one.code)
                        near = (
                            spot is not None
                            and there is not None
                            and getattr(spot, "seat", None) == getattr(there, "seat", None)
                            and metres_between(spot, there) <= metres
                        )
                        assert one.code == getattr(site, "village", None) or (one.code in besides) == near
                case _:
                    assert not besides

    @given(countrysides(), SHIFTS)
    def test_the_version_is_that_of_the_posting(self, countryside: Countryside, shift: int) -> None:
        day = day_of(countryside, shift)
        for each in countryside.network.stations:
            posting = countryside.network.posting_on(each.id, day)
            found = served(countryside, each.id, day)
            if posting is not None:
                assert found.version == posting.version
            if countryside.network.station_on(each.id, day) is None:
                assert (found.version, found.villages, found.untold) == (None, frozenset(), frozenset())

    @given(countrysides(), SHIFTS, st.integers(0, 10**7))
    def test_a_village_far_away_changes_nothing_else(self, countryside: Countryside, shift: int, number: int) -> None:
        day = day_of(countryside, shift)
        far = Village(f"6540211{number % 90 + 10:02}201")
        wider = evolve(countryside, villages=[far, *(each for each in countryside.villages if each.code != far.code)])
        before, after = served_on(countryside, day), served_on(wider, day)
        assert {name: found - {far.code} for name, found in after.items()} == {
            name: found - {far.code} for name, found in before.items()
        }

    @given(countrysides(), SHIFTS)
    def test_all_open_stations_are_told_as_each_is(self, countryside: Countryside, shift: int) -> None:
        day = day_of(countryside, shift)
        found = served_on(countryside, day)
        assert list(found) == [each.id for each in countryside.network.stations if day in each.open]
        assert all(served(countryside, name, day).villages == villages for name, villages in found.items())


class TestReaches:
    """Each reach by hand: stations and villages of Feixi county on a line to the east of its seat."""

    ONE = (station("a"),)
    LISTED = (ListedVillage("a", B.code, Period(OPENED + DAY, OPENED + 3 * DAY)),)

    @pytest.mark.parametrize(
        ("reach", "villages", "untold"),
        [
            (OwnVillage(), [A], set()),
            (VillagesListed(), [A, B], set()),
            (VillagesAround(), [A, B], {Untold.DISTANCE}),
            (VillagesWithin(899), [A], set()),
            (VillagesWithin(900), [A, B], set()),
            (VillagesWithin(901), [A, B, C], set()),
        ],
    )
    def test_on_a_day(self, reach: Reach, villages: list[Village], untold: set[Untold]) -> None:
        ours = land(reach, stations=self.ONE, villages=[C, A, B], own={"a": A}, listed=self.LISTED)
        found = served(ours, "a", OPENED + DAY)
        assert found.villages == codes(villages)
        assert found.untold == untold
        assert found.is_all == (not untold)
        assert (found.station, found.day, found.version) == ("a", OPENED + DAY, "usual")

    def test_a_listing_holds_from_its_first_day_and_not_on_its_last(self) -> None:
        ours = land(VillagesListed(), stations=self.ONE, villages=[A, B], own={"a": A}, listed=self.LISTED)
        counts = [len(served(ours, "a", OPENED + day * DAY).villages) for day in range(5)]
        assert counts == [1, 2, 2, 1, 1]

    def test_the_posting_of_the_day_selects_the_reach(self) -> None:
        turn = date(2016, 8, 1)
        ours = land(
            stations=self.ONE,
            villages=[A, B],
            own={"a": A},
            versions=[reaching("near", OwnVillage()), reaching("far", VillagesWithin(5000), turn)],
            postings=[
                Posting("a", "li", "li", "near", Period(OPENED, turn)),
                Posting("a", "li", "li", "far", Period(turn)),
            ],
        )
        assert [len(served(ours, "a", turn - days * DAY).villages) for days in (1, 0)] == [1, 2]

    def test_where_the_station_has_a_place_of_its_own_that_counts_and_not_that_of_its_village(self) -> None:
        ours = land(VillagesWithin(1), stations=[station("a", 901)], villages=[A, B, C], own={"a": A})
        assert served(ours, "a", OPENED).villages == codes([A, B, C])
        point = {each.code: Point(0, 10 * number, "wgs-84") for number, each in enumerate((A, B, C))}
        globe = evolve(
            ours,
            villages=[evolve(each, place=point[each.code]) for each in (A, B, C)],
            sites=[Site("a", A.code, Point(0, 20, "wgs-84"))],
        )
        assert served(globe, "a", OPENED).villages == codes([A, C])
        without = evolve(globe, sites=[Site("a", A.code)])
        assert served(without, "a", OPENED).villages == codes([A])

    def test_what_is_not_placed_is_told(self) -> None:
        nowhere = village(4)
        ours = land(VillagesWithin(5000), stations=self.ONE, villages=[A, nowhere], own={"a": nowhere})
        found = served(ours, "a", OPENED)
        assert found.villages == codes([nowhere])
        assert found.untold == {Untold.STATION_PLACE, Untold.VILLAGE_PLACES}

    def test_without_a_site_its_own_village_is_not_known(self) -> None:
        ours = land(VillagesWithin(900), stations=[station("a", 0)], villages=[B, C])
        found = served(ours, "a", OPENED)
        assert found.villages == codes([B])
        assert found.untold == {Untold.OWN_VILLAGE}

    def test_over_the_border_of_a_county_positions_have_no_distance(self) -> None:
        other = village(5, 0, county="341221")
        ours = land(VillagesWithin(10**9), stations=[station("a", 0)], villages=[A, other], own={"a": A})
        assert served(ours, "a", OPENED).villages == codes([A])


class TestVacantStations:
    """A vacant station serves under the version that pays for it, and nobody where nobody is credited."""

    @pytest.mark.parametrize(
        ("vacancy", "number"),
        [
            (Vacancy("nobody"), 0),
            (Vacancy("nobody", "usual"), 0),
            (Vacancy("county_centre", "usual"), 2),
            (Vacancy("platform", "usual"), 2),
        ],
    )
    def test_by_hand(self, vacancy: Vacancy, number: int) -> None:
        ours = land(
            VillagesWithin(900),
            stations=[station("a", days=Period(OPENED, OPENED + 9 * DAY))],
            villages=[A, B],
            own={"a": A},
            postings=[Posting("a", "li", "li", "usual", Period(OPENED, OPENED + DAY))],
            vacancy=vacancy,
        )
        numbers = [len(served(ours, "a", OPENED + day * DAY).villages) for day in (-1, 0, 1, 8, 9)]
        assert numbers == [0, 2, number, number, 0]

    @given(countrysides(), SHIFTS)
    def test_it_is_never_under_another(self, countryside: Countryside, shift: int) -> None:
        day, vacancy = day_of(countryside, shift), countryside.network.vacancy
        for each in countryside.network.stations:
            if day in each.open and countryside.network.posting_on(each.id, day) is None:
                found = served(countryside, each.id, day)
                assert found.version == (None if vacancy.credit is VacantCredit.NOBODY else vacancy.version)


class TestQuestions:
    """What is no station, or no day, is refused."""

    def test_a_station_that_is_not_there(self) -> None:
        with pytest.raises(UnknownReference):
            served(land(), "b", OPENED)

    @pytest.mark.parametrize("day", [datetime(2016, 11, 11, tzinfo=UTC), "2016-11-11", None])
    def test_what_is_no_day(self, day: date) -> None:
        ours = land(OwnVillage(), stations=[station("a")])
        with pytest.raises(NotADay):
            served(ours, "a", day)
        with pytest.raises(NotADay):
            served_on(ours, day)

    def test_the_mapping_is_of_ids(self) -> None:
        ours = land(OwnVillage(), stations=[station("a", days=ALWAYS)], villages=[A], own={"a": A})
        assert served_on(ours, OPENED) == {StationId("a"): frozenset({A.code})}
