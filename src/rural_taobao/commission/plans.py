"""Commission plans: rules under a name, in versions that hold from a day, as data."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import final

from attrs import field, frozen
from attrs.converters import optional
from attrs.validators import instance_of

from rural_taobao.commission.draws import Draw
from rural_taobao.commission.guarantees import Guarantee
from rural_taobao.commission.matching import Moment
from rural_taobao.commission.rules import CommissionRule, MeasuredOn
from rural_taobao.currencies import CNY, Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.exact import non_negative
from rural_taobao.identifiers import PlanId, RuleId, VersionId
from rural_taobao.money import CurrencyMismatch
from rural_taobao.timeline import Source, Timeline

__all__ = [
    "CommissionPlan",
    "CountedRuleUnknown",
    "DrawChanged",
    "EarnedOn",
    "HitPolicy",
    "PlanVersion",
    "PlanVersionTwice",
    "PromiseTwice",
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
class PromiseTwice(RuralTaobaoError, ValueError):
    """
    A guarantee or a draw of a plan version has the id of another one, or of a rule.

    Attributes:
        promise: The id.
    """

    def __init__(self, promise: RuleId) -> None:
        self.promise = promise
        super().__init__(promise)

    def __str__(self) -> str:
        return (
            "the guarantees and draws of a plan version must have ids that nothing else in it has, "
            f"but {self.promise} is there twice; rename one"
        )


@final
class CountedRuleUnknown(RuralTaobaoError, LookupError):
    """
    A guarantee or a draw counts what a rule earns that its plan version does not have.

    Attributes:
        promise: The guarantee, or the draw.
        rule: The rule.
    """

    def __init__(self, promise: RuleId, rule: RuleId) -> None:
        self.promise = promise
        self.rule = rule
        super().__init__(promise, rule)

    def __str__(self) -> str:
        return (
            f"a guarantee and a draw must count what rules of their own plan version earn, but {self.promise} names "
            f"{self.rule}, which is none; mend the id, or leave 'rules' out to count all of the plan"
        )


@final
class DrawChanged(RuralTaobaoError, ValueError):
    """
    A draw is recoverable in one version of its plan and not in another, so that what is to be repaid is not clear.

    Attributes:
        plan: The plan.
        draw: The draw.
    """

    def __init__(self, plan: PlanId, draw: RuleId) -> None:
        self.plan = plan
        self.draw = draw
        super().__init__(plan, draw)

    def __str__(self) -> str:
        return (
            f"a draw must be recoverable in all versions of its plan or in none, but {self.draw} of plan {self.plan} "
            "is in some; give the other one an id of its own"
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


def _guarantees(guarantees: Iterable[Guarantee]) -> tuple[Guarantee, ...]:
    return tuple(guarantees)


def _draws(draws: Iterable[Draw]) -> tuple[Draw, ...]:
    return tuple(draws)


def _promised(value: "PlanVersion", _attribute: object, _draws: tuple[Draw, ...]) -> None:
    """Refuse guarantees and draws that are not told apart, or count what is earned under no rule of the version."""
    rules = {rule.id for rule in value.rules}
    seen = set(rules)
    for promise in value.promises:
        if promise.id in seen:
            raise PromiseTwice(promise.id)
        seen.add(promise.id)
        for rule in sorted((promise.rules or frozenset[RuleId]()) - rules):
            raise CountedRuleUnknown(promise.id, rule)


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
        rules: In the order that `first` goes by.
        guarantees: What a partner in charge earns in a month at least.
        draws: What is advanced to a partner in charge.

    Raises:
        RuleTwice: Two rules have one id.
        RunningTotalsNotStated: A rule has a running total and `running_totals` is missing.
        PromiseTwice: A guarantee or a draw has the id of something else.
        CountedRuleUnknown: One names a rule that the version does not have.
    """

    version: VersionId = field(converter=VersionId)
    hit_policy: HitPolicy = field(converter=HitPolicy)
    earned_on: EarnedOn = field(validator=instance_of(EarnedOn))
    running_totals: RunningTotals | None = field(default=None, converter=optional(RunningTotals))
    rules: tuple[CommissionRule, ...] = field(converter=_rules, validator=_told_apart)
    guarantees: tuple[Guarantee, ...] = field(default=(), converter=_guarantees)
    draws: tuple[Draw, ...] = field(default=(), converter=_draws, validator=_promised)

    @property
    def promises(self) -> tuple[Guarantee | Draw, ...]:
        """The guarantees, then the draws."""
        return (*self.guarantees, *self.draws)

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
    recoverable: dict[RuleId, bool] = {}
    for entry in versions.entries:
        if entry.value.version in seen:
            raise PlanVersionTwice(value.id, entry.value.version)
        seen.add(entry.value.version)
        for promise in entry.value.promises:
            if promise.amount.currency != value.currency:
                raise CurrencyMismatch(value.currency, promise.amount.currency)
        for draw in entry.value.draws:
            if recoverable.setdefault(draw.id, draw.recoverable) is not draw.recoverable:
                raise DrawChanged(value.id, draw.id)
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
        CurrencyMismatch: A rule, a guarantee or a draw names another currency.
        PlanVersionTwice: Two versions have one name.
        DrawChanged: A draw is recoverable in some versions only.
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
