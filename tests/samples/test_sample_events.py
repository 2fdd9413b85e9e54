"""Events made by seed: as many as asked for, in an order that can be, with a Double 11, and settled to the coin."""

from collections import Counter
from datetime import date
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.currencies import Currency
from rural_taobao.exact import Exact
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA, DAY, microseconds
from rural_taobao.kinds import WrongNumber
from rural_taobao.network import CountyCentre, Network, Payee, Station, Vacancy, programme_versions
from rural_taobao.periods import Month, Period
from rural_taobao.samples import example_plans, one_village, sample_events, sample_network
from rural_taobao.samples.events import sample_events as made
from rural_taobao.samples.hours import Hours, double_11
from rural_taobao.samples.rosters import Shift, roster
from rural_taobao.settlement import EventColumns, Outcome, Scope, Settlement, settle
from rural_taobao.settlement.columns import ORDER, PARCEL
from tests.error_samples import Wrong

NOVEMBER = Month(2016, 11)
OPENS, CLOSES = CHINA.midnight(date(2016, 11, 1)), CHINA.midnight(date(2016, 12, 1))
ELEVEN, TWELVE = CHINA.midnight(date(2016, 11, 11)), CHINA.midnight(date(2016, 11, 12))
SEEDS = st.integers(0, 2**64)
HOUR = DAY // 24
few = settings(max_examples=15)
"""A set of events is a large example."""


@cache
def network() -> Network:
    return sample_network(stations=40, seed=2016)


@cache
def many() -> EventColumns:
    return sample_events(network(), month=NOVEMBER, seed=1, orders=30_000)


@cache
def settled() -> Settlement:
    events = sample_events(network(), month=NOVEMBER, seed=2016)
    return settle(network(), example_plans(), programme_calendar(), events, Scope(NOVEMBER))


def without_partners(*stations: Station) -> Network:
    opening = Period(date(2015, 6, 1))
    return Network(
        platform="platform",
        currency=Currency("KES"),
        vacancy=Vacancy("nobody"),
        versions=programme_versions({"2.0": "example"}),
        centres=[CountyCentre("feixi", "340123", "platform", opening)],
        stations=stations,
        partners=[],
        payees=[Payee("platform", opening)],
        postings=[],
    )


def orders(events: EventColumns) -> list[int]:
    return [row for row, kind in enumerate(events.kinds) if kind == ORDER]


def parcels(events: EventColumns) -> list[int]:
    return [row for row, kind in enumerate(events.kinds) if kind == PARCEL]


def station(events: EventColumns, row: int) -> str:
    return events.station_ids[events.stations[row]]


def facts(events: EventColumns) -> str:
    columns = (
        *(events.ids, events.kinds, events.stations, events.categories, events.quantities, events.gross),
        *(events.discounts, events.placed, events.deposit, events.balance, events.paid, events.received, events.known),
        *(events.station_ids, events.category_codes),
    )
    refunds = [
        (each.id, row, each.gross, each.discount, each.quantity, each.at, each.known)
        for row, refunds in events.refunds.items()
        for each in refunds
    ]
    cancelled = [(each.id, row, str(each.reason), each.at, each.known) for row, each in events.cancellations.items()]
    return "\n".join(map(str, (*columns, refunds, cancelled)))


