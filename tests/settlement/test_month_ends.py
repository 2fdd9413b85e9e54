"""Guarantees and draws, settled: lines of months, to whoever was in charge."""

from collections.abc import Iterable, Sequence
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
    Draw,
    EarnedOn,
    Guarantee,
    InCategory,
    Percentage,
    PlanVersion,
    Share,
    Split,
)
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.operands import Units
from rural_taobao.currencies import Currency
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.network import Network, Partner, Payee, Posting, programme_versions
from rural_taobao.periods import Period
from rural_taobao.samples import one_village
from rural_taobao.settlement import (
    Cancellation,
    Event,
    Ledger,
    Line,
    Order,
    Outcome,
    PeriodClosed,
    Reason,
    Refund,
    Scope,
    Settlement,
    explained,
    settle,
)
from rural_taobao.settlement.lines import Component, LineUnfit
from rural_taobao.testing.worlds import World, worlds
from rural_taobao.timeline import Timeline

yuan = Money.parse
OPENED = date(2015, 6, 1)
WHOLE = Percentage(Rate.parse("100 %"))


def rule(name: str = "all", **facts: Any) -> CommissionRule:
    usual: dict[str, Any] = {
        "when": Always(),
        "basis": "net",
        "measured_on": "order",
        "rate": WHOLE,
        "rounding": "half_up",
        "on_refund": "rerate",
        "split": Split.all_to("partner"),
    }
    return CommissionRule(id=name, **(usual | facts))


def least(amount: str = "100.00", **facts: Any) -> Guarantee:
    usual: dict[str, Any] = {"id": "least", "amount": yuan(amount), "prorated": "whole"}
    return Guarantee(**(usual | facts))


def advance(amount: str = "2000.00", **facts: Any) -> Draw:
    usual: dict[str, Any] = {"id": "advance", "amount": yuan(amount), "recoverable": True, "prorated": "whole"}
    return Draw(**(usual | facts))


def version(*promises: Guarantee | Draw, rules: Sequence[CommissionRule] = (), name: str = "v") -> PlanVersion:
    return PlanVersion(
        version=name,
        hit_policy="sum",
        earned_on=EarnedOn("placed"),
        running_totals="carry",
        rules=rules or [rule()],
        guarantees=[each for each in promises if isinstance(each, Guarantee)],
        draws=[each for each in promises if isinstance(each, Draw)],
    )


def plan(*promises: Guarantee | Draw, rules: Sequence[CommissionRule] = ()) -> CommissionPlan:
    return plan_of({date(2015, 1, 1): version(*promises, rules=rules)})


def plan_of(versions: dict[date, PlanVersion]) -> CommissionPlan:
    return CommissionPlan(id="example", versions=Timeline.starting(versions))


