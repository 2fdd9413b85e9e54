"""The laws of counting: each county, station, village and province once, and what closes leaves the count that day."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.identifiers import StationId
from rural_taobao.network import CountyCentre, Network, Payee, Station
from rural_taobao.periods import Period
from rural_taobao.places import CountyCode, VillageCode, county_table
from rural_taobao.programme.counting import course_of, tallied
from rural_taobao.programme.tallies import CourseEmpty, Tally
from rural_taobao.samples import one_village
from rural_taobao.testing.networks import networks

OPENED = date(2014, 11, 1)
DAY = timedelta(1)


def programme(centres: Iterable[CountyCentre], stations: Iterable[Station] = ()) -> Network:
    """A network of some centres and stations, without partners."""
    return Network(
        platform="platform",
        vacancy=one_village().vacancy,
        versions=[],
        centres=centres,
        stations=stations,
        partners=[],
        payees=[Payee("platform", Period(date(2010, 1, 1)))],
        postings=[],
    )


def centre(name: str, county: str, opened: date = OPENED, closed: date | None = None) -> CountyCentre:
    return CountyCentre(name, county, "platform", Period(opened, closed))


def station(name: str, opened: date = OPENED, closed: date | None = None) -> Station:
    return Station(name, "one", Period(opened, closed))


class TestCounting:
    """Coverage counts each village and county once."""

    @given(networks(), st.integers(-400, 800))
    def test_no_more_is_counted_than_is_open(self, network: Network, shift: int) -> None:
        day = network.centres[0].open.start + timedelta(shift)
        found = tallied(network, day)
        is_open = [each for each in network.centres if day in each.open]
        assert found.stations == sum(day in each.open for each in network.stations)
        assert found.counties is not None
        assert found.counties <= len({each.county for each in is_open})
        assert found.provinces == len({each.county.province for each in is_open})
        assert (found.counties > 0) == bool(is_open)
        assert found.villages is None

    @given(networks(), st.integers(0, 800))
    def test_what_is_there_twice_counts_once(self, network: Network, shift: int) -> None:
        day = network.centres[0].open.start + timedelta(shift)
        places = {name: place for place, name in enumerate(sorted({each.id for each in network.centres}))}
        again = [evolve(each, id=f"{places[each.id]}-again") for each in network.centres]
        doubled = evolve(network, centres=[*network.centres, *again])
        assert tallied(doubled, day) == tallied(network, day)

    def test_a_county_that_got_another_code_counts_once(self) -> None:
        """Ganxian county, 360721, became Ganxian district, 360704, in 2016."""
        both = programme([centre("one", "360721"), centre("two", "360704", date(2017, 1, 1))])
        assert tallied(both, date(2017, 1, 1)).counties == 1

    def test_counties_that_were_merged_count_once_from_that_year_on(self) -> None:
        """Chong'an, Nanchang and Beitang became Liangxi district in 2015."""
        three = programme([centre(code, code) for code in ("320202", "320203", "320204")])
        assert [tallied(three, day).counties for day in (date(2014, 12, 31), date(2015, 1, 1))] == [3, 1]
        assert [tally.counties for day, tally in course_of(three).tallies] == [3, 1, 1, 1]

    def test_a_county_that_was_divided_never_counts_beside_all_of_its_parts(self) -> None:
        """Handan county, 130421, went to the districts Hanshan and Congtai in 2016."""
        old = centre("old", "130421")
        parts = [centre("one", "130402"), centre("two", "130403")]
        day = date(2017, 6, 1)
        assert tallied(programme([old]), day).counties == 1
        assert tallied(programme([old, *parts]), day).counties == 2
        assert [tallied(programme([old, part]), day).counties for part in parts] == [1, 2]

    def test_a_county_in_whose_place_there_is_none_goes_by_its_own_code(self) -> None:
        """Danzhou, 469003, became a prefecture without counties in 2015."""
        network = programme([centre("one", "469003"), centre("two", "469001")])
        assert [tallied(network, date(year, 6, 1)).counties for year in (2015, 2017)] == [2, 2]

    def test_all_codes_there_ever_were_count_as_the_counties_of_the_last_list(self) -> None:
        """The 2,851 counties of 2017, and Danzhou."""
        table = county_table()
        codes = [*(each.code for each in table.listings), *(each.code for each in table.successions)]
        ever = {code for code in codes if isinstance(code, CountyCode)}
        first = {code: min(table.named(code), default=2013) for code in ever}
        network = programme([centre(code, code, date(first[code], 12, 31)) for code in sorted(ever)])
        assert tallied(network, date(2018, 1, 1)).counties == table.count(2017) + 1

    def test_what_is_not_known_to_be_another_goes_by_its_own_code(self) -> None:
        """No list has 340190, a code such as statistics give to development zones."""
        network = programme([centre("one", "340190", date(2013, 1, 1)), centre("two", "340103", date(2013, 1, 1))])
        assert tallied(network, date(2015, 6, 1)).counties == 2

    def test_years_outside_the_lists_go_by_the_nearest_one(self) -> None:
        both = programme([centre("one", "360721"), centre("two", "360704", date(2017, 1, 1))])
        assert tallied(both, date(2024, 1, 1)).counties == 1
        early = programme([centre("one", "360721", date(2012, 1, 1)), centre("two", "360721", date(2012, 1, 1))])
        assert tallied(early, date(2012, 1, 1)).counties == 1

    @given(st.lists(st.lists(st.sampled_from(["341221101201", "341221101202", "341221102201"])), max_size=4))
    def test_a_village_that_several_stations_serve_counts_once(self, served: list[list[str]]) -> None:
        stations = [station(f"s{place}") for place in range(len(served))]
        network = programme([centre("one", "341221")], stations)
        villages = {StationId(f"s{place}"): list(map(VillageCode, each)) for place, each in enumerate(served)}
        expected = len({village for each in served for village in each})
        assert tallied(network, OPENED, villages).villages == expected
        assert course_of(network, villages).on(OPENED).villages == expected

    def test_a_station_of_which_no_village_is_known_serves_none(self) -> None:
        network = programme([centre("one", "341221")], [station("s")])
        assert tallied(network, OPENED, {}).villages == 0


