"""Differencing: what is posted within the scope beside what should be, and the reason for each coin of difference."""

from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import NamedTuple, final

from attrs import Factory, field, frozen

from rural_taobao.commission.rules import OnRefund
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.settlement.accounts import Coverage, Member
from rural_taobao.settlement.ledger import Ledger
from rural_taobao.settlement.lines import Account, Cell, Entry, LineKey, Reason
from rural_taobao.settlement.posting import Desk, Draft, Some, Vanished, Whole, truths
from rural_taobao.settlement.scope import Scope
from rural_taobao.settlement.tallies import Tally

__all__ = ["Cause", "Differ", "Posted", "PostedEventMissing", "differences", "posted_within"]

_SHOWN = 5


@final
class PostedEventMissing(RuralTaobaoError, LookupError):
    """
    Events that lines were posted for are not among those given; absence reverses nothing.

    Attributes:
        events: Their ids, sorted.
    """

    def __init__(self, events: tuple[str, ...]) -> None:
        self.events = events
        super().__init__(events)

    def __str__(self) -> str:
        shown = ", ".join(self.events[:_SHOWN])
        more = f" and {len(self.events) - _SHOWN} more" if len(self.events) > _SHOWN else ""
        return (
            f"every event that was posted must be among the events given, but {shown}{more} "
            f"{'is' if len(self.events) == 1 else 'are'} not; add the file that has it, "
            "and cancel an event by a cancellation"
        )


class Posted(NamedTuple):
    """
    What is posted in a cell.

    Attributes:
        amount: The sum of its lines, in minor units.
        number: The number of its last line.
        place: Where in the ledger that line stands.
        entry: That line.
    """

    amount: int
    number: int
    place: int
    entry: Entry


class Cause(NamedTuple):
    """
    An event that makes lines of a tally shift.

    Attributes:
        instant: The attribution instant of the order it bears upon.
        order: That order.
        reason: How it bears upon it.
        event: The event itself.
    """

    instant: int
    order: str
    reason: Reason
    event: str


def posted_within(ledger: Ledger, coverage: Coverage) -> dict[Cell, Posted]:
    """Give what is posted in each cell that is covered."""
    posted: dict[Cell, Posted] = {}
    for place, entry in enumerate(ledger.entries()):
        if coverage.holds(entry):
            before = posted.get(entry.cell, Posted(0, 0, place, entry))
            amount = entry.amount + before.amount
            # Whoever keeps the file may have sorted it: the last line of a cell is the one with the highest number.
            last = Posted(amount, entry.number, place, entry)
            posted[entry.cell] = max(last, before._replace(amount=amount), key=attrgetter("number"))
    return posted


def _all(differ: "Differ") -> dict[Cell, Posted]:
    return dict(differ.posted)


@final
@frozen(eq=False)
class Differ:
    """
    Sets truth against what is posted.

    Attributes:
        desk: What every line needs.
        scope: The scope.
        ledger: What is posted.
        posted: What of it is within the scope, by cell.
        members: The events that bear upon each account.
    """

    desk: Desk
    scope: Scope
    ledger: Ledger
    posted: Mapping[Cell, Posted]
    members: Mapping[Account, Member]
    _left: dict[Cell, Posted] = field(init=False, default=Factory(_all, takes_self=True))
    _paid: dict[Account, set[str]] = field(init=False, factory=dict[Account, set[str]])
    _named: dict[Account, set[str]] = field(init=False, factory=dict[Account, set[str]])
    _causes: dict[Account, list[Cause]] = field(init=False, factory=dict[Account, list[Cause]])

    def __attrs_post_init__(self) -> None:
        for entry in self.ledger.entries():
            of = entry.account
            self._paid.setdefault(of, set()).add(entry.cell.event)
            self._named.setdefault(of, set()).add(entry.cause)

    def drafts(self, tally: Tally) -> Iterator[Draft]:
        """Give the lines of a tally that differ from what is posted."""
        for truth in truths(tally):
            cell = self.desk.cell(truth)
            if self.scope.payees is not None and cell.payee not in self.scope.payees:
                continue
            posted = self._left.pop(cell, None)
            if posted is None:
                yield self.desk.first_line(truth)
            elif posted.amount != truth.amount:
                reason, cause = self._reason(tally.account, truth.run.rows[truth.place])
                key = str(LineKey(cell, posted.number))
                yield Draft(truth, posted.number + 1, posted.amount, reason, cause, key)

    def vanished(self, rows: Mapping[str, int]) -> Iterator[Vanished]:
        """
        Give the lines that take back what is no part of the truth any more; asked last.

        Args:
            rows: The row of each order and parcel by its id, and that of the order by the id of a refund.
        """
        left = sorted((cell, posted) for cell, posted in self._left.items() if posted.amount)
        if not left:
            return
        wanted = {posted.place for _, posted in left}
        lines = {place: line for place, line in enumerate(self.ledger) if place in wanted}
        for cell, posted in left:
            reason, cause = self._reason(posted.entry.account, rows[cell.event])
            yield Vanished(lines[posted.place], posted.amount, reason, cause)

    def _reason(self, of: Account, row: int) -> tuple[Reason, str]:
        """Give why the lines of a row shift, and the event that makes them."""
        events = self.desk.events
        if of not in self._causes:
            self._causes[of] = sorted(self._found(of))
        here = events.placed[row], events.ids[row]
        own = [cause for cause in self._causes[of] if cause[:2] == here]
        if own:
            return own[-1].reason, own[-1].event
        earlier = [cause for cause in self._causes[of] if cause[:2] < here]
        if earlier and self.members[of].cumulative:
            return earlier[0].reason, earlier[0].event
        return (Reason.RESTATEMENT if of.earned in self.scope.restated else Reason.CORRECTION), ""

    def _found(self, of: Account) -> Iterator[Cause]:
        """Find the events that bear upon an account and that no line of it was posted for or names yet."""
        if of not in self.members:
            return
        events, member = self.desk.events, self.members[of]
        paid, named = self._paid.get(of, set()), self._named.get(of, set())
        for row in member.rows():
            here = events.placed[row], events.ids[row]
            cancelled = events.cancellations.get(row)
            if cancelled is not None:
                if cancelled.id not in named:
                    yield Cause(*here, Reason.CANCELLATION, cancelled.id)
                continue
            if here[1] not in paid:
                yield Cause(*here, Reason.LATE_EVENT, here[1])
            if member.rule.on_refund is OnRefund.RERATE:
                for refund in events.refunds.get(row, ()):
                    if refund.id not in named:
                        yield Cause(*here, Reason.REFUND, refund.id)


def differences(tallies: Iterable[Tally], differ: Differ) -> list[Whole | Some]:
    """
    Give the lines of a settlement, account by account, and then those that take back what is no more.

    Raises:
        PostedEventMissing: An event that a line was posted for is not among those given.
    """
    if not differ.posted and differ.scope.payees is None:
        return list(map(Whole, tallies))
    rows = differ.desk.events.rows()
    missing = sorted({cell.event for cell in differ.posted} - rows.keys())
    if missing:
        raise PostedEventMissing(tuple(missing))
    blocks: list[Whole | Some] = [Some(tuple(differ.drafts(tally))) for tally in tallies]
    return [*blocks, Some(tuple(differ.vanished(rows)))]
