"""Differencing: what is posted within the scope beside what should be, and the reason for each coin of difference."""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple, final

from attrs import Factory, evolve, field, frozen

from rural_taobao.currencies import Currency
from rural_taobao.errors import RuralTaobaoError
from rural_taobao.money import CurrencyMismatch
from rural_taobao.settlement.causes import Causes
from rural_taobao.settlement.coverage import Coverage
from rural_taobao.settlement.hindsight import Hindsight
from rural_taobao.settlement.ledger import Ledger
from rural_taobao.settlement.limiting import Links
from rural_taobao.settlement.lines import Account, Cell, Entry, LineKey
from rural_taobao.settlement.new_lines import Some, Whole
from rural_taobao.settlement.posting import Desk, Draft, Truth, Vanished, nothings, truths
from rural_taobao.settlement.scope import Scope
from rural_taobao.settlement.tallies import Tally

__all__ = ["Differ", "Posted", "PostedEventMissing", "differences", "posted_within"]

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


def posted_within(ledger: Ledger, coverage: Coverage, currency: Currency) -> dict[Cell, Posted]:
    """
    Give what is posted in each cell that is covered.

    Raises:
        CurrencyMismatch: Something of it is in another currency than the network's.
    """
    posted: dict[Cell, Posted] = {}
    for place, entry in enumerate(ledger.entries()):
        if coverage.holds(entry):
            if entry.cell.currency != currency.code:
                raise CurrencyMismatch(currency, Currency(entry.cell.currency))
            before = posted.get(entry.cell, Posted(0, 0, place, entry))
            amount = entry.amount + before.amount
            # Whoever keeps the file may have sorted it: the last line of a cell is the one with the highest number.
            last = Posted(amount, entry.number, place, entry)
            posted[entry.cell] = max(last, before._replace(amount=amount), key=attrgetter("number"))
    return posted


def _payment(cell: Cell) -> tuple[str, str, str, str]:
    """Give what a cell pays for, whoever is paid."""
    return cell.event, cell.plan, cell.rule, cell.component


def _all(differ: "Differ") -> dict[Cell, Posted]:
    return dict(differ.posted)


def _causes(differ: "Differ") -> Causes:
    entries = (each.entry for each in differ.posted.values() if each.amount)
    return Causes(differ.desk.events, differ.scope, differ.since, differ.links, differ.hindsight, entries)


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
        since: The instant, in microseconds since 1970, from which on what becomes known is new.
        links: Which accounts bear upon each other.
        hindsight: What made the first lines of events what they are.
        causes: What made lines of accounts shift.
    """

    desk: Desk
    scope: Scope
    ledger: Ledger
    posted: Mapping[Cell, Posted]
    since: int
    links: Links
    hindsight: Hindsight
    causes: Causes = field(init=False, default=Factory(_causes, takes_self=True))
    _left: dict[Cell, Posted] = field(init=False, default=Factory(_all, takes_self=True))
    _paid: dict[tuple[str, str, str, str], set[Account]] = field(
        init=False, factory=dict[tuple[str, str, str, str], set[Account]]
    )

    def __attrs_post_init__(self) -> None:
        for cell, posted in self.posted.items():
            # What is posted and taken back again is there no more.
            if posted.amount:
                self._paid.setdefault(_payment(cell), set()).add(posted.entry.account)

    def drafts(self, tally: Tally) -> Iterator[Draft]:
        """Give the lines of a tally that differ from what is posted."""
        for truth in truths(tally):
            cell = self.desk.cell(truth)
            if self.scope.payees is not None and cell.payee not in self.scope.payees:
                continue
            posted = self._left.pop(cell, None)
            if posted is None:
                yield self._first(truth, cell)
            elif posted.amount != truth.amount:
                yield self._next(truth, cell, posted)
        for truth in nothings(tally) if self._left else ():
            cell = self.desk.cell(truth)
            posted = self._left.pop(cell, None)
            if posted is not None and posted.amount:
                yield self._next(truth, cell, posted)

    def _first(self, truth: Truth, cell: Cell) -> Draft:
        """
        Give the draft of the first line of a cell, which says why it was not there before.

        An event that was paid before, to others or on another account, shifts as one does that has a line in the cell.
        One that was never paid is earned now, unless something that became known later than itself made it what it is.
        """
        draft = self.desk.first_line(truth)
        before = self._paid.get(_payment(cell))
        if before is not None:
            moved = truth.account not in before
            reason, cause = (
                (self.causes.correction(truth.account), "")
                if moved
                else self.causes.reason(truth.account, truth.run.rows[truth.place])
            )
            return evolve(draft, reason=reason, cause=cause)
        late = None if truth.reversal is not None else self.hindsight.shift(truth)
        return draft if late is None else evolve(draft, reason=late.reason, cause=late.event)

    def _next(self, truth: Truth, cell: Cell, posted: Posted) -> Draft:
        """
        Give the draft of a further line of a cell.

        Where no change is found in its account, or in those that share a cap with it, hindsight may know of one.
        """
        reason, cause = self.causes.reason(truth.account, truth.run.rows[truth.place])
        late = None if cause or truth.reversal is not None else self.hindsight.shift(truth)
        reason, cause = (reason, cause) if late is None else (late.reason, late.event)
        return Draft(truth, posted.number + 1, posted.amount, reason, cause, str(LineKey(cell, posted.number)))

    def vanished(self) -> Iterator[Vanished]:
        """Give the lines that take back what is no part of the truth any more; asked last."""
        left = sorted((cell, posted) for cell, posted in self._left.items() if posted.amount)
        if not left:
            return
        wanted = {posted.place for _, posted in left}
        lines = {place: line for place, line in enumerate(self.ledger) if place in wanted}
        for cell, posted in left:
            reason, cause = self.causes.reason(posted.entry.account, self.causes.row(cell.event))
            yield Vanished(lines[posted.place], posted.amount, reason, cause)


def differences(tallies: Sequence[Tally], differ: Differ) -> list[Whole | Some]:
    """
    Give the lines of a settlement, account by account, and then those that take back what is no more.

    Raises:
        PostedEventMissing: An event that a line was posted for is not among those given.
    """
    if not differ.posted and differ.scope.payees is None:
        return [Whole(tallies)]
    rows = differ.desk.events.rows()
    missing = sorted({cell.event for cell in differ.posted} - rows.keys())
    if missing:
        raise PostedEventMissing(tuple(missing))
    differ.causes.know(tallies, rows)
    blocks: list[Whole | Some] = [Some(tuple(differ.drafts(tally))) for tally in tallies]
    return [*blocks, Some(tuple(differ.vanished()))]
