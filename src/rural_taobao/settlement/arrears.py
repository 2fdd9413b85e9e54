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
    Find the events that were posted otherwise than they are earned: in amount, or to another payee.

    Args:
        tallies: Of the accounts that a settlement leaves as they were posted.
        posted: The lines that it leaves as they are.
        events: The events; what is posted for one that is not among them is left out.

    Returns:
        Their rows.
    """
    left, kept = tuple(tallies), tuple(posted)
    if not left and not kept:
        return frozenset()
    rows = events.rows()
    owed: defaultdict[tuple[int, str, str, str, str], int] = defaultdict(int)
    for tally in left:
        for row, party, payee, amount in _earned(tally):
            owed[row, tally.account.plan, tally.account.rule, party, payee] += amount
    for entry in kept:
        cell = entry.cell
        if cell.event in rows:
            owed[rows[cell.event], cell.plan, cell.rule, cell.party, cell.payee] -= entry.amount
    return frozenset(row for (row, *_), amount in owed.items() if amount)


def _earned(tally: Tally) -> Iterator[tuple[int, str, str, int]]:
    """Give each row of a tally with what each party and payee gets of it, and with what refunds take back."""
    for run in tally.runs:
        allocations = [
            *enumerate(run.parts),
            *((reversal.place, reversal.parts) for reversal in run.reversals),
        ]
        for place, parts in allocations:
            yield from ((run.rows[place], *run.payee(place, share), part) for share, part in enumerate(parts) if part)