def instant(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T10:00:00+08:00")


def order(name: str, day: str, amount: str, **facts: Any) -> Order:
    at = instant(day)
    usual: dict[str, Any] = {"station": "sanhe", "gross": yuan(amount), "placed": at, "known_at": at}
    return Order(id=name, **(usual | facts))


def refund(name: str, of: str, day: str, amount: str) -> Refund:
    return Refund(id=name, order=of, gross=yuan(amount), at=instant(day), known_at=instant(day))


def settled(
    given_plan: CommissionPlan,
    events: Iterable[Event] = (),
    month: str | Scope = "2016-11",
    posted: Ledger | None = None,
    network: Network | None = None,
) -> Settlement:
    scope = month if isinstance(month, Scope) else Scope(month)
    return settle(network or one_village(), [given_plan], programme_calendar(), events, scope, posted=posted)


def of_months(lines: Iterable[Line]) -> list[Line]:
    return [line for line in lines if line.station is None]


def fen(lines: Iterable[Line]) -> dict[tuple[str, str], int]:
    """Add the lines of months up, by their month and what they are for."""
    sums: dict[tuple[str, str], int] = {}
    for line in of_months(lines):
        sums[line.event, line.rule] = sums.get((line.event, line.rule), 0) + line.amount.minor
    return sums


def month_by_month(
    given_plan: CommissionPlan, events: Sequence[Event], months: Iterable[str], network: Network | None = None
) -> Ledger:
    """Settle months one after the other, each with what was known by its end."""
    ledger = Ledger()
    for month in months:
        until = datetime.fromisoformat(f"{Scope(month).month.plus(1).first}T00:00:00+08:00")
        known = [event for event in events if event.known_at < until]
        ledger = settled(given_plan, known, month, ledger, network).ledger
    return ledger


def posted_on(*days: tuple[date, date | None], payee: str = "li") -> Network:
    """A village where somebody is in charge on some days only."""
    village = one_village()
    postings = [Posting("sanhe", "li", payee, "2.0", Period(*each)) for each in days]
    return evolve(village, postings=postings)


class TestGuarantee:
    """A guarantee pays what the month of a partner in charge is short of it, by a line of the month's own."""

    def test_the_published_example(self) -> None:
        # A minimum of 100, of which 50 are earned: 50 by a line of its own (docs.getlago.com, minimum commitment).
        [earned, line] = settled(plan(least()), [order("a", "2016-11-03", "50.00")]).lines
        assert (earned.event, earned.amount) == ("a", yuan("50.00"))
        assert (line.event, line.rule, line.component) == ("2016-11", "least", Component.GUARANTEE)
        assert (line.amount, line.measured, line.before) == (yuan("50.00"), 5000, None)
        assert (line.payee, line.party, line.credited) == ("li", "partner", "li")
        assert (line.station, line.basis, line.reason, line.cause) == (None, None, Reason.ACCRUAL, "")
        assert line.at == datetime.fromisoformat("2016-12-01T00:00:00+08:00")
        assert (line.plan_version, line.model_version) == ("v", "2.0")

    @given(st.lists(st.integers(0, 8000), max_size=5), st.integers(1, 20_000))
    def test_earned_and_made_up_is_the_larger_of_the_two(self, earned: list[int], amount: int) -> None:
        orders = [order(f"o{place}", "2016-11-03", "1.00", gross=Money(each)) for place, each in enumerate(earned)]
        found = settled(plan(least(Money(amount).decimal)), orders)
        assert found.accrued.minor == max(amount, sum(earned))
        assert (len(of_months(found.lines)) == 1) is (sum(earned) < amount)

    def test_the_last_month_that_there_is(self) -> None:
        of = plan(least(), advance())
        [first, second] = settled(of, month="9998-12").lines
        assert {line.rule: line.amount for line in (first, second)} == {
            "least": yuan("100.00"),
            "advance": yuan("1900.00"),
        }
        assert not settled(of, month="9998-12", posted=settled(of, month="9998-12").ledger).lines

    def test_whoever_had_no_order_at_all_gets_all_of_it(self) -> None:
        [line] = settled(plan(least())).lines
        assert (line.amount, line.payee) == (yuan("100.00"), "li")

    def test_whoever_was_not_in_charge_in_the_month_gets_nothing(self) -> None:
        network = posted_on((OPENED, date(2016, 11, 1)), (date(2016, 12, 1), None))
        assert not settled(plan(least()), network=network).lines
        assert settled(plan(least()), month="2016-10", network=network).lines

    def test_only_the_share_of_the_partner_counts(self) -> None:
        shares = [Share("partner", Rate.parse("70 %")), Share("platform", Rate.parse("30 %"))]
        shared = plan(least(), rules=[rule(split=Split(shares, "largest_remainder"))])
        assert fen(settled(shared, [order("a", "2016-11-03", "100.00")]).lines) == {("2016-11", "least"): 3000}

    def test_only_the_rules_that_it_names_count(self) -> None:
        rules = [rule("seeds", when=InCategory("seeds")), rule("phones", when=InCategory("phones"))]
        orders = [
            order("a", "2016-11-03", "30.00", category="seeds"),
            order("b", "2016-11-03", "50.00", category="phones"),
        ]
        named = plan(least(rules="seeds"), least(id="both"), rules=rules)
        assert fen(settled(named, orders).lines) == {("2016-11", "least"): 7000, ("2016-11", "both"): 2000}

    def test_what_a_total_of_the_county_pays_the_partner_counts(self) -> None:
        shares = [Share("partner", Rate.parse("40 %")), Share("county_centre", Rate.parse("60 %"))]
        rolled_up = rule(measured_on="county_total", split=Split(shares, "largest_remainder"))
        orders = [order("a", "2016-11-03", "100.00"), order("b", "2016-11-04", "50.00")]
        ledger = settled(plan(least(), rules=[rolled_up]), orders[:1]).ledger
        assert fen(ledger) == {("2016-11", "least"): 6000}
        again = settled(plan(least(), rules=[rolled_up]), orders, posted=ledger)
        [line] = of_months(again.lines)
        assert (line.amount, line.cause) == (yuan("-20.00"), "b")

    def test_by_days_it_is_the_share_of_the_days_in_charge(self) -> None:
        # Paper: 20 of 30 days of 100.00 are 66.67.
        network = posted_on((OPENED, date(2016, 11, 11)), (date(2016, 11, 21), None))
        by_days = plan(least(prorated="by_days"))
        [line] = settled(by_days, network=network).lines
        assert line.amount == yuan("66.67")
        assert explained(line).splitlines()[4:7] == [
            "  ¥100.00 for 20 of 30 days = ¥66.66666666…",
            "  rounded half up: ¥200/3 = ¥66.66666666… becomes ¥66.67, ¥1/300 more",
            "  guaranteed: ¥66.67",
        ]
        [line] = settled(plan(least()), network=network).lines
        assert line.amount == yuan("100.00")

    def test_two_stations_at_once_are_one_guarantee(self) -> None:
        village = one_village()
        [sanhe] = village.stations
        network = evolve(
            village,
            stations=[sanhe, evolve(sanhe, id="other")],
            partners=[*village.partners, Partner("wang", sanhe.open, "full_time", examined=sanhe.open.start)],
            postings=[*village.postings, Posting("other", "wang", "li", "2.0", Period(date(2016, 11, 16)))],
        )
        assert [line.amount for line in settled(plan(least(prorated="by_days")), network=network).lines] == [
            yuan("100.00")
        ]

    def test_the_latest_version_of_the_month_says_what_is_guaranteed(self) -> None:
        changed = plan_of(
            {
                date(2015, 1, 1): version(least("300.00")),
                date(2016, 11, 16): version(least("60.00", prorated="by_days"), name="w"),
            }
        )
        [line] = settled(changed).lines
        assert (line.amount, line.plan_version) == (yuan("60.00"), "w")

    def test_by_days_only_those_count_on_which_it_is_stated(self) -> None:
        ended = plan_of(
            {
                date(2015, 1, 1): version(least("60.00", prorated="by_days")),
                date(2016, 11, 11): version(name="w"),
            }
        )
        [line] = settled(ended).lines
        assert (line.amount, line.plan_version) == (yuan("20.00"), "v")
        assert not settled(ended, month="2016-12").lines

    def test_a_month_that_reaches_it_has_no_line(self) -> None:
        assert not of_months(settled(plan(least()), [order("a", "2016-11-03", "100.00")]).lines)

    def test_a_december_guarantee_does_not_repay_a_late_clawback_of_november(self) -> None:
        # Paper: November earned 150 and keeps nothing of it; December is short of 100 by 40, whatever November lost.
        reversing = plan(least(), rules=[rule(on_refund="reverse")])
        orders = [order("a", "2016-11-03", "150.00"), order("b", "2016-12-03", "60.00")]
        late = refund("r", "a", "2016-12-20", "150.00")
        ledger = month_by_month(reversing, [*orders, late], ["2016-11", "2016-12"])
        assert fen(ledger) == {("2016-12", "least"): 4000}

    def test_what_is_measured_again_without_a_refund_is_what_counts(self) -> None:
        ledger = month_by_month(
            plan(least()), [order("a", "2016-11-03", "150.00"), refund("r", "a", "2016-12-20", "80.00")], ["2016-11"]
        )
        events: list[Event] = [order("a", "2016-11-03", "150.00"), refund("r", "a", "2016-12-20", "80.00")]
        december = settled(plan(least()), events, "2016-12", ledger)
        [line] = [each for each in of_months(december.lines) if each.event == "2016-11"]
        assert (line.amount, line.earned.number, line.posted.number) == (yuan("30.00"), 11, 12)
        assert (line.reason, line.cause, line.number) == (Reason.REFUND, "r", 1)

    def test_the_outcomes_count_orders_and_nothing_else(self) -> None:
        assert settled(plan(least())).outcomes.events == 0
        november = settled(plan(least()), [order("a", "2016-11-03", "50.00")])
        assert set(november.outcomes.counts) == {Outcome.EARNED}


class TestDraw:
    """A draw brings a month up to an amount; a recoverable one is repaid from what later months earn above it."""

    GROSS = ("2750.00", "3000.00", "1500.00", "2375.00", "3000.00", "2750.00")
    MONTHS = tuple(f"2016-{month:02}" for month in range(4, 10))

    def orders(self) -> list[Event]:
        days = (f"{month}-10" for month in self.MONTHS)
        return [order(f"o{day}", day, gross) for day, gross in zip(days, self.GROSS, strict=True)]

    def net(self, ledger: Ledger) -> list[str]:
        sums = dict.fromkeys(self.MONTHS, Money(0))
        for line in ledger:
            sums[str(line.earned)] += line.amount
        return [each.decimal for each in sums.values()]

    def test_the_published_example_of_a_recoverable_draw(self) -> None:
        # Oracle Siebel Incentive Compensation guide, recoverable draw with the balance carried forward.
        ledger = month_by_month(plan(advance()), self.orders(), self.MONTHS)
        assert self.net(ledger) == ["2750.00", "3000.00", "2000.00", "2000.00", "2875.00", "2750.00"]
        drawn = of_months(ledger)
        assert [line.amount.decimal for line in drawn] == ["500.00", "-375.00", "-125.00"]
        assert [line.before for line in drawn] == [0, 50_000, 12_500]

    def test_all_months_at_once_come_to_the_same(self) -> None:
        scope = Scope(self.MONTHS[-1], restated=self.MONTHS[:-1], reason="all at once")
        found = settled(plan(advance()), self.orders(), scope)
        assert self.net(found.ledger) == ["2750.00", "3000.00", "2000.00", "2000.00", "2875.00", "2750.00"]

    def test_one_that_is_not_recoverable_is_never_repaid(self) -> None:
        ledger = month_by_month(plan(advance(recoverable=False)), self.orders(), self.MONTHS)
        assert self.net(ledger) == ["2750.00", "3000.00", "2000.00", "2375.00", "3000.00", "2750.00"]
        assert [line.before for line in of_months(ledger)] == [None]

    @given(st.lists(st.integers(0, 9000), min_size=1, max_size=8), st.integers(1, 6000))
    def test_what_is_repaid_was_advanced_and_a_month_keeps_the_draw(self, earned: list[int], amount: int) -> None:
        months = [f"2016-{month:02}" for month in range(1, len(earned) + 1)]
        orders = [order(f"o{m}", f"{m}-10", "1.00", gross=Money(each)) for m, each in zip(months, earned, strict=True)]
        scope = Scope(months[-1], restated=months[:-1], reason="all at once")
        drawn = fen(settled(plan(advance(Money(amount).decimal)), orders, scope).lines)
        owed = 0
        for month, each in zip(months, earned, strict=True):
            line = drawn.get((month, "advance"), 0)
            owed += line
            assert owed >= 0
            assert each + line >= amount
            # Nothing is left to repay, or all that is above the draw was repaid.
            assert owed == 0 or each + line == amount

    def test_what_a_guarantee_adds_counts(self) -> None:
        # Paper: 50 earned, made up to 100 by the guarantee, and to 120 by the draw.
        both = plan(least(), advance("120.00"))
        assert fen(settled(both, [order("a", "2016-11-03", "50.00")]).lines) == {
            ("2016-11", "least"): 5000,
            ("2016-11", "advance"): 2000,
        }

    def test_what_a_guarantee_of_other_rules_adds_does_not(self) -> None:
        rules = [rule("seeds", when=InCategory("seeds")), rule("phones", when=InCategory("phones"))]
        apart = plan(least(rules="seeds"), advance("120.00", rules="phones"), rules=rules)
        assert fen(settled(apart).lines) == {("2016-11", "least"): 10_000, ("2016-11", "advance"): 12_000}

    def test_a_late_refund_moves_all_the_months_after_it(self) -> None:
        # Paper: without 500 of the third month, 1,000 are advanced, then 375 and the other 625 repaid.
        ledger = month_by_month(plan(advance()), self.orders(), self.MONTHS)
        late = refund("r", "o2016-06-10", "2016-09-20", "500.00")
        september = settled(plan(advance()), [*self.orders(), late], self.MONTHS[-1], ledger)
        assert fen(september.ledger) == {
            ("2016-06", "advance"): 100_000,
            ("2016-07", "advance"): -37_500,
            ("2016-08", "advance"): -62_500,
        }
        moved = of_months(september.lines)
        assert [(line.event, line.reason, line.cause) for line in moved] == [
            ("2016-06", Reason.REFUND, "r"),
            ("2016-08", Reason.REFUND, "r"),
        ]

    def test_it_is_repaid_even_when_nobody_is_in_charge_any_more(self) -> None:
        # Paper: 300 of 1,000 earned in June; the partner leaves; 200 more are earned in July, for an order of June.
        network = posted_on((OPENED, date(2016, 7, 1)))
        received = evolve(version(advance("1000.00")), earned_on=EarnedOn("received"))
        later = plan_of({date(2015, 1, 1): received})
        orders: list[Event] = [
            order("a", "2016-06-03", "300.00", received=instant("2016-06-03")),
            order("b", "2016-06-20", "200.00", received=instant("2016-07-02"), known_at=instant("2016-07-02")),
        ]
        ledger = month_by_month(later, orders, ["2016-06", "2016-07", "2016-08"], network)
        assert fen(ledger) == {("2016-06", "advance"): 70_000, ("2016-07", "advance"): -20_000}
        assert "brought up to: ¥0.00" in explained(of_months(ledger)[1])

    def test_what_the_plan_states_no_more_is_repaid_too(self) -> None:
        ended = plan_of({date(2015, 1, 1): version(advance("100.00")), date(2016, 12, 1): version(name="w")})
        orders: list[Event] = [order("a", "2016-11-03", "30.00"), order("b", "2016-12-03", "50.00")]
        ledger = month_by_month(ended, orders, ["2016-11", "2016-12"])
        assert fen(ledger) == {("2016-11", "advance"): 7000, ("2016-12", "advance"): -5000}


class TestLate:
    """What becomes known late moves the months that it is earned in, and says so."""

    def test_an_order_known_late_lowers_the_guarantee_of_its_month(self) -> None:
        ledger = settled(plan(least()), [order("a", "2016-11-03", "50.00")]).ledger
        late = order("b", "2016-11-05", "30.00", known_at=instant("2016-12-05"))
        december = settled(plan(least()), [order("a", "2016-11-03", "50.00"), late], "2016-12", ledger)
        [line] = [each for each in of_months(december.lines) if each.event == "2016-11"]
        assert (line.amount, line.number, line.reason, line.cause) == (yuan("-30.00"), 2, Reason.LATE_EVENT, "b")
        assert line.corrects == "2016-11/example/least/partner/li/guarantee/accrued/CNY/1"
        assert "¥20.00 less ¥50.00 posted before = -¥30.00" in explained(line)

    def test_within_the_month_too(self) -> None:
        ledger = settled(plan(least())).ledger
        [earned, line] = settled(plan(least()), [order("a", "2016-11-03", "50.00")], posted=ledger).lines
        assert (earned.event, line.amount, line.cause) == ("a", yuan("-50.00"), "a")

    def test_the_change_that_became_known_last_is_the_cause(self) -> None:
        first = order("a", "2016-11-03", "50.00")
        ledger = settled(plan(least()), [first]).ledger
        events: list[Event] = [
            first,
            order("c", "2016-11-04", "1.00", known_at=instant("2016-11-20")),
            order("b", "2016-11-05", "1.00", known_at=instant("2016-11-19")),
        ]
        [line] = of_months(settled(plan(least()), events, posted=ledger).lines)
        assert (line.amount, line.cause) == (yuan("-2.00"), "c")

    @pytest.mark.parametrize("kind", ["refund", "cancellation"])
    def test_what_takes_an_order_back_is_named(self, kind: str) -> None:
        first = order("a", "2016-11-03", "50.00")
        ledger = settled(plan(least()), [first]).ledger
        change: Event = (
            refund("x", "a", "2016-11-20", "50.00")
            if kind == "refund"
            else Cancellation(
                id="x", event="a", reason="fake", at=instant("2016-11-20"), known_at=instant("2016-11-20")
            )
        )
        [line] = of_months(settled(plan(least()), [first, change], posted=ledger).lines)
        assert (line.amount, line.reason, line.cause) == (yuan("50.00"), Reason(kind), "x")

    def test_a_guarantee_that_is_reached_is_taken_back_with_its_arithmetic(self) -> None:
        ledger = settled(plan(least())).ledger
        [line] = of_months(settled(plan(least()), [order("a", "2016-11-03", "500.00")], posted=ledger).lines)
        text = explained(line)
        assert line.amount == yuan("-100.00")
        for step in ("nothing is to be added", "¥0.00 less ¥100.00 posted before = -¥100.00"):
            assert step in text

    def test_where_no_advance_is_left_that_is_said(self) -> None:
        ledger = settled(plan(advance("150.00"))).ledger
        late = order("a", "2016-11-03", "500.00")
        [line] = of_months(settled(plan(advance("150.00")), [late], posted=ledger).lines)
        assert "no advance is left to repay" in explained(line)

    def test_one_that_nothing_states_any_more_is_taken_back(self) -> None:
        ledger = settled(plan(least(), advance("150.00"))).ledger
        lines = of_months(settled(plan(), posted=ledger).lines)
        assert {line.rule: line.amount.decimal for line in lines} == {"least": "-100.00", "advance": "-50.00"}
        assert {line.reason for line in lines} == {Reason.CORRECTION}
        assert "¥0.00 less ¥50.00 posted before = -¥50.00" in explained(lines[1])
        assert "came to ¥50.00 before and to ¥0.00 now: nothing states it any more" in explained(lines[1])
        assert "counted" not in explained(lines[1])
        again = settled(plan(), posted=settled(plan(), posted=ledger).ledger)
        assert not again.lines
        back = settled(plan(least(), advance("150.00")), posted=settled(plan(), posted=ledger).ledger)
        assert sorted((line.rule, line.number, line.amount.minor) for line in back.lines) == [
            ("advance", 3, 5000),
            ("least", 3, 10_000),
        ]

    def test_a_month_that_nothing_new_bears_upon_is_left_as_it_was_posted(self) -> None:
        ledger = settled(plan(least())).ledger
        december = settled(plan(least("500.00"), advance("600.00")), month="2016-12", posted=ledger)
        assert {line.event for line in december.lines} == {"2016-12"}

    def test_a_restated_month_says_so(self) -> None:
        ledger = settled(plan(least())).ledger
        scope = Scope("2016-12", restated="2016-11", reason="too little was guaranteed")
        [november, _] = settled(plan(least("500.00")), month=scope, posted=ledger).lines
        assert (november.event, november.reason, november.amount) == ("2016-11", Reason.RESTATEMENT, yuan("400.00"))

    def test_a_guarantee_of_other_rules_is_left_alone(self) -> None:
        rules = [rule("seeds", when=InCategory("seeds")), rule("phones", when=InCategory("phones"))]
        ledger = settled(plan(least(rules="phones"), rules=rules)).ledger
        late = order("a", "2016-11-05", "30.00", category="seeds", known_at=instant("2016-12-05"))
        changed = plan(least("500.00", rules="phones"), rules=rules)
        december = settled(changed, [late], "2016-12", ledger)
        assert [line.event for line in december.lines] == ["a", "2016-12"]

    def test_one_that_is_stated_no_more_goes_with_what_is_measured_again(self) -> None:
        ledger = settled(plan(least(), advance("150.00", recoverable=False))).ledger
        late = order("a", "2016-11-05", "30.00", known_at=instant("2016-12-05"))
        december = settled(plan(), [late], "2016-12", ledger)
        assert fen(december.lines) == {("2016-11", "least"): -10_000, ("2016-11", "advance"): -5000}
        assert {line.cause for line in of_months(december.lines)} == {"a"}

    def test_a_month_before_the_first_that_was_settled_has_none(self) -> None:
        ledger = settled(plan(least(), advance("150.00"))).ledger
        late = order("a", "2016-08-05", "30.00", known_at=instant("2016-12-05"))
        december = settled(plan(least(), advance("150.00")), [late], "2016-12", ledger)
        assert [line.event for line in december.lines] == ["a", "2016-12", "2016-12"]

    def test_what_a_draw_counts_of_a_month_that_is_not_covered_is_as_it_was_posted(self) -> None:
        # Paper: October is advanced 70 of 100; November earns 60, makes up 40 by the guarantee, and repays nothing;
        # 20 of October known late are advanced less; November and December stay as they were.
        both = plan(least(), advance("100.00"))
        orders: list[Event] = [order("a", "2016-10-03", "30.00"), order("b", "2016-11-03", "60.00")]
        ledger = month_by_month(plan(advance("100.00")), orders, ["2016-10"])
        ledger = settled(both, orders, "2016-11", ledger).ledger
        late = order("c", "2016-10-05", "20.00", known_at=instant("2016-12-05"))
        december = settled(both, [*orders, late], "2016-12", ledger)
        assert fen(december.ledger) == {
            ("2016-10", "least"): 5000,
            ("2016-10", "advance"): 0,
            ("2016-11", "least"): 4000,
            ("2016-12", "least"): 10_000,
        }

    def test_what_uses_up_a_shared_cap_of_others_is_named(self) -> None:
        # Paper: of 50 that two stations may earn together, li has 40; an order before it leaves li 20 of them.
        village = one_village()
        [sanhe] = village.stations
        network = evolve(
            village,
            stations=[sanhe, evolve(sanhe, id="other")],
            partners=[*village.partners, Partner("wang", sanhe.open, "full_time", examined=sanhe.open.start)],
            payees=[*village.payees, Payee("wang", sanhe.open)],
            postings=[*village.postings, Posting("other", "wang", "wang", "2.0", sanhe.open)],
        )
        cap = SharedCap(id="both", amount=yuan("50.00"), rules=["all"], of="network", within="earned_period")
        limited = plan_of({date(2015, 1, 1): evolve(version(least()), caps=[cap])})
        mine = order("a", "2016-11-05", "40.00")
        ledger = settled(limited, [mine], network=network).ledger
        late = order("b", "2016-11-03", "30.00", station="other")
        lines = of_months(settled(limited, [mine, late], posted=ledger, network=network).lines)
        assert {line.payee: (line.amount.decimal, line.cause) for line in lines} == {
            "li": ("20.00", "b"),
            "wang": ("-30.00", "b"),
        }


class TestScopes:
    """A scope of some payees, another currency, and names that look alike are told apart."""

    def test_of_another_payee_there_is_no_line(self) -> None:
        assert not settled(plan(least()), month=Scope("2016-11", payees="platform")).lines
        assert len(settled(plan(least()), month=Scope("2016-11", payees="li")).lines) == 1

    def test_an_order_may_be_called_as_a_month_is(self) -> None:
        odd = order("2016-11", "2016-11-03", "50.00")
        first = settled(plan(least()), [odd])
        assert len({line.key for line in first.lines}) == 2
        assert not settled(plan(least()), [odd], posted=first.ledger).lines
        december = settled(plan(least()), [odd], "2016-12", first.ledger)
        assert Outcome.IN_ARREARS not in december.outcomes.counts
        assert fen(december.lines) == {("2016-12", "least"): 10_000}

    def test_a_line_of_a_month_in_another_currency_is_refused_where_it_is_covered(self) -> None:
        [line] = settled(plan(least())).lines
        kenyan = Ledger.of([evolve(line, amount=Money(5, Currency("KES")))])
        with pytest.raises(CurrencyMismatch):
            settled(plan(least()), posted=kenyan)
        assert fen(settled(plan(least()), month="2016-12", posted=kenyan).lines) == {("2016-12", "least"): 10_000}

    def test_a_period_in_which_a_later_one_has_begun_takes_no_line_of_a_month(self) -> None:
        ledger = month_by_month(plan(least()), [], ["2016-11", "2016-12"])
        assert not settled(plan(least()), posted=ledger).lines
        with pytest.raises(PeriodClosed, match="1 were to be posted to 2016-11"):
            settled(plan(least("500.00")), posted=ledger)

    def test_a_plan_without_either_makes_no_line_of_a_month(self) -> None:
        assert not settled(plan()).lines

    def test_a_partner_who_moves_on_within_one_plan_has_one_guarantee(self) -> None:
        village = one_village()
        network = evolve(
            village,
            versions=programme_versions({"1.0": "example", "2.0": "example"}),
            postings=[
                Posting("sanhe", "li", "li", "1.0", Period(OPENED, date(2016, 11, 11))),
                Posting("sanhe", "li", "li", "2.0", Period(date(2016, 11, 11))),
            ],
        )
        [line] = settled(plan(least(prorated="by_days")), network=network).lines
        assert (line.amount, line.model_version) == (yuan("100.00"), "2.0")

    def test_a_payee_who_is_paid_for_a_vacant_station_is_not_in_charge(self) -> None:
        network = posted_on((date(2016, 12, 1), None))
        network = evolve(network, payees=[*network.payees, Payee("wang", Period(OPENED))])
        assert not settled(plan(least()), network=network).lines


class TestLinesOfMonths:
    """A line of a month names it in place of an event, and neither a station nor a basis."""

    @pytest.mark.parametrize("facts", [{"station": "sanhe"}, {"basis": "net"}, {"event": "o-1"}])
    def test_one_that_names_them_is_refused(self, facts: dict[str, Any]) -> None:
        [line] = settled(plan(least())).lines
        with pytest.raises(LineUnfit, match="no station and no basis"):
            evolve(line, **facts)

    @pytest.mark.parametrize("facts", [{"station": None}, {"basis": None}])
    def test_one_of_an_event_that_does_not_is_refused(self, facts: dict[str, Any]) -> None:
        [line] = settled(plan(), [order("a", "2016-11-03", "50.00")]).lines
        with pytest.raises(LineUnfit):
            evolve(line, **facts)

    def test_arithmetic_of_another_kind_is_told_too(self) -> None:
        [line] = settled(plan(least())).lines
        assert "¥0.05 for each event" in explained(evolve(line, arithmetic=Units(5)))


class TestOverWorlds:
    """A guarantee raises a month to its amount and never above it, and a draw never advances more than its own."""

    @given(worlds())
    def test_of_whatever_is_earned(self, world: World) -> None:
        plans = {each.id: each for each in world.plans}
        lines = list(settle(world.network, world.plans, world.calendar, world.events, Scope("2016-11")).lines)
        for line in of_months(lines):
            [stated] = [
                promise
                for entry in plans[line.plan].versions.entries
                for promise in entry.value.promises
                if (entry.value.version, promise.id) == (line.plan_version, line.rule)
            ]
            earned = sum(
                each.amount.minor
                for each in lines
                if (each.payee, each.plan, each.earned) == (line.payee, line.plan, line.earned)
                and each.party == "partner"
                and each.component == Component.COMMISSION
                and stated.counts(each.rule)
            )
            raised = earned + line.amount.minor
            assert line.amount.minor > 0
            assert raised <= stated.amount.minor
            if line.component == Component.GUARANTEE and stated.prorated == "whole":
                assert raised == stated.amount.minor
