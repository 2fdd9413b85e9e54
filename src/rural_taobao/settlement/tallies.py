"""
Tallies: the credits of one payee under one rule in one earned period, rated in the order of their instants.

A tally is the truth: what should be posted for its events, whatever was posted before.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple, final

from attrs import frozen

from rural_taobao.commission.plans import RunningTotals
from rural_taobao.commission.rules import CommissionRule
from rural_taobao.periods import Month
from rural_taobao.settlement.attribution import Terms
from rural_taobao.settlement.bases import Bases, picked
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.lines import Account
from rural_taobao.settlement.runs import Rated, Run

__all__ = ["Slip", "Tally", "ordered", "tallied"]


class Slip(NamedTuple):
    """
    Which tally an event counts in.

    Attributes:
        terms: On whose account it is settled.
        rule: The rule that matches it, as the plan version of its day has it.
        month: The period in which it is earned.
    """

    terms: Terms
    rule: CommissionRule
    month: Month

    @property
    def account(self) -> Account:
        """What the event is measured together with."""
        return Account(self.terms.credited, self.terms.plan.id, self.rule.id, self.month)


@final
@frozen(eq=False)
class Tally:
    """
    The credits of one payee under one rule in one earned period.

    Attributes:
        account: What it is the truth of.
        runs: Its credits; all rows of all runs come by attribution instant and id.
    """

    account: Account
    runs: tuple[Run, ...]


def ordered(rows: list[int], events: EventColumns) -> list[int]:
    """Sort rows by attribution instant and id."""
    if events.in_order:
        rows.sort()
        return rows
    rows.sort(key=events.placed.__getitem__)
    if len(set(picked(rows, events.placed))) < len(rows):
        rows.sort(key=events.ids.__getitem__)
        rows.sort(key=events.placed.__getitem__)
    return rows


def tallied(
    account: Account,
    stretches: Sequence[tuple[Slip, list[int]]],
    events: EventColumns,
    bases: Bases,
    ready: Callable[[CommissionRule], Rated],
) -> Tally:
    """
    Rate the rows of a tally.

    Args:
        account: What it is the truth of.
        stretches: Rows under the same slip; all rows by attribution instant and id.
        events: The events.
        bases: Their basis columns.
        ready: Gives a rule made ready.
    """
    runs: list[Run] = []
    total: int | None = None
    version = stretches[0][0].terms.version
    for slip, rows in stretches:
        if slip.terms.version is not version:
            version = slip.terms.version
            if version.running_totals is RunningTotals.RESET:
                total = None
        run = ready(slip.rule).run(slip.terms, rows, total, events, bases)
        total = run.totals[-1] if run.totals else total
        runs.append(run)
    return Tally(account, tuple(runs))