class TestSeeds:
    """The same numbers make the same events everywhere, and another seed makes others."""

    @given(SEEDS, st.integers(0, 300))
    @few
    def test_make_the_same_events_again(self, seed: int, count: int) -> None:
        one, two = (sample_events(network(), month=NOVEMBER, seed=seed, orders=count) for _ in range(2))
        assert facts(one) == facts(two)

    @given(SEEDS, st.integers(1, 300))
    @few
    def test_make_other_events_where_they_differ(self, seed: int, count: int) -> None:
        one, two = (sample_events(network(), month=NOVEMBER, seed=seed + more, orders=count) for more in (0, 1))
        assert facts(one) != facts(two)

    def test_make_these_events_for_ever(self) -> None:
        events = sample_events(network(), month=NOVEMBER, seed=2016, orders=500)
        pinned = "7318cb4735eaba8e8ba7180ff86b6552865a45fdcf43616941a7d3becba59d94"
        assert sha256(facts(events).encode()).hexdigest() == pinned

    @pytest.mark.parametrize("number", [-1, True, 1.0, "1"])
    def test_do_not_help_where_no_number_is_asked_for(self, number: Wrong) -> None:
        with pytest.raises(WrongNumber, match="orders must be a whole number of 0 or more, but"):
            made(network(), month=NOVEMBER, seed=1, orders=number)
        with pytest.raises(WrongNumber, match="orders_per_station must be a whole number of 0 or more, but"):
            made(network(), month=NOVEMBER, seed=1, orders_per_station=number)
        with pytest.raises(WrongNumber, match="seed must be a whole number of 0 or more, but"):
            made(network(), month=NOVEMBER, seed=number)


class TestCounts:
    """There are as many orders as were asked for, 126 a station where nothing was said."""

    @given(SEEDS, st.integers(0, 1200))
    @few
    def test_are_as_asked(self, seed: int, count: int) -> None:
        events = sample_events(network(), month=NOVEMBER, seed=seed, orders=count)
        assert len(orders(events)) == count
        assert len(set(events.ids)) == len(events.ids)

    @given(SEEDS, st.integers(0, 30))
    @few
    def test_are_so_many_for_each_station_that_is_served(self, seed: int, each: int) -> None:
        served = [
            station.id
            for station in network().stations
            if any(network().posting_on(station.id, date(2016, 11, day)) for day in range(1, 31))
        ]
        events = sample_events(network(), month=NOVEMBER, seed=seed, orders_per_station=each)
        assert len(orders(events)) == each * len(served)

    def test_are_126_a_station_as_was_published(self) -> None:
        events = sample_events(one_village(), month=NOVEMBER, seed=1)
        assert len(orders(events)) == 126
        assert round(27_300_000 / 12_000 / 18) == 126

    def test_are_about_alike_at_every_station(self) -> None:
        busy = Counter(station(many(), row) for row in orders(many()))
        served = [busy[each.id] for each in network().stations if network().posting_on(each.id, date(2016, 11, 20))]
        assert len(served) > 30
        assert all(250 < count < 1600 for count in served)


class TestEveryEvent:
    """Nothing happens before it can, or is known before it happens; amounts are 0 or more."""

    @given(SEEDS, st.integers(0, 400))
    @few
    def test_follows_what_it_comes_from(self, seed: int, count: int) -> None:
        events = sample_events(network(), month=NOVEMBER, seed=seed, orders=count)
        for row in orders(events):
            stages = (
                events.placed[row],
                events.deposit[row],
                events.balance[row],
                events.paid[row],
                events.received[row],
            )
            happened = [instant for instant in stages if instant is not None]
            assert happened == sorted(happened)
            assert happened[-1] <= events.known[row]
            assert 0 <= events.discounts[row] <= events.gross[row]
            assert events.quantities[row] >= 1
            assert not (events.received[row] is not None and events.paid[row] is None)
            for refund in events.refunds.get(row, ()):
                received = events.received[row]
                assert received is not None
                assert received < refund.at <= refund.known
                assert 0 < refund.gross <= events.gross[row]
                assert 0 <= refund.discount <= refund.gross
                assert refund.quantity <= events.quantities[row]
        for row, cancelled in events.cancellations.items():
            assert events.placed[row] < cancelled.at <= cancelled.known
            assert row not in events.refunds
            assert events.received[row] is None

    def test_happens_on_a_whole_second_and_costs_whole_tenths(self) -> None:
        instants = (*many().placed, *many().paid, *many().received, *many().known, *many().deposit)
        assert all(instant % 1_000_000 == 0 for instant in instants if instant is not None)
        assert all(gross % 10 == 0 for gross in many().gross)

    def test_hands_out_every_other_order_as_a_parcel_when_it_is_received(self) -> None:
        events = many()
        row_of = events.rows()
        for parcel in parcels(events):
            row = row_of[f"o{events.ids[parcel][1:]}"]
            assert events.placed[parcel] == events.received[row]
            assert station(events, parcel) == station(events, row)
            assert events.gross[parcel] == 0
        assert 0.4 < len(parcels(events)) / 30_000 < 0.5

    def test_is_placed_in_the_month_while_somebody_is_in_charge(self) -> None:
        events = many()
        strays = 0
        for row in orders(events):
            instant = CHINA.instant(events.placed[row])
            known = network().knows(station(events, row))
            if not (
                OPENS <= events.placed[row] < CLOSES and known and network().in_charge(station(events, row), instant)
            ):
                strays += 1
        assert strays == 12

    def test_has_an_id_of_its_month_that_rises_with_its_instant(self) -> None:
        events = many()
        rows = orders(events)
        assert [events.ids[row] for row in rows] == [f"o-201611-{number:06d}" for number in range(1, 30_001)]
        assert [events.placed[row] for row in rows] == sorted(events.placed[row] for row in rows)


