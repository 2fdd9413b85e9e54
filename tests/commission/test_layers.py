"""Layers over the base of a plan version, and caps that many events share."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from rural_taobao.commission import Always, CommissionPlan, CommissionRule, EarnedOn, Flat, OfKind, PlanVersion, Split
from rural_taobao.commission.bounds import Allowance
from rural_taobao.commission.caps import (
    CapBelowZero,
    CapHolder,
    CapHolderUnfit,
    CappedLevels,
    CappedRuleUnknown,
    CapTwice,
    NothingCapped,
    SharedCap,
)
from rural_taobao.commission.choosing import chosen
from rural_taobao.commission.conditions import InCategory, OnDays
from rural_taobao.commission.layers import CampaignLayer, ExceptionEndless, ExceptionLayer, LayerEmpty, LayerTwice
from rural_taobao.commission.levels import Level, Levels
from rural_taobao.commission.matching import Credit
from rural_taobao.commission.policies import HitPolicy, RunningTotalsNotStated
from rural_taobao.commission.versions import RuleTwice
from rural_taobao.currencies import Currency
from rural_taobao.identifiers import RuleId
from rural_taobao.money import CurrencyMismatch, Money
from rural_taobao.periods import Period
from rural_taobao.timeline import Timeline

SEEDS = Credit("order", "seeds", "1.0", "sanhe", "feixi", date(2016, 11, 11), gross=3000, net=2500)
NOVEMBER = Period(date(2016, 11, 1), date(2016, 12, 1))


def flat(name: str, when: Any = Always(), fen: int = 100) -> CommissionRule:  # noqa: B008 - a frozen value
    return CommissionRule(
        id=name,
        when=when,
        basis="count",
        measured_on="order",
        rate=Flat(Money(fen)),
        rounding="half_up",
        on_refund="reverse",
        split=Split.all_to("partner"),
    )


def version(**facts: Any) -> PlanVersion:
    plain: dict[str, Any] = {
        "version": "v",
        "hit_policy": "first",
        "earned_on": EarnedOn("placed"),
        "running_totals": "carry",
        "rules": [flat("base")],
    }
    return PlanVersion(**{**plain, **facts})


def campaign(name: str, effect: str, *rules: CommissionRule, **facts: Any) -> CampaignLayer:
    return CampaignLayer(id=name, effect=effect, rules=rules, **facts)


def exception(name: str, effect: str, *rules: CommissionRule, days: Period = NOVEMBER) -> ExceptionLayer:
    return ExceptionLayer(id=name, effect=effect, days=days, rules=rules)


def paid(plan_version: PlanVersion, credit: Credit = SEEDS) -> list[str]:
    return [pick.rule.id for [pick] in chosen(plan_version, credit)]


class TestLayers:
    """Campaigns and then exceptions add to what lies below them, or take its place."""

    def test_what_adds_is_paid_besides(self) -> None:
        layered = version(
            campaigns=[campaign("a", "adds", flat("more"))], exceptions=[exception("b", "adds", flat("li"))]
        )
        assert paid(layered) == ["base", "more", "li"]

    def test_what_replaces_is_paid_instead_of_all_below(self) -> None:
        more, instead = campaign("a", "adds", flat("more")), campaign("b", "replaces", flat("instead"))
        assert paid(version(campaigns=[more, instead])) == ["instead"]
        assert paid(version(campaigns=[instead, more])) == ["instead", "more"]
        assert paid(version(campaigns=[more], exceptions=[exception("c", "replaces", flat("li"))])) == ["li"]

    @pytest.mark.parametrize("policy", HitPolicy)
    def test_a_layer_that_matches_nothing_does_nothing(self, policy: HitPolicy) -> None:
        parcels = campaign("a", "replaces", flat("parcels", OfKind("parcel")))
        assert paid(version(hit_policy=policy, campaigns=[parcels])) == ["base"]

    def test_a_layer_chooses_among_its_own_rules(self) -> None:
        two = campaign("a", "adds", flat("seeds", InCategory(["seeds"])), flat("all"))
        assert paid(version(campaigns=[two])) == ["base", "seeds"]

    @pytest.mark.parametrize(("day", "expected"), [(1, ["base", "li"]), (30, ["base", "li"])])
    def test_an_exception_holds_on_its_days(self, day: int, expected: list[str]) -> None:
        layered = version(exceptions=[exception("b", "adds", flat("li"))])
        assert paid(layered, evolve(SEEDS, day=date(2016, 11, day))) == expected
        assert paid(layered, evolve(SEEDS, day=date(2016, 12, 1))) == ["base"]
        assert paid(layered, evolve(SEEDS, day=date(2016, 10, 31))) == ["base"]
        assert OnDays(NOVEMBER) in layered.asks

    def test_an_exception_expires(self) -> None:
        with pytest.raises(ExceptionEndless, match="li holds from 2016-11-01 on without an end"):
            exception("li", "adds", flat("li"), days=Period(date(2016, 11, 1)))

    def test_a_layer_has_rules(self) -> None:
        for make in (campaign, exception):
            with pytest.raises(LayerEmpty, match="but a has none"):
                make("a", "adds")

    def test_a_budget_is_a_cap_of_the_network_over_the_plan(self) -> None:
        budgeted = campaign("a", "adds", flat("more"), budget=Money(500))
        [cap] = version(campaigns=[budgeted]).every_cap
        assert (cap.id, cap.of, cap.within, cap.rules) == ("a", CapHolder.NETWORK, "plan", ("more",))
        assert version(campaigns=[evolve(budgeted, budget=None)]).every_cap == ()


class TestNames:
    """Rules, layers and caps have names of their own, and caps name rules that are there."""

    def test_a_rule_of_a_layer_is_no_rule_of_the_base(self) -> None:
        with pytest.raises(RuleTwice, match="two are called base"):
            version(campaigns=[campaign("a", "adds", flat("base"))])
        assert version(campaigns=[campaign("a", "adds", flat("more"))]).rule(RuleId("more")).id == "more"

    def test_two_layers_of_one_name(self) -> None:
        with pytest.raises(LayerTwice, match="two are called a"):
            version(campaigns=[campaign("a", "adds", flat("more"))], exceptions=[exception("a", "adds", flat("li"))])

    def test_two_caps_of_one_name(self) -> None:
        cap = SharedCap(id="a", amount=Money(5), of="payee", within="plan", rules=["base"])
        with pytest.raises(CapTwice, match="two are called a"):
            version(caps=[cap, cap])
        with pytest.raises(CapTwice):
            version(caps=[cap], campaigns=[campaign("a", "adds", flat("more"), budget=Money(5))])

    def test_a_cap_of_an_unknown_rule(self) -> None:
        cap = SharedCap(id="a", amount=Money(5), of="payee", within="plan", rules=["bas"])
        with pytest.raises(CappedRuleUnknown, match="cap a names bas, which is none"):
            version(caps=[cap])

    def test_a_cap_of_a_rule_with_levels(self) -> None:
        levels = Levels("additive", "skip", [Level("partner", Flat(Money(1)))])
        levelled = evolve(flat("base"), rate=None, split=None, levels=levels)
        cap = SharedCap(id="a", amount=Money(5), of="payee", within="plan", rules=["base"])
        with pytest.raises(CappedLevels, match="but a names base, which has levels"):
            version(rules=[levelled], caps=[cap])
        with pytest.raises(CappedLevels):
            version(campaigns=[campaign("b", "adds", evolve(levelled, id="more"), budget=Money(5))])
        assert version(rules=[levelled]).rule(RuleId("base")).levels == levels

    def test_whatever_is_counted_says_what_becomes_of_it(self) -> None:
        cap = SharedCap(id="a", amount=Money(5), of="payee", within="plan", rules=["base"])
        with pytest.raises(RunningTotalsNotStated, match="whose cap a has one"):
            version(caps=[cap], running_totals=None)
        free = evolve(flat("base"), allowance=Allowance(per="period", events=1))
        with pytest.raises(RunningTotalsNotStated, match="whose rule base has one"):
            version(rules=[free], running_totals=None)

    def test_a_cap_pays_in_the_currency_of_the_plan(self) -> None:
        cap = SharedCap(id="a", amount=Money(5, Currency("USD")), of="payee", within="plan", rules=["base"])
        with pytest.raises(CurrencyMismatch):
            CommissionPlan(id="example", versions=Timeline.starting({date(2015, 1, 1): version(caps=[cap])}))


class TestSharedCaps:
    """A cap says how much, whose and over which time, and names its rules."""

    def test_what_is_left_never_falls_below_zero(self) -> None:
        """A cap of 3,600,000 won: after 2,930,500 there are 669,500 left.

        Source: the golden cases of hjryoo-ai/ga-commission-engine.
        """
        won = Currency("KRW")
        cap = SharedCap(id="a", amount=Money(3_600_000, won), of="payee", within="plan", rules=["base"])
        assert cap.left(2_930_500) == 669_500
        assert cap.left(3_600_000) == cap.left(4_000_000) == 0

    def test_no_cap_is_below_zero(self) -> None:
        with pytest.raises(CapBelowZero, match=r"but a is -¥0\.01"):
            SharedCap(id="a", amount=Money(-1), of="payee", within="plan", rules=["base"])
        nothing = SharedCap(id="a", amount=Money(0), of="payee", within="plan", rules=["base"])
        assert nothing.left(0) == 0

    @pytest.mark.parametrize(("rules", "twice"), [([], None), (["more", "base", "base"], "base")])
    def test_a_cap_names_each_rule_once(self, rules: list[str], twice: str | None) -> None:
        with pytest.raises(NothingCapped) as refused:
            SharedCap(id="a", amount=Money(5), of="payee", within="plan", rules=rules)
        assert refused.value.args == ("a", twice)

    def test_a_centre_has_a_cap_a_period(self) -> None:
        with pytest.raises(CapHolderUnfit, match="but a is within the plan"):
            SharedCap(id="a", amount=Money(5), of="county_centre", within="plan", rules=["base"])
