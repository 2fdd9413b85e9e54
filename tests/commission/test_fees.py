"""Fees in a plan: what may be one, which of them is owed, and what is refused."""

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from rural_taobao.commission import (
    Always,
    Attainment,
    AttainmentStep,
    Bonus,
    ByKey,
    CommissionPlan,
    CommissionRule,
    Credit,
    Direction,
    Draw,
    EarnedOn,
    Flat,
    Guarantee,
    InCategory,
    Level,
    Levels,
    Percentage,
    PlanVersion,
    RuleRate,
    Split,
)
from rural_taobao.commission.caps import SharedCap
from rural_taobao.commission.choosing import SeveralMatch, chosen, stacked
from rural_taobao.commission.coverage import overlaps, reached, uncovered, unreachable
from rural_taobao.commission.fees import FeeCapped, FeeChanged, FeeCounted, FeeUnfit
from rural_taobao.commission.findings import Overlap, RuleShadowed
from rural_taobao.commission.layers import CampaignLayer, LayerEffect
from rural_taobao.commission.verdicts import Fate, verdicts
from rural_taobao.documents.plans import plan_from_text, plan_text
from rural_taobao.exact import Rate
from rural_taobao.money import Money
from rural_taobao.timeline import Timeline

TENTH = Percentage(Rate.parse("10 %"))


def rule(name: str, *, direction: str = "earns", **facts: Any) -> CommissionRule:
    plain: dict[str, Any] = {
        "when": Always(),
        "basis": "net",
        "measured_on": "order",
        "rate": TENTH,
        "rounding": "half_up",
        "on_refund": "rerate",
        "split": Split.all_to("partner"),
    }
    return CommissionRule(id=name, direction=direction, **(plain | facts))


def fee(name: str = "licence", **facts: Any) -> CommissionRule:
    return rule(name, direction="owes", **facts)


def version(*rules: CommissionRule, **facts: Any) -> PlanVersion:
    plain: dict[str, Any] = {"version": "1", "hit_policy": "unique", "running_totals": "reset"}
    return PlanVersion(earned_on=EarnedOn("placed"), rules=rules, **(plain | facts))


def credit(category: str = "seeds") -> Credit:
    return Credit("order", category, "1.0", "sanhe", "feixi", date(2016, 11, 11), gross=3000, net=2500)


def attained() -> Attainment:
    step = AttainmentStep(Rate(0), None, Rate.parse("100 %"))
    return Attainment(
        quota=Money(100),
        rate=Rate.parse("1 %"),
        mode="graduated",
        boundary="lower_inclusive",
        steps=[step],
        prorated="whole",
    )


BONUS = Bonus(Money(100), Money(5))


class TestWhatMayBeAFee:
    """A fee has one rate and a split; levels, bonuses and quotas are of what is earned."""

    def test_a_rule_earns_where_nothing_is_said(self) -> None:
        assert rule("a").direction is Direction.EARNS
        assert not rule("a").is_fee
        assert fee().is_fee

    @pytest.mark.parametrize(
        ("facts", "stated"),
        [
            ({"rate": None, "split": None, "levels": Levels("additive", "skip", [Level("partner", TENTH)])}, "levels"),
            ({"rate": BONUS}, "a bonus"),
            ({"rate": ByKey(key="category", table={"a": TENTH, "b": BONUS}, otherwise="error")}, "a bonus"),
            ({"rate": attained(), "measured_on": "running_total"}, "a quota"),
            (
                {"rate": None, "split": None, "levels": Levels("additive", "skip", [Level("partner", BONUS)])},
                "levels",
            ),
        ],
    )
    def test_what_only_a_commission_can_be_is_refused(self, facts: dict[str, Any], stated: str) -> None:
        assert rule("licence", **facts)
        with pytest.raises(FeeUnfit) as refused:
            fee(**facts)
        assert (refused.value.rule, refused.value.stated) == ("licence", stated)

    @pytest.mark.parametrize("rate", [TENTH, Flat(Money(30))])
    def test_every_other_rate_may_be_owed(self, rate: RuleRate) -> None:
        assert fee(rate=rate, floor=Money(1), cap=Money(9)).rate == rate


