"""What became of one event, and of each rule for it."""

from collections import Counter, defaultdict
from datetime import date, datetime
from operator import attrgetter
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

from rural_taobao.commission import (
    AllOf,
    Always,
    ByKey,
    CommissionPlan,
    CommissionRule,
    DuringFestival,
    EarnedOn,
    Flat,
    InCategory,
    OfKind,
    Percentage,
    PlanVersion,
    RunningTotals,
    Seniority,
    Split,
)
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.layers import CampaignLayer
from rural_taobao.commission.verdicts import Fate
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.periods import Month
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import (
    Cancellation,
    Event,
    Inquiry,
    Ledger,
    Outcome,
    Parcel,
    Refund,
    Ruling,
    Scope,
    answered,
    in_columns,
    inquire,
    settle,
)
from rural_taobao.settlement.facts import Fact, Given
from rural_taobao.settlement.inquiring import EventUnknown
from rural_taobao.settlement.lines import Component
from rural_taobao.settlement.settling import PlanTwice
from rural_taobao.settlement.sorting import RuleAmbiguous
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Timeline

yuan, percent = Money.parse, Rate.parse
AT = datetime.fromisoformat("2016-11-20T09:00:00+08:00")


def rule(name: str, when: Any = None, rate: Any = None, **facts: Any) -> CommissionRule:
    usual: dict[str, Any] = {
        "basis": "net",
        "measured_on": "order",
        "rounding": "half_up",
        "on_refund": "reverse",
        "split": Split.all_to("partner"),
    }
    rate = Percentage(percent("1 %")) if rate is None else rate
    return CommissionRule(id=name, when=Always() if when is None else when, rate=rate, **(usual | facts))


def plan(policy: str, *rules: CommissionRule, **facts: Any) -> CommissionPlan:
    usual: dict[str, Any] = {"earned_on": EarnedOn("placed"), "running_totals": RunningTotals.CARRY}
    version = PlanVersion(version="v", hit_policy=policy, rules=rules, **(usual | facts))
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def asked(given: CommissionPlan, event: str, *events: Event, **how: Any) -> Inquiry:
    return inquire(one_village(), [given], programme_calendar(), events or [one_order()], event, **how)


def fates(inquiry: Inquiry) -> dict[str, Fate]:
    return {ruling.rule: ruling.fate for ruling in inquiry.rulings}


def ruling(inquiry: Inquiry, name: str) -> Ruling:
    [found] = [each for each in inquiry.rulings if each.rule == name]
    return found


