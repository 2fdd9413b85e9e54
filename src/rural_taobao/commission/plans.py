"""Commission plans: versions under one name, each of which holds from a day, as data."""

from datetime import date
from typing import final

from attrs import field, frozen
from attrs.validators import instance_of

from rural_taobao.commission.bases import BasisForm
from rural_taobao.commission.fees import FeeChanged
from rural_taobao.commission.policies import RunningTotals
from rural_taobao.commission.promises import DrawChanged
from rural_taobao.commission.versions import PlanVersion
from rural_taobao.currencies import CNY, Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PlanId, RuleId, VersionId
from rural_taobao.money import CurrencyMismatch
from rural_taobao.timeline import Source, Timeline

__all__ = ["CarriedOnAnotherBasis", "CommissionPlan", "PlanVersionTwice"]


@final
class PlanVersionTwice(RuralTaobaoError, ValueError):
    """
    Two versions of one plan have the same name.

    Attributes:
        plan: The plan.
        version: The name.
    """

    def __init__(self, plan: PlanId, version: VersionId) -> None:
        self.plan = plan
        self.version = version
        super().__init__(plan, version)

    def __str__(self) -> str:
        return (
            f"the versions of a plan must have names of their own, but plan {self.plan} has two called "
            f"{self.version}; rename one"
        )


@final
class CarriedOnAnotherBasis(RuralTaobaoError, ValueError):
    """
    A version of a plan carries the running total of a rule on, and gives the rule another basis.

    Attributes:
        plan: The plan.
        version: The version.
        rule: The rule.
        before: What was measured until then.
        basis: What the version measures.
    """

    def __init__(self, plan: PlanId, version: VersionId, rule: RuleId, before: BasisForm, basis: BasisForm) -> None:
        self.plan = plan
        self.version = version
        self.rule = rule
        self.before = before
        self.basis = basis
        super().__init__(plan, version, rule, before, basis)

    def __str__(self) -> str:
        return (
            f"a running total that is carried must go on measuring the same, but rule {self.rule} of plan {self.plan} "
            f"measures {self.before} before version {self.version} and {self.basis} in it; keep the basis, state "
            "running_totals 'reset', or give the rule an id of its own"
        )


def _consistent(value: "CommissionPlan", _attribute: object, versions: Timeline[PlanVersion]) -> None:
    seen: set[VersionId] = set()
    recoverable: dict[RuleId, bool] = {}
    fees: dict[RuleId, bool] = {}
    measured: dict[RuleId, BasisForm] = {}
    for entry in versions.entries:
        if entry.value.running_totals is RunningTotals.RESET:
            measured.clear()
        if entry.value.version in seen:
            raise PlanVersionTwice(value.id, entry.value.version)
        seen.add(entry.value.version)
        for rule in entry.value.every_rule:
            if fees.setdefault(rule.id, rule.is_fee) is not rule.is_fee:
                raise FeeChanged(value.id, rule.id)
            if rule.cumulative and measured.setdefault(rule.id, rule.basis) != rule.basis:
                raise CarriedOnAnotherBasis(value.id, entry.value.version, rule.id, measured[rule.id], rule.basis)
        for draw in entry.value.draws:
            if recoverable.setdefault(draw.id, draw.recoverable) is not draw.recoverable:
                raise DrawChanged(value.id, draw.id)
        named = [each.amount.currency for each in (*entry.value.every_cap, *entry.value.promises)]
        if entry.value.payout is not None:
            named.append(entry.value.payout.currency)
        for currency in {*named}.union(*(rule.currencies for rule in entry.value.every_rule)) - {value.currency}:
            raise CurrencyMismatch(value.currency, currency)


@final
@frozen(kw_only=True)
class CommissionPlan:
    """
    A plan in all its versions.

    Attributes:
        id: The plan.
        name: What people call it.
        currency: What it pays in.
        versions: Which rules hold when, each with its source; the days are those of the network's clock.

    Raises:
        CurrencyMismatch: A rule, a guarantee, a draw or the payout terms name another currency.
        PlanVersionTwice: Two versions have one name.
        DrawChanged: A draw is recoverable in some versions only.
        FeeChanged: A rule is a fee in some versions only.
        CarriedOnAnotherBasis: A running total is carried on, and what it measures is another.
    """

    id: PlanId = field(converter=PlanId)
    name: str = ""
    currency: Currency = field(default=CNY, validator=instance_of(Currency))
    versions: Timeline[PlanVersion] = field(validator=_consistent)

    def on(self, day: date) -> PlanVersion:
        """
        Give the version that holds on a day.

        Raises:
            DayNotCovered: None does.
        """
        return self.versions.at(day)

    def source(self, day: date) -> Source | None:
        """
        Give who says so of the version that holds on a day.

        Raises:
            DayNotCovered: None holds.
        """
        return self.versions.entry(day).source