class TestShares:
    """Most orders are paid within minutes and received after some days; few are refunded or cancelled."""

    def test_are_paid_within_minutes_for_most_and_never_for_a_few(self) -> None:
        events = many()
        waits = [
            paid - events.placed[row]
            for row in orders(events)
            if (paid := events.paid[row]) is not None and events.deposit[row] is None
        ]
        assert sum(wait <= 10 * 60 * 1_000_000 for wait in waits) / len(waits) > 0.9
        assert max(waits) > HOUR
        assert max(waits) <= DAY
        unpaid = sum(events.paid[row] is None for row in orders(events))
        assert 0.015 < unpaid / 30_000 < 0.03

    def test_are_received_by_day_some_of_them_after_the_month(self) -> None:
        events = many()
        received = [instant for row in orders(events) if (instant := events.received[row]) is not None]
        assert all(8 <= CHINA.instant(instant).hour < 20 for instant in received)
        days = [
            (CHINA.day(instant) - CHINA.day(paid)).days
            for row in orders(events)
            if (instant := events.received[row]) is not None and (paid := events.paid[row]) is not None
        ]
        assert set(days) == set(range(2, 10))
        assert 0.05 < sum(instant >= CLOSES for instant in received) / len(received) < 0.3

    def test_are_refunded_in_three_of_a_hundred_wholly_and_partly(self) -> None:
        events = many()
        assert 0.025 < len(events.refunds) / 30_000 < 0.035
        whole = part = units = 0
        for row, (refund,) in events.refunds.items():
            if refund.gross == events.gross[row]:
                assert (refund.discount, refund.quantity) == (events.discounts[row], events.quantities[row])
                whole += 1
            elif refund.quantity:
                assert refund.gross * events.quantities[row] == events.gross[row] * refund.quantity
                units += 1
            else:
                assert events.quantities[row] == 1
                assert events.gross[row] // 10 <= refund.gross <= events.gross[row] // 2
                part += 1
        assert min(units, part) > 50
        assert 0.5 < whole / len(events.refunds) < 0.7

    def test_are_cancelled_in_a_few_of_a_thousand_for_every_reason(self) -> None:
        reasons = Counter(str(each.reason) for each in many().cancellations.values())
        assert 0.006 < len(many().cancellations) / 30_000 < 0.01
        assert reasons["cancelled"] > reasons["self_purchase"] > reasons["fake"] > 0

    def test_are_given_away_in_two_of_a_thousand(self) -> None:
        events = many()
        free = sum(events.gross[row] == events.discounts[row] for row in orders(events))
        assert 30 < free < 95

    def test_become_known_late_now_and_then(self) -> None:
        events = many()
        late = 0
        for row in orders(events):
            stages = events.placed[row], events.deposit[row], events.paid[row], events.received[row]
            late += events.known[row] - max(instant for instant in stages if instant is not None) >= 3 * DAY
        assert 60 < late < 130

    def test_are_of_every_category_at_prices_that_can_be(self) -> None:
        events = many()
        priced = {
            code: [events.gross[row] for row in orders(events) if events.category_codes[events.categories[row]] == code]
            for code in events.category_codes
            if code is not None
        }
        assert set(priced) == {"appliances", "clothing", "daily-goods", "farm-supplies", "food", "phones", "top-ups"}
        assert all(count > 1000 for count in map(len, priced.values()))
        assert min(map(min, priced.values())) >= 9_00
        assert max(priced["phones"]) <= 3_000_00
        assert 30_00 <= min(priced["top-ups"]) <= max(priced["top-ups"]) <= 200_00


