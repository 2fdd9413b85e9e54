from datetime import date, datetime, timedelta
from itertools import pairwise
from math import isqrt

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from rural_taobao.identifiers import MalformedIdentifier, StationId
from rural_taobao.instants import CHINA, NotAnInstant, UtcOffset, microseconds
from rural_taobao.kinds import WrongNumber
from rural_taobao.network import Network, Position, Posting, programme_versions
from rural_taobao.network.breaches import UnknownReference
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.testing.networks import networks
from rural_taobao.testing.strategies import instants, offsets
from tests.odd_values import Wrong

MICROSECOND = timedelta(microseconds=1)
metres = st.integers(-5000, 5000)


def turning_days(network: Network, station: str) -> list[date]:
    """The days on which something changes at a station, and the days before them; in between nothing does."""
    periods = [*(row.open for row in network.station_rows(station)), *(posting.period for posting in network.postings)]
    turns = {day for period in periods for day in (period.start, period.end) if day is not None}
    return sorted(turns | {day - timedelta(1) for day in turns})


def in_charge_on(network: Network, station: str, day: date) -> Posting | None:
    """Look through all postings of a network, one by one."""
    found = [
        posting
        for posting in network.postings
        if posting.station == station
        and posting.period.start <= day
        and (posting.period.end is None or day < posting.period.end)
    ]
    assert len(found) <= 1
    return found[0] if found else None


class TestWhoIsInCharge:
    """A network states one fixed UTC offset; postings change at its midnight."""

    @given(networks())
    def test_on_each_day_it_is_whom_a_search_through_all_postings_finds(self, network: Network) -> None:
        for station in network.stations:
            postings = network.postings_at(station.id)
            assert sorted(postings, key=id) == sorted(
                (each for each in network.postings if each.station == station.id), key=id
            )
            assert all(earlier.period.start < later.period.start for earlier, later in pairwise(postings))
            for day in turning_days(network, station.id):
                found = network.posting_on(station.id, day)
                assert found == in_charge_on(network, station.id, day)
                assert found is None or network.station_on(station.id, day) is not None

    @given(networks(stations=st.just([StationId("sanhe")])))
    def test_it_changes_at_midnight_on_the_clock_of_the_network(self, network: Network) -> None:
        clock = network.clock.timezone
        for day in turning_days(network, "sanhe"):
            midnight = datetime(day.year, day.month, day.day, tzinfo=clock)
            eve = day - timedelta(1)
            assert network.in_charge("sanhe", midnight) == in_charge_on(network, "sanhe", day)
            assert network.in_charge("sanhe", midnight - MICROSECOND) == in_charge_on(network, "sanhe", eve)

    @given(instants(day=st.dates(date(2015, 5, 31), date(2015, 6, 2))), offsets())
    @example(datetime.fromisoformat("2015-05-31T16:00:00+00:00"), CHINA)
    @example(datetime.fromisoformat("2015-05-31T15:59:59.999999+00:00"), CHINA)
    def test_the_clock_that_an_instant_is_told_by_does_not_matter(self, instant: datetime, clock: UtcOffset) -> None:
        network = evolve(one_village(), clock=clock)
        opens = datetime(2015, 6, 1, tzinfo=clock.timezone)
        assert (network.in_charge("sanhe", instant) is not None) == (instant >= opens)
        assert network.in_charge("sanhe", instant) == network.in_charge("sanhe", CHINA.instant(microseconds(instant)))

    @pytest.mark.parametrize("instant", [date(2016, 11, 11), datetime(2016, 11, 11), "2016-11-11", None])  # noqa: DTZ001 - the fault
    def test_an_instant_without_an_offset_is_refused(self, instant: Wrong) -> None:
        with pytest.raises(NotAnInstant):
            one_village().in_charge("sanhe", instant)

    def test_a_change_of_partner_on_paper(self) -> None:
        """By hand: Li until the end of October 2016, nobody for a week, then Wang."""
        first, second = Period(date(2015, 6, 1), date(2016, 11, 1)), Period(date(2016, 11, 8))
        village = one_village()
        [li], [partner] = village.postings, village.partners
        changed = evolve(
            village,
            partners=[partner, evolve(partner, id="wang")],
            postings=[evolve(li, partner="wang", period=second), evolve(li, period=first)],
        )
        in_charge = [
            None if found is None else str(found.partner)
            for found in (
                changed.posting_on("sanhe", day)
                for day in (date(2015, 5, 31), date(2016, 10, 31), date(2016, 11, 1), date(2016, 11, 7), second.start)
            )
        ]
        assert in_charge == [None, "li", None, None, "wang"]
        assert changed.postings_at("sanhe") == changed.postings[::-1]


