"""What keeps villages, sites and listings from going together with a network, and what a countryside answers."""

from datetime import date, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.coverage import Countryside, CountrysideRefused, ListedVillage, SeenFrom, Site, Village
from rural_taobao.coverage.breaches import (
    NotInCountryside,
    PlacesMixed,
    SiteOutsideCounty,
    SiteTwice,
    VillageListedTwice,
    VillageTwice,
)
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.kinds import WrongKind
from rural_taobao.network import CountyCentre, OwnVillage, Position
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.periods import Period
from rural_taobao.places import CountyCode, Point, PrefectureCode
from rural_taobao.places.forms import MalformedDivisionCode, WrongDivisionLevel
from rural_taobao.testing.coverage_strategies import countrysides
from tests.coverage.lands import ALWAYS, OPENED, land, station, village

A, B = village(1, 0), village(2, 900)
WGS, GCJ = Point(32_900_000, 115_250_000, "wgs-84"), Point(32_900_000, 115_250_000, "gcj-02")
OURS = land(OwnVillage(), stations=[station("a", 5), station("b")], villages=[A, B], own={"a": A})


def faults(**changes: object) -> tuple[RuralTaobaoError, ...]:
    """Give what is refused when the small countryside is changed."""
    changed: dict[str, Any] = dict(changes)
    with pytest.raises(CountrysideRefused) as caught:
        evolve(OURS, **changed)
    assert str(len(caught.value.faults)) in str(caught.value)
    assert all(str(fault) in str(caught.value) for fault in caught.value.faults)
    return caught.value.faults


