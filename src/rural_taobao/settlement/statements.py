"""
Statements: what a period comes to for one payee, by plan, rule, role, component and earned period.

A statement is drawn from the lines posted in its period, all of them, so that it is the same after a re-run.
"""

from collections.abc import Iterable
from typing import NamedTuple, Self, final

from attrs import field, frozen

from rural_taobao.currencies import Currency
from rural_taobao.identifiers import Party, PayeeId, PlanId, RuleId
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.settlement.lines import Component, Entry

__all__ = ["Statement", "StatementItem", "Sum", "drawn"]


@final
@frozen(kw_only=True, order=False)
class StatementItem:
    """
    The lines of a statement that are of one kind, added up.

    Attributes:
        plan: The plan.
        rule: The rule of it.
        party: The role.
        component: What part of a commission.
        earned: The period in which they are earned.
        lines: How many.
        amount: What they come to.
    """

    plan: PlanId = field(converter=PlanId)
    rule: RuleId = field(converter=RuleId)
    party: Party = field(converter=Party)
    component: Component = field(converter=Component)
    earned: Month
    lines: int
    amount: Money


@final
@frozen(kw_only=True)
class Statement:
    """
    What a period comes to for one payee.

    Attributes:
        payee: Who.
        month: The period in which the lines were posted.
        items: The lines by their kinds, sorted.
        accrued: The sum of all of them.
    """

    payee: PayeeId = field(converter=PayeeId)
    month: Month
    items: tuple[StatementItem, ...]
    accrued: Money

    @property
    def lines(self) -> int:
        """How many lines the statement is drawn from."""
        return sum(item.lines for item in self.items)

    def __str__(self) -> str:
        return f"{self.payee}  {self.month}  {self.accrued}  ({self.lines} lines)"


class Sum(NamedTuple):
    """
    Lines of one kind of one payee, added up.

    Attributes:
        payee: Who is paid.
        kind: The plan, the rule, the party, the component, the earned period and the currency.
        lines: How many lines.
        amount: What they come to, in minor units.
    """

    payee: str
    kind: tuple[str, str, str, str, Month, str]
    lines: int
    amount: int

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """Give the sum of one line."""
        cell = entry.cell
        kind = cell.plan, cell.rule, cell.party, cell.component, entry.earned, cell.currency
        return cls(cell.payee, kind, 1, entry.amount)


def drawn(sums: Iterable[Sum], month: Month, currency: Currency) -> tuple[Statement, ...]:
    """
    Draw the statements of a period, one for each payee that anything was posted to in it, by their ids.

    Args:
        sums: What was posted in the period.
        month: The period.
        currency: What it is in; sums in others are left out.
    """
    found: dict[str, dict[tuple[str, str, str, str, Month], tuple[int, int]]] = {}
    for each in sums:
        if each.kind[5] == currency.code:
            of_payee = found.setdefault(each.payee, {})
            lines, amount = of_payee.get(each.kind[:5], (0, 0))
            of_payee[each.kind[:5]] = lines + each.lines, amount + each.amount
    return tuple(_statement(payee, month, currency, found[payee]) for payee in sorted(found))


def _statement(
    payee: str,
    month: Month,
    currency: Currency,
    sums: dict[tuple[str, str, str, str, Month], tuple[int, int]],
) -> Statement:
    items = tuple(
        StatementItem(
            plan=PlanId(plan),
            rule=RuleId(rule),
            party=Party(party),
            component=Component(component),
            earned=earned,
            lines=lines,
            amount=Money(amount, currency),
        )
        for (plan, rule, party, component, earned), (lines, amount) in sorted(sums.items())
    )
    total = sum(amount for _, amount in sums.values())
    return Statement(payee=PayeeId(payee), month=month, items=items, accrued=Money(total, currency))
