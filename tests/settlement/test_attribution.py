"""From a station and an instant to who is credited, and under which versions."""

from bisect import bisect_right
from datetime import date, datetime, timedelta

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import AnyOf, CommissionPlan, CreditKind, Not, Seniority
from rural_taobao.days import months_after
from rural_taobao.festivals import programme_calendar
from rural_taobao.identifiers import Party
from rural_taobao.instants import CHINA, microseconds
from rural_taobao.network import Network, Vacancy
from rural_taobao.periods import Period
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import Order, Outcome, Scope, settle
from rural_taobao.settlement.attribution import PlanMissing, Router, Terms
from rural_taobao.testing.worlds import World, small_networks, small_plans, worlds
from rural_taobao.timeline import Entry, Timeline


def routed(network: Network, station: str, instant: datetime, *plans: CommissionPlan) -> Terms | Outcome:
    router = Router(network, {plan.id: plan for plan in plans})
    return router.route(station).at(microseconds(instant))


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=CHINA.timezone)


class TestAttribution:
    """The attribution instant alone selects posting, model version and plan version."""

    @given(small_networks(), small_plans("shop"), small_plans("partner"), st.data())
    def test_a_route_agrees_with_the_network_day_by_day(
        self, network: Network, shop: CommissionPlan, partner: CommissionPlan, data: st.DataObject
    ) -> None:
        station = data.draw(st.sampled_from(network.stations))
        day = data.draw(
            st.dates(date(2015, 5, 25), date(2016, 12, 31)) | st.dates(date(2016, 11, 9), date(2016, 11, 26))
        )
        seconds = data.draw(st.integers(0, 86_399))
        found = routed(network, station.id, midnight(day) + timedelta(seconds=seconds), shop, partner)
        posting = network.posting_on(station.id, day)
        open_there = [row for row in network.stations if row.id == station.id and day in row.open]
        paid = [
            row.payee for each in open_there for row in network.centres if row.id == each.centre and day in row.open
        ]
        if posting is not None:
            assert isinstance(found, Terms)
            assert (found.credited, found.model.id) == (posting.payee, posting.version)
            assert found.version is found.plan.on(day)
            assert [found.payees[Party.COUNTY_CENTRE]] == paid
            assert found.payees[Party.PLATFORM] == "platform"
        elif not open_there:
            assert found is Outcome.STATION_NOT_OPEN
        else:
            expected = {
                "nobody": Outcome.STATION_VACANT,
                "county_centre": paid[0],
                "platform": network.platform,
            }[network.vacancy.credit]
            assert (found.credited if isinstance(found, Terms) else found) == expected

    def test_a_posting_changes_at_midnight_on_the_networks_clock(self) -> None:
        network = one_village()
        opening = midnight(date(2015, 6, 1))
        assert routed(network, "sanhe", opening - timedelta(microseconds=1), one_plan()) is Outcome.STATION_NOT_OPEN
        assert isinstance(routed(network, "sanhe", opening, one_plan()), Terms)

    def test_a_station_that_the_network_does_not_have_is_unknown(self) -> None:
        assert routed(one_village(), "nowhere", one_order().placed, one_plan()) is Outcome.STATION_UNKNOWN

    def test_a_station_that_closed_is_not_open(self) -> None:
        network = one_village()
        until = Period(date(2015, 6, 1), date(2016, 11, 11))
        closed = evolve(
            network,
            stations=[evolve(network.stations[0], open=until)],
            postings=[evolve(network.postings[0], period=until)],
        )
        assert routed(closed, "sanhe", one_order().placed, one_plan()) is Outcome.STATION_NOT_OPEN

    def test_days_that_the_plan_does_not_cover_are_told(self) -> None:
        [entry] = one_plan().versions.entries
        late = evolve(
            one_plan(), versions=Timeline([Entry(Period(date(2016, 11, 11), date(2016, 11, 12)), entry.value)])
        )
        eleven = midnight(date(2016, 11, 11))
        assert routed(one_village(), "sanhe", eleven - timedelta(seconds=1), late) is Outcome.NO_PLAN_VERSION
        assert isinstance(routed(one_village(), "sanhe", eleven, late), Terms)
        assert routed(one_village(), "sanhe", eleven + timedelta(days=1), late) is Outcome.NO_PLAN_VERSION

    def test_a_plan_that_was_not_given_is_named(self) -> None:
        with pytest.raises(PlanMissing, match=r"but example, which version 2\.0 names, was not; add its file"):
            settle(one_village(), [], programme_calendar(), [one_order()], Scope("2016-11"))

    def test_equal_terms_are_made_once(self) -> None:
        router = Router(one_village(), {one_plan().id: one_plan()})
        first, second = (router.route("sanhe").at(microseconds(one_order().placed)) for _ in range(2))
        assert first is second

    def test_a_version_allows_the_work_that_it_lists(self) -> None:
        found = routed(one_village(), "sanhe", one_order().placed, one_plan())
        assert isinstance(found, Terms)
        assert found.allows(CreditKind.ORDER)
        idle = evolve(found, model=evolve(found.model, works=["culture"]))
        assert not idle.allows(CreditKind.ORDER)
        assert not idle.allows(CreditKind.PARCEL)

    def test_a_month_is_full_at_midnight_of_its_day_and_at_no_other(self) -> None:
        """Begun on 31 August 2015, six months are full on the last day of February, twelve on 31 August 2016."""
        village = one_village()
        began = date(2015, 8, 31)
        network = evolve(
            village,
            partners=[evolve(village.partners[0], contract=Period(began))],
            postings=[evolve(village.postings[0], period=Period(date(2015, 10, 1)))],
        )
        [entry] = one_plan().versions.entries
        rule = evolve(entry.value.rules[0], when=AnyOf([Seniority(6, 12), Not(Seniority(1)), Seniority(10**6)]))
        asking = evolve(one_plan(), versions=Timeline([evolve(entry, value=evolve(entry.value, rules=[rule]))]))
        route = Router(network, {asking.id: asking}).route("sanhe")
        starts = [date(2015, 6, 1), date(2015, 10, 1), date(2016, 2, 29), date(2016, 8, 31)]
        assert route.starts == tuple(microseconds(midnight(start)) for start in starts)
        assert route.months == (None, None, 1, 6, 12)
        assert len({leg for leg in route.legs if isinstance(leg, Terms)}) == 1
        assert Router(network, {one_plan().id: one_plan()}).route("sanhe").months == (None, None, None)

    def test_months_that_are_full_only_after_a_posting_ended_cut_nothing(self) -> None:
        village, until = one_village(), Period(date(2015, 6, 1), date(2015, 12, 1))
        network = evolve(village, postings=[evolve(village.postings[0], period=until)])
        [entry] = one_plan().versions.entries
        rule = evolve(entry.value.rules[0], when=AnyOf([Seniority(3), Seniority(6)]))
        asking = evolve(one_plan(), versions=Timeline([evolve(entry, value=evolve(entry.value, rules=[rule]))]))
        route = Router(network, {asking.id: asking}).route("sanhe")
        starts = [date(2015, 6, 1), date(2015, 9, 1), date(2015, 12, 1)]
        assert route.starts == tuple(microseconds(midnight(start)) for start in starts)
        assert route.months == (None, 0, 3, None)

    @given(worlds())
    def test_a_partner_is_as_senior_as_the_months_since_the_contract_began(self, world: World) -> None:
        """Counted on the fingers: month after month from the day of the contract, as long as the day has come."""
        asked = [1, 6, 17]
        [entry] = one_plan().versions.entries
        rule = evolve(entry.value.rules[0], when=AnyOf([Seniority(months) for months in asked]))
        asking = evolve(one_plan(), versions=Timeline([evolve(entry, value=evolve(entry.value, rules=[rule]))]))
        plans = {name: evolve(asking, id=name) for name in ("shop", "partner")}
        router = Router(world.network, {plan.id: plan for plan in plans.values()})
        began: dict[str, date] = {}
        for row in world.network.partners:
            began[row.id] = min(began.get(row.id, row.contract.start), row.contract.start)
        for event in world.events:
            if not isinstance(event, Order) or not world.network.knows(event.station):
                continue
            posting = world.network.in_charge(event.station, event.placed)
            route = router.route(event.station)
            found = route.months[bisect_right(route.starts, microseconds(event.placed))]
            if posting is None:
                assert found is None
                continue
            day, full = CHINA.day(microseconds(event.placed)), 0
            while months_after(began[posting.partner], full + 1) <= day:
                full += 1
            assert found == max([0, *(months for months in asked if months <= full)])

    def test_the_platform_may_be_credited_for_a_vacant_station(self) -> None:
        vacant = evolve(one_village(), postings=[], vacancy=Vacancy("platform", "2.0"))
        [statement, *_] = settle(
            vacant, [one_plan()], programme_calendar(), [one_order()], Scope("2016-11")
        ).statements[::-1]
        assert (statement.payee, statement.accrued.minor) == ("platform", 1679 + 240)
