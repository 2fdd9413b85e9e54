"""
Statements: what a period comes to for one payee, by plan, rule, role, component and earned period.

A statement is drawn from the lines posted in its period, all of them, so that it is the same after a re-run.
"""

from collections.abc import Iterable
from typing import NamedTuple, Self, final

from attrs import evolve, field, frozen

from rural_taobao.currencies import Currency
from rural_taobao.identifiers import Party, PayeeId, PlanId, RuleId
from rural_taobao.money import Money
from rural_taobao.network import Payee
from rural_taobao.periods import Month, Period
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
        on_hold: The days of the period on which nothing is paid out to the payee, though it is credited.
        is_final: Whether the days on which the payee can be credited end with or in the period, so that no statement
            follows.
    """

    payee: PayeeId = field(converter=PayeeId)
    month: Month
    items: tuple[StatementItem, ...]
    accrued: Money
    on_hold: tuple[Period, ...] = ()
    is_final: bool = False

    @property
    def lines(self) -> int:
        """How many lines the statement is drawn from."""
        return sum(item.lines for item in self.items)

    def __str__(self) -> str:
        said = f"{'; on hold' if self.on_hold else ''}{'; final' if self.is_final else ''}"
        return f"{self.payee}  {self.month}  {self.accrued}  ({self.lines} lines{said})"


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


def drawn(sums: Iterable[Sum], month: Month, currency: Currency, payees: Iterable[Payee] = ()) -> tuple[Statement, ...]:
    """
    Draw the statements of a period, one for each payee that anything was posted to in it, by their ids.

    Args:
        sums: What was posted in the period.
        month: The period.
        currency: What it is in; sums in others are left out.
        payees: Who may be on hold, or settled for good; of others the statement says neither.
    """
    known = {str(payee.id): payee for payee in payees}
    found: dict[str, dict[tuple[str, str, str, str, Month], tuple[int, int]]] = {}
    for each in sums:
        if each.kind[5] == currency.code:
            of_payee = found.setdefault(each.payee, {})
            lines, amount = of_payee.get(each.kind[:5], (0, 0))
            of_payee[each.kind[:5]] = lines + each.lines, amount + each.amount
    drafts = (_statement(payee, month, currency, found[payee]) for payee in sorted(found))
    return tuple(_marked(draft, known[draft.payee]) if draft.payee in known else draft for draft in drafts)


def _marked(statement: Statement, payee: Payee) -> Statement:
    """Say of a statement whether its payee is on hold, and whether it is the last."""
    days = statement.month.period
    held = tuple(common for each in payee.on_hold if (common := each.overlap(days)) is not None)
    last = payee.known.end is not None and days.end is not None and payee.known.end <= days.end
    return evolve(statement, on_hold=held, is_final=last)


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