class TestWhatIsKnown:
    """Everything of a network is found by its id, and what it does not know is refused by name."""

    def test_each_part_is_found_by_its_id(self) -> None:
        village = one_village()
        other = evolve(village.stations[0], id="taohua")
        network = evolve(
            village,
            stations=[*village.stations, other],
            centres=[*village.centres, evolve(village.centres[0], id="runan")],
            versions=programme_versions({"1.0": "shop", "2.0": "partner"}),
        )
        assert [row for each in network.stations for row in network.station_rows(each.id)] == list(network.stations)
        assert [row for each in network.centres for row in network.centre_rows(each.id)] == list(network.centres)
        assert [network.version(each.id) for each in network.versions] == list(network.versions)
        assert network.station_rows("taohua") == (other,)
        assert all(network.knows(each.id) for each in network.stations)

    @pytest.mark.parametrize(
        ("question", "kind"),
        [
            (Network.station_rows, "station"),
            (Network.centre_rows, "county centre"),
            (Network.partner_rows, "partner"),
            (Network.version, "model version"),
            (Network.postings_at, "station"),
            (lambda network, name: network.posting_on(name, date(2016, 11, 11)), "station"),
            (lambda network, name: network.in_charge(name, datetime(2016, 11, 11, tzinfo=CHINA.timezone)), "station"),
        ],
    )
    def test_what_is_not_there_is_refused_by_name(self, question: Wrong, kind: str) -> None:
        with pytest.raises(UnknownReference) as refused:
            question(one_village(), "xiaomiao")
        assert refused.value.args == (None, kind, "xiaomiao")
        assert (
            str(refused.value) == f"a {kind} that is named must be there, but xiaomiao is not; add it or name another"
        )

    @pytest.mark.parametrize(
        "question",
        [Network.station_rows, Network.centre_rows, Network.partner_rows, Network.version, Network.postings_at],
    )
    def test_what_cannot_be_an_id_is_refused_as_such(self, question: Wrong) -> None:
        with pytest.raises(MalformedIdentifier):
            question(one_village(), "小庙")

    def test_a_station_that_is_not_there_is_not_known(self) -> None:
        assert not one_village().knows("xiaomiao")
        assert not one_village().knows("feixi")

    def test_a_station_without_a_posting_has_none(self) -> None:
        vacant = evolve(one_village(), postings=[])
        assert vacant.postings_at("sanhe") == ()
        assert vacant.posting_on("sanhe", date(2016, 11, 11)) is None


class TestNetworksAsValues:
    """A network is a value: two of the same parts are equal, whatever they were asked before."""

    def test_one_made_again_is_equal(self) -> None:
        asked = one_village()
        assert asked.posting_on("sanhe", date(2016, 11, 11)) is not None
        assert asked == one_village()

    def test_one_under_other_plans_is_another(self) -> None:
        assert evolve(one_village(), versions=programme_versions({"2.0": "other"})) != one_village()


class TestPositions:
    """A position lies within so many metres of another as the crow flies, to the metre and not a hair more."""

    @given(metres, metres, metres, metres, st.integers(0, 9000))
    @example(0, 0, 3, 4, 5)
    @example(0, 0, 3, 4, 4)
    @example(1, 2, 4, 6, 5)
    @example(4, 6, 1, 2, 4)
    @example(0, 0, 0, 0, 0)
    def test_it_is_within_its_distance_rounded_up_and_not_within_less(
        self, east: int, north: int, to_east: int, to_north: int, far: int
    ) -> None:
        one, other = Position(east, north), Position(to_east, to_north)
        square = sum(each * each for each in (to_east - east, to_north - north))
        distance = isqrt(square) + (isqrt(square) ** 2 < square)
        assert one.is_within(far, other) == (distance <= far)
        assert one.is_within(far, other) == other.is_within(far, one)

    @pytest.mark.parametrize("far", [-1, 2.5, True, None])
    def test_metres_are_whole_and_0_or_more(self, far: Wrong) -> None:
        with pytest.raises(WrongNumber):
            Position(0, 0).is_within(far, Position(0, 0))

    @pytest.mark.parametrize("place", [(0.5, 0), (0, 0.5), (True, 0), ("0", 0)])
    def test_places_are_whole_metres(self, place: Wrong) -> None:
        with pytest.raises(WrongNumber):
            Position(*place)
