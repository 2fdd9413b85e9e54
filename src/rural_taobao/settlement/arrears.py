"""
Arrears: what is earned in earlier months, is not covered, and differs from what is posted.

A settlement leaves closed months as they were posted, but for what became known since; it says where that is not what
the events, the plans and the network given now come to.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from rural_taobao.identifiers import PayeeId
from rural_taobao.network import Network
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.coverage import Coverage
from rural_taobao.settlement.ledger import Ledger
from rural_taobao.settlement.lines import Entry
from rural_taobao.settlement.tallies import Tally

__all__ = ["in_arrears", "settled_for_good"]


def settled_for_good(
    network: Network, tallies: Iterable[Tally], ledger: Ledger, coverage: Coverage
) -> frozenset[PayeeId]:
    """
    Give the payees who cannot be credited any more when the month of a settlement begins, and would be.

    Args:
        network: The network.
        tallies: Of the accounts that are covered.
        ledger: What is posted.
        coverage: What of it is covered.
    """
    first = coverage.scope.month.first
    gone = {payee.id for payee in network.payees if payee.known.end is not None and payee.known.end <= first}
    if coverage.scope.payees is not None:
        gone &= coverage.scope.payees
    if not gone:
        return frozenset()
    terms = {each for tally in tallies for run in tally.runs for each in {*run.terms}}
    paid = {payee for each in terms for payee in each.payees.values()}
    posted = {entry.cell.payee for entry in ledger.entries() if entry.of_a_period or coverage.reaches(entry)}
    return frozenset(payee for payee in gone if payee in paid or payee in posted)


def in_arrears(
    tallies: Iterable[Tally],
    posted: Iterable[Entry],
    events: EventColumns,
    payees: Collection[str] | None = None,
) -> frozenset[int]:
    """
    Find the events that were posted otherwise than they are earned: in amount, or to another payee.

    Args:
        tallies: Of the accounts that a settlement leaves as they were posted.
        posted: The lines that it leaves as they are.
        events: The events; what is posted for one that is not among them is left out.
        payees: To whom it leaves them so; everybody where it is None.

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
            if payees is not None and payee not in payees:
                continue
            owed[row, tally.account.plan, tally.account.rule, party, payee] += amount
    for entry in kept:
        cell = entry.cell
        if cell.event in rows and (payees is None or cell.payee in payees):
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
