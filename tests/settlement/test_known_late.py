"""What became known late, was left out, or was posted otherwise: it lands in the open period or is told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Always,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Flat,
    Percentage,
    PerUnit,
    PlanVersion,
    Split,
)
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.instants import CHINA, NotAnInstant
from rural_taobao.money import Money, UnitPrice
from rural_taobao.network import Partner, Payee, Posting
from rural_taobao.periods import Month
from rural_taobao.samples import one_village
from rural_taobao.services import Referral
from rural_taobao.settlement import (
    Cancellation,
    Event,
    Ledger,
    Order,
    Outcome,
    Parcel,
    Reason,
    Refund,
    Scope,
    Settlement,
    explained,
    settle,
)
from rural_taobao.settlement.differencing import PostedEventMissing
from rural_taobao.settlement.outcomes import Count, Outcomes
from rural_taobao.settlement.scope import PayeeUnknown
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Timeline

MONTHS = ["2016-10", "2016-11", "2016-12", "2017-01"]


def instant(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def order(name: str, yuan: str = "100.00", placed: str = "2016-11-02T10:00", **facts: Any) -> Order:
    at = instant(placed)
    known = facts.pop("known_at", at)
    return Order(id=name, station="sanhe", gross=Money.parse(yuan), placed=at, known_at=known, **facts)


def refund(name: str, of: str, yuan: str, at: str = "2016-11-20T10:00", **facts: Any) -> Refund:
    return Refund(id=name, order=of, gross=Money.parse(yuan), at=instant(at), known_at=instant(at), **facts)


def cancellation(name: str, of: str, at: str) -> Cancellation:
    return Cancellation(id=name, event=of, reason="fake", at=instant(at), known_at=instant(at))


def plan(on_refund: str = "reverse", **choices: Any) -> CommissionPlan:
    """2 % of gross of each order, all to the partner, unless something else is said."""
    stated: dict[str, Any] = {
        "basis": "gross",
        "measured_on": "order",
        "rate": Percentage(Rate.parse("2 %")),
        "split": Split.all_to("partner"),
    }
    rule = CommissionRule(
        id="everything",
        when=Always(),
        rounding="half_up",
        on_refund=on_refund,
        **{**stated, **choices},
    )
    version = PlanVersion(
        version="v0",
        hit_policy="unique",
        earned_on=EarnedOn("placed"),
        running_totals="carry",
        rules=[rule],
    )
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def plan_of(*rules: CommissionRule, **choices: Any) -> CommissionPlan:
    """Give the plan with other rules, and other choices of its version."""
    [entry] = plan().versions.entries
    version = evolve(entry.value, rules=rules, **choices)
    return CommissionPlan(id="example", versions=Timeline.starting({entry.period.start: version}))


def settled(
    events: Sequence[Event],
    scope: Scope | str = "2016-11",
    posted: Ledger | None = None,
    of: CommissionPlan | None = None,
) -> Settlement:
    where = scope if isinstance(scope, Scope) else Scope(scope)
    return settle(one_village(), [of or plan()], programme_calendar(), events, where, posted=posted)


def net(ledger: Ledger, events: Sequence[Event]) -> dict[object, int]:
    """Add up what each rule of each plan paid for each order, less what its refunds took back."""
    order_of = {event.id: event.order for event in events if isinstance(event, Refund)}
    sums: dict[object, int] = defaultdict(int)
    for line in ledger:
        if line.station is None:
            # What a month comes to is told of by the laws of months; here it is about orders.
            continue
        sums[order_of.get(line.event, line.event), line.plan, line.rule] += line.amount.minor
    return {payment: amount for payment, amount in sums.items() if amount}


def fen(settlement: Settlement) -> dict[str, int]:
    return {line.event: line.amount.minor for line in settlement.lines}


class TestLateKnowledge:
    """Whatever no earlier settlement could know lands in the period that is open, however many are skipped."""

    def test_a_refund_known_in_a_month_that_was_never_settled_lands_in_the_next(self) -> None:
        ledger = settled([order("a")]).ledger
        january = settled([order("a"), refund("r", "a", "50.00", "2016-12-05T10:00")], "2017-01", ledger)
        assert fen(january) == {"r": -100}

    @pytest.mark.parametrize(
        ("early", "late", "coins"),
        [
            ([order("b")], order("a", known_at=instant("2016-12-01T00:00")), 200),
            ([order("a")], refund("r", "a", "50.00", "2016-12-01T00:00"), -100),
            ([order("a")], cancellation("c", "a", "2016-12-01T00:00"), -200),
        ],
        ids=["an order", "a refund", "a cancellation"],
    )
    def test_what_is_known_at_the_first_instant_after_the_month_is_new(
        self, early: list[Event], late: Event, coins: int
    ) -> None:
        ledger = settled(early).ledger
        december = settled([*early, late], "2016-12", ledger)
        assert sum(fen(december).values()) == coins

    @given(worlds(), st.sets(st.sampled_from(MONTHS[:-1])))
    def test_what_is_posted_is_the_truth_or_it_is_told(self, world: World, before: set[str]) -> None:
        ledger, last = Ledger(), None
        for month in sorted({*before, MONTHS[-1]}):
            known = CHINA.instant(CHINA.midnight(Month.parse(month).plus(1).first))
            scope = Scope(month, known_before=known)
            last = settle(world.network, world.plans, world.calendar, world.events, scope, posted=ledger)
            ledger = last.ledger
        everything = Scope("2017-02", restated=MONTHS, reason="all of it")
        truth = settle(world.network, world.plans, world.calendar, world.events, everything)
        assert last is not None
        if Outcome.IN_ARREARS not in last.outcomes.counts:
            assert net(ledger, world.events) == net(truth.ledger, world.events)

    def test_what_is_earned_in_a_month_that_was_skipped_is_open(self) -> None:
        rule = plan().versions.entries[0].value.rules[0]
        late = plan_of(rule, earned_on=EarnedOn("received", 7))
        october = order(
            "o", placed="2016-10-05T10:00", received=instant("2016-10-06T10:00"), known_at=instant("2016-10-06T10:00")
        )
        known = instant("2016-10-28T10:00")
        waiting = order("a", placed="2016-10-27T10:00", received=known, known_at=known)
        ledger = settled([october, waiting], "2016-10", of=late).ledger
        assert {line.event for line in ledger} == {"o"}
        december = settled([october, waiting], "2016-12", ledger, late)
        assert {(line.event, str(line.earned)) for line in december.lines} == {("a", "2016-11")}

    def test_settled_again_in_a_month_it_goes_by_the_month_before(self) -> None:
        october = order("o", placed="2016-10-05T10:00")
        ledger = settled([october], "2016-10").ledger
        ledger = settled([october, order("a")], "2016-11", ledger).ledger
        late = refund("r", "o", "50.00", "2016-11-20T10:00")
        assert fen(settled([october, order("a"), late], "2016-11", ledger)) == {"r": -100}

    def test_of_two_months_that_were_posted_to_the_later_counts(self) -> None:
        october = order("o", placed="2016-10-05T10:00")
        ledger = settled([october], "2016-10").ledger
        ledger = settled([october, order("a")], "2016-11", ledger).ledger
        forgotten = order("b", placed="2016-11-03T10:00")
        december = settled([october, order("a"), forgotten], "2016-12", ledger)
        assert (fen(december), december.outcomes.counts[Outcome.IN_ARREARS].examples) == ({}, ("b",))


class TestArrears:
    """A settlement says of what it leaves as it was posted whether that is what the events come to."""

    def test_an_order_that_was_known_on_time_and_left_out_is_told(self) -> None:
        forgotten = order("b")
        ledger = settled([order("a")]).ledger
        december = settled([order("a"), forgotten], "2016-12", ledger)
        assert not december.lines
        assert december.outcomes.counts[Outcome.IN_ARREARS].examples == ("b",)
        assert december.outcomes.counts[Outcome.OUTSIDE_SCOPE].examples == ("a",)
        again = settled([order("a"), forgotten], Scope("2016-12", restated="2016-11", reason="b was missing"), ledger)
        assert fen(again) == {"b": 200}
        assert Outcome.IN_ARREARS not in again.outcomes.counts

    def test_a_refund_that_was_known_on_time_and_left_out_is_told(self) -> None:
        ledger = settled([order("a"), order("b")]).ledger
        december = settled([order("a"), order("b"), refund("r", "b", "10.00")], "2016-12", ledger)
        assert not december.lines
        assert december.outcomes.counts[Outcome.IN_ARREARS].examples == ("b",)

    def test_a_refund_that_was_posted_is_not(self) -> None:
        events: list[Event] = [order("a"), refund("r", "a", "10.00")]
        assert set(settled(events, "2016-12", settled(events).ledger).outcomes.counts) == {Outcome.OUTSIDE_SCOPE}

    def test_a_cancellation_that_was_known_on_time_and_left_out_is_told(self) -> None:
        ledger = settled([order("a")]).ledger
        december = settled([order("a"), cancellation("c", "a", "2016-11-30T10:00")], "2016-12", ledger)
        assert set(december.outcomes.counts) == {Outcome.IN_ARREARS}

    def test_a_rate_that_was_corrected_is_told(self) -> None:
        ledger = settled([order("a")]).ledger
        december = settled([order("a")], "2016-12", ledger, plan(rate=Percentage(Rate.parse("3 %"))))
        assert set(december.outcomes.counts) == {Outcome.IN_ARREARS}

    def test_what_was_posted_to_another_payee_is_told(self) -> None:
        ledger = settled([order("a")]).ledger
        network = one_village()
        opening = network.stations[0].open
        corrected = evolve(
            network,
            partners=[*network.partners, Partner("wang", opening, "full_time", examined=opening.start)],
            payees=[*network.payees, Payee("wang", opening)],
            postings=[Posting("sanhe", "wang", "wang", "2.0", opening)],
        )
        december = settle(corrected, [plan()], programme_calendar(), [order("a")], Scope("2016-12"), posted=ledger)
        assert set(december.outcomes.counts) == {Outcome.IN_ARREARS}

    def test_what_was_shared_otherwise_is_told(self) -> None:
        ledger = settled([order("a")]).ledger
        shared = plan(split=Split.all_to("platform"))
        assert set(settled([order("a")], "2016-12", ledger, shared).outcomes.counts) == {Outcome.IN_ARREARS}

    def test_what_other_payees_are_left_is_no_arrears_of_a_scope(self) -> None:
        ledger = settled([order("a")]).ledger
        late = refund("r", "a", "50.00", "2016-12-02T10:00")
        scope = Scope("2016-12", payees=["platform"])
        assert Outcome.IN_ARREARS not in settled([order("a"), late], scope, ledger).outcomes.counts

    def both(self, *, second: str = "2 %") -> CommissionPlan:
        """Two rules for everything: one on the running total, one on the order."""
        [rule] = plan().versions.entries[0].value.rules
        total = evolve(rule, id="total", measured_on="running_total", rate=Percentage(Rate.parse("1 %")))
        return plan_of(total, evolve(rule, rate=Percentage(Rate.parse(second))), hit_policy="sum")

    def test_under_sum_a_re_run_posts_nothing_of_what_was_left_alone(self) -> None:
        forgotten, late = order("a"), order("c", known_at=instant("2016-12-03T00:00"))
        ledger = settled([order("o")], of=self.both()).ledger
        december = settled([order("o"), forgotten, late], "2016-12", ledger, self.both())
        assert december.outcomes.counts[Outcome.IN_ARREARS].examples == ("a",)
        again = settled([order("o"), forgotten, late], "2016-12", december.ledger, self.both())
        assert not again.lines
        assert again.outcomes == december.outcomes

    def test_it_is_told_whatever_another_rule_pays(self) -> None:
        late = order("c", known_at=instant("2016-12-03T00:00"))
        ledger = settled([order("a")], of=self.both()).ledger
        december = settled([order("a"), late], "2016-12", ledger, self.both(second="3 %"))
        assert december.outcomes.counts[Outcome.IN_ARREARS].examples == ("a",)
        assert december.outcomes.counts[Outcome.EARNED].events == 1

    def test_a_rule_that_was_renamed_gives_back_what_the_new_one_pays(self) -> None:
        [rule] = self.both().versions.entries[0].value.rules[:1]
        late = order("c", known_at=instant("2016-12-03T00:00"))
        ledger = settled([order("a")], of=plan_of(rule)).ledger
        december = settled([order("a"), late], "2016-12", ledger, plan_of(evolve(rule, id="renamed")))
        assert {(line.event, line.rule): line.amount.minor for line in december.lines} == {
            ("a", "total"): -100,
            ("a", "renamed"): 100,
            ("c", "renamed"): 100,
        }
        assert set(december.outcomes.counts) == {Outcome.EARNED}

    def test_an_order_alone_that_moves_to_another_rule_is_paid_once(self) -> None:
        [rule] = plan().versions.entries[0].value.rules
        ledger = settled([order("a")]).ledger
        late = refund("r", "a", "50.00", "2016-12-02T10:00")
        december = settled([order("a"), late], "2016-12", ledger, plan_of(evolve(rule, id="renamed")))
        assert sum(line.amount.minor for line in december.ledger) == 100
        assert {line.rule: line.amount.minor for line in december.lines if line.event == "a"} == {
            "everything": -200,
            "renamed": 200,
        }

    def test_one_row_that_is_new_does_not_hide_the_others_of_its_account(self) -> None:
        ledger = settled([order("a")]).ledger
        late = order("c", known_at=instant("2016-12-03T00:00"))
        december = settled([order("a"), order("b"), late], "2016-12", ledger)
        assert fen(december) == {"c": 200}
        assert december.outcomes.counts[Outcome.IN_ARREARS].examples == ("b",)

    def test_an_order_of_which_nothing_is_left_to_rate_is_not(self) -> None:
        events: list[Event] = [order("a"), refund("r", "a", "100.00")]
        assert set(settled(events, "2016-12", of=plan("rerate")).outcomes.counts) == {Outcome.OUTSIDE_SCOPE}

    def test_a_line_for_an_event_that_is_not_given_bears_upon_nothing(self) -> None:
        ledger = settled([order("a"), order("b")]).ledger
        assert set(settled([order("b")], "2016-12", ledger).outcomes.counts) == {Outcome.OUTSIDE_SCOPE}

    @given(worlds())
    def test_nothing_is_in_arrears_where_all_months_are_posted(self, world: World) -> None:
        everything = Scope("2016-12", restated=["2016-10", "2016-11"], reason="all of it")
        ledger = settle(world.network, world.plans, world.calendar, world.events, everything).ledger
        again = settle(world.network, world.plans, world.calendar, world.events, Scope("2017-01"), posted=ledger)
        assert Outcome.IN_ARREARS not in again.outcomes.counts


class TestKnownBefore:
    """A settlement that states what it knew by when leaves out all that became known later, as if it had not come."""

    @given(worlds(), st.integers(0, 40))
    def test_it_is_settled_as_without_it(self, world: World, days: int) -> None:
        known = CHINA.instant(CHINA.midnight(date(2016, 11, 1)) + days * 86_400_000_000)
        given_by_then = [event for event in world.events if event.known_at < known]
        stated = settle(world.network, world.plans, world.calendar, world.events, Scope("2016-11", known_before=known))
        without = settle(world.network, world.plans, world.calendar, self.together(given_by_then), Scope("2016-11"))
        assert list(stated.lines) == list(without.lines)
        credits_ = [event for event in world.events if isinstance(event, Order | Parcel | Referral)]
        late = [event for event in credits_ if event.known_at >= known]
        count = stated.outcomes.counts.get(Outcome.NOT_KNOWN_YET)
        assert (count.events if count else 0) == len(late)
        ordered = sum(each.gross.minor for each in credits_ if isinstance(each, Order))
        referred = sum(each.amount.minor for each in credits_ if isinstance(each, Referral))
        assert stated.outcomes.gross == ordered + referred
        assert stated.outcomes.events == len(credits_)

    def together(self, events: list[Event]) -> list[Event]:
        """Leave out what names an event that is not there."""
        there = {event.id for event in events}
        named = {
            event.id: event.order if isinstance(event, Refund) else getattr(event, "event", event.id)
            for event in events
        }
        return [event for event in events if named[event.id] in there]

    def test_the_instant_itself_is_too_late(self) -> None:
        at = instant("2016-11-02T10:00")
        assert not settled([order("a")], Scope("2016-11", known_before=at)).lines
        assert settled([order("a")], Scope("2016-11", known_before=instant("2016-11-02T10:01"))).lines

    @pytest.mark.parametrize("change", [refund("r", "a", "50.00"), cancellation("c", "a", "2016-11-20T10:00")])
    def test_nor_is_a_change_known_at_the_instant_itself(self, change: Event) -> None:
        at = settled([order("a"), change], Scope("2016-11", known_before=instant("2016-11-20T10:00")))
        assert fen(at) == {"a": 200}
        after = settled([order("a"), change], Scope("2016-11", known_before=instant("2016-11-20T10:01")))
        assert sum(fen(after).values()) in {100, 0}

    def test_a_line_for_what_is_not_known_yet_is_no_fault_of_the_ledger(self) -> None:
        ledger = settled([order("a")]).ledger
        with pytest.raises(PostedEventMissing, match="a is not"):
            settled([order("a")], Scope("2016-11", known_before=instant("2016-11-02T10:00")), ledger)

    def test_an_instant_needs_an_offset(self) -> None:
        with pytest.raises(NotAnInstant):
            Scope("2016-11", known_before=datetime(2016, 12, 1))  # noqa: DTZ001 - the fault that is tested


class TestOutcomesLeftOut:
    """What is left out is one more outcome, in the one order of all, and only where anything was."""

    def test_come_where_they_belong(self) -> None:
        found = Outcomes({Outcome.EARNED: Count(1, 500), Outcome.REFUNDED: Count(2, 700)})
        more = found.along_with(Outcome.NOT_KNOWN_YET, Count(3, 900, ("o-4",)))
        assert list(more.counts) == [Outcome.EARNED, Outcome.NOT_KNOWN_YET, Outcome.REFUNDED]
        assert (more.events, more.gross, more.earns_nothing) == (6, 2100, 5)

    def test_are_none_where_nothing_is(self) -> None:
        found = Outcomes({Outcome.EARNED: Count(1, 500)})
        assert found.along_with(Outcome.NOT_KNOWN_YET, Count(0, 0)) == found


class TestPayeesOfAScope:
    """A scope of some payees names those that there are."""

    def test_a_single_name_is_one_payee(self) -> None:
        assert fen(settled([order("a")], Scope("2016-11", payees="li"))) == {"a": 200}

    def test_one_that_nobody_knows_is_refused(self) -> None:
        with pytest.raises(PayeeUnknown, match="but wang is neither"):
            settled([order("a")], Scope("2016-11", payees=["li", "wang"]))

    def test_one_that_only_the_ledger_knows_may_be_named(self) -> None:
        ledger = settled([order("a")]).ledger
        [line] = ledger
        of_old = Ledger.of([evolve(line, payee="of-old", event="z")])
        with pytest.raises(PostedEventMissing):
            settled([order("a")], Scope("2016-11", payees="of-old"), of_old)


class TestRefundsBeforeTheFirstLine:
    """A line for what refunds left of an order names the latest of them, and so does its explanation."""

    def test_under_rerate(self) -> None:
        events: list[Event] = [order("a"), refund("r1", "a", "10.00"), refund("r2", "a", "5.00", "2016-11-21T10:00")]
        [line] = settled(events, of=plan("rerate")).lines
        assert (line.amount.minor, line.reason, line.cause) == (170, Reason.ACCRUAL, "r2")
        assert "¥85.00, which is what refund r2 left of it" in explained(line)

    def test_the_one_that_became_known_last_is_named(self) -> None:
        early = refund("z", "a", "5.00", "2016-11-25T10:00")
        late = evolve(refund("b", "a", "10.00", "2016-11-20T10:00"), known_at=instant("2016-11-28T00:00"))
        [line] = settled([order("a"), early, late], of=plan("rerate")).lines
        assert line.cause == "b"

    def test_under_reverse_the_refund_has_a_line_of_its_own(self) -> None:
        first, second = settled([order("a"), refund("r", "a", "10.00")]).lines
        assert (first.cause, second.event) == ("", "r")

    def test_an_order_without_a_refund_names_none(self) -> None:
        first, second = settled([order("a"), order("b"), refund("r", "a", "10.00")], of=plan("rerate")).lines
        assert (first.cause, second.cause) == ("r", "")


class TestPartsTakenBack:
    """Under `reverse` a refund takes back the commission in proportion to the rule's own basis."""

    @pytest.mark.parametrize(
        ("basis", "rate", "back"),
        [
            # Paper: of ¥100 less ¥20, and 4 units, ¥30 less ¥10 and 3 units go back.
            ("gross", Percentage(Rate.parse("10 %")), -300),  # 10 % of 100 is 10.00; 30/100 of it
            ("net", Percentage(Rate.parse("10 %")), -200),  # 10 % of 80 is 8.00; 20/80 of it
            ("quantity", PerUnit(UnitPrice.parse("1.00")), -300),  # 4 units at 1.00; 3/4 of it
            ("count", Flat(Money(200)), 0),  # the order was placed all the same
        ],
    )
    def test_of_an_amount_a_discount_and_units(self, basis: str, rate: object, back: int) -> None:
        whole = order("a", discount=Money(2000), quantity=4)
        part = refund("r", "a", "30.00", discount=Money(1000), quantity=3)
        assert fen(settled([whole, part], of=plan(basis=basis, rate=rate))).get("r", 0) == back

    def test_of_units_before_the_period_is_measured_again(self) -> None:
        whole, part = order("a", quantity=4), refund("r", "a", "30.00", quantity=3)
        choices: dict[str, Any] = {"basis": "quantity", "rate": PerUnit(UnitPrice.parse("1.00"))}
        assert fen(settled([whole, part], of=plan("rerate", **choices))) == {"a": 100}