class TestWorlds:
    """An inquiry says of each event what a settlement does with it."""

    @given(worlds(lasting=False))
    def test_outcomes_are_those_that_a_settlement_of_all_months_counts(self, world: World) -> None:
        columns = in_columns(world.events, world.network.currency)
        inquiries = [inquire(world.network, world.plans, world.calendar, columns, event) for event in columns.ids]
        *earlier, latest = sorted({each.earned for each in inquiries if each.earned} | {Month(2017, 12)})
        scope = Scope(latest, restated=earlier, reason="all of it at once")
        settled = settle(world.network, world.plans, world.calendar, columns, scope)
        counts = {outcome: count.events for outcome, count in settled.outcomes.counts.items()}
        assert Counter(each.outcome for each in inquiries) == counts

    @given(worlds(most=6))
    def test_what_rules_pay_is_what_lines_say_before_refunds(self, world: World) -> None:
        november = settle(world.network, world.plans, world.calendar, world.events, Scope("2016-11"))
        paid: defaultdict[tuple[str, str], int] = defaultdict(int)
        earned: set[str] = set()
        for line in november.lines:
            if line.component in {Component.COMMISSION, Component.FEE}:
                paid[line.event, line.rule] += line.amount.minor
            if line.component is Component.COMMISSION:
                earned.add(line.event)
        for event in {event for event, _ in paid}:
            inquiry = inquire(world.network, world.plans, world.calendar, world.events, event)
            amounts = {each.rule: each.amount.minor for each in inquiry.rulings if each.amount}
            assert amounts == {rule: amount for (of, rule), amount in paid.items() if of == event and amount}
            assert (inquiry.outcome is Outcome.EARNED) is (event in earned)

    @given(worlds(most=6))
    def test_every_rule_has_a_fate_and_what_is_unmet_does_not_hold(self, world: World) -> None:
        versions = {
            (plan.id, entry.value.version): entry.value for plan in world.plans for entry in plan.versions.entries
        }
        for event in world.events:
            inquiry = inquire(world.network, world.plans, world.calendar, world.events, event.id)
            if not inquiry.rulings:
                continue
            assert inquiry.asked is not None
            version = versions[inquiry.asked.plan, inquiry.asked.version]
            in_order = sorted(version.every_rule, key=attrgetter("is_fee"))
            assert [(each.rule, each.direction) for each in inquiry.rulings] == [
                (rule.id, rule.direction) for rule in in_order
            ]
            for each in inquiry.rulings:
                assert bool(each.unmet) is (each.fate is Fate.NOT_MATCHED)
                assert bool(each.instead) is (each.fate in (Fate.PASSED_OVER, Fate.REPLACED))
                assert each.fate is not Fate.COMPARED
                for unmet in each.unmet:
                    if isinstance(unmet.condition, Seniority):
                        [months] = (given.value for given in unmet.given)
                        least, most = unmet.condition.months_from, unmet.condition.months_to
                        assert months is None or not (isinstance(months, int) and least <= months < (most or 10**9))


