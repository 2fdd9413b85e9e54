"""The laws of coverage: each village, county and province once, shares from 0 to 1, what closes leaves the count."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.coverage import Countryside, ListedVillage, Site, Untold, coverage_course, covered, served, served_on
from rural_taobao.days import NotADay
from rural_taobao.network import (
    OwnVillage,
    Station,
    Vacancy,
    VillagesAround,
    VillagesListed,
    VillagesWithin,
)
from rural_taobao.periods import Period
from rural_taobao.places import PROVINCES, CountyCode, ProvinceCode, county_table
from rural_taobao.programme import Measure, Proportion, Tally, tallied
from rural_taobao.programme.denominators import Denominator, DenominatorUnknown, MoreThanThereAre
from rural_taobao.programme.tallies import CourseEmpty
from rural_taobao.testing.coverage_strategies import countrysides
from rural_taobao.timeline import Source
from tests.coverage.lands import OPENED, land, station, village

DAY = timedelta(1)
SHIFTS = st.integers(-10, 700)
A, B, C = village(1, 0), village(2, 900), village(3, 5000)


def day_of(countryside: Countryside, shift: int) -> date:
    return countryside.network.centres[0].open.start + shift * DAY


class TestCovered:
    """Coverage counts each village, county and province once, whatever overlaps."""

    @given(countrysides(), SHIFTS)
    def test_it_is_what_a_tally_of_the_same_villages_is(self, countryside: Countryside, shift: int) -> None:
        day = day_of(countryside, shift)
        found = covered(countryside, day)
        assert found.tally == tallied(countryside.network, day, served_on(countryside, day))

    @given(countrysides(), SHIFTS)
    def test_a_village_is_covered_where_any_station_serves_it(self, countryside: Countryside, shift: int) -> None:
        day = day_of(countryside, shift)
        found = covered(countryside, day)
        names = {each.id for each in countryside.network.stations}
        every = [served(countryside, name, day) for name in names]
        for each in countryside.villages:
            assert (each.code in found.villages) == any(each.code in one.villages for one in every)
        for untold in Untold:
            assert found.untold.get(untold, 0) == sum(untold in one.untold for one in every)
        assert 0 not in found.untold.values()

    @given(countrysides(), SHIFTS)
    def test_what_is_there_twice_counts_once(self, countryside: Countryside, shift: int) -> None:
        """A second station beside each, with the same postings, site and listings, covers no village more."""
        day, network = day_of(countryside, shift), countryside.network
        names = {
            name: f"{place}-twin" for place, name in enumerate(dict.fromkeys(each.id for each in network.stations))
        }
        twins = [evolve(each, id=names[each.id]) for each in network.stations]
        doubled = evolve(
            network,
            versions=[evolve(each, stations_per_partner=each.stations_per_partner * 2) for each in network.versions],
            stations=[*network.stations, *twins],
            postings=[*network.postings, *(evolve(each, station=names[each.station]) for each in network.postings)],
            centres=[*network.centres, *(evolve(each, id=f"twin-{each.id[:50]}") for each in network.centres)],
        )
        both = evolve(
            countryside,
            network=doubled,
            sites=[*countryside.sites, *(evolve(each, station=names[each.station]) for each in countryside.sites)],
            listed=[*countryside.listed, *(evolve(each, station=names[each.station]) for each in countryside.listed)],
        )
        before, after = covered(countryside, day), covered(both, day)
        assert (after.villages, after.counties) == (before.villages, before.counties)
        assert after.stations == 2 * before.stations
        assert after.tally.provinces == before.tally.provinces

    @given(countrysides(), SHIFTS)
    def test_the_provinces_add_up_to_the_whole(self, countryside: Countryside, shift: int) -> None:
        found = covered(countryside, day_of(countryside, shift))
        parts = list(found.provinces.values())
        for measure in (Measure.COUNTIES, Measure.STATIONS, Measure.VILLAGES):
            assert sum(each.count(measure) for each in parts) == found.tally.count(measure)
        assert list(found.provinces) == sorted(found.provinces)
        assert sum(bool(each.counties) for each in parts) == found.tally.provinces
        for province, each in found.provinces.items():
            assert each.counties == sum(code.province == province for code in found.counties)
            assert each.villages == sum(code.province == province for code in found.villages)
            assert each.counties or each.villages or each.stations

    @given(countrysides(), SHIFTS)
    def test_idle_stations_are_open_and_without_a_version(self, countryside: Countryside, shift: int) -> None:
        day = day_of(countryside, shift)
        found = covered(countryside, day)
        is_open = [each for each in countryside.network.stations if day in each.open]
        assert found.stations == len(is_open)
        assert found.idle == sum(served(countryside, each.id, day).version is None for each in is_open)


class TestOpeningAndClosing:
    """Coverage never falls when a station opens, and a station that closes leaves the count that day."""

    @given(countrysides(), SHIFTS, st.integers(0, 3))
    def test_it_never_falls_when_a_station_opens(self, countryside: Countryside, shift: int, place: int) -> None:
        """Without one of its stations it covers no more."""
        day, network = day_of(countryside, shift), countryside.network
        gone = {each.id for each in network.stations[place : place + 1]}
        fewer = evolve(
            countryside,
            network=evolve(
                network,
                stations=[each for each in network.stations if each.id not in gone],
                postings=[each for each in network.postings if each.station not in gone],
                helpers=[each for each in network.helpers if each.station not in gone],
                permissions=[each for each in network.permissions if each.station not in gone],
            ),
            sites=[each for each in countryside.sites if each.station not in gone],
            listed=[each for each in countryside.listed if each.station not in gone],
        )
        before, after = covered(fewer, day), covered(countryside, day)
        assert before.villages <= after.villages
        assert before.counties == after.counties
        assert before.stations <= after.stations

    def test_what_closes_leaves_the_count_that_day(self) -> None:
        """Station a serves A and B, station b serves B and closes on the third day; nobody else serves them."""
        ours = land(
            VillagesListed(),
            stations=[station("a", days=Period(OPENED, OPENED + 2 * DAY)), station("b")],
            villages=[A, B, C],
            own={"a": A, "b": B},
            listed=[ListedVillage("a", B.code, Period(OPENED))],
        )
        counts = [covered(ours, OPENED + day * DAY).tally for day in (-1, 0, 1, 2)]
        assert [(each.stations, each.villages) for each in counts] == [(0, 0), (2, 2), (2, 2), (1, 1)]

    @given(countrysides())
    def test_the_course_tells_of_each_day_what_a_count_of_it_does(self, countryside: Countryside) -> None:
        course = coverage_course(countryside)
        network = countryside.network
        spans = [*(each.open for each in network.centres), *(each.open for each in network.stations)]
        spans += [*(each.period for each in network.postings), *(each.period for each in countryside.listed)]
        turns = {each for span in spans for each in (span.start, span.end) if each is not None}
        for turn in {*course.days, *turns}:
            for day in (turn - DAY, turn, turn + DAY):
                if day >= course.days[0]:
                    assert course.on(day) == covered(countryside, day).tally

    def test_the_course_by_hand(self) -> None:
        ours = land(
            VillagesListed(),
            stations=[station("a", days=Period(OPENED, date(2016, 3, 1)))],
            villages=[A, B],
            own={"a": A},
            listed=[ListedVillage("a", B.code, Period(OPENED - DAY, OPENED + DAY))],
        )
        assert [(str(day), tally.stations, tally.villages) for day, tally in coverage_course(ours).tallies] == [
            ("2015-06-01", 1, 2),
            ("2015-06-02", 1, 1),
            ("2016-01-01", 1, 1),
            ("2016-03-01", 0, 0),
            ("2017-01-01", 0, 0),
        ]

    def test_in_the_course_a_village_that_two_stations_serve_counts_once_until_both_are_closed(self) -> None:
        third, fifth = OPENED + 2 * DAY, OPENED + 4 * DAY
        ours = land(
            OwnVillage(),
            stations=[station("a", days=Period(OPENED, third)), station("b", days=Period(OPENED + DAY, fifth))],
            villages=[A, B],
            own={"a": A, "b": A},
        )
        course = coverage_course(ours)
        counts = [course.on(OPENED + day * DAY).villages for day in range(5)]
        assert counts == [covered(ours, OPENED + day * DAY).tally.villages for day in range(5)] == [1, 1, 1, 1, 0]

    def test_a_station_that_is_suspended_leaves_the_count_and_comes_back(self) -> None:
        """It is open on two days, suspended on the next two, and open again."""
        rows = [Period(OPENED, OPENED + 2 * DAY), Period(OPENED + 4 * DAY)]
        ours = land(OwnVillage(), stations=[station("a", days=days) for days in rows], villages=[A], own={"a": A})
        course = coverage_course(ours)
        for day, count in enumerate([1, 1, 0, 0, 1, 1]):
            found = covered(ours, OPENED + day * DAY)
            assert (found.stations, len(found.villages)) == (count, count)
            assert course.on(OPENED + day * DAY) == found.tally

    def test_a_station_that_moves_to_another_centre_goes_on_and_is_told_where_it_is_run(self) -> None:
        """A station of Feixi county, in Anhui, is run from Kangping county, in Liaoning, from the third day on."""
        turn = OPENED + 2 * DAY
        rows = [station("a", days=Period(OPENED, turn)), station("a", days=Period(turn), centre="linquan")]
        ours = land(OwnVillage(), stations=rows, villages=[A], own={"a": A})
        centres = [evolve(each, county="210123") if each.id == "linquan" else each for each in ours.network.centres]
        moved = evolve(ours, network=evolve(ours.network, centres=centres))
        anhui, liaoning = ProvinceCode("340000"), ProvinceCode("210000")
        counts = [
            {province: tally.stations for province, tally in covered(moved, day).provinces.items()}
            for day in (turn - DAY, turn)
        ]
        assert counts == [{liaoning: 0, anhui: 1}, {liaoning: 1, anhui: 0}]
        assert covered(moved, turn).villages == {A.code}
        assert moved.county_of("a", turn) == "210123"

    def test_a_network_of_nothing_has_none(self) -> None:
        ours = land()
        with pytest.raises(CourseEmpty):
            coverage_course(evolve(ours, network=evolve(ours.network, centres=[], stations=[])))


class TestShares:
    """A share is of all there are in the year of the day, exact, and from 0 to 1."""

    OURS = land(VillagesWithin(900), stations=[station("a", 0)], villages=[A, B, C], own={"a": A})

    @given(countrysides(), SHIFTS, st.integers(1, 9), st.sampled_from(Measure))
    def test_it_is_exact_and_of_the_year(self, countryside: Countryside, shift: int, number: int, of: Measure) -> None:
        day = day_of(countryside, shift)
        found = covered(countryside, day)
        counted = Denominator(
            measure=of, year=max(1, day.year), number=number, as_of=day, source=Source("made up", quality="example")
        )
        count = found.tally.count(of)
        if count > number:
            with pytest.raises(MoreThanThereAre):
                found.share(of, [counted])
        else:
            share = found.share(of, [counted])
            assert 0 <= Fraction(share.part, share.whole) <= 1
            assert Fraction(share.part, share.whole) * number == count

    @pytest.mark.parametrize(
        ("day", "measure", "part", "whole"),
        [
            (date(2015, 6, 1), Measure.COUNTIES, 2, 2850),
            (date(2016, 6, 1), Measure.COUNTIES, 2, 2851),
            (date(2016, 6, 1), Measure.VILLAGES, 2, 554_037),
            (date(2017, 6, 1), Measure.VILLAGES, 2, 554_511),
        ],
    )
    def test_by_the_numbers_that_were_published(self, day: date, measure: Measure, part: int, whole: int) -> None:
        """Counties as the ministry listed them, villages as the statistical bureau counted their committees."""
        assert covered(self.OURS, day).share(measure) == Proportion(part, whole)

    @pytest.mark.parametrize(("year", "measure"), [(2015, "villages"), (2018, "counties"), (2016, "stations")])
    def test_no_other_year_is_taken_in_its_place(self, year: int, measure: Measure) -> None:
        with pytest.raises(DenominatorUnknown):
            covered(self.OURS, date(year, 7, 1)).share(measure)


class TestByHand:
    """A county that was renamed or merged counts once, and where nobody stated a distance the count says so."""

    def test_counties_that_were_merged_are_one_from_that_year_on(self) -> None:
        """Chong'an, Nanchang and Beitang became Liangxi district in 2015."""
        ours = land()
        [centre, *_] = ours.network.centres
        opened = Period(date(2014, 6, 1))
        three = evolve(
            ours.network,
            centres=[evolve(centre, id=code, county=code, open=opened) for code in ("320202", "320203", "320204")],
            payees=[evolve(each, known=opened) for each in ours.network.payees],
        )
        wuxi = evolve(ours, network=three)
        assert [len(covered(wuxi, date(year, 6, 30)).counties) for year in (2014, 2015)] == [3, 1]
        assert covered(wuxi, date(2015, 6, 30)).counties == {CountyCode("320213")}
        assert covered(wuxi, date(2015, 6, 30)).provinces == {
            ProvinceCode("320000"): Tally(counties=1, stations=0, villages=0)
        }

    def test_what_nobody_told_is_counted(self) -> None:
        ours = land(VillagesAround(), stations=[station("a"), station("b")], villages=[A], own={"a": A})
        found = covered(ours, OPENED)
        assert found.untold == {Untold.OWN_VILLAGE: 1, Untold.DISTANCE: 2}
        assert (found.day, sorted(found.villages), found.idle) == (OPENED, [A.code], 0)

    def test_a_vacant_station_that_nobody_is_credited_for_is_idle(self) -> None:
        vacant = land(OwnVillage(), stations=[station("a")], villages=[A], own={"a": A}, postings=[])
        assert covered(vacant, OPENED).idle == 1
        assert covered(vacant, OPENED).villages == frozenset()
        credited = evolve(vacant, network=evolve(vacant.network, vacancy=Vacancy("platform", "usual")))
        assert covered(credited, OPENED).idle == 0
        assert covered(credited, OPENED).villages == {A.code}

    def test_a_village_across_the_border_of_a_province_counts_there(self) -> None:
        """A station of Feixi county, in Anhui, serves a village of Jiangsu that is listed for it."""
        there = village(1, county="320124")
        ours = land(
            VillagesListed(),
            stations=[station("a")],
            villages=[A, there],
            own={"a": A},
            listed=[ListedVillage("a", there.code, Period(OPENED))],
        )
        found = covered(ours, OPENED)
        assert found.provinces == {
            ProvinceCode("320000"): Tally(counties=0, stations=0, villages=1),
            ProvinceCode("340000"): Tally(counties=2, stations=1, villages=1),
        }
        assert found.tally == Tally(counties=2, stations=1, villages=2, provinces=1)

    @pytest.mark.parametrize("day", [datetime(2016, 11, 11, tzinfo=UTC), "2016-11-11", None])
    def test_what_is_no_day_is_refused(self, day: date) -> None:
        with pytest.raises(NotADay):
            covered(land(), day)

    def test_hash_and_equality_are_of_the_same_things(self) -> None:
        ours = land(OwnVillage(), stations=[station("a")], villages=[A], own={"a": A})
        assert hash(covered(ours, OPENED)) == hash(covered(evolve(ours, villages=[A]), OPENED))
        assert covered(ours, OPENED) != covered(ours, OPENED + DAY)
        assert isinstance(ours.network.stations[0], Station)
        assert ours.site("a") == Site("a", A.code)