class TestBesideCommissions:
    """A fee shares no cap with a commission, uses up no budget, and counts towards no guarantee and no draw."""

    @pytest.mark.parametrize("names", [["a", "licence"], ["licence", "a"]])
    def test_no_cap_of_both(self, names: list[str]) -> None:
        cap = SharedCap(id="most", amount=Money(100), of="payee", within="earned_period", rules=names)
        with pytest.raises(FeeCapped) as refused:
            version(rule("a"), fee(), caps=[cap])
        assert (refused.value.cap, refused.value.rule) == ("most", "licence")

    def test_a_cap_of_fees_alone(self) -> None:
        cap = SharedCap(id="most", amount=Money(100), of="payee", within="earned_period", rules=["licence", "service"])
        assert version(rule("a"), fee(), fee("service"), caps=[cap]).caps_on(fee().id) == (cap,)

    def test_no_budget_of_fees(self) -> None:
        campaign = CampaignLayer(id="most", effect="adds", budget=Money(100), rules=[fee()])
        with pytest.raises(FeeCapped):
            version(rule("a"), campaigns=[campaign])
        cap = SharedCap(id="most", amount=Money(100), of="payee", within="earned_period", rules=["licence"])
        assert version(rule("a"), campaigns=[evolve(campaign, budget=None)], caps=[cap]).has_fees

    @pytest.mark.parametrize(
        "promise",
        [
            {"guarantees": [Guarantee(id="p", amount=Money(1), rules=["a", "licence"], prorated="whole")]},
            {"draws": [Draw(id="p", amount=Money(1), recoverable=True, rules="licence", prorated="whole")]},
        ],
    )
    def test_nothing_promised_counts_one(self, promise: dict[str, Any]) -> None:
        with pytest.raises(FeeCounted) as refused:
            version(rule("a"), fee(), **promise)
        assert (refused.value.promise, refused.value.rule) == ("p", "licence")
        assert version(rule("a"), rule("licence"), **promise)

    def test_what_counts_all_of_a_plan_counts_its_commissions(self) -> None:
        least = Guarantee(id="p", amount=Money(1), prorated="whole")
        assert version(rule("a"), fee(), guarantees=[least]).has_fees

    def test_a_rule_is_a_fee_in_all_versions_or_in_none(self) -> None:
        one, other = version(rule("a"), fee()), version(rule("a"), rule("licence"), version="2", hit_policy="sum")
        for versions in ([one, other], [other, one]):
            with pytest.raises(FeeChanged) as refused:
                CommissionPlan(
                    id="p",
                    versions=Timeline.starting({date(2016 + year, 1, 1): each for year, each in enumerate(versions)}),
                )
            assert (refused.value.plan, refused.value.rule) == ("p", "licence")


