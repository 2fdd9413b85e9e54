"""Guarantees and draws as values, and what of them is due for a part of a month."""

from datetime import date
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
    Flat,
    Guarantee,
    PlanVersion,
    Proration,
    Split,
)
from rural_taobao.commission.arithmetic import evaluated
from rural_taobao.commission.operands import Units
from rural_taobao.commission.promises import (
    CountedRuleUnknown,
    DrawChanged,
    NoRulesCounted,
    NothingPromised,
    PromiseTwice,
)
from rural_taobao.commission.proration import prorated
from rural_taobao.currencies import CNY, Currency
from rural_taobao.exact import Rounding
from rural_taobao.kinds import WrongKind
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.testing.plan_strategies import plan_versions
from rural_taobao.timeline import Timeline

USD = Currency("USD")


def guarantee(**facts: Any) -> Guarantee:
    usual: dict[str, Any] = {"id": "least", "amount": Money(10_000), "prorated": "whole"}
    return Guarantee(**(usual | facts))


def advance(**facts: Any) -> Draw:
    usual: dict[str, Any] = {"id": "advance", "amount": Money(10_000), "recoverable": True, "prorated": "whole"}
    return Draw(**(usual | facts))


def version(name: str = "v", **facts: Any) -> PlanVersion:
    rule = CommissionRule(
        id="seeds",
        when=Always(),
        basis="count",
        measured_on="order",
        rate=Flat(Money(50)),
        rounding="half_up",
        on_refund="reverse",
        split=Split.all_to("partner"),
    )
    return PlanVersion(version=name, hit_policy="unique", earned_on=EarnedOn("placed"), rules=[rule], **facts)


class TestWhatIsDue:
    """What is due of a month is the whole, or its share of the days: all days make the whole, no day makes nothing."""

    @given(st.integers(1, 10**12), st.integers(28, 31), st.data())
    def test_two_parts_of_a_month_make_the_whole_to_a_coin(self, amount: int, of: int, data: st.DataObject) -> None:
        days = data.draw(st.integers(0, of))
        due = [
            evaluated(prorated(amount, Proration.BY_DAYS, each, of)).rounded(Rounding.DOWN)
            for each in (days, of - days)
        ]
        assert abs(sum(due) - amount) <= 1
        assert all(part >= 0 for part in due)

    @given(st.integers(1, 10**12), st.integers(1, 31))
    def test_whole_is_whole_for_a_single_day(self, amount: int, days: int) -> None:
        assert prorated(amount, Proration.WHOLE, days, 31) == Units(amount)

    @given(st.integers(1, 10**12), st.sampled_from(Proration))
    def test_nothing_is_due_for_no_day(self, amount: int, how: Proration) -> None:
        assert prorated(amount, how, 0, 30) == Units(0)

    @given(st.integers(1, 10**12), st.integers(28, 31))
    def test_all_days_of_a_month_are_not_counted(self, amount: int, of: int) -> None:
        assert prorated(amount, Proration.BY_DAYS, of, of) == Units(amount)

    def test_half_a_coin_is_rounded_up(self) -> None:
        # Paper: 15 of 30 days of 1.01 are 0.505.
        assert evaluated(prorated(101, Proration.BY_DAYS, 15, 30)).rounded(Rounding.DOWN) == 51


