"""Companions: whether the rules of a plan version go with the caps, promises and policies that are about them."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from rural_taobao.commission.bounds import AllowedPer
from rural_taobao.commission.caps import CappedLevels, CapTwice, SharedCap
from rural_taobao.commission.draws import Draw
from rural_taobao.commission.fees import FeeCapped, FeeCounted
from rural_taobao.commission.fitting import MeasuredOn
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.layers import CampaignLayer, ExceptionLayer, Layer
from rural_taobao.commission.policies import BestIncomparable, HitPolicy, RunningTotals, RunningTotalsNotStated
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.flaws import Checks, Flaw, PartPath, stating
from rural_taobao.identifiers import CapId, RuleId, VersionId

__all__ = ["version_checks"]


class _Stated(Protocol):
    """What a version states."""

    @property
    def version(self) -> VersionId:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Its name."""

    @property
    def hit_policy(self) -> HitPolicy:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """What is paid where several rules match."""

    @property
    def running_totals(self) -> RunningTotals | None:
        """What becomes of totals."""

    @property
    def rules(self) -> tuple[CommissionRule, ...]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Its base."""

    @property
    def campaigns(self) -> tuple[CampaignLayer, ...]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Its campaigns."""

    @property
    def exceptions(self) -> tuple[ExceptionLayer, ...]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Its exceptions."""

    @property
    def caps(self) -> tuple[SharedCap, ...]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Its caps."""

    @property
    def guarantees(self) -> tuple[Guarantee, ...]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Its guarantees."""

    @property
    def draws(self) -> tuple[Draw, ...]:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Its draws."""


def version_checks(version: _Stated) -> Checks:
    """Check the caps, budgets, promises, running totals and the policy of a version against its rules."""
    yield _caps(version)
    yield _budgets(version)
    yield _promises(version, "guarantees")
    yield _promises(version, "draws")
    yield _best(version)
    yield _totals(version)


def _rules(version: _Stated) -> Iterator[tuple[PartPath, CommissionRule]]:
    """Give the rules of all layers that can be told apart, each behind the way to it."""
    lists: list[tuple[PartPath, tuple[CommissionRule, ...]]] = [(("rules",), version.rules)]
    layered: list[tuple[str, tuple[Layer, ...]]]
    layered = [("campaigns", version.campaigns), ("exceptions", version.exceptions)]
    for name, layers in layered:
        lists.extend(
            ((name, place, "rules"), layer.rules) for place, layer in enumerate(layers) if stating([layer], "rules")
        )
    for path, rules in lists:
        yield from (((*path, place), rule) for place, rule in enumerate(rules) if stating([rule], "id"))


def _of(version: _Stated) -> dict[RuleId, CommissionRule]:
    return {rule.id: rule for _, rule in _rules(version)}


def _caps(version: _Stated) -> Checks:
    rules = _of(version)
    for place, cap in enumerate(version.caps):
        yield _named_once(version.caps, place, cap)
        yield _cap_rules(rules, place, cap)


def _named_once(caps: Sequence[SharedCap], place: int, cap: SharedCap) -> Iterator[Flaw]:
    if cap.id in [each.id for each in stating(caps[:place], "id")]:
        yield ("caps", place, "id"), CapTwice(cap.id)


def _cap_rules(rules: dict[RuleId, CommissionRule], place: int, cap: SharedCap) -> Checks:
    named = [rules.get(each) for each in cap.rules]
    for number, rule in enumerate(named):
        if rule is not None:
            yield _one_rate(("caps", place, "rules", number), cap.id, rule)
            yield _no_mixture(("caps", place, "rules", number), cap.id, rule, named)


def _one_rate(path: PartPath, cap: CapId, rule: CommissionRule) -> Iterator[Flaw]:
    if rule.levels is not None:
        yield path, CappedLevels(cap, rule.id)


def _no_mixture(
    path: PartPath, cap: CapId, rule: CommissionRule, beside: Sequence[CommissionRule | None]
) -> Iterator[Flaw]:
    if rule.is_fee and any(each is not None and not each.is_fee for each in beside):
        yield path, FeeCapped(cap, rule.id)


def _budgets(version: _Stated) -> Checks:
    for place, campaign in enumerate(version.campaigns):
        yield _budget(version, place, campaign)


def _budget(version: _Stated, place: int, campaign: CampaignLayer) -> Checks:
    if campaign.budget is None:
        return
    yield _budget_named_once(version, place, campaign)
    for number, rule in enumerate(campaign.rules):
        path = ("campaigns", place, "rules", number)
        yield _one_rate((*path, "levels"), CapId(campaign.id), rule)
        yield _no_fee((*path, "direction"), CapId(campaign.id), rule)


def _budget_named_once(version: _Stated, place: int, campaign: CampaignLayer) -> Iterator[Flaw]:
    if str(campaign.id) in [str(cap.id) for cap in stating(version.caps, "id")]:
        yield ("campaigns", place, "id"), CapTwice(CapId(campaign.id))


def _no_fee(path: PartPath, cap: CapId, rule: CommissionRule) -> Iterator[Flaw]:
    if rule.is_fee:
        yield path, FeeCapped(cap, rule.id)


def _promises(version: _Stated, name: str) -> Checks:
    fees = {rule.id for rule in stating(_of(version).values(), "direction") if rule.is_fee}
    promises: tuple[Guarantee | Draw, ...] = getattr(version, name)
    for place, promise in enumerate(promises):
        yield _earned(fees, (name, place, "rules"), promise)


def _earned(fees: set[RuleId], path: PartPath, promise: Guarantee | Draw) -> Iterator[Flaw]:
    for rule in sorted(fees.intersection(promise.rules or ())):
        yield (*path, rule), FeeCounted(promise.id, rule)


def _best(version: _Stated) -> Checks:
    if version.hit_policy is HitPolicy.BEST_FOR_PAYEE:
        for path, rule in _rules(version):
            yield _alone(version, path, rule)
            yield _free_alone(version, path, rule)


def _alone(version: _Stated, path: PartPath, rule: CommissionRule) -> Iterator[Flaw]:
    if rule.measured_on is not MeasuredOn.ORDER:
        yield (*path, "measured_on"), BestIncomparable(version.version, rule.id)


def _free_alone(version: _Stated, path: PartPath, rule: CommissionRule) -> Iterator[Flaw]:
    if rule.allowance is not None and rule.allowance.per is AllowedPer.PERIOD:
        yield (*path, "allowance", "per"), BestIncomparable(version.version, rule.id)


def _totals(version: _Stated) -> Checks:
    """Ask once what becomes of running totals, where anything has one."""
    if version.running_totals is None:
        yield _asked(version)


def _asked(version: _Stated) -> Iterator[Flaw]:
    rules = stating(_of(version).values(), "measured_on", "allowance")
    having: list[RuleId | CapId] = [rule.id for rule in rules if rule.cumulative]
    having += [cap.id for cap in stating(version.caps, "id")]
    having += [CapId(each.id) for each in stating(version.campaigns, "budget") if each.budget is not None]
    for one in having[:1]:
        yield ("running_totals",), RunningTotalsNotStated(version.version, one)
