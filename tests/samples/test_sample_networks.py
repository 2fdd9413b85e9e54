"""Networks made by seed: they obey every law, look like the programme, and are the same everywhere."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from itertools import combinations

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from rural_taobao.kinds import WrongNumber
from rural_taobao.network import Engagement, Network, Position
from rural_taobao.periods import Period
from rural_taobao.places import county_table
from rural_taobao.samples import networks, sample_network
from rural_taobao.samples.careers import careers_at
from rural_taobao.samples.counties import opening_day, rural_counties
from rural_taobao.samples.placement import CANDIDATES, Candidate, candidates
from rural_taobao.samples.seeds import Draws
from tests.error_samples import Wrong

SECOND_VERSION = date(2015, 5, 1)
THIRD_VERSION = date(2016, 8, 1)
SIZES = st.integers(1, 120)
SEEDS = st.integers(0, 2**64)
NETWORKS = st.builds(sample_network, stations=SIZES, seed=SEEDS)
ORDER = ["1.0", "2.0", "3.0"]
few = settings(max_examples=20)
"""A network is a large example, of up to 120 stations."""


@cache
def large() -> Network:
    return sample_network(stations=2000, seed=2016)


@cache
def one_station() -> Network:
    return sample_network(stations=1, seed=2016)


def end(period: Period) -> date:
    return period.end or date.max


def inside(inner: Period, outer: Period) -> bool:
    return outer.start <= inner.start and end(inner) <= end(outer)


def far_apart(positions: Iterable[Position]) -> bool:
    """Tell whether all positions are 2.5 km apart or more; only near squares are compared, for there are many."""
    near: defaultdict[tuple[int, int], list[Position]] = defaultdict(list)
    for each in positions:
        for east in (-1, 0, 1):
            for north in (-1, 0, 1):
                for other in near[each.east // 2500 + east, each.north // 2500 + north]:
                    if (each.east - other.east) ** 2 + (each.north - other.north) ** 2 < 2500**2:
                        return False
        near[each.east // 2500, each.north // 2500].append(each)
    return True


def digest(network: Network) -> str:
    facts = [
        *(f"{centre.id} {centre.county} {centre.payee} {centre.open} {centre.name}" for centre in network.centres),
        *(f"{each.id} {each.centre} {each.open} {each.name} {each.position}" for each in network.stations),
        *(f"{each.id} {each.contract} {each.engagement} {each.examined} {each.name}" for each in network.partners),
        *(f"{each.id} {each.known} {each.name}" for each in network.payees),
        *(f"{each} {each.payee} {each.version} {each.reverts}" for each in network.postings),
    ]
    return sha256("\n".join(facts).encode()).hexdigest()


class TestSeeds:
    """The same numbers make the same network everywhere, and another seed makes another."""

    @given(SIZES, SEEDS)
    @few
    def test_make_the_same_network_again(self, stations: int, seed: int) -> None:
        assert sample_network(stations=stations, seed=seed) == sample_network(stations=stations, seed=seed)

    @given(SIZES, SEEDS)
    @few
    def test_make_another_network_where_they_differ(self, stations: int, seed: int) -> None:
        assert sample_network(stations=stations, seed=seed) != sample_network(stations=stations, seed=seed + 1)

    def test_make_this_network_for_ever(self) -> None:
        pinned = "3826273ef670c49fbb99a14fbe9a606d0a66e9a90d51c3293625019082ddc6d7"
        assert digest(sample_network(stations=60, seed=2016)) == pinned

    @pytest.mark.parametrize("stations", [0, -1, True, 2.0, "40"])
    def test_do_not_help_where_no_station_is_asked_for(self, stations: Wrong) -> None:
        with pytest.raises(WrongNumber, match="stations must be a whole number of 1 or more, but"):
            sample_network(stations=stations, seed=1)

    def test_are_refused_below_zero(self) -> None:
        with pytest.raises(WrongNumber, match="seed must be a whole number of 0 or more, but -1 was given"):
            sample_network(stations=1, seed=-1)


class TestEveryNetwork:
    """
    At any instant a station has at most one partner in charge, a partner at most one station in charge of,
    a station one county centre, which is open. No posting outlives its station or its partner's contract.
    """

    @given(SIZES, SEEDS)
    @few
    def test_has_as_many_stations_as_were_asked_for(self, stations: int, seed: int) -> None:
        network = sample_network(stations=stations, seed=seed)
        assert len(network.stations) == len({station.id for station in network.stations}) == stations
        assert {station.centre for station in network.stations} == {centre.id for centre in network.centres}
        assert len({centre.county for centre in network.centres}) == len(network.centres)

    @given(NETWORKS)
    @few
    def test_has_one_partner_in_charge_who_runs_one_station(self, network: Network) -> None:
        for by in ("station", "partner"):
            held = defaultdict(list)
            for posting in network.postings:
                held[getattr(posting, by)].append(posting.period)
            for periods in held.values():
                assert all(end(one) <= two.start or end(two) <= one.start for one, two in combinations(periods, 2))
        assert all(network.posting_on(station.id, station.open.start) for station in network.stations)

    @given(NETWORKS)
    @few
    def test_stands_on_what_is_there(self, network: Network) -> None:
        opened = {station.id: station.open for station in network.stations}
        contracts = {partner.id: partner.contract for partner in network.partners}
        known = {payee.id: payee.known for payee in network.payees}
        for station in network.stations:
            assert inside(station.open, network.centre_rows(station.centre)[0].open)
        for posting in network.postings:
            assert inside(posting.period, opened[posting.station])
            assert inside(posting.period, contracts[posting.partner])
            assert inside(posting.period, known[posting.payee])
            assert known[posting.payee].end is None
        assert all(inside(centre.open, known[centre.payee]) for centre in network.centres)
        assert all(inside(opened[station.id], known[network.platform]) for station in network.stations)

    @given(NETWORKS)
    @few
    def test_moves_from_version_to_version_as_each_demands(self, network: Network) -> None:
        partners = {partner.id: partner for partner in network.partners}
        for station in network.stations:
            postings = network.postings_at(station.id)
            versions = [ORDER.index(posting.version) for posting in postings]
            assert versions == sorted(versions)
            assert postings[0].version == ("1.0" if station.open.start < SECOND_VERSION else "2.0")
        for posting in network.postings:
            partner = partners[posting.partner]
            if posting.version == "2.0":
                assert posting.period.start >= SECOND_VERSION
                assert partner.engagement is Engagement.FULL_TIME
                assert partner.examined is not None
                assert partner.examined < posting.period.start
            if posting.version == "3.0":
                assert posting.period.start >= THIRD_VERSION

    @given(NETWORKS)
    @few
    def test_lies_in_rural_counties_of_the_three_provinces(self, network: Network) -> None:
        for centre in network.centres:
            county = county_table().county(centre.county, centre.open.start.year)
            assert county.name == centre.name
            assert county.province in {"340000", "410000", "520000"}
            assert county.name[-1] in "县市"

    @given(NETWORKS)
    @few
    def test_keeps_its_stations_far_apart(self, network: Network) -> None:
        where = defaultdict(list)
        for station in network.stations:
            assert station.position is not None
            where[station.centre].append(station.position)
        assert all(map(far_apart, where.values()))

    @given(NETWORKS)
    @few
    def test_names_nobody(self, network: Network) -> None:
        assert all(partner.name == f"Partner {partner.id}" for partner in network.partners)
        assert all(
            partner.id.startswith(tuple(station.id for station in network.stations)) for partner in network.partners
        )


class TestLargeNetworks:
    """Beyond one round of candidates the counties get further ones, and every law still holds."""

    def test_go_round_the_counties_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(networks, "rural_counties", lambda: rural_counties()[:2])
        network = networks.sample_network(stations=300, seed=4)
        assert len(network.stations) == 300
        assert len(network.centres) == 2
        for centre in network.centres:
            stations = [station for station in network.stations if station.centre == centre.id]
            numbers = [int(station.id.removeprefix(f"{centre.id}-")) for station in stations]
            assert len(set(numbers)) == len(numbers)
            assert max(numbers) > 5 * CANDIDATES
            assert far_apart(station.position for station in stations if station.position)

    def test_use_a_county_once_before_any_is_used_again(self) -> None:
        by_centre = Counter(station.centre for station in large().stations)
        assert len(by_centre) == pytest.approx(2000 / 23.22, rel=0.1)
        assert max(by_centre.values()) <= CANDIDATES

    def test_show_every_kind_of_career(self) -> None:
        network = large()
        november = date(2016, 11, 15)
        in_charge = Counter(
            posting.version for station in network.stations if (posting := network.posting_on(station.id, november))
        )
        assert set(in_charge) == set(ORDER)
        vacant = [
            station
            for station in network.stations
            if november in station.open and network.posting_on(station.id, november) is None
        ]
        assert 0.01 < len(vacant) / 2000 < 0.06
        closed = [station for station in network.stations if station.open.end is not None]
        assert 0.02 < len(closed) / 2000 < 0.04
        followed = [partner for partner in network.partners if partner.id.endswith("-b")]
        assert 0.2 < len(followed) / 2000 < 0.3
        engaged = Counter(partner.engagement for partner in network.partners)
        assert set(engaged) == set(Engagement)

    def test_leave_a_station_vacant_for_some_weeks(self) -> None:
        network = large()
        for station in network.stations:
            first, *later = [posting.period for posting in network.postings_at(station.id)]
            for period in later:
                assert first.end is not None
                assert period.start == first.end or 21 <= (period.start - first.end).days <= 77
                first = period

    def test_pay_first_versions_by_the_shop_plan(self) -> None:
        plans = {version.id: version.plan for version in large().versions}
        assert plans == {"1.0": "example-shop", "2.0": "example-partner", "3.0": "example-partner"}


class TestCareers:
    """A posting is under exactly one version at any instant; versions never go back unless stated."""

    @given(st.dates(date(2015, 4, 25), date(2015, 5, 5)), SEEDS)
    def test_begin_under_the_version_of_their_first_day(self, opens: date, seed: int) -> None:
        versions = one_station().versions
        station = evolve(one_station().stations[0], open=Period(opens))
        first, *later = careers_at(station, versions, Draws(seed))
        assert first.postings[0].period.start == opens
        assert first.postings[0].version == ("1.0" if opens < SECOND_VERSION else "2.0")
        assert len(later) <= 1

    @given(st.dates(date(2014, 10, 29), date(2016, 12, 31)), st.integers(1, 900), SEEDS)
    def test_end_with_the_station(self, opens: date, days: int, seed: int) -> None:
        closes = opens + timedelta(days)
        station = evolve(one_station().stations[0], open=Period(opens, closes))
        found = careers_at(station, one_station().versions, Draws(seed))
        assert all(career.postings for career in found)
        assert max(end(posting.period) for career in found for posting in career.postings) <= closes
        assert all(end(career.partner.contract) <= closes for career in found)

    @given(st.dates(date(2014, 10, 29), date(2016, 12, 31)), SEEDS)
    def test_follow_each_other_as_long_as_the_station_is_open(self, opens: date, seed: int) -> None:
        closes = opens + timedelta(1000)
        station = evolve(one_station().stations[0], open=Period(opens, closes))
        found = careers_at(station, one_station().versions, Draws(seed))
        assert max(end(posting.period) for career in found for posting in career.postings) == closes


class TestPlacement:
    """
    Each county listed 54 candidate villages, at least 2.5 km apart; of 60 assigned 38 were opened,
    and of 40 that were not, 5 were (Couture, Faber, Gu and Liu).
    """

    @given(SEEDS, st.integers(1, 8))
    @few
    def test_lists_candidates_far_apart_from_each_other_and_from_stations(self, seed: int, rounds: int) -> None:
        draws = Draws(seed)
        stations: list[Candidate] = []
        for number in range(rounds):
            listed = candidates(draws, [each.position for each in stations], 1 + CANDIDATES * number)
            assert [each.number for each in listed] == list(range(1 + 54 * number, 55 + 54 * number))
            assert far_apart(each.position for each in (*stations, *listed))
            stations += [each for each in listed if each.opened]

    def test_assigns_and_opens_as_published(self) -> None:
        draws = Draws(1)
        listed = [each for _ in range(400) for each in candidates(draws)]
        assigned = [each for each in listed if each.assigned]
        others = [each for each in listed if not each.assigned]
        assert len(listed) == 21_600
        assert len(assigned) == pytest.approx(21_600 * 60 / 100, rel=0.02)
        assert sum(each.opened for each in assigned) == pytest.approx(len(assigned) * 38 / 60, rel=0.02)
        assert sum(each.opened for each in others) == pytest.approx(len(others) * 5 / 40, rel=0.06)

    @given(SEEDS)
    @few
    def test_stays_within_an_area_of_a_county(self, seed: int) -> None:
        assert all(each.position.is_within(20_000, Position(0, 0)) for each in candidates(Draws(seed)))

    @given(SEEDS)
    @few
    def test_leaves_the_county_seat_to_the_centre(self, seed: int) -> None:
        assert not any(each.position.is_within(2000, Position(0, 0)) for each in candidates(Draws(seed)))

    def test_uses_all_of_the_area(self) -> None:
        draws = Draws(2)
        where = {
            (each.position.east // 3000, each.position.north // 3000) for _ in range(40) for each in candidates(draws)
        }
        assert len(where) > 120

    def test_reaches_further_out_only_where_the_nearer_villages_have_stations(self) -> None:
        draws = Draws(3)
        nearer = [each.position for _ in range(6) for each in candidates(draws)]
        assert not all(each.position.is_within(20_000, Position(0, 0)) for each in candidates(draws, nearer))


class TestOpening:
    """
    One county on 29 October 2014, with four stations, 13 on 29 March 2015, more than 270 in January and 300 by
    August 2016 (the programme's public milestones).
    """

    def test_follows_the_milestones(self) -> None:
        days = [opening_day(place, 300) for place in range(300)]
        assert days == sorted(days)
        assert days[0] == date(2014, 10, 29)
        assert sum(day < date(2014, 11, 9) for day in days) == 1
        assert sum(day < date(2015, 3, 29) for day in days) == pytest.approx(13, abs=1)
        assert sum(day < date(2016, 1, 1) for day in days) == pytest.approx(270, abs=1)
        assert days[-1] < date(2016, 8, 1)

    @given(st.integers(1, 300), st.data())
    def test_lies_within_the_history_for_any_number(self, count: int, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, count - 1))
        assert date(2014, 10, 29) <= opening_day(place, count) < date(2016, 8, 1)
        assert opening_day(0, count) == date(2014, 10, 29)

    def test_begins_with_four_stations_and_goes_on_for_five_months(self) -> None:
        network = large()
        opened = defaultdict(list)
        for station in network.stations:
            opened[station.centre].append(station.open.start)
        for centre in network.centres:
            first = centre.open.start
            assert opened[centre.id][:4] == [first] * min(4, len(opened[centre.id]))
            assert max(opened[centre.id]) < first + timedelta(150)
        on_the_day = [opened[centre.id].count(centre.open.start) for centre in network.centres]
        assert 4 <= sum(on_the_day) / len(on_the_day) < 4.5
        assert network.centres[0].open.start == date(2014, 10, 29)


class TestRuralCounties:
    """A code is valid only with a year."""

    def test_bore_one_code_from_2014_to_2017(self) -> None:
        assert len(rural_counties()) == 236
        for county in rural_counties():
            listed = [county_table().county(county.code, year) for year in (2014, 2015, 2016, 2017)]
            assert len(listed) == 4
            assert not any(each.name.endswith("区") for each in listed)

    def test_are_of_all_three_provinces(self) -> None:
        assert Counter(county.province for county in rural_counties()) == {"340000": 59, "410000": 106, "520000": 71}