class TestRules:
    """A rule pays, or it matched and another is chosen, or it did not match, and the reason is given."""

    def test_the_first_that_matches(self) -> None:
        found = asked(plan("first", rule("seeds", InCategory(["seeds"])), rule("all"), rule("more")), "o-1")
        assert fates(found) == {"seeds": Fate.NOT_MATCHED, "all": Fate.PAID, "more": Fate.PASSED_OVER}
        assert ruling(found, "all").amount == yuan("11.99")
        assert ruling(found, "more").instead == ("all",)
        [unmet] = ruling(found, "seeds").unmet
        assert unmet.given == (Given(Fact.CATEGORY, ("phones",)),)
        assert answered(found).splitlines() == [
            "o-1: an order at station sanhe on 2016-11-11 00:03",
            "  it earned commission",
            "  counted in 2016-11",
            (
                "  under plan example, version v (model version 2.0), on the account of li; "
                "the first rule that matches is paid"
            ),
            "  rule seeds did not match: the category must be seeds, but it was phones",
            "  rule all matched and pays ¥11.99 in all",
            "  rule more matched, but rule all stands before it in the plan, which pays the first that matches",
        ]

    def test_the_most_specific(self) -> None:
        rules = [rule("all"), rule("orders", OfKind("order"))]
        found = asked(plan("most_specific", *rules), "o-1")
        assert fates(found) == {"all": Fate.PASSED_OVER, "orders": Fate.PAID}

    def test_the_best_for_the_partner(self) -> None:
        rules = [
            rule("one"),
            rule("two", rate=Percentage(percent("2 %"))),
            rule("again", rate=Percentage(percent("2 %"))),
        ]
        found = asked(plan("best_for_payee", *rules), "o-1")
        assert fates(found) == {"one": Fate.PASSED_OVER, "two": Fate.PAID, "again": Fate.PASSED_OVER}
        assert [each.worth for each in found.rulings] == [yuan("11.99"), yuan("23.98"), yuan("23.98")]
        assert [each.instead for each in found.rulings] == [("two",), (), ("two",)]

    def test_a_layer_that_takes_the_place_of_the_best(self) -> None:
        over = CampaignLayer(id="autumn", effect="replaces", rules=[rule("more", OfKind("order"))])
        rules = [rule("one"), rule("two", rate=Percentage(percent("2 %")))]
        found = asked(plan("best_for_payee", *rules, campaigns=[over]), "o-1")
        assert fates(found) == {"one": Fate.REPLACED, "two": Fate.REPLACED, "more": Fate.PAID}
        assert ruling(found, "one").instead == ("more",)

    def test_a_layer_that_compares_two(self) -> None:
        rules = [rule("more"), rule("most", rate=Percentage(percent("2 %")))]
        over = CampaignLayer(id="autumn", effect="replaces", rules=rules)
        found = asked(plan("best_for_payee", rule("one"), campaigns=[over]), "o-1")
        assert fates(found) == {"one": Fate.REPLACED, "more": Fate.PASSED_OVER, "most": Fate.PAID}
        assert ruling(found, "one").instead == ("most",)

    def test_a_table_that_pays_nothing(self) -> None:
        table = ByKey(key="category", table={"seeds": Percentage(percent("2 %"))}, otherwise="nothing")
        found = asked(plan("first", rule("table", rate=table), rule("all")), "o-1")
        assert fates(found) == {"table": Fate.NOT_IN_TABLE, "all": Fate.PASSED_OVER}
        assert ruling(found, "all").instead == ("table",)
        assert found.outcome is Outcome.NOT_IN_TABLE
        best = asked(plan("best_for_payee", rule("table", rate=table), rule("all")), "o-1")
        assert fates(best) == {"table": Fate.NOT_IN_TABLE, "all": Fate.PAID}
        assert ruling(best, "all").worth is None

    def test_two_that_match_where_one_is_wanted_are_an_error(self) -> None:
        with pytest.raises(RuleAmbiguous):
            asked(plan("unique", rule("one"), rule("two")), "o-1")

    def test_months_are_counted_in_full(self) -> None:
        found = asked(plan("first", rule("senior", Seniority(18))), "o-1")
        [unmet] = ruling(found, "senior").unmet
        # From 2015-06-01 to 2016-11-11 are 17 full months.
        assert unmet.given == (Given(Fact.MONTHS, 17),)
        assert found.outcome is Outcome.NO_RULE

    def test_an_instant_is_on_the_clock_of_the_network(self) -> None:
        received = evolve(one_order(), received=datetime.fromisoformat("2016-11-12T20:00:00+00:00"), known_at=AT)
        when = AllOf([DuringFestival("double-11", "received"), DuringFestival("double-11", "deposit")])
        found = asked(plan("first", rule("festival", when)), "o-1", received)
        given = [fact for unmet in ruling(found, "festival").unmet for fact in unmet.given]
        assert given == [
            Given(Fact.RECEIVED, datetime.fromisoformat("2016-11-13T04:00:00+08:00")),
            Given(Fact.DEPOSIT, None),
        ]