class TestDoubleEleven:
    """Double 11 is 11 November, every year from 2009."""

    def test_is_the_peak_of_its_month(self) -> None:
        by_day = Counter(CHINA.day(many().placed[row]) for row in orders(many()))
        festive = by_day.pop(date(2016, 11, 11))
        assert festive > 5 * max(by_day.values())

    def test_is_busiest_in_the_hour_after_midnight(self) -> None:
        by_hour = Counter((many().placed[row] - OPENS) // HOUR for row in orders(many()))
        (hour, most), (_, second) = by_hour.most_common(2)
        assert hour == 10 * 24
        assert most > 2 * second

    def test_gives_larger_discounts_than_other_days(self) -> None:
        events = many()
        off: dict[bool, list[int]] = {True: [], False: []}
        nothing = 0
        for row in orders(events):
            if events.discounts[row] < events.gross[row]:
                festive = ELEVEN <= events.placed[row] < TWELVE
                off[festive].append(100 * events.discounts[row] // events.gross[row])
                nothing += not festive and not events.discounts[row]
        assert min(off[True]) >= 4
        assert 35 < max(off[True]) <= 40
        assert 15 < max(off[False]) <= 20
        assert 0.5 < nothing / len(off[False]) < 0.7

    def test_pays_off_what_was_ordered_against_a_deposit_in_the_days_before(self) -> None:
        events = many()
        presold = [row for row in orders(events) if events.deposit[row] is not None]
        assert 0.01 < len(presold) / 30_000 < 0.06
        assert all(ELEVEN - 10 * DAY <= events.placed[row] < ELEVEN for row in presold)
        assert {events.category_codes[events.categories[row]] for row in presold} == {
            "phones",
            "appliances",
            "clothing",
        }
        lost = [row for row in presold if events.balance[row] is None]
        assert 0 < len(lost) < len(presold) / 10
        for row in presold:
            assert events.paid[row] == events.balance[row]
            balance = events.balance[row]
            assert balance is None or ELEVEN <= balance < TWELVE

    @pytest.mark.parametrize("month", [Month(1969, 12), Month(2008, 11), Month(2016, 10), Month(2016, 12)])
    def test_is_not_in_other_months(self, month: Month) -> None:
        events = sample_events(network(), month=month, seed=1, orders=6000)
        by_day = Counter(CHINA.day(events.placed[row]) for row in orders(events))
        assert max(by_day.values()) < 1.5 * 6000 / 30
        assert not any(instant is not None for row in orders(events) for instant in [events.deposit[row]])

    @given(st.builds(Month, st.integers(1990, 2060), st.integers(1, 12)))
    @example(Month(2008, 11))
    @example(Month(2009, 11))
    def test_is_where_the_calendar_has_it(self, month: Month) -> None:
        opens, closes = (CHINA.midnight(day) for day in (month.first, month.plus(1).first))
        spans = programme_calendar().windows("double-11", ["sale"], within=(opens, closes))
        festival = double_11(month)
        if month.year not in {2020, 2022}:
            midnights = [] if festival is None else [CHINA.midnight(festival)]
            assert [span[0] for span in spans] == midnights


class TestShifts:
    """A shift holds from the first instant of each of its spans up to the last, and no longer."""

    @given(st.lists(st.integers(0, 40), min_size=2, max_size=6, unique=True).map(sorted), st.integers(-1, 41))
    @example([0, 5], 0)
    @example([0, 5, 9, 12], 5)
    def test_hold_what_lies_between(self, edges: list[int], instant: int) -> None:
        spans = tuple(zip(edges[::2], edges[1::2], strict=False))
        shift = Shift("sanhe", spans)
        assert shift.holds(instant) == (instant in {each for span in spans for each in range(*span)})


class TestStrays:
    """Orders at a station that is unknown, closed or vacant, and of the month before, come where there are any."""

    def test_are_three_of_each_kind(self) -> None:
        events = many()
        kinds: Counter[str] = Counter()
        for row in orders(events):
            name, instant = station(events, row), CHINA.instant(events.placed[row])
            if not network().knows(name):
                kinds["unknown"] += 1
            elif events.placed[row] < OPENS:
                assert events.placed[row] >= OPENS - 2 * DAY
                assert events.known[row] >= OPENS
                assert network().in_charge(name, instant)
                kinds["late"] += 1
            elif network().station_on(name, instant.date()) is None:
                kinds["closed"] += 1
            elif network().in_charge(name, instant) is None:
                kinds["vacant"] += 1
        assert kinds == {"unknown": 3, "late": 3, "closed": 3, "vacant": 3}

    @pytest.mark.parametrize(("count", "each"), [(0, 0), (99, 0), (100, 1), (299, 2), (300, 3), (5000, 3)])
    def test_are_fewer_where_orders_are(self, count: int, each: int) -> None:
        events = sample_events(network(), month=NOVEMBER, seed=3, orders=count)
        assert sum(not network().knows(station(events, row)) for row in orders(events)) == each

    def test_have_a_name_that_the_network_does_not(self) -> None:
        opening = Period(date(2015, 6, 1))
        lonely = without_partners(*(Station(f"unknown-{number}", "feixi", opening) for number in (1, 2)))
        assert [shift.station for shift in roster(lonely, Hours(NOVEMBER, CHINA)).unknown] == ["unknown-3"]

    def test_are_left_out_where_the_network_has_none(self) -> None:
        events = sample_events(one_village(), month=NOVEMBER, seed=3, orders=1000)
        named = Counter(station(events, row) for row in orders(events))
        assert named == {"sanhe": 997, "unknown-1": 3}
        assert sum(events.placed[row] < OPENS for row in orders(events)) == 3


class TestOddNetworks:
    """Whatever the network and the month, so many events come, and they settle."""

    def test_without_a_partner_are_ordered_at_all_the_same(self) -> None:
        lonely = without_partners(Station("sanhe", "feixi", Period(date(2015, 6, 1))))
        events = sample_events(lonely, month=NOVEMBER, seed=1, orders=50)
        assert {station(events, row) for row in orders(events)} == {"unknown-1"}
        assert events.currency == Currency("KES")
        assert len(sample_events(lonely, month=NOVEMBER, seed=1).ids) == 0

    def test_before_they_open_are_ordered_at_as_well(self) -> None:
        month = Month(2014, 3)
        events = sample_events(network(), month=month, seed=1, orders=50)
        assert all(network().knows(station(events, row)) for row in orders(events))
        found = settle(network(), example_plans(), programme_calendar(), events, Scope(month)).outcomes
        assert set(found.counts) == {Outcome.STATION_NOT_OPEN, Outcome.CANCELLED} & set(found.counts)

    @pytest.mark.parametrize("month", [Month(1, 1), Month(9998, 12)])
    def test_have_events_at_both_ends_of_the_calendar(self, month: Month) -> None:
        events = sample_events(network(), month=month, seed=1, orders=90)
        assert len(orders(events)) == 90
        assert {CHINA.day(events.placed[row]).month for row in orders(events)} == {month.number}

    def test_follow_the_clock_of_the_network(self) -> None:
        hours = Hours(NOVEMBER, CHINA)
        assert hours.start == microseconds(CHINA.instant(OPENS))
        assert hours.end - hours.start == 30 * DAY


class TestSettling:
    """An order is exactly one of earned, earns nothing and unattributed; counts and amounts add up to the input."""

    @given(st.integers(1, 60), SEEDS, st.sampled_from([Month(2015, 3), Month(2015, 11), NOVEMBER, Month(2017, 1)]))
    @few
    def test_every_set_of_events_adds_up(self, stations: int, seed: int, month: Month) -> None:
        network = sample_network(stations=stations, seed=seed)
        events = sample_events(network, month=month, seed=seed, orders_per_station=8)
        found = settle(network, example_plans(), programme_calendar(), events, Scope(month))
        assert found.outcomes.events == len(events.ids)
        assert found.outcomes.gross == sum(events.gross)
        assert sum(each.accrued.minor for each in found.statements) == sum(line.amount.minor for line in found.lines)

    def test_every_reason_occurs_in_the_demo(self) -> None:
        # Every version of the programme allows orders and parcels, and the example plans hold on every day; nothing
        # is earned before November, nothing is left out for being known late, no example has a table by key or a fee,
        # a table that ends, a cap, a rate of nothing, or levels, and nothing is kept, referred or served by helpers; no
        # order is so small that it comes to less than a coin.
        cannot = {
            Outcome.WORK_NOT_ALLOWED,
            Outcome.NO_PLAN_VERSION,
            Outcome.IN_ARREARS,
            Outcome.NOT_KNOWN_YET,
            Outcome.FEE_ONLY,
            Outcome.NOT_IN_TABLE,
            Outcome.NO_LEVEL,
            Outcome.OUTSIDE_TABLE,
            Outcome.RATED_AT_NOTHING,
            Outcome.FREE,
            Outcome.ROUNDED_AWAY,
            Outcome.CUT_TO_NOTHING,
            Outcome.SET_OFF,
            Outcome.CAP_USED_UP,
            Outcome.TAKES_BACK,
            Outcome.KEPT,
            Outcome.HELPER_NOT_POSTED,
            Outcome.SERVICE_UNKNOWN,
            Outcome.NOT_PERMITTED,
            Outcome.PERMISSION_REVOKED,
            Outcome.DECIDED_BY_ANOTHER,
            Outcome.DECLINED,
        }
        assert set(settled().outcomes.counts) == set(Outcome) - cannot

    def test_every_plan_rule_and_party_is_paid_in_the_demo(self) -> None:
        lines = {
            (line.plan, line.rule, str(line.party), str(line.plan_version), line.earned) for line in settled().lines
        }
        assert {(plan, rule) for plan, rule, *_ in lines} == {
            *((plan, "parcels") for plan in ("example-shop", "example-partner")),
            *(("example-shop", rule) for rule in ("dear-goods", "everyday-goods", "farm-supplies")),
            *(("example-partner", rule) for rule in ("double-11", "everything-else")),
        }
        assert {party for *_, party, _, _ in lines} == {"partner", "county_centre", "platform"}
        assert {version for *_, version, _ in lines} == {"2014", "2016"}
        assert {month for *_, month in lines} == {Month(2016, 10), NOVEMBER}

    def test_every_line_of_the_demo_comes_to_its_arithmetic(self) -> None:
        lines = settled().lines
        assert len(lines) > 10_000
        for line in lines[:500]:
            assert evaluated(line.arithmetic) == Exact(line.amount.minor)