class TestTheEndsOfTheCalendar:
    """An instant at the end of all days is as good as any; what would be earned after it is not earned yet."""

    @pytest.mark.parametrize("days", [0, 7, 10**9])
    def test_of_an_order_received_never(self, days: int) -> None:
        never = datetime.fromisoformat("9999-12-31T23:59:59+08:00")
        base = plan().versions.entries[0].value
        earned = evolve(base, earned_on=EarnedOn("received", days))
        late = CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): earned}))
        found = settled([order("a", received=never, known_at=never)], of=late)
        assert set(found.outcomes.counts) == {Outcome.NOT_EARNED_YET}

    @pytest.mark.parametrize("placed", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00"])
    def test_of_an_order_placed_on_no_day_of_the_network(self, placed: str) -> None:
        at = datetime.fromisoformat(placed)
        odd = Order(id="a", station="sanhe", gross=Money(100), placed=at, known_at=at)
        assert not settled([odd]).lines


class TestAmendedMeasures:
    """What one version of a rule rates by itself stays as it is when the running total of another is settled anew."""

    @pytest.mark.parametrize("measures", [("order", "running_total"), ("running_total", "order")])
    def test_a_cancellation_takes_back_what_it_cancels_alone(self, measures: tuple[str, str]) -> None:
        [first], [second] = (plan(measured_on=each).versions.entries for each in measures)
        days = date(2015, 1, 1), date(2016, 11, 8)
        versions = [first.value, evolve(second.value, version="v1")]
        amended = CommissionPlan(id="example", versions=Timeline.starting(dict(zip(days, versions, strict=True))))
        orders = [order(f"o-{day}", placed=f"2016-11-{day:02d}T10:00") for day in (2, 3, 15, 16)]
        november = settled(orders, of=amended)
        assert [line.amount.minor for line in november.lines] == [200, 200, 200, 200]
        for cancelled in orders:
            known = cancellation("c-1", cancelled.id, "2016-12-03T10:00")
            december = settled([*orders, known], "2016-12", november.ledger, amended)
            assert [(line.event, line.amount.minor) for line in december.lines] == [(cancelled.id, -200)]
            assert Outcome.IN_ARREARS not in december.outcomes.counts
