"""
Comparisons: the differences between two settlements of the same events, and what they add up to.

For every payee, rule and class, the sum of the differences is the difference of the sums.
"""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import final

from attrs import field, frozen

from rural_taobao.currencies import Currency
from rural_taobao.identifiers import EventId, Party, PayeeId, PlanId, RuleId
from rural_taobao.money import Money
from rural_taobao.settlement.contrasts import DifferenceClass, signed
from rural_taobao.settlement.lines import Component, Line, State

__all__ = ["Change", "Comparison", "Difference"]


@final
@frozen
class Change:
    """
    What something comes to before and after.

    Attributes:
        before: The sum before.
        after: The sum after.
        differences: How many differences there are in it.
    """

    before: Money
    after: Money
    differences: int

    @property
    def amount(self) -> Money:
        """The sum after less the sum before."""
        return self.after - self.before

    def __str__(self) -> str:
        return f"{self.before} → {self.after} ({signed(self.amount)})"


@final
@frozen(kw_only=True)
class Difference:
    """
    What one payee is paid for one event in one role, where that is not the same before and after.

    Attributes:
        event: The event that earns it.
        component: What part of a commission it is.
        state: How far it has come towards being paid, before and after alike.
        party: The role.
        payee: Who is paid.
        before: The last line that pays it before; None where none does.
        after: The last line that pays it after; None where none does.
        amount_before: What all lines of it come to before.
        amount_after: What all lines of it come to after.
        classes: Everything that makes the difference, in the order of `DifferenceClass`.
        explanation: The same in one sentence, without its end.
    """

    event: EventId
    component: Component
    state: State
    party: Party
    payee: PayeeId
    before: Line | None = field(repr=False)
    after: Line | None = field(repr=False)
    amount_before: Money
    amount_after: Money
    classes: tuple[DifferenceClass, ...]
    explanation: str

    @property
    def amount(self) -> Money:
        """What is paid after less what is paid before; 0 where the same is paid for another reason."""
        return self.amount_after - self.amount_before

    @property
    def classed(self) -> DifferenceClass:
        """Its class: the first of what makes it."""
        return self.classes[0]

    @property
    def rule_before(self) -> RuleId | None:
        """The rule that pays before; None where nothing is paid."""
        return None if self.before is None else self.before.rule

    @property
    def rule_after(self) -> RuleId | None:
        """The rule that pays after; None where nothing is paid."""
        return None if self.after is None else self.after.rule


@final
@frozen(kw_only=True, eq=False)
class Comparison:
    """
    The differences between two settlements.

    Attributes:
        currency: What is paid.
        sums: What every payee is paid under every rule, by payee, plan and rule; those without a difference too.
        differences: The differences, by event, component, role and payee.
    """

    currency: Currency
    sums: dict[tuple[PayeeId, PlanId, RuleId], Change] = field(repr=False)
    differences: tuple[Difference, ...] = field(repr=False)

    @cached_property
    def total(self) -> Change:
        """What all of it comes to."""
        return self._change(self.sums.values(), len(self.differences))

    @cached_property
    def payees(self) -> dict[PayeeId, Change]:
        """What each payee is paid, by the payees' ids."""
        counts = Counter(difference.payee for difference in self.differences)
        found: dict[PayeeId, list[Change]] = {}
        for (payee, _, _), change in self.sums.items():
            found.setdefault(payee, []).append(change)
        return {payee: self._change(changes, counts[payee]) for payee, changes in found.items()}

    @cached_property
    def classes(self) -> dict[DifferenceClass, Change]:
        """What the differences of each class come to, in the order of the classes; those that do not occur are not."""
        found: dict[DifferenceClass, list[Difference]] = {}
        for difference in self.differences:
            found.setdefault(difference.classed, []).append(difference)
        return {
            kind: Change(
                Money(sum(each.amount_before.minor for each in found[kind]), self.currency),
                Money(sum(each.amount_after.minor for each in found[kind]), self.currency),
                len(found[kind]),
            )
            for kind in DifferenceClass
            if kind in found
        }

    def largest(self, most: int) -> tuple[Difference, ...]:
        """
        Give the differences that move most money, the largest first.

        Args:
            most: How many at most, 0 or more.
        """
        # Those of one size stay in their order.
        return tuple(sorted(self.differences, key=lambda each: -abs(each.amount.minor))[:most])

    def _change(self, changes: Iterable[Change], differences: int) -> Change:
        before = after = 0
        for change in changes:
            before += change.before.minor
            after += change.after.minor
        return Change(Money(before, self.currency), Money(after, self.currency), differences)

    def __str__(self) -> str:
        return f"{self.total}, {len(self.differences)} differences"