class TestBreaches:
    """Villages, sites and listings go together with a network, or are refused with every breach."""

    def test_a_village_is_there_once(self) -> None:
        again = Village(A.code, "again")
        [fault] = faults(villages=[A, B, again])
        assert isinstance(fault, VillageTwice)
        assert fault.subject is again

    def test_a_station_has_one_site(self) -> None:
        [fault] = faults(sites=[Site("a", A.code), Site("b", B.code), Site("a", B.code)])
        assert isinstance(fault, SiteTwice)
        assert fault.subject == Site("a", B.code)

    @pytest.mark.parametrize(
        "subject",
        [
            Site("c", A.code),
            Site("a", "340123101299"),
            ListedVillage("c", A.code, ALWAYS),
            ListedVillage("a", "340123101299", ALWAYS),
        ],
    )
    def test_what_is_named_is_there(self, subject: Site | ListedVillage) -> None:
        name = "sites" if isinstance(subject, Site) else "listed"
        [fault] = faults(**{name: [subject]})
        assert isinstance(fault, NotInCountryside)
        kind = "station" if subject.station == "c" else "village"
        assert fault.args == (subject, kind, getattr(subject, kind))

    @pytest.mark.parametrize(
        ("first", "second", "overlap"),
        [((0, 5), (5, 9), False), ((0, 5), (4, 9), True), ((5, 9), (0, 6), True), ((0, None), (3, 4), True)],
    )
    def test_a_village_is_listed_once_at_a_time(
        self, first: tuple[int, int | None], second: tuple[int, int | None], *, overlap: bool
    ) -> None:
        one, other = (ListedVillage("a", B.code, days(*each)) for each in (first, second))
        if not overlap:
            assert evolve(OURS, listed=[one, other]).listed == (one, other)
            return
        [fault] = faults(listed=[one, other])
        assert isinstance(fault, VillageListedTwice)
        assert {fault.subject, fault.other} == {one, other}
        assert fault.subject.period.start >= fault.other.period.start

    def test_each_overlap_is_told_whichever_lasts_longest(self) -> None:
        listed = [ListedVillage("a", B.code, days(*each)) for each in ((0, 9), (1, 2), (3, 12), (10, 11), (12, 13))]
        found = faults(listed=listed)
        assert [(fault.args[0], fault.args[1]) for fault in found] == [
            (listed[1], listed[0]),
            (listed[2], listed[0]),
            (listed[3], listed[2]),
        ]

    def test_for_two_stations_a_village_is_listed_at_once(self) -> None:
        listed = [ListedVillage(name, B.code, ALWAYS) for name in "ab"]
        assert evolve(OURS, listed=listed).listed_for("b") == (listed[1],)

    @pytest.mark.parametrize(
        ("villages", "sites", "subject"),
        [
            ([A, evolve(B, place=WGS)], [], evolve(B, place=WGS)),
            ([evolve(A, place=WGS), evolve(B, place=GCJ)], [], evolve(B, place=GCJ)),
            ([A, B], [Site("a", A.code, WGS)], Site("a", A.code, WGS)),
            ([evolve(A, place=GCJ), B, evolve(village(3), place=WGS)], [], B),
        ],
    )
    def test_places_are_stated_in_one_way(self, villages: list[Village], sites: list[Site], subject: object) -> None:
        [fault] = faults(villages=villages, sites=sites)
        assert isinstance(fault, PlacesMixed)
        assert fault.subject == subject

    def test_the_ways_are_told(self) -> None:
        [fault] = faults(villages=[A, evolve(B, place=GCJ)])
        assert str(fault) == (
            "all places of a countryside must be stated in one way, in degrees of one datum or in metres from seats of "
            "counties, but village 340123101202 is placed by degrees (gcj-02) and one before it by metres from the "
            "seat of its county; state all alike"
        )

    def test_a_station_stands_in_the_county_of_its_centre(self) -> None:
        there = village(1, county="341221")
        [fault] = faults(villages=[A, B, there], sites=[Site("a", there.code)])
        assert isinstance(fault, SiteOutsideCounty)
        assert fault.args == (Site("a", there.code), "feixi", "340123")

    def test_of_a_station_that_moved_it_is_the_county_of_either_centre(self) -> None:
        turn = OPENED + timedelta(9)
        rows = [station("a", days=Period(OPENED, turn)), station("a", days=Period(turn), centre="linquan")]
        there, elsewhere = village(1, county="341221"), village(1, county="341222")
        for each in (A, there):
            assert land(OwnVillage(), stations=rows, villages=[each], own={"a": each}).sites
        with pytest.raises(CountrysideRefused) as caught:
            land(OwnVillage(), stations=rows, villages=[elsewhere], own={"a": elsewhere})
        [fault] = caught.value.faults
        assert fault.args == (Site("a", elsewhere.code), "feixi", "340123")

    @pytest.mark.parametrize(
        ("county", "opened", "holder", "fits"),
        [
            ("360721", 2015, "360704", True),  # Ganxian county became a district
            ("360704", 2017, "360721", True),
            ("320202", 2015, "320213", True),  # Chong'an was merged into Liangxi
            ("130421", 2015, "130402", True),  # Handan county was divided into two districts
            ("130421", 2015, "130403", True),
            ("130421", 2015, "130404", False),
            ("440116", 2013, "440112", True),  # Luogang was merged into Huangpu
            ("440116", 2013, "340123", False),
            ("340123", 2015, "340190", True),  # no list has this one
            ("469003", 2014, "460400", True),  # Danzhou became a prefecture without counties
        ],
    )
    def test_codes_of_several_years_are_of_one_county(
        self, county: str, opened: int, holder: str, *, fits: bool
    ) -> None:
        centre = CountyCentre("feixi", county, "li", Period(date(opened, 12, 31)))
        network = OURS.network
        moved = evolve(
            network,
            centres=[centre],
            stations=[evolve(station("a"), open=Period(date(2018, 1, 1)))],
            payees=[evolve(each, known=Period(date(2010, 1, 1))) for each in network.payees],
            postings=[],
        )
        there = Village(f"{holder}101201")
        if fits:
            assert evolve(OURS, network=moved, villages=[there], sites=[Site("a", there.code)]).sites
        else:
            with pytest.raises(CountrysideRefused):
                evolve(OURS, network=moved, villages=[there], sites=[Site("a", there.code)])

    def test_all_are_told_at_once(self) -> None:
        found = faults(
            villages=[A, A, evolve(B, place=WGS)],
            sites=[Site("a", A.code), Site("a", "341221101201")],
            listed=[ListedVillage("c", "340123101299", ALWAYS)],
        )
        assert [type(fault) for fault in found] == [
            VillageTwice,
            PlacesMixed,
            SiteTwice,
            NotInCountryside,
            SiteOutsideCounty,
            NotInCountryside,
            NotInCountryside,
        ]