class TestChosen:
    """Fees are chosen among fees and commissions among commissions, layer by layer."""

    def picked(self, of: PlanVersion) -> list[str]:
        return [pick.rule.id for choice in chosen(of, credit()) for pick in choice]

    def test_one_of_each_is_found(self) -> None:
        assert self.picked(version(fee(), rule("a"))) == ["a", "licence"]

    def test_two_fees_are_one_too_many(self) -> None:
        with pytest.raises(SeveralMatch) as refused:
            chosen(version(rule("a"), fee(), fee("service")), credit())
        assert refused.value.rules == ("licence", "service")

    @pytest.mark.parametrize("effect", list(LayerEffect))
    def test_a_layer_replaces_its_like_alone(self, effect: LayerEffect) -> None:
        adds = effect is LayerEffect.ADDS
        of_fees = CampaignLayer(id="c", effect=effect, rules=[fee("less")])
        assert self.picked(version(rule("a"), fee(), campaigns=[of_fees])) == [
            "a",
            *(["licence"] if adds else []),
            "less",
        ]
        of_both = CampaignLayer(id="c", effect=effect, rules=[rule("more"), fee("less")])
        below = ["a"] if adds else []
        assert self.picked(version(rule("a"), fee(), campaigns=[of_both])) == [
            *below,
            "more",
            *(["licence"] if adds else []),
            "less",
        ]

    def test_what_has_no_rules_is_no_layer(self) -> None:
        campaign = CampaignLayer(id="c", effect="adds", rules=[fee("less")])
        found = stacked(version(rule("a"), campaigns=[campaign]))
        assert [(each.direction, each.layer) for each in found] == [(Direction.EARNS, None), (Direction.OWES, "c")]

    @pytest.mark.parametrize("effect", ["adds", "replaces"])
    def test_the_base_replaces_nothing(self, effect: str) -> None:
        over = CampaignLayer(id="c", effect=effect, rules=[fee("less")])
        found = stacked(version(rule("a"), fee(), campaigns=[over]))
        assert [each.replaces for each in found] == [False, False, effect == "replaces"]

    def test_it_is_said_of_each_what_became_of_it(self) -> None:
        replaced = CampaignLayer(id="c", effect="replaces", rules=[fee("less")])
        of = version(
            fee("seeds", when=InCategory(["seeds"])), rule("a"), fee(), hit_policy="first", campaigns=[replaced]
        )
        assert [(each.rule, each.fate, each.instead) for each in verdicts(of, credit())] == [
            ("a", Fate.PAID, ()),
            ("seeds", Fate.REPLACED, ("less",)),
            ("licence", Fate.PASSED_OVER, ("seeds",)),
            ("less", Fate.PAID, ()),
        ]


class TestChecked:
    """A check looks at fees beside fees, and at commissions beside commissions; a fee covers nothing."""

    def test_a_fee_and_a_commission_do_not_overlap(self) -> None:
        assert not overlaps(version(rule("a"), fee()))
        [found] = overlaps(version(rule("a"), fee(), fee("service")))
        assert isinstance(found, Overlap)
        assert found.rules == ("licence", "service")

    def test_overlaps_of_fees_are_told_last(self) -> None:
        found = overlaps(version(fee(), fee("service"), rule("a"), rule("b")))
        assert [each.rules for each in found if isinstance(each, Overlap)] == [("a", "b"), ("licence", "service")]

    def test_a_fee_is_not_shadowed_by_a_commission(self) -> None:
        of = version(rule("a"), fee(), hit_policy="first")
        assert not unreachable(of)
        assert list(reached(of)) == ["a", "licence"]
        [found] = unreachable(version(rule("a"), fee(), fee("service"), hit_policy="first"))
        assert isinstance(found, RuleShadowed)
        assert (found.rule, found.by) == ("service", ("licence",))

    def test_a_category_that_only_a_fee_is_owed_for_is_not_covered(self) -> None:
        [found] = uncovered(version(rule("a", when=InCategory(["seeds"])), fee()), ["phones", "seeds"])
        assert found.categories == ("phones",)
        # The fee matches them, so that it is not said that no rule does.
        assert "no rule of version" in str(found)
        assert "that is not a fee matches phones;" in str(found)


class TestDocuments:
    """A document says of a fee that it owes, and of a commission nothing."""

    def plan(self, of: PlanVersion) -> CommissionPlan:
        return CommissionPlan(id="example", versions=Timeline.starting({date(2016, 1, 1): of}))

    def test_it_is_written_and_read(self) -> None:
        plan = self.plan(version(rule("a"), fee()))
        text = plan_text(plan)
        assert text.count("direction = ") == text.count('direction = "owes"') == 1
        assert plan_from_text(text) == plan

    def test_another_word_is_refused(self) -> None:
        text = plan_text(self.plan(version(rule("a"), fee()))).replace('"owes"', '"gives"')
        with pytest.raises(ValueError, match="must be one of earns, owes"):
            plan_from_text(text)
