"""Explaining: what a line says of itself, step by step."""

from datetime import date, datetime
from typing import Any

import pytest
from attrs import evolve

from rural_taobao.commission import (
    Always,
    CommissionPlan,
    CommissionRule,
    EarnedOn,
    Flat,
    Graduated,
    Interpolated,
    Percentage,
    PercentageAndFlat,
    PerPackage,
    PerUnit,
    PlanVersion,
    Point,
    Split,
    Tier,
)
from rural_taobao.commission.rates import RateForm
from rural_taobao.currencies import Currency
from rural_taobao.exact import Rate
from rural_taobao.festivals import programme_calendar
from rural_taobao.money import Money, UnitPrice
from rural_taobao.samples import one_order, one_plan, one_village
from rural_taobao.settlement import Cancellation, Event, Order, Refund, Scope, Settlement, explained, settle
from rural_taobao.timeline import Timeline

yuan = Money.parse
AT = datetime.fromisoformat("2016-11-20T09:00:00+08:00")


def plan(rate: RateForm, basis: str, **facts: Any) -> CommissionPlan:
    usual: dict[str, Any] = {
        "measured_on": "order",
        "rounding": "half_up",
        "on_refund": "reverse",
        "split": Split.all_to("partner"),
    }
    rule = CommissionRule(id="rule", when=Always(), basis=basis, rate=rate, **(usual | facts))
    version = PlanVersion(
        version="v", hit_policy="unique", earned_on=EarnedOn("placed"), running_totals="carry", rules=[rule]
    )
    return CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version}))


def settled(given: CommissionPlan, *events: Event, month: str = "2016-11", **how: Any) -> Settlement:
    return settle(one_village(), [given], programme_calendar(), events, Scope(month), **how)


def order(amount: str, quantity: int = 1) -> Order:
    return evolve(one_order(), gross=yuan(amount), quantity=quantity)