def days(start: int, end: int | None) -> Period:
    return Period(OPENED + timedelta(start), None if end is None else OPENED + timedelta(end))


class TestVillages:
    """A village has a code of twelve digits, and a place or none."""

    @pytest.mark.parametrize(
        ("code", "error"),
        [("340123", WrongDivisionLevel), ("34012310", MalformedDivisionCode), (5, MalformedDivisionCode)],
    )
    def test_its_code_is_one_of_a_village(self, code: str, error: type[Exception]) -> None:
        with pytest.raises(error):
            Village(code)

    @pytest.mark.parametrize("place", [(0, 0), "32.9", 5])
    def test_its_place_is_a_point_or_a_position(self, place: Position) -> None:
        with pytest.raises(WrongKind, match=r"place must be made by Point.parse\(\) or Position\(\)"):
            Village(A.code, place=place)
        with pytest.raises(WrongKind, match=r"point must be made by Point.parse\(\)"):
            Site("a", A.code, Position(0, 0))  # type: ignore[arg-type] # a position is for the network to know

    def test_its_name_stays_out_of_what_is_shown(self) -> None:
        assert "三河" not in repr(Village(A.code, "三河"))

    def test_it_lies_in_a_county_or_in_a_prefecture_without_any(self) -> None:
        assert A.holder == CountyCode("340123")
        assert Village("441900003201").holder == PrefectureCode("441900")


class TestQuestions:
    """A countryside tells where its villages lie and its stations stand, and refuses what is not there."""

    def test_of_villages(self) -> None:
        assert OURS.village(A.code) is A
        assert OURS.lies(B.code) == SeenFrom(CountyCode("340123"), Position(900, 0))
        assert evolve(OURS, villages=[A, village(3)]).lies(village(3).code) is None
        for question in (OURS.village, OURS.lies):
            with pytest.raises(NotInCountryside) as caught:
                question("340123101299")
            assert caught.value.args == (None, "village", "340123101299")
            with pytest.raises(WrongDivisionLevel):
                question("340123")

    def test_of_stations(self) -> None:
        assert OURS.stand("a", OPENED) == SeenFrom(CountyCode("340123"), Position(5, 0))
        assert OURS.stand("b", OPENED) is None
        assert evolve(OURS, sites=[Site("b", B.code)]).stand("b", OPENED) == OURS.lies(B.code)
        assert OURS.site("a") == Site("a", A.code)
        assert OURS.site("b") is None
        assert OURS.listed_for("a") == ()
        for question in (OURS.site, OURS.listed_for):
            with pytest.raises(UnknownReference):
                question("c")
        for on_a_day in (OURS.stand, OURS.county_of):
            with pytest.raises(UnknownReference):
                on_a_day("c", OPENED)
            assert on_a_day("a", OPENED - timedelta(1)) is None
        assert OURS.county_of("a", OPENED) == "340123"

    def test_on_the_globe_a_position_of_the_network_says_nothing(self) -> None:
        globe = evolve(OURS, villages=[evolve(A, place=WGS)], sites=[])
        assert globe.on_the_globe
        assert globe.stand("a", OPENED) is None
        assert evolve(globe, sites=[Site("a", A.code)]).stand("a", OPENED) == WGS
        alone = evolve(OURS, villages=[village(1)], sites=[Site("a", A.code, GCJ)])
        assert alone.on_the_globe
        assert alone.stand("a", OPENED) == GCJ

    @given(countrysides(), st.integers(0, 200_000))
    def test_around_a_village_lies_the_village_itself(self, countryside: Countryside, metres: int) -> None:
        for each in countryside.villages:
            spot = countryside.lies(each.code)
            if spot is None:
                assert each.code in countryside.unplaced
            else:
                assert each.code in countryside.around(spot, metres)

    @given(countrysides())
    def test_made_again_of_its_parts_it_is_equal(self, countryside: Countryside) -> None:
        again = Countryside(
            network=countryside.network,
            villages=countryside.villages,
            sites=countryside.sites,
            listed=countryside.listed,
        )
        assert again == countryside
