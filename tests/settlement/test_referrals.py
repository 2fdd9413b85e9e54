"""Referrals as events that can earn: when they are approved, where the service is offered, and not otherwise."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import CommissionPlan, CommissionRule, Flat, OfKind
from rural_taobao.commission.versions import EarnedOn
from rural_taobao.currencies import CNY
from rural_taobao.documents.canonical import canonical_text
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA, UtcOffset
from rural_taobao.money import Money
from rural_taobao.network import Network, Permission, Revocation, WithdrawnByHouse, WithdrawnByProvider
from rural_taobao.periods import Period
from rural_taobao.samples import one_order, one_plan, one_referral, one_village, service_village
from rural_taobao.services import Approval, Offered, Referral, Refusal, offered
from rural_taobao.settlement import (
    Cancellation,
    Event,
    Language,
    Outcome,
    Refund,
    Scope,
    Settlement,
    answered,
    in_columns,
    inquire,
    referrals_in,
    settle,
)
from rural_taobao.settlement.bases import PartsUnstated
from rural_taobao.settlement.building import EventsRefused
from rural_taobao.testing.event_set_strategies import event_sets
from rural_taobao.testing.strategies import offsets
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Timeline
from tests.corners import shows

CALENDAR = programme_calendar()
VILLAGE = service_village()
ENTERED = datetime.fromisoformat("2016-11-11T09:00:00+08:00")
LATER = ENTERED + timedelta(days=30)
LOAN = one_referral()


def plan(moment: str = "placed", **facts: Any) -> CommissionPlan:
    """An example: ¥50.00 for each loan that is approved, and 2 % of orders."""
    [entry] = one_plan().versions.entries
    [rule] = entry.value.rules
    usual: dict[str, Any] = {"id": "loans", "when": OfKind("referral"), "rate": Flat(Money(50_00)), "basis": "count"}
    loans: CommissionRule = evolve(rule, **usual | facts)
    version = evolve(entry.value, rules=[evolve(rule, when=OfKind("order")), loans], earned_on=EarnedOn(moment))
    return evolve(one_plan(), versions=Timeline([evolve(entry, value=version)]))


def settled(
    *events: Any, network: Network = VILLAGE, month: str = "2016-11", paid_by: CommissionPlan | None = None
) -> Settlement:
    return settle(network, [paid_by or plan()], CALENDAR, events, Scope(month))


def outcome(referral: Referral, network: Network = VILLAGE, month: str = "2016-11") -> Outcome:
    [found] = settled(referral, network=network, month=month).outcomes.counts
    return found


class TestEarning:
    """A referral earns once it is approved, in the period of the approval, on the terms of its recommendation."""

    def test_what_is_approved_earns_what_the_plan_says(self) -> None:
        found = settled(LOAN, one_order())
        assert {line.event: line.rule for line in found.lines} == {"f-1": "loans", "o-1": "everything"}
        assert sum(line.amount.minor for line in found.lines if line.event == "f-1") == 50_00

    @pytest.mark.parametrize("moment", ["placed", "deposit", "balance", "paid", "received"])
    def test_the_month_is_that_of_the_approval_whatever_moment_the_plan_states(self, moment: str) -> None:
        late = evolve(LOAN, decision=Approval("bank", LATER), known_at=LATER)
        in_november = settled(late, paid_by=plan(moment))
        in_december = settled(late, paid_by=plan(moment), month="2016-12")
        assert (len(in_november.lines), [*in_november.outcomes.counts]) == (0, [Outcome.OUTSIDE_SCOPE])
        assert {str(line.earned) for line in in_december.lines} == {"2016-12"}

    @pytest.mark.parametrize("moment", ["placed", "deposit", "balance", "paid", "received"])
    def test_what_is_not_decided_earns_nothing_yet(self, moment: str) -> None:
        [found] = settled(evolve(LOAN, decision=None), paid_by=plan(moment)).outcomes.counts
        assert found is Outcome.NOT_EARNED_YET

    def test_orders_earn_when_they_did_before(self) -> None:
        alone, beside = settled(one_order()), settled(one_order(), LOAN)
        assert [each for each in beside.lines if each.event == "o-1"] == [*alone.lines]

    def test_what_the_provider_refused_earns_nothing_and_says_so(self) -> None:
        refused = evolve(LOAN, decision=Refusal("bank", LATER), known_at=LATER)
        assert outcome(refused) is outcome(refused, month="2016-12") is Outcome.DECLINED

    def test_the_terms_are_those_of_the_instant_at_which_it_was_entered(self) -> None:
        """Under version 2.0 nothing was offered; what was entered then earns nothing, whenever it was approved."""
        early = evolve(LOAN, entered=datetime.fromisoformat("2016-08-31T23:59:59+08:00"))
        assert outcome(early) is Outcome.WORK_NOT_ALLOWED
        gone = evolve(
            VILLAGE,
            permissions=[
                evolve(each, revocation=Revocation(date(2016, 11, 12), WithdrawnByHouse()))
                for each in VILLAGE.permissions
            ],
        )
        assert outcome(LOAN, gone) is Outcome.EARNED

    def test_an_approval_that_becomes_known_late_is_posted_to_the_open_period(self) -> None:
        open_ = evolve(LOAN, decision=None, known_at=ENTERED)
        november = settle(VILLAGE, [plan()], CALENDAR, [open_], Scope("2016-11"))
        approved = evolve(LOAN, known_at=LATER)
        december = settle(VILLAGE, [plan()], CALENDAR, [approved], Scope("2016-12"), posted=november.ledger)
        assert {(str(line.earned), str(line.posted)) for line in december.lines} == {("2016-11", "2016-12")}

    def test_one_that_never_counted_earns_nothing(self) -> None:
        fake = Cancellation(id="c-1", event="f-1", reason="fake", at=LATER, known_at=LATER)
        [found] = settled(LOAN, fake).outcomes.counts
        assert found is Outcome.FAKE

    def test_it_cannot_be_refunded(self) -> None:
        refund = Refund(id="r-1", order="f-1", gross=Money(1), at=LATER, known_at=LATER)
        with pytest.raises(EventsRefused, match="r-1 must name an order that is among the events"):
            in_columns([LOAN, refund], CNY)

    def test_a_margin_asks_for_its_cost(self) -> None:
        margin = plan(basis="margin")
        with pytest.raises(PartsUnstated, match="f-1 states no cost for rule loans"):
            settled(LOAN, paid_by=margin)
        assert settled(evolve(LOAN, cost=Money(1)), paid_by=margin).lines


class TestOffered:
    """A referral of a service that is not offered there on that day earns nothing, with the reason."""

    def test_of_a_service_that_is_not_there(self) -> None:
        assert outcome(evolve(LOAN, service="credit")) is Outcome.SERVICE_UNKNOWN
        assert outcome(LOAN, one_village()) is Outcome.SERVICE_UNKNOWN

    def test_of_one_that_is_not_permitted(self) -> None:
        assert outcome(evolve(LOAN, service="village-cinema")) is Outcome.NOT_PERMITTED

    @pytest.mark.parametrize(
        ("entered", "found"),
        [
            ("2016-09-30T23:59:59+08:00", Outcome.NOT_PERMITTED),
            ("2016-10-01T00:00:00+08:00", Outcome.EARNED),
            ("2016-11-10T23:59:59+08:00", Outcome.EARNED),
            ("2016-11-11T00:00:00+08:00", Outcome.PERMISSION_REVOKED),
        ],
    )
    def test_it_begins_and_ends_at_midnight(self, entered: str, found: Outcome) -> None:
        loans = Permission(
            "loans", "sanhe", "li", Period(date(2016, 10, 1)), Revocation(date(2016, 11, 11), WithdrawnByProvider())
        )
        referral = evolve(LOAN, entered=datetime.fromisoformat(entered))
        assert outcome(referral, evolve(VILLAGE, permissions=[loans])) is found

    def test_of_a_station_that_nobody_is_in_charge_of(self) -> None:
        vacant = evolve(VILLAGE, postings=[])
        assert outcome(LOAN, vacant) is Outcome.STATION_VACANT
        credited = evolve(vacant, vacancy=evolve(vacant.vacancy, credit="platform", version="3.0"))
        assert outcome(LOAN, credited) is Outcome.NOT_PERMITTED
        assert outcome(evolve(LOAN, station="nowhere")) is Outcome.STATION_UNKNOWN
        assert outcome(evolve(LOAN, entered=datetime.fromisoformat("2015-01-01T00:00:00+08:00"))) is (
            Outcome.STATION_NOT_OPEN
        )

    def test_a_decision_of_another_is_none(self) -> None:
        for by in ("rail", "li"):
            assert outcome(evolve(LOAN, decision=Approval(by, LOAN.known_at))) is Outcome.DECIDED_BY_ANOTHER
        ticket = evolve(LOAN, service="train-tickets", decision=Approval("rail", LOAN.known_at))
        assert outcome(ticket) is Outcome.EARNED
        own = evolve(ticket, decision=Approval("li", LOAN.known_at))
        assert outcome(own) is Outcome.DECIDED_BY_ANOTHER

    def test_one_that_is_not_decided_is_nobodys_decision(self) -> None:
        assert outcome(evolve(LOAN, decision=None)) is Outcome.NOT_EARNED_YET

    @given(worlds())
    def test_what_earns_was_offered_and_approved_by_who_decides(self, world: World) -> None:
        earning = {
            line.event
            for month in ("2016-11", "2016-12")
            for line in settle(world.network, world.plans, world.calendar, world.events, Scope(month)).lines
        }
        for event in world.events:
            if isinstance(event, Referral) and event.id in earning:
                day = event.entered.date()
                answer = offered(world.network, event.station, event.service, day)
                assert isinstance(answer, Offered)
                assert isinstance(event.decision, Approval)
                decider = world.network.service(event.service).decided_by
                assert decider in (None, event.decision.by)
                assert str(event.decision.by) != str(answer.permission.partner)

    def test_everything_that_may_become_of_one_is_drawn(self) -> None:
        def became(world: World) -> set[Outcome]:
            referred = [event for event in world.events if isinstance(event, Referral)]
            return {*settle(world.network, world.plans, world.calendar, referred, Scope("2016-11")).outcomes.counts}

        found = worlds().map(became)
        for each in (
            Outcome.EARNED,
            Outcome.NOT_EARNED_YET,
            Outcome.DECLINED,
            Outcome.DECIDED_BY_ANOTHER,
            Outcome.NOT_PERMITTED,
            Outcome.PERMISSION_REVOKED,
            Outcome.SERVICE_UNKNOWN,
            Outcome.WORK_NOT_ALLOWED,
            Outcome.STATION_UNKNOWN,
            Outcome.STATION_NOT_OPEN,
        ):
            assert shows(found, partial(_holds, each))

    @given(worlds())
    def test_orders_and_parcels_come_to_what_they_came_to_without_permissions(self, world: World) -> None:
        bare = evolve(world.network, services=[], permissions=[])
        goods = [event for event in world.events if not isinstance(event, Referral)]
        ids = {event.id for event in goods}
        kept = [event for event in goods if not isinstance(event, Cancellation) or event.event in ids]
        for month in ("2016-11", "2016-12"):
            with_, without = (
                settle(network, world.plans, world.calendar, kept, Scope(month)) for network in (world.network, bare)
            )
            assert [*with_.lines] == [*without.lines]
            assert with_.outcomes == without.outcomes


def _holds(wanted: Outcome, outcomes: set[Outcome]) -> bool:
    return wanted in outcomes


class TestValuesAgain:
    """Referrals in columns are the referrals that they were made of."""

    @given(event_sets(currency=st.just(CNY)), offsets())
    def test_each_comes_back(self, events: tuple[Event, ...], clock: UtcOffset) -> None:
        referrals = [event for event in events if isinstance(event, Referral)]
        assert [*referrals_in(in_columns(events, CNY), clock)] == referrals

    @pytest.mark.parametrize(
        "decision", [None, Refusal("bank", LATER), Approval("bank", LATER)], ids=["undecided", "refused", "approved"]
    )
    def test_whatever_was_decided_comes_back(self, decision: Approval | Refusal | None) -> None:
        referral = evolve(LOAN, decision=decision, known_at=LATER)
        assert [*referrals_in(in_columns([referral], CNY), CHINA)] == [referral]


class TestTelling:
    """What became of a referral is said in both languages, and its facts stand in what is signed."""

    @pytest.mark.parametrize(
        ("changes", "english", "chinese"),
        [
            ({}, "it earned commission", "已计佣金"),
            (
                {"decision": Refusal("bank", LATER), "known_at": LATER},
                "it earns nothing: whoever decides on the service refused it",
                "不计佣金：这项服务的审批方未予通过",
            ),
            (
                {"service": "village-cinema"},
                "it earns nothing: nobody in charge was permitted the service there at that instant",
                "不计佣金：当时在任的合伙人未获准在该站提供这项服务",
            ),
        ],
    )
    def test_it_is_answered(self, changes: dict[str, Any], english: str, chinese: str) -> None:
        found = inquire(VILLAGE, [plan()], CALENDAR, [evolve(LOAN, **changes)], "f-1")
        head, said, *_ = answered(found).splitlines()
        assert head == "f-1: a referral at station sanhe on 2016-11-11 09:00"
        assert said.strip() == english
        head, said, *_ = answered(found, Language.CHINESE).splitlines()
        assert head == "f-1：服务推荐，服务站 sanhe，2016-11-11 09:00"
        assert said.strip() == chinese

    def test_its_service_and_who_decided_stand_in_its_canonical_text(self) -> None:
        texts = {
            canonical_text(in_columns([each], CNY))
            for each in (
                LOAN,
                evolve(LOAN, service="train-tickets"),
                evolve(LOAN, decision=Approval("rail", LOAN.known_at)),
                evolve(LOAN, decision=Refusal("bank", LOAN.known_at)),
                evolve(LOAN, decision=None),
            )
        }
        assert len(texts) == 5
        assert '"type":"Referral"' in min(texts)
        assert "service" not in canonical_text(in_columns([one_order()], CNY))
