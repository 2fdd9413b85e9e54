"""Fees, settled: what payees owe, beside what they earn."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    Always,
    CommissionPlan,
    CommissionRule,
    Direction,
    Flat,
    Graduated,
    Guarantee,
    InCategory,
    OfKind,
    Percentage,
    PlanVersion,
    Share,
    Split,
    Tier,
)
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.layers import CampaignLayer
from rural_taobao.commission.operands import Banded, Units
from rural_taobao.commission.policies import HitPolicy
from rural_taobao.commission.terms import Bounded, Owed, Part, Rounded
from rural_taobao.commission.versions import EarnedOn
from rural_taobao.currencies import CNY
from rural_taobao.exact import Exact, Rate, Rounding
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Allocation, Money
from rural_taobao.periods import Month
from rural_taobao.samples import one_village
from rural_taobao.settlement import (
    Component,
    DifferenceClass,
    Event,
    Language,
    Ledger,
    Line,
    Order,
    Outcome,
    Reason,
    Refund,
    Scope,
    Settlement,
    answered,
    compare,
    explained,
    inquire,
    settle,
)
from rural_taobao.settlement.lines import Cell
from rural_taobao.settlement.readings import binding, share_of, unrounded
from rural_taobao.testing.worlds import World, small_plans, small_rules, worlds
from rural_taobao.timeline import Entry, Timeline

MONTHS = [Month(2016, 10), Month(2016, 11), Month(2016, 12), Month(2017, 1)]
EVERYTHING = Scope("2017-01", restated=MONTHS[:-1], reason="all of it")
AT = datetime.fromisoformat("2016-11-11T10:00:00+08:00")
OF_FEES = {Component.FEE: Component.COMMISSION, Component.FEE_REVERSAL: Component.REVERSAL}


def percent(text: str) -> Percentage:
    return Percentage(Rate.parse(f"{text} %"))


def rule(name: str = "commission", rate: object = None, **facts: Any) -> CommissionRule:
    """10 % of the gross amount, all to the partner, unless another is stated."""
    plain: dict[str, Any] = {
        "id": name,
        "when": Always(),
        "basis": "gross",
        "measured_on": "order",
        "rate": percent("10") if rate is None else rate,
        "rounding": "half_up",
        "on_refund": "reverse",
        "split": Split.all_to("partner"),
    }
    return CommissionRule(**(plain | facts))


def fee(name: str = "licence", rate: object = None, **facts: Any) -> CommissionRule:
    """5 % of the gross amount, owed by the partner, unless another is stated."""
    return rule(name, percent("5") if rate is None else rate, direction="owes", **facts)


def plan(*rules: CommissionRule, **facts: Any) -> CommissionPlan:
    plain: dict[str, Any] = {"version": "1", "hit_policy": "unique", "running_totals": "carry"}
    version = PlanVersion(earned_on=EarnedOn("placed"), rules=rules, **(plain | facts))
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def order(name: str = "o-1", yuan: str = "10.00", *, days: int = 0, category: str | None = None) -> Order:
    at = AT + timedelta(days=days)
    return Order(id=name, station="sanhe", gross=Money.parse(yuan), category=category, placed=at, known_at=at)


def refund(name: str, of: str, yuan: str, *, days: int = 1) -> Refund:
    at = AT + timedelta(days=days)
    return Refund(id=name, order=of, gross=Money.parse(yuan), at=at, known_at=at)


def settled(
    given_plan: CommissionPlan, *events: Event, posted: Ledger | None = None, month: str = "2016-11"
) -> Settlement:
    return settle(one_village(), [given_plan], programme_calendar(), events, Scope(month), posted=posted)


def amounts(lines: Iterable[Line]) -> list[tuple[str, str, int]]:
    return [(line.event, line.component.value, line.amount.minor) for line in lines]


def net(lines: Iterable[Line]) -> dict[Cell, int]:
    sums: Counter[Cell] = Counter()
    for line in lines:
        sums[line.cell] += line.amount.minor
    return {cell: amount for cell, amount in sums.items() if amount}


def of_one_direction(whole: CommissionPlan, direction: Direction) -> CommissionPlan:
    """Leave of a plan what is earned under it, or what is owed."""

    def some(rules: Iterable[CommissionRule]) -> list[CommissionRule]:
        return [each for each in rules if each.direction is direction]

    def left(version: PlanVersion) -> PlanVersion:
        earned = direction is Direction.EARNS
        names = {each.id for each in some(version.every_rule)}
        return evolve(
            version,
            rules=some(version.rules),
            campaigns=[evolve(each, rules=some(each.rules)) for each in version.campaigns if some(each.rules)],
            exceptions=[evolve(each, rules=some(each.rules)) for each in version.exceptions if some(each.rules)],
            caps=[cap for cap in version.caps if names.issuperset(cap.rules)],
            guarantees=version.guarantees if earned else (),
            draws=version.draws if earned else (),
        )

    entries = [Entry(entry.period, left(entry.value), entry.source) for entry in whole.versions.entries]
    return evolve(whole, versions=Timeline(entries))


def turned(whole: CommissionPlan) -> CommissionPlan:
    """Let a plan of one fee pay it as a commission."""
    entries = [
        Entry(
            entry.period,
            evolve(entry.value, rules=[evolve(each, direction="earns") for each in entry.value.rules]),
            entry.source,
        )
        for entry in whole.versions.entries
    ]
    return evolve(whole, versions=Timeline(entries))


fees_alone = small_plans(
    "partner",
    rules=st.tuples(small_rules(name="fee", direction=Direction.OWES)),
    layered=False,
    promises=False,
)


def at_once(world: World, *plans: CommissionPlan) -> Settlement:
    return settle(world.network, plans, world.calendar, world.events, EVERYTHING)


class TestAFee:
    """A fee is what the same rule would earn, below zero, cell by cell; what refunds take back of it is given back."""

    @given(worlds(plans=fees_alone))
    def test_is_owed_where_it_would_be_earned(self, world: World) -> None:
        shop, partner = world.plans
        owed, earned = (
            {line.cell: line for line in at_once(world, shop, each).lines if line.plan == "partner"}
            for each in (partner, turned(partner))
        )
        mirrored = {cell._replace(component=OF_FEES[line.component]): line for cell, line in owed.items()}
        assert mirrored.keys() == earned.keys()
        for cell, line in mirrored.items():
            assert line.amount == -earned[cell].amount
            assert line.measured == earned[cell].measured
            assert evaluated(line.arithmetic) == Exact(line.amount.minor)

    @given(worlds(plans=fees_alone, lasting=False))
    def test_comes_to_the_same_month_by_month(self, world: World) -> None:
        ledger = Ledger()
        for month in MONTHS:
            scope = Scope(month)
            ledger = settle(world.network, world.plans, world.calendar, world.events, scope, posted=ledger).ledger
        again = settle(world.network, world.plans, world.calendar, world.events, EVERYTHING, posted=ledger)
        truth = at_once(world, *world.plans).lines
        assert net(again.ledger) == net(truth)


class TestChosenByThemselves:
    """
    Commissions are chosen among commissions and fees among fees: a plan of both posts what a plan of its commissions
    and one of its fees post, and orders earn under it what they earn without fees.
    """

    @given(worlds())
    def test_neither_bears_upon_the_other(self, world: World) -> None:
        both = at_once(world, *world.plans)
        earned, owed = (
            at_once(world, *(of_one_direction(each, direction) for each in world.plans)) for direction in Direction
        )
        assert sorted(both.lines, key=lambda line: line.key) == sorted(
            [*earned.lines, *owed.lines], key=lambda line: line.key
        )
        assert both.outcomes.earned == earned.outcomes.earned
        assert both.outcomes.events == earned.outcomes.events
        assert owed.outcomes.earned == 0
        # An order may give back some of a total that falls with it; what all of them owe is never below nothing.
        fees: Counter[object] = Counter()
        for line in owed.lines:
            if line.component is Component.FEE:
                fees[line.credited, line.plan, line.rule, line.earned] += line.amount.minor
        assert all(amount <= 0 for amount in fees.values())

    @pytest.mark.parametrize("policy", list(HitPolicy))
    def test_one_of_each_is_never_one_too_many(self, policy: HitPolicy) -> None:
        found = settled(plan(rule(), fee(), hit_policy=policy), order())
        assert amounts(found.lines) == [("o-1", "commission", 100), ("o-1", "fee", -50)]

    def test_the_best_fee_for_a_partner_is_the_least(self) -> None:
        dear, cheap = fee("dear"), fee("cheap", Flat(Money.parse("0.30")))
        found = settled(plan(rule(), dear, cheap, hit_policy="best_for_payee"), order(), order("o-2", "4.00", days=1))
        assert [(line.event, line.rule) for line in found.lines if line.component is Component.FEE] == [
            ("o-1", "cheap"),
            ("o-2", "dear"),
        ]

    def test_a_campaign_of_fees_takes_the_place_of_fees_alone(self) -> None:
        campaign = CampaignLayer(id="half", effect="replaces", rules=[fee("half-licence", percent("2.5"))])
        found = settled(plan(rule(), fee(), campaigns=[campaign]), order())
        assert [(line.rule, line.amount.minor) for line in found.lines] == [("commission", 100), ("half-licence", -25)]


class TestOutcomes:
    """An order is earned by what a commission pays on it, whatever is owed for it."""

    def test_one_that_only_a_fee_is_owed_for_earns_nothing(self) -> None:
        found = settled(plan(rule(when=InCategory(["seeds"])), fee()), order(), order("o-2", category="seeds"))
        assert {kind: count.examples for kind, count in found.outcomes.counts.items()} == {
            Outcome.EARNED: (),
            Outcome.FEE_ONLY: ("o-1",),
        }
        assert found.outcomes.earned == 1
        assert found.outcomes.earns_nothing == 1

    def test_one_of_which_the_fee_comes_to_less_than_a_coin_is_earned(self) -> None:
        found = settled(plan(rule(), fee(rate=percent("0.01"))), order())
        assert found.outcomes.counts.keys() == {Outcome.EARNED}
        assert amounts(found.lines) == [("o-1", "commission", 100)]

    def test_one_of_which_the_fee_is_rated_away_is_earned(self) -> None:
        found = settled(plan(rule(), fee(on_refund="rerate")), order(), refund("r-1", "o-1", "10.00"))
        assert found.outcomes.counts.keys() == {Outcome.EARNED}
        assert amounts(found.lines) == [("o-1", "commission", 100), ("r-1", "reversal", -100)]


class TestRefunds:
    """A refund gives a fee back as it takes a commission: in proportion, or by measuring again."""

    def test_in_proportion_to_nothing_in_all(self) -> None:
        both = plan(rule(), fee())
        had = settled(both, order())
        parts = order(), refund("r-1", "o-1", "3.33"), refund("r-2", "o-1", "6.67", days=2)
        found = settled(both, *parts, posted=had.ledger)
        assert amounts(found.lines) == [
            ("r-1", "reversal", -33),
            ("r-2", "reversal", -67),
            ("r-1", "fee_reversal", 17),
            ("r-2", "fee_reversal", 33),
        ]
        assert found.accrued == Money(0)
        assert {line.corrects for line in found.lines if line.component is Component.FEE_REVERSAL} == {
            "o-1/example/licence/partner/li/fee/accrued/CNY/1"
        }

    def test_by_measuring_again(self) -> None:
        both = plan(fee(on_refund="rerate"))
        had = settled(both, order())
        found = settled(both, order(), refund("r-1", "o-1", "4.00"), posted=had.ledger)
        [line] = found.lines
        assert (line.amount.minor, line.component, line.number) == (20, Component.FEE, 2)
        assert (line.reason, line.cause) == (Reason.REFUND, "r-1")
        assert evaluated(line.arithmetic) == Exact(20)
        assert explained(line).splitlines()[4:8] == [
            "  ¥6.00 × 5 % = ¥0.30",
            "  share 100 % of ¥0.30 = ¥0.30",
            "  owed as a fee: -¥0.30",
            "  -¥0.30 less -¥0.50 posted before = ¥0.20",
        ]


class TestAccounts:
    """A statement adds fees up beside commissions, each by its own component."""

    def test_what_is_left_is_what_is_accrued(self) -> None:
        [statement] = settled(plan(rule(), fee()), order()).statements
        assert [(item.component.value, item.amount.minor) for item in statement.items] == [
            ("commission", 100),
            ("fee", -50),
        ]
        assert statement.accrued == Money(50)

    def test_a_guarantee_is_made_up_for_without_them(self) -> None:
        least = Guarantee(id="least", amount=Money.parse("2.00"), prorated="whole")
        found = settled(plan(rule(), fee(), guarantees=[least]), order())
        assert amounts(found.lines) == [("o-1", "commission", 100), ("o-1", "fee", -50), ("2016-11", "guarantee", 100)]

    def test_what_is_given_back_of_a_fee_bears_upon_no_guarantee(self) -> None:
        """A fee of November is given back in December, and the guarantee of November is left as it was promised."""
        commission = rule(when=InCategory(["seeds"]))
        two, three = (
            plan(commission, fee(), guarantees=[Guarantee(id="least", amount=Money.parse(yuan), prorated="whole")])
            for yuan in ("2.00", "3.00")
        )
        had = settled(two, order())
        later = refund("r-1", "o-1", "4.00", days=25)
        found = settled(three, order(), later, posted=had.ledger, month="2016-12")
        assert amounts(found.lines) == [("r-1", "fee_reversal", 20), ("2016-12", "guarantee", 300)]


class TestRunningTotals:
    """A fee of a running total rises as a commission does, and says what came before."""

    def test_along_tiers(self) -> None:
        tiers = [Tier(Money(0), Rate.parse("5 %"), Money(1500)), Tier(Money(1500), Rate.parse("1 %"))]
        rate = Graduated(tiers=tiers, boundary="upper_inclusive")
        found = settled(plan(fee(rate=rate, measured_on="running_total")), order(), order("o-2", days=1))
        assert amounts(found.lines) == [("o-1", "fee", -50), ("o-2", "fee", -30)]
        assert (
            "measured: the amount before discounts, ¥10.00, after ¥10.00 before it in 2016-11 in the total of li"
            in explained(found.lines[1])
        )


class TestCaps:
    """Fees may share a cap of their own, which is used up by what is owed."""

    def test_over_a_whole_plan(self) -> None:
        cap = SharedCap(id="most", amount=Money(70), of="payee", within="plan", rules=["licence", "packing"])
        both = plan(
            fee(when=OfKind("order")), fee("packing", when=InCategory(["seeds"])), caps=[cap], hit_policy="first"
        )
        had = settled(both, order())
        december = order("o-2", days=30)
        found = settled(both, order(), december, posted=had.ledger, month="2016-12")
        assert amounts(found.lines) == [("o-2", "fee", -20)]
        assert "cut to what is left of cap most: ¥0.20" in explained(found.lines[0])
        assert evaluated(found.lines[0].arithmetic) == Exact(-20)


class TestWords:
    """For each coin owed the reason: the arithmetic, step by step, and that it is owed."""

    def test_what_is_owed(self) -> None:
        [line] = settled(plan(fee()), order()).lines
        assert explained(line).split("\n  ") == [
            "-¥0.50 to li as partner",
            "for o-1 at station sanhe on 2016-11-11 10:00",
            "under plan example, version 1, rule licence (model version 2.0)",
            "measured: the amount before discounts, ¥10.00",
            "¥10.00 × 5 % = ¥0.50",
            "share 100 % of ¥0.50 = ¥0.50",
            "owed as a fee: -¥0.50",
            "earned in 2016-11, posted in 2016-11 as it was earned",
        ]

    def test_what_is_given_back(self) -> None:
        line = settled(plan(fee()), order(), refund("r-1", "o-1", "4.00")).lines[1]
        text = explained(line)
        assert text.startswith("¥0.20 to li as partner\n  for what refund r-1 gives back of the fee of o-1 at station")
        assert "given back of the fee: ¥0.20" in text


class TestAsked:
    """Whoever asks what became of an order is told of each fee what is owed, and of commissions what is paid."""

    def test_what_is_owed_beside_what_is_paid(self) -> None:
        found = inquire(one_village(), [plan(rule(), fee())], programme_calendar(), [order()], "o-1")
        assert [(each.rule, each.direction, each.amount) for each in found.rulings] == [
            ("commission", Direction.EARNS, Money(100)),
            ("licence", Direction.OWES, Money(-50)),
        ]
        assert answered(found).splitlines()[-2:] == [
            "  rule commission matched and pays ¥1.00 in all",
            "  rule licence matched, and ¥0.50 is owed under it in all",
        ]
        assert answered(found, Language.CHINESE).splitlines()[-1] == "  规则 licence 匹配并收费：共应缴 ¥0.50"

    def test_what_only_a_fee_is_owed_for(self) -> None:
        found = inquire(one_village(), [plan(fee())], programme_calendar(), [order()], "o-1")
        assert found.outcome is Outcome.FEE_ONLY
        assert "it earns nothing: of the rules of the plan, only fees match it" in answered(found)


class TestCompared:
    """What is owed is compared by its exact amount, its bounds, its rate and its share, as what is earned is."""

    def test_what_its_arithmetic_says(self) -> None:
        owed = Owed(
            Part(Bounded(Rounded(Banded(((1001, 50_000),)), Rounding.UP), None, 40), (1, 3), Allocation.FIRST, 1)
        )
        assert unrounded(owed, bounded=True) == Exact(-30)
        assert unrounded(owed, bounded=False) == Exact(-3 * 1001 * 5, 400)
        assert binding(owed, CNY) == {"cut to the cap of ¥0.40"}
        assert share_of(owed) == Rate.parse("75 %")
        assert share_of(Owed(Units(5))) == Rate.parse("100 %")

    def test_another_rate(self) -> None:
        before, after = (settled(plan(fee(rate=percent(each))), order()) for each in ("5", "7"))
        [found] = compare(before, after).differences
        assert found.component is Component.FEE
        assert found.explanation == "o-1: 5 % of ¥10.00 became 7 % of it: -¥0.50 → -¥0.70 (-¥0.20)"

    def test_a_share_of_nothing(self) -> None:
        shares = [Share("partner", Rate.parse("100 %")), Share("platform", Rate.parse("0 %"))]
        before = settled(plan(fee(split=Split(shares, "first"))), order())
        halves = [Share("partner", Rate.parse("50 %")), Share("platform", Rate.parse("50 %"))]
        after = settled(plan(fee(split=Split(halves, "first"))), order())
        found = {str(each.payee): each for each in compare(before, after).differences}
        assert {each.classed for each in found.values()} == {DifferenceClass.RATE}
        assert found["platform"].explanation == "o-1: no share for the platform before: ¥0.00 → -¥0.25 (-¥0.25)"
        assert found["li"].explanation == "o-1: a share of 100 % became 50 %: -¥0.50 → -¥0.25 (+¥0.25)"

    def test_a_coin_that_rounding_leaves(self) -> None:
        shares = [Share("partner", Rate.parse("50 %")), Share("platform", Rate.parse("50 %"))]
        before, after = (
            settled(plan(fee(rate=Flat(Money(1)), split=Split(order_of, "first"))), order())
            for order_of in (shares, shares[::-1])
        )
        found = compare(before, after)
        assert sum(each.amount.minor for each in found.differences) == 0
        assert len(found.differences) == 2
