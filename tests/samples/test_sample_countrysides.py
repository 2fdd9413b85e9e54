"""A sample countryside is a sample network with the candidate villages of its counties, made again as it was."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rural_taobao.coverage import covered, spacing
from rural_taobao.kinds import WrongNumber
from rural_taobao.network import Position
from rural_taobao.places import STATIONS_APART_METRES
from rural_taobao.samples import sample_countryside, sample_network
from rural_taobao.samples.placement import CANDIDATES

FEW = settings(max_examples=10)
DAY = date(2016, 11, 11)


class TestSampleCountrysides:
    """The villages are the candidates of each county, of which some got a station, and others are listed for one."""

    @FEW
    @given(st.integers(1, 60), st.integers(0, 10**6))
    def test_the_network_is_the_sample_of_the_same_numbers(self, stations: int, seed: int) -> None:
        ours = sample_countryside(stations=stations, seed=seed)
        assert ours.network == sample_network(stations=stations, seed=seed)
        assert ours == sample_countryside(stations=stations, seed=seed)

    @FEW
    @given(st.integers(1, 60), st.integers(0, 10**6))
    def test_each_county_has_its_candidates_and_each_station_stands_in_one(self, stations: int, seed: int) -> None:
        ours = sample_countryside(stations=stations, seed=seed)
        counties = [centre.county for centre in ours.network.centres]
        assert [village.holder for village in ours.villages] == [each for each in counties for _ in range(CANDIDATES)]
        assert {site.station for site in ours.sites} == {each.id for each in ours.network.stations}
        for site in ours.sites:
            assert ours.village(site.village).place == ours.network.station_rows(site.station)[0].position
        assert len({site.village for site in ours.sites}) == len(ours.sites)
        assert spacing(ours, STATIONS_APART_METRES, DAY).pairs == ()

    @FEW
    @given(st.integers(1, 60), st.integers(0, 10**6))
    def test_what_is_listed_has_no_station_and_lies_within_four_kilometres(self, stations: int, seed: int) -> None:
        ours = sample_countryside(stations=stations, seed=seed)
        own = {site.village for site in ours.sites}
        listed = {(each.station, each.village) for each in ours.listed}
        assert len(listed) == len(ours.listed)
        for station in ours.network.stations:
            assert station.position is not None
            for village in ours.villages:
                assert isinstance(village.place, Position)
                is_near = str(village.holder) == station.centre and station.position.is_within(4000, village.place)
                assert ((station.id, village.code) in listed) == (is_near and village.code not in own)
        assert all(each.period == ours.network.station_rows(each.station)[0].open for each in ours.listed)
        assert len(covered(ours, DAY).villages) <= len(ours.villages)

    @pytest.mark.parametrize(("stations", "seed"), [(0, 1), (1, -1), (1.5, 1), (1, True)])
    def test_other_numbers_are_refused(self, stations: int, seed: int) -> None:
        with pytest.raises(WrongNumber):
            sample_countryside(stations=stations, seed=seed)

    def test_in_a_further_round_villages_have_codes_of_their_own(self) -> None:
        """Beyond some 5,500 stations a second round of candidates begins in the same counties."""
        ours = sample_countryside(stations=5700, seed=1)
        assert len({each.code for each in ours.villages}) == len(ours.villages)
        assert {*Counter(each.holder for each in ours.villages).values()} == {CANDIDATES, 2 * CANDIDATES}
        assert any(each.code[6:9] == "102" for each in ours.villages)