class TestPromises:
    """A guarantee and a draw are of an amount, count what some rules earn, and say what a part of a month comes to."""

    @pytest.mark.parametrize("make", [guarantee, advance])
    @pytest.mark.parametrize("amount", [Money(0), Money(-1)])
    def test_nothing_is_promised_by_none(self, make: Any, amount: Money) -> None:
        with pytest.raises(NothingPromised, match="must be of more than 0") as refused:
            make(amount=amount)
        assert refused.value.args == (make().id, amount)

    @pytest.mark.parametrize("make", [guarantee, advance])
    def test_an_amount_is_money(self, make: Any) -> None:
        with pytest.raises(WrongKind) as refused:
            make(amount=100)
        assert (refused.value.name, refused.value.given) == ("amount", 100)

    @pytest.mark.parametrize("make", [guarantee, advance])
    def test_an_empty_list_of_rules_is_refused(self, make: Any) -> None:
        with pytest.raises(NoRulesCounted, match="leave 'rules' out"):
            make(rules=[])

    @pytest.mark.parametrize("make", [guarantee, advance])
    def test_a_single_name_is_one_rule_and_none_is_all(self, make: Any) -> None:
        assert make(rules="seeds").counts("seeds")
        assert not make(rules=["seeds"]).counts("phones")
        assert make().counts("phones")

    @pytest.mark.parametrize(
        ("of_draw", "of_guarantee", "adds"),
        [(None, None, True), (None, "b", True), ("a", None, True), ("a", "ab", True), ("a", "b", False)],
    )
    def test_a_draw_counts_what_guarantees_of_the_same_rules_add(
        self, of_draw: str | None, of_guarantee: str | None, *, adds: bool
    ) -> None:
        rules = [None if each is None else list(each) for each in (of_draw, of_guarantee)]
        assert advance(rules=rules[0]).adds(guarantee(rules=rules[1])) is adds


class TestOfAVersion:
    """The guarantees and draws of a plan version are told apart, and count what its own rules earn."""

    @pytest.mark.parametrize(
        "facts",
        [
            {"guarantees": [guarantee(id="seeds")]},
            {"guarantees": [guarantee(), guarantee()]},
            {"guarantees": [guarantee(id="advance")], "draws": [advance()]},
            {"draws": [advance(), advance(recoverable=False)]},
        ],
    )
    def test_an_id_that_something_else_has_is_refused(self, facts: dict[str, Any]) -> None:
        twice = [*facts.values()][-1][-1].id
        with pytest.raises(PromiseTwice, match="rename one") as refused:
            version(**facts)
        assert refused.value.args == (twice,)

    @pytest.mark.parametrize("facts", [{"guarantees": [guarantee(rules="x")]}, {"draws": [advance(rules="x")]}])
    def test_a_rule_that_is_not_there_is_refused(self, facts: dict[str, Any]) -> None:
        [[promise]] = facts.values()
        with pytest.raises(CountedRuleUnknown, match="names x, which is none") as refused:
            version(**facts)
        assert refused.value.args == (promise.id, "x")

    @given(plan_versions())
    def test_those_drawn_count_rules_that_are_there(self, drawn: PlanVersion) -> None:
        assert {rule for each in drawn.promises for rule in each.rules or ()} <= {rule.id for rule in drawn.every_rule}
        assert drawn.promises == (*drawn.guarantees, *drawn.draws)


class TestOfAPlan:
    """A plan is in one currency, and a draw is recoverable in all of its versions or in none."""

    def plan(self, *versions: PlanVersion) -> CommissionPlan:
        days = {date(2016 + place, 1, 1): each for place, each in enumerate(versions)}
        return CommissionPlan(id="example", versions=Timeline.starting(days))

    @pytest.mark.parametrize(
        "facts", [{"guarantees": [guarantee(amount=Money(5, USD))]}, {"draws": [advance(amount=Money(5, USD))]}]
    )
    def test_another_currency_is_refused(self, facts: dict[str, Any]) -> None:
        with pytest.raises(CurrencyMismatch) as refused:
            self.plan(version(**facts))
        assert refused.value.args == (CNY, USD)

    def test_a_draw_that_changes_its_kind_is_refused(self) -> None:
        first = version("a", draws=[advance()])
        with pytest.raises(DrawChanged, match="advance of plan example is in some"):
            self.plan(first, version("b", draws=[advance(recoverable=False)]))
        again = version("b", draws=[evolve(advance(), amount=Money(5))])
        assert self.plan(first, again).on(date(2017, 1, 1)) == again
