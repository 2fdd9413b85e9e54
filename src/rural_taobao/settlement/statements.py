"""
Statements: what a period comes to for one payee, by plan, rule, role, component and earned period.

A statement is drawn from the lines posted in its period, all of them, so that it is the same after a re-run.
"""

from collections.abc import Iterable
from typing import final

from attrs import field, frozen

from rural_taobao.currencies import Currency
from rural_taobao.identifiers import Party, PayeeId, PlanId, RuleId
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.settlement.lines import Component, Entry

__all__ = ["Statement", "StatementItem", "drawn"]


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


def drawn(entries: Iterable[Entry], month: Month, currency: Currency) -> tuple[Statement, ...]:
    """
    Draw the statements of a period, one for each payee that anything was posted to in it, by their ids.

    Args:
        entries: The entries of all lines of the ledger, or at least of those posted in the period.
        month: The period.
        currency: What they are in; entries in others are left out.
    """
    sums: dict[str, dict[tuple[str, str, str, str, Month], tuple[int, int]]] = {}
    for entry in entries:
        cell = entry.cell
        if entry.posted == month and cell.currency == currency.code:
            of_payee = sums.setdefault(cell.payee, {})
            kind = cell.plan, cell.rule, cell.party, cell.component, entry.earned
            lines, amount = of_payee.get(kind, (0, 0))
            of_payee[kind] = lines + 1, amount + entry.amount
    return tuple(_statement(payee, month, currency, sums[payee]) for payee in sorted(sums))


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