class TestCourseOfANetwork:
    """A station that closes leaves the count that day; the course of a network tells what each day would."""

    @given(network=networks(), with_villages=st.booleans())
    def test_it_tells_what_a_count_of_each_day_does(self, network: Network, *, with_villages: bool) -> None:
        some = [VillageCode(f"34122110120{number}") for number in range(4)]
        villages = {each.id: some[place : place + 2] for place, each in enumerate(network.stations)}
        served = villages if with_villages else None
        course = course_of(network, served)
        spans = [*(each.open for each in network.centres), *(each.open for each in network.stations)]
        for turn in {*course.days, *(span.end for span in spans if span.end is not None)}:
            for day in (turn, turn - DAY, turn + DAY):
                if day >= course.days[0]:
                    assert course.on(day) == tallied(network, day, served)

    def test_by_hand(self) -> None:
        """One station in November, another in December; the first closes on 1 February."""
        february = date(2015, 2, 1)
        network = programme(
            [centre("one", "341221")],
            [station("a", closed=february), station("b", opened=date(2014, 12, 1))],
        )
        villages = {StationId(name): [VillageCode("341221101201")] for name in "ab"}
        course = course_of(network, villages)
        stations = {str(day): tally.stations for day, tally in course.tallies}
        assert stations == {
            "2014-11-01": 1,
            "2014-12-01": 2,
            "2015-01-01": 2,
            "2015-02-01": 1,
            "2016-01-01": 1,
            "2017-01-01": 1,
        }
        assert {tally.villages for _, tally in course.tallies} == {1}
        assert course.on(february) == Tally(counties=1, stations=1, villages=1, provinces=1)

    def test_a_network_of_nothing_has_none(self) -> None:
        with pytest.raises(CourseEmpty):
            course_of(programme([]))