class TestOutcomes:
    """Whatever came of an event is told, with the rules where they were asked."""

    def test_a_refund_and_a_cancellation_stand_for_what_they_are_about(self) -> None:
        refund = Refund(id="r-1", order="o-1", gross=yuan("25.00"), at=AT, known_at=AT)
        other = evolve(one_order(), id="o-2")
        fake = Cancellation(id="c-1", event="o-2", reason="fake", at=AT, known_at=AT)
        events = one_order(), refund, other, fake
        assert asked(one_plan(), "r-1", *events).event == "o-1"
        cancelled = asked(one_plan(), "c-1", *events)
        assert (cancelled.event, cancelled.outcome) == ("o-2", Outcome.FAKE)
        assert fates(cancelled) == {"everything": Fate.PAID}
        assert ruling(cancelled, "everything").amount is None

    def test_an_order_before_the_station_opened(self) -> None:
        early = evolve(one_order(), placed=datetime.fromisoformat("2014-11-11T00:03:12+08:00"))
        found = asked(one_plan(), "o-1", early)
        assert (found.outcome, found.asked, found.earned, found.rulings) == (Outcome.STATION_NOT_OPEN, None, None, ())

    def test_work_that_is_not_allowed_asks_no_rule(self) -> None:
        village = one_village()
        [version] = village.versions
        network = evolve(village, versions=[evolve(version, works=frozenset(["assisted_purchase"]))])
        parcel = Parcel(id="p-1", station="sanhe", pieces=1, handed_out=AT, known_at=AT)
        found = inquire(network, [one_plan()], programme_calendar(), [parcel], "p-1")
        assert found.outcome is Outcome.WORK_NOT_ALLOWED
        assert found.asked is not None
        assert found.rulings == ()

    def test_an_order_that_is_not_earned_yet(self) -> None:
        late = plan("first", rule("all"), earned_on=EarnedOn("received"))
        found = asked(late, "o-1")
        assert (found.outcome, found.earned, ruling(found, "all").amount) == (Outcome.NOT_EARNED_YET, None, None)

    def test_an_event_that_is_not_there_is_refused(self) -> None:
        with pytest.raises(EventUnknown) as caught:
            asked(one_plan(), "o-9")
        assert str(caught.value) == (
            "an event that is asked about must be one of those that are given, but none has the id 'o-9'; "
            "ask for an order's id, or add the file that it is in"
        )

    def test_another_currency_and_a_plan_twice_are_refused(self) -> None:
        events = in_columns([], Currency("UGX"))
        with pytest.raises(CurrencyMismatch):
            inquire(one_village(), [one_plan()], programme_calendar(), events, "o-1")
        with pytest.raises(PlanTwice):
            inquire(one_village(), [one_plan()] * 2, programme_calendar(), in_columns([], CNY), "o-1")


class TestALedger:
    """What was posted for other months uses up caps that last for a whole plan; an earlier month is measured anew."""

    def capped(self) -> CommissionPlan:
        cap = SharedCap(id="all", amount=yuan("3.00"), of="network", within="plan", rules=["flat"])
        flat = rule("flat", rate=Flat(yuan("2.00")))
        return plan("first", flat, caps=[cap])

    def orders(self) -> tuple[Event, ...]:
        late = datetime.fromisoformat("2016-12-02T10:00:00+08:00")
        return one_order(), evolve(one_order(), id="o-2", placed=late, paid=None, known_at=late)

    def ledger(self) -> Ledger:
        ledger = Ledger()
        for month in ("2016-11", "2016-12"):
            plans = [self.capped()]
            ledger = settle(
                one_village(), plans, programme_calendar(), self.orders(), Scope(month), posted=ledger
            ).ledger
        return ledger

    def test_a_cap_is_used_up_by_what_was_posted(self) -> None:
        alone = asked(self.capped(), "o-2", *self.orders())
        after = asked(self.capped(), "o-2", *self.orders(), posted=self.ledger())
        assert (ruling(alone, "flat").amount, ruling(after, "flat").amount) == (yuan("2.00"), yuan("1.00"))

    def test_a_month_that_was_skipped_uses_a_cap_up_as_in_a_settlement(self) -> None:
        early = datetime.fromisoformat("2016-10-02T10:00:00+08:00")
        first = evolve(one_order(), id="o-0", placed=early, paid=None, known_at=early)
        events, plans = (first, *self.orders()), [self.capped()]
        october = settle(one_village(), plans, programme_calendar(), events, Scope("2016-10")).ledger
        # ¥2.00 of ¥3.00 were posted for October, and November, which is open, takes the rest.
        found = asked(self.capped(), "o-2", *events, posted=october)
        assert (found.outcome, ruling(found, "flat").amount) == (Outcome.CAP_USED_UP, yuan("0.00"))

    def test_an_earlier_month_is_measured_again(self) -> None:
        found = asked(self.capped(), "o-1", *self.orders(), posted=self.ledger())
        assert found.outcome is Outcome.EARNED
        assert found.earned == Month(2016, 11)
        assert ruling(found, "flat").amount is not None
