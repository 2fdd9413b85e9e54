"""Promises: what a guarantee and a draw have in common, an amount for a month and the rules that count towards it."""

from collections.abc import Iterable
from typing import Protocol, final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import PlanId, RuleId, several
from rural_taobao.money import Money, is_money

__all__ = [
    "CountedRuleUnknown",
    "DrawChanged",
    "NoRulesCounted",
    "NothingPromised",
    "PromiseTwice",
    "above_zero",
    "rules_named",
    "some_rules",
]


@final
class NothingPromised(RuralTaobaoError, ValueError):
    """
    A guarantee, or a draw, is of no amount.

    Attributes:
        promise: The guarantee, or the draw.
        amount: Its amount.
    """

    def __init__(self, promise: RuleId, amount: Money) -> None:
        self.promise = promise
        self.amount = amount
        super().__init__(promise, amount)

    def __str__(self) -> str:
        return (
            f"a guarantee and a draw must be of more than 0, but {self.promise} is of {self.amount}; "
            "state what a month comes to, or leave it out"
        )


@final
class NoRulesCounted(RuralTaobaoError, ValueError):
    """
    A guarantee, or a draw, counts what is earned under no rule at all.

    Attributes:
        promise: The guarantee, or the draw.
    """

    def __init__(self, promise: RuleId) -> None:
        self.promise = promise
        super().__init__(promise)

    def __str__(self) -> str:
        return (
            f"a guarantee and a draw must count what at least one rule earns, but the list of {self.promise} is empty; "
            "name rules, or leave 'rules' out to count all of the plan"
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


class _Promise(Protocol):
    """What has an id."""

    @property
    def id(self) -> RuleId:  # pyright: ignore[reportReturnType] - a protocol has no bodies
        """Give the id."""


def rules_named(rules: str | Iterable[str]) -> frozenset[RuleId]:
    """Give the rules that are named, of which a single name is one."""
    return frozenset(map(RuleId, several(rules)))


def above_zero(value: _Promise, attribute: object, amount: Money) -> None:
    """
    Validate, for attrs, that an amount is promised.

    Raises:
        WrongKind: It is no money.
        NothingPromised: It is not above 0.
    """
    is_money(value, attribute, amount)
    if amount.minor <= 0:
        raise NothingPromised(value.id, amount)


def some_rules(value: _Promise, _attribute: object, rules: frozenset[RuleId] | None) -> None:
    """
    Validate, for attrs, that rules are named, or None.

    Raises:
        NoRulesCounted: The list is empty.
    """
    if rules is not None and not rules:
        raise NoRulesCounted(value.id)
