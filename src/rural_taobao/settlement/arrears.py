"""
Arrears: what is earned in earlier months, is not covered, and differs from what is posted.

A settlement leaves closed months as they were posted, but for what became known since; it says where that is not what
the events, the plans and the network given now come to.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.lines import Entry
from rural_taobao.settlement.tallies import Tally

__all__ = ["in_arrears"]


def in_arrears(tallies: Iterable[Tally], posted: Iterable[Entry], events: EventColumns) -> frozenset[int]:
    """
    Find the events that were posted otherwise than they are earned.

    Args:
        tallies: Of the accounts that a settlement leaves as they were posted.
        posted: The lines that it leaves as they are.
        events: The events; what is posted for one that is not among them is left out.

    Returns:
        Their rows.
    """
    rows = events.rows()
    owed: defaultdict[tuple[int, str, str], int] = defaultdict(int)
    for tally in tallies:
        for row, amount in _earned(tally):
            owed[row, tally.account.plan, tally.account.rule] += amount
    for entry in posted:
        if entry.cell.event in rows:
            owed[rows[entry.cell.event], entry.cell.plan, entry.cell.rule] -= entry.amount
    return frozenset(row for (row, _, _), amount in owed.items() if amount)


def _earned(tally: Tally) -> Iterator[tuple[int, int]]:
    """Give each row of a tally with what it earns, and with what refunds take back."""
    for run in tally.runs:
        yield from zip(run.rows, map(sum, run.parts), strict=True)
        yield from ((run.rows[reversal.place], sum(reversal.parts)) for reversal in run.reversals)
