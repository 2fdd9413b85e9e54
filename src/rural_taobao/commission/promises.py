"""Promises: what a guarantee and a draw have in common, an amount for a month and the rules that count towards it."""

from collections.abc import Iterable
from typing import Protocol, final

from rural_taobao.errors import RuralTaobaoError
from rural_taobao.identifiers import RuleId, several
from rural_taobao.money import Money, is_money

__all__ = ["NoRulesCounted", "NothingPromised", "above_zero", "rules_named", "some_rules"]


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
