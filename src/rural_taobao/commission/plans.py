"""Commission plans: rules under a name, in versions that hold from a day, as data."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import final

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import instance_of
from attrs.validators import optional as optional_validator

from rural_taobao.commission.matching import Moment
from rural_taobao.commission.payouts import PayoutTerms
from rural_taobao.commission.rules import CommissionRule, MeasuredOn
from rural_taobao.currencies import CNY, Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import non_negative
from rural_taobao.identifiers import PlanId, RuleId, VersionId
from rural_taobao.money import CurrencyMismatch
from rural_taobao.timeline import Source, Timeline

__all__ = [
    "CommissionPlan",
    "EarnedOn",
    "HitPolicy",
    "PlanVersion",
    "PlanVersionTwice",
    "RuleTwice",
    "RuleUnknown",
    "RunningTotals",
    "RunningTotalsNotStated",
]


@final
class HitPolicy(StrEnum):
    """What is paid where several rules match one event."""

    UNIQUE = "unique"
    """Two matches are an error."""
    FIRST = "first"
    """The first that matches, in the order in which they stand in the plan."""
    SUM = "sum"
    """All that match, each by itself."""


@final
class RunningTotals(StrEnum):
    """What a version that begins within an earned period does with the running totals of the one before."""

    CARRY = "carry"
    """They go on under the rule of the same id."""
    RESET = "reset"
    """They start at zero."""


@final
class RuleTwice(RuralTaobaoError, ValueError):
    """
    Two rules of one plan version have the same id.

    Attributes:
        rule: The id.
    """

    def __init__(self, rule: RuleId) -> None:
        self.rule = rule
        super().__init__(rule)

    def __str__(self) -> str:
        return f"the rules of a plan version must have ids of their own, but two are called {self.rule}; rename one"


@final
class RuleUnknown(RuralTaobaoError, LookupError):
    """
    A plan version has no rule of an id.

    Attributes:
        version: The version.
        rule: The id.
    """

    def __init__(self, version: VersionId, rule: RuleId) -> None:
        self.version = version
        self.rule = rule
        super().__init__(version, rule)

    def __str__(self) -> str:
        return (
            f"a rule must be one of the plan version that is asked for it, but {self.rule} is none of "
            f"{self.version}; ask the version under which the line was posted"
        )


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
class RunningTotalsNotStated(RuralTaobaoError, ValueError):
    """
    A plan version with a running total does not say what becomes of the totals of the version before.

    Attributes:
        version: The version.
        rule: A rule of it that is measured on a running total.
    """

    def __init__(self, version: VersionId, rule: RuleId) -> None:
        self.version = version
        self.rule = rule
        super().__init__(version, rule)

    def __str__(self) -> str:
        return (
            f"a plan version with a running total must say what becomes of the total of the version before, but "
            f"'running_totals' is missing in version {self.version}, whose rule {self.rule} has one; "
            "state 'carry' or 'reset'"
        )


@final
@frozen
class EarnedOn:
    """
    The moment that selects the earned period, and nothing else.

    Attributes:
        moment: Which instant of the event; while it has not happened, nothing is earned.
        days_after: Whole days of 24 hours after it, 0 or more.

    Example:
        >>> print(EarnedOn("received", days_after=7))
        7 days after received
    """

    moment: Moment = field(converter=Moment)
    days_after: int = field(default=0, validator=non_negative)

    def __str__(self) -> str:
        return f"{self.days_after} days after {self.moment}" if self.days_after else str(self.moment)


def _rules(rules: Iterable[CommissionRule]) -> tuple[CommissionRule, ...]:
    return tuple(rules)


def _told_apart(value: "PlanVersion", _attribute: object, rules: tuple[CommissionRule, ...]) -> None:
    seen: set[RuleId] = set()
    for rule in rules:
        if rule.id in seen:
            raise RuleTwice(rule.id)
        seen.add(rule.id)
        if rule.measured_on is MeasuredOn.RUNNING_TOTAL and value.running_totals is None:
            raise RunningTotalsNotStated(value.version, rule.id)


@final
@frozen(kw_only=True, cache_hash=True)
class PlanVersion:
    """
    The rules of a plan as they hold over some days.

    Attributes:
        version: Its name.
        hit_policy: What is paid where several rules match.
        earned_on: Which moment selects the earned period.
        running_totals: What becomes of the totals of the version before; required where a rule has one.
        payout: How accounts are paid out; None where the plan does not say.
        rules: In the order that `first` goes by.

    Raises:
        RuleTwice: Two rules have one id.
        RunningTotalsNotStated: A rule has a running total and `running_totals` is missing.
    """

    version: VersionId = field(converter=VersionId)
    hit_policy: HitPolicy = field(converter=HitPolicy)
    earned_on: EarnedOn = field(validator=instance_of(EarnedOn))
    running_totals: RunningTotals | None = field(default=None, converter=optional(RunningTotals))
    payout: PayoutTerms | None = field(default=None, validator=optional_validator(instance_of(PayoutTerms)))
    rules: tuple[CommissionRule, ...] = field(converter=_rules, validator=_told_apart)

    def rule(self, rule: RuleId) -> CommissionRule:
        """
        Give the rule of an id.

        Raises:
            RuleUnknown: There is none.
        """
        for each in self.rules:
            if each.id == rule:
                return each
        raise RuleUnknown(self.version, rule)


def _consistent(value: "CommissionPlan", _attribute: object, versions: Timeline[PlanVersion]) -> None:
    seen: set[VersionId] = set()
    for entry in versions.entries:
        if entry.value.version in seen:
            raise PlanVersionTwice(value.id, entry.value.version)
        seen.add(entry.value.version)
        payout = entry.value.payout
        if payout is not None and payout.currency != value.currency:
            raise CurrencyMismatch(value.currency, payout.currency)
        for rule in entry.value.rules:
            for currency in rule.currencies - {value.currency}:
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
        CurrencyMismatch: A rule, or the payout terms, name another currency.
        PlanVersionTwice: Two versions have one name.
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
