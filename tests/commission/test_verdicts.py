"""What became of each rule for a credit, and why."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rural_taobao.commission import (
    AllOf,
    Always,
    AnyOf,
    AtStation,
    CommissionRule,
    EarnedOn,
    Flat,
    InCategory,
    Not,
    OfKind,
    PlanVersion,
    Split,
)
from rural_taobao.commission.choosing import chosen
from rural_taobao.commission.conditions import Condition
from rural_taobao.commission.layers import CampaignLayer
from rural_taobao.commission.matching import Credit, matches
from rural_taobao.commission.verdicts import Fate, Verdict, unmet, verdicts
from rural_taobao.identifiers import CampaignId, RuleId
from rural_taobao.money import Money
from rural_taobao.testing.plan_strategies import conditions

SEEDS = Credit("order", "seeds", "1.0", "sanhe", "feixi", date(2016, 11, 11), gross=3000, net=2500)
PARCEL, PHONES, SEED = OfKind("parcel"), InCategory(["phones"]), InCategory(["seeds"])


def flat(name: str, when: Condition) -> CommissionRule:
    return CommissionRule(
        id=name,
        when=when,
        basis="count",
        measured_on="order",
        rate=Flat(Money(100)),
        rounding="half_up",
        on_refund="reverse",
        split=Split.all_to("partner"),
    )


def verdict(
    rule: str, layer: str | None, fate: Fate, *, unmet: tuple[Condition, ...] = (), instead: tuple[str, ...] = ()
) -> Verdict:
    return Verdict(RuleId(rule), None if layer is None else CampaignId(layer), fate, unmet, tuple(map(RuleId, instead)))


def version(policy: str, *rules: CommissionRule, **facts: Any) -> PlanVersion:
    return PlanVersion(version="v", hit_policy=policy, earned_on=EarnedOn("placed"), rules=rules, **facts)


class TestUnmet:
    """Of a condition the smallest parts are given that do not hold; none where it holds."""

    @pytest.mark.parametrize(
        ("condition", "parts"),
        [
            (AllOf([OfKind("order"), PHONES, PARCEL]), (PHONES, PARCEL)),
            (AnyOf([PHONES]), (PHONES,)),
            (AnyOf([PHONES, PARCEL]), (AnyOf([PHONES, PARCEL]),)),
            (Not(SEED), (Not(SEED),)),
            (AllOf([Always(), AllOf([PHONES])]), (PHONES,)),
            (Always(), ()),
        ],
    )
    def test_by_example(self, condition: Condition, parts: tuple[Condition, ...]) -> None:
        assert unmet(condition, SEEDS) == parts

    @given(conditions())
    def test_there_are_some_exactly_where_it_does_not_hold(self, condition: Condition) -> None:
        parts = unmet(condition, SEEDS)
        assert bool(parts) is not matches(condition, SEEDS)
        assert not any(matches(part, SEEDS) for part in parts)


class TestVerdicts:
    """Every rule has one verdict, and those that are paid are what is chosen."""

    def test_under_first(self) -> None:
        rules = [flat("phones", PHONES), flat("seeds", SEED), flat("all", Always())]
        assert verdicts(version("first", *rules), SEEDS) == (
            verdict("phones", None, Fate.NOT_MATCHED, unmet=(PHONES,)),
            verdict("seeds", None, Fate.PAID),
            verdict("all", None, Fate.PASSED_OVER, instead=("seeds",)),
        )

    def test_under_best_for_payee(self) -> None:
        rules = [flat("seeds", SEED), flat("all", Always())]
        assert verdicts(version("best_for_payee", *rules), SEEDS) == (
            verdict("seeds", None, Fate.COMPARED, instead=("all",)),
            verdict("all", None, Fate.COMPARED, instead=("seeds",)),
        )

    def test_a_layer_that_replaces(self) -> None:
        over = CampaignLayer(id="autumn", effect="replaces", rules=[flat("more", SEED), flat("parcels", PARCEL)])
        rules = [flat("phones", PHONES), flat("all", Always())]
        assert verdicts(version("first", *rules, campaigns=[over]), SEEDS) == (
            verdict("phones", None, Fate.NOT_MATCHED, unmet=(PHONES,)),
            verdict("all", None, Fate.REPLACED, instead=("more",)),
            verdict("more", "autumn", Fate.PAID),
            verdict("parcels", "autumn", Fate.NOT_MATCHED, unmet=(PARCEL,)),
        )

    @pytest.mark.parametrize(
        ("policy", "fates"),
        [
            ("first", (Fate.PAID, Fate.PASSED_OVER)),
            ("best_for_payee", (Fate.COMPARED, Fate.COMPARED)),
        ],
    )
    def test_what_became_of_the_rules_of_a_layer_is_told_with_its_name(
        self, policy: str, fates: tuple[Fate, ...]
    ) -> None:
        over = CampaignLayer(id="autumn", effect="adds", rules=[flat("seeds", SEED), flat("all", Always())])
        found = verdicts(version(policy, flat("phones", PHONES), campaigns=[over]), SEEDS)
        assert [(each.rule, each.layer) for each in found] == [("phones", None), ("seeds", "autumn"), ("all", "autumn")]
        assert tuple(each.fate for each in found[1:]) == fates

    @given(
        st.lists(st.sampled_from([PARCEL, PHONES, SEED, Always(), AtStation(["sanhe"])]), max_size=4),
        st.lists(st.sampled_from([PARCEL, SEED]), max_size=2),
        st.sampled_from(["first", "sum"]),
        st.sampled_from(["adds", "replaces"]),
    )
    def test_what_is_paid_is_what_is_chosen(
        self, base: list[Condition], over: list[Condition], policy: str, effect: str
    ) -> None:
        layers = [
            CampaignLayer(id="c", effect=effect, rules=[flat(f"over-{place}", each) for place, each in enumerate(over)])
            for _ in over[:1]
        ]
        made = version(policy, *(flat(f"r{place}", each) for place, each in enumerate(base)), campaigns=layers)
        found = verdicts(made, SEEDS)
        assert [each.rule for each in found] == [rule.id for rule in made.every_rule]
        paid = {pick.rule.id for choice in chosen(made, SEEDS) for pick in choice}
        assert {each.rule for each in found if each.fate is Fate.PAID} == paid