class TestCountyShares:
    """The share of the counties of each province is of all that its list of the year has, and they add up."""

    @given(countrysides(), SHIFTS)
    def test_they_add_up_to_what_is_covered(self, countryside: Countryside, shift: int) -> None:
        day = day_of(countryside, shift)
        found = covered(countryside, day)
        if day.year not in county_table().years:
            with pytest.raises(DenominatorUnknown):
                found.county_shares()
            return
        shares = found.county_shares()
        assert list(shares) == [each.code for each in PROVINCES]
        assert sum(each.whole for each in shares.values()) == found.share(Measure.COUNTIES).whole
        assert sum(each.part for each in shares.values()) == len(found.counties)
        assert all(
            each.part == (found.provinces.get(code) or Tally(counties=0)).counties for code, each in shares.items()
        )

    @pytest.mark.parametrize(("year", "of"), [(2014, 105), (2016, 105), (2017, 105)])
    def test_by_hand(self, year: int, of: int) -> None:
        """Anhui had 105 divisions of county level at the ends of these years."""
        ours = evolve(covered(land(OwnVillage(), stations=[station("a", 0)]), OPENED), day=date(year, 11, 11))
        assert ours.county_shares()[ProvinceCode("340000")] == Proportion(2, of)
        assert ours.county_shares()[ProvinceCode("110000")].part == 0

    def test_all_of_a_province_is_all_of_it(self) -> None:
        listed = [each.code for each in county_table().in_year(2015) if each.code.province == "110000"]
        ours = evolve(covered(land(OwnVillage()), OPENED), counties=frozenset(listed))
        assert ours.county_shares()[ProvinceCode("110000")] == Proportion(16, 16)

    @pytest.mark.parametrize("year", [2013, 2018])
    def test_a_year_without_a_list_has_none(self, year: int) -> None:
        ours = evolve(covered(land(OwnVillage()), OPENED), day=date(year, 11, 11))
        with pytest.raises(DenominatorUnknown) as refused:
            ours.county_shares()
        assert (refused.value.measure, refused.value.year) == (Measure.COUNTIES, year)
        assert refused.value.known == (2014, 2015, 2016, 2017)

    def test_more_than_there_were_are_refused(self) -> None:
        many = frozenset(CountyCode(f"3401{number:02}") for number in range(1, 99)) | frozenset(
            CountyCode(f"3402{number:02}") for number in range(1, 99)
        )
        ours = evolve(covered(land(OwnVillage()), OPENED), counties=many)
        with pytest.raises(MoreThanThereAre) as refused:
            ours.county_shares()
        assert (refused.value.counted, refused.value.there_are) == (196, 105)
