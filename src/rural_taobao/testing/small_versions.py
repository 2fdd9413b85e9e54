"""Strategies for plans of small worlds: versions that change within a month, with layers, caps and promises."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from attrs import evolve
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from rural_taobao.commission.draws import Draw
from rural_taobao.commission.fees import Direction
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.plans import CommissionPlan
from rural_taobao.commission.policies import HitPolicy, RunningTotals
from rural_taobao.commission.proration import Proration
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.commission.versions import EarnedOn, PlanVersion
from rural_taobao.money import Money
from rural_taobao.testing.plan_strategies import measuring_on
from rural_taobao.testing.small_commissions import small_rules
from rural_taobao.testing.small_goods import SHELVES
from rural_taobao.testing.small_layers import small_campaigns, small_caps, small_exceptions
from rural_taobao.timeline import Timeline

__all__ = ["small_plans"]


@cache
def _few_rules() -> SearchStrategy[Sequence[CommissionRule]]:
    """Make two commissions, or a commission and a fee, which is chosen by itself."""
    first, fee = small_rules(name="first"), small_rules(name="fee", direction=Direction.OWES)
    return st.tuples(first, small_rules(name="second")) | st.tuples(first, fee) | st.tuples(fee, first)


@st.composite
def _promised(draw: DrawFn, rules: Sequence[CommissionRule]) -> dict[str, Any]:
    """Make what a guarantee and a draw have in common: an amount that orders come to, or not, and rules that count."""
    names = [rule.id for rule in rules if not rule.is_fee]
    some = st.sets(st.sampled_from(names), min_size=1) if names else st.none()
    return {
        "amount": Money(draw(st.sampled_from([1, 150, 1200, 6000]))),
        "rules": draw(st.none() | some),
        "prorated": draw(st.sampled_from(Proration)),
    }


@st.composite
def _guarantees(draw: DrawFn, rules: Sequence[CommissionRule]) -> list[Guarantee]:
    names = draw(st.sampled_from([[], [], ["least"], ["least", "start"]]))
    return [Guarantee(id=name, **draw(_promised(rules))) for name in names]


@st.composite
def _draws(draw: DrawFn, rules: Sequence[CommissionRule]) -> list[Draw]:
    names = draw(st.sampled_from([[], [], ["advance"], ["advance", "gift"]]))
    return [Draw(id=name, recoverable=name == "advance", **draw(_promised(rules))) for name in names]


@st.composite
def small_plans(
    draw: DrawFn,
    plan: str,
    *,
    rules: SearchStrategy[Sequence[CommissionRule]] | None = None,
    versions: int = 2,
    layered: bool = True,
    lasting: bool = True,
    promises: bool = True,
) -> CommissionPlan:
    """
    Make plans of up to a few rules, amended within November at most.

    Args:
        draw: Given by Hypothesis.
        plan: The id of the plan.
        rules: The rules of a version; one or two where it is None.
        versions: How many versions at most.
        layered: Whether it may have campaigns, exceptions and shared caps.
        lasting: Whether its caps may last for the whole plan.
        promises: Whether there may be guarantees and draws.
    """
    if rules is None:
        rules = _few_rules()
    days = draw(st.sets(st.sampled_from([date(2016, 11, 8), date(2016, 11, 11)]), max_size=versions - 1))
    earned_on = EarnedOn(draw(st.sampled_from(["placed", "paid", "received"])), draw(st.sampled_from([0, 0, 7])))
    starts = [date(2015, 1, 1), *sorted(days)]
    listed = [
        draw(_small_versions(f"v{number}", draw(rules), earned_on, layered=layered, lasting=lasting))
        for number in range(len(starts))
    ]
    listed = measuring_on(listed)
    if promises:
        listed = [draw(_promising(version)) for version in listed]
    return CommissionPlan(id=plan, versions=Timeline[PlanVersion].starting(dict(zip(starts, listed, strict=True))))


@st.composite
def _promising(draw: DrawFn, version: PlanVersion) -> PlanVersion:
    return evolve(version, guarantees=draw(_guarantees(version.every_rule)), draws=draw(_draws(version.every_rule)))


@st.composite
def _small_versions(
    draw: DrawFn, name: str, rules: Sequence[CommissionRule], earned_on: EarnedOn, *, layered: bool, lasting: bool
) -> PlanVersion:
    alone = not any(rule.cumulative for rule in rules)
    of_fees = draw(st.booleans())
    capped = [rule.id for rule in rules if rule.levels is None and rule.is_fee is of_fees]
    policies = [HitPolicy.FIRST, HitPolicy.SUM, *([HitPolicy.BEST_FOR_PAYEE] if alone else [])]
    return PlanVersion(
        version=name,
        hit_policy=draw(st.sampled_from(policies)),
        earned_on=earned_on,
        running_totals=draw(st.sampled_from(RunningTotals)),
        categories=draw(st.sampled_from(SHELVES)),
        rules=rules,
        campaigns=draw(small_campaigns(lasting=lasting)) if layered else (),
        exceptions=draw(small_exceptions()) if layered else (),
        caps=draw(small_caps(capped, lasting=lasting)) if layered and capped else (),
    )