class TestSteps:
    """Each step of the arithmetic is said, in the order in which it was done."""

    @pytest.mark.parametrize(
        ("given", "amount", "steps"),
        [
            (plan(Flat(yuan("2.00")), "gross"), "10.00", ["¥2.00 for each event"]),
            (plan(PerUnit(UnitPrice.parse("0.30")), "quantity"), "10.00", ["50 × ¥0.30 = ¥15.00"]),
            (plan(Percentage(Rate.parse("1.5 %")), "net"), "0.33", ["¥0.33 × 1.5 % = ¥0.00495"]),
            (plan(Percentage(Rate.parse("1.5 %")), "net", cap=yuan("1.00")), "100.00", ["cut to the cap of ¥1.00"]),
            (
                plan(Percentage(Rate.parse("1.5 %")), "net", floor=yuan("2.00")),
                "100.00",
                ["raised to the floor of ¥2.00"],
            ),
            (
                plan(
                    Graduated(
                        tiers=[
                            Tier(0, UnitPrice.parse("2.00"), 30),
                            Tier(30, UnitPrice.parse("1.50")),
                        ],
                        boundary="upper_inclusive",
                    ),
                    "quantity",
                ),
                "10.00",
                ["30 × ¥2.00 + 20 × ¥1.50 = ¥90.00"],
            ),
            (
                plan(PerPackage(20, UnitPrice.parse("3.00")), "quantity"),
                "10.00",
                ["3 begun × ¥3.00 = ¥9.00"],
            ),
            (
                plan(PercentageAndFlat(Rate.parse("1.5 %"), yuan("2.00")), "net"),
                "1000.00",
                ["¥1,000.00 × 1.5 % = ¥15.00", "¥15.00 + ¥2.00 = ¥17.00"],
            ),
            (
                plan(
                    Interpolated(
                        points=[Point(yuan("0"), Rate(0)), Point(yuan("1000.00"), Rate.parse("10 %"))],
                        overflow="error",
                    ),
                    "net",
                    on_refund="rerate",
                ),
                "500.00",
                ["¥500.00 × the rate between 0 % at ¥0.00 and 10 % at ¥1,000.00 = ¥25.00"],
            ),
        ],
    )
    def test_bands_bounds_and_rounding(self, given: CommissionPlan, amount: str, steps: list[str]) -> None:
        settlement = settled(given, order(amount, 50))
        for line in settlement.lines:
            text = explained(line)
            for step in steps:
                assert step in text

    @pytest.mark.parametrize("amount", ["100.00", "150.00", "200.00"])
    def test_a_bound_that_changes_nothing_is_not_among_them(self, amount: str) -> None:
        given = plan(Percentage(Rate.parse("2 %")), "net", floor=yuan("2.00"), cap=yuan("4.00"))
        [line] = settled(given, order(amount)).lines
        assert not any(bound in explained(line) for bound in ("floor", "cap"))

    def test_a_running_total_is_told_from_nothing_on(self) -> None:
        given = plan(Percentage(Rate.parse("2 %")), "net", measured_on="running_total")
        first, second = settled(given, order("100.00"), evolve(order("50.00"), id="o-2")).lines
        assert "¥100.00, after ¥0.00 before it in 2016-11 in the total of li" in explained(first)
        assert "¥50.00, after ¥100.00 before it in 2016-11 in the total of li" in explained(second)

    def test_what_was_rounded_and_how(self) -> None:
        text = explained(settled(plan(Percentage(Rate.parse("1.5 %")), "net"), order("1.00")).lines[0])
        assert "rounded half up: ¥0.015 becomes ¥0.02" in text

    def test_what_a_refund_takes_back(self) -> None:
        given = plan(Percentage(Rate.parse("2 %")), "net")
        refund = Refund(id="r-1", order="o-1", gross=yuan("25.00"), at=AT, known_at=AT)
        [_, line] = settled(given, order("100.00"), refund).lines
        text = explained(line)
        assert "for what refund r-1 takes back of o-1 at station sanhe" in text
        assert "for what refund r-1 takes back at station sanhe" in explained(evolve(line, corrects=""))
        assert "¥2.00 × ¥25.00 / ¥100.00 = ¥0.50" in text
        assert "-¥0.50 to li as partner" in text
        assert f"corrects {line.corrects}" in text
        assert "posted in 2016-11 because of refund r-1" in text

    def test_what_a_cancellation_takes_back(self) -> None:
        first = settled(one_plan(), one_order())
        cancellation = Cancellation(id="c-1", event="o-1", reason="fake", at=AT, known_at=AT)
        line = settled(one_plan(), one_order(), cancellation, posted=first.ledger).lines[0]
        text = explained(line)
        assert "¥0.00 less ¥4.79 posted before = -¥4.79" in text
        assert "because of cancellation c-1" in text

    def test_what_is_finer_than_six_places_of_a_coin_is_cut_with_a_sign(self) -> None:
        given = plan(Percentage(Rate.parse("2 %")), "net")
        refund = Refund(id="r-1", order="o-1", gross=yuan("10.00"), at=AT, known_at=AT)
        [_, line] = settled(given, order("30.00"), refund).lines
        assert "¥0.60 × ¥10.00 / ¥30.00 = ¥0.20" in explained(line)
        [_, line] = settled(given, order("35.00"), refund).lines
        assert "¥0.70 × ¥10.00 / ¥35.00 = ¥0.20" in explained(line)
        odd = Refund(id="r-1", order="o-1", gross=yuan("1.00"), at=AT, known_at=AT)
        [_, line] = settled(given, order("30.00"), odd).lines
        assert "¥0.60 × ¥1.00 / ¥30.00 = ¥0.02" in explained(line)
        [_, line] = settled(given, order("33.33"), odd).lines
        assert "…" in explained(line)

    def test_a_currency_without_a_sign_is_named(self) -> None:
        assert "UGX" in str(Money(5, Currency("UGX")))
