"""
Posting: new lines = truth - what is already posted, cell by cell, within the scope.

Where nothing was posted before, the lines are the truth itself and are made only when they are asked for.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import TypeAlias, final, overload

from attrs import evolve, frozen

from rural_taobao.commission.arithmetic import Less, Units
from rural_taobao.commission.rules import MeasuredOn
from rural_taobao.currencies import Currency
from rural_taobao.instants import UtcOffset
from rural_taobao.money import Money
from rural_taobao.periods import Month
from rural_taobao.settlement.columns import EventColumns
from rural_taobao.settlement.lines import Cell, Component, Entry, Line, LineKey, Reason, State
from rural_taobao.settlement.tallies import Reversal, Tally

__all__ = ["Desk", "Draft", "NewLines", "Posting", "Truth", "Vanished", "truths"]


@final
@frozen
class Truth:
    """
    One cell of a tally and what it should come to.

    Attributes:
        tally: The tally.
        place: The place of the order in it.
        share: The share of the split.
        amount: What the cell should come to, in minor units.
        reversal: The refund that takes back, or None for what the order earns.
    """

    tally: Tally
    place: int
    share: int
    amount: int
    reversal: Reversal | None = None


@final
@frozen
class Draft:
    """
    A line to be made of a cell.

    Attributes:
        truth: The cell and what it should come to.
        number: The how-manieth line of the cell it is.
        posted: What is posted there already, in minor units.
        reason: Why it is posted.
        cause: The event that made it shift, if one did.
        corrects: The key of the line that it corrects, if it corrects one.
    """

    truth: Truth
    number: int
    posted: int
    reason: Reason
    cause: str
    corrects: str


@final
@frozen
class Vanished:
    """
    A line that takes back what is posted in a cell that is no part of the truth any more.

    Attributes:
        line: The last line of the cell.
        posted: What is posted there, in minor units.
        reason: Why it is taken back.
        cause: The event that made it vanish, if one did.
    """

    line: Line
    posted: int
    reason: Reason
    cause: str


@final
@frozen
class Desk:
    """
    What every line of a settlement needs.

    Attributes:
        events: The events.
        currency: What is paid.
        clock: The network's clock.
        month: The period posted to.
    """

    events: EventColumns
    currency: Currency
    clock: UtcOffset
    month: Month

    def event(self, truth: Truth) -> str:
        """Give the event that a cell is paid for."""
        if truth.reversal is not None:
            return truth.reversal.refund.id
        return self.events.ids[truth.tally.rows[truth.place]]

    def cell(self, truth: Truth) -> Cell:
        """Give the cell."""
        tally = truth.tally
        party, payee = tally.payee(truth.place, truth.share)
        component = Component.COMMISSION if truth.reversal is None else Component.REVERSAL
        rule = tally.rules[truth.place].id
        return Cell(self.event(truth), tally.plan, rule, party, payee, component, State.ACCRUED, self.currency.code)

    def first_line(self, truth: Truth) -> Draft:
        """Give the draft of the first line of a cell."""
        if truth.reversal is None:
            return Draft(truth, 1, 0, Reason.ACCRUAL, "", "")
        order = Truth(truth.tally, truth.place, truth.share, 0)
        return Draft(truth, 1, 0, Reason.REFUND, truth.reversal.refund.id, str(LineKey(self.cell(order), 1)))

    def entry(self, draft: Draft) -> Entry:
        """Give what differencing needs to know of a line."""
        truth = draft.truth
        tally, amount = truth.tally, truth.amount - draft.posted
        return Entry(self.cell(truth), draft.number, amount, tally.month, self.month, tally.credited, draft.cause)

    def line(self, draft: Draft) -> Line:
        """Make a line."""
        truth, cell = draft.truth, self.cell(draft.truth)
        tally, place, reversal = truth.tally, truth.place, truth.reversal
        row, rule, terms = tally.rows[place], tally.rules[place], tally.terms[place]
        if reversal is None:
            instant, measured = self.events.placed[row], tally.bases[place]
            before = tally.befores[place] if rule.measured_on is MeasuredOn.RUNNING_TOTAL else None
            arithmetic = tally.share(place, truth.share)
        else:
            instant, measured, before = reversal.refund.at, reversal.after - reversal.before, reversal.before
            arithmetic = tally.reversed_share(reversal, truth.share)
        if draft.posted:
            arithmetic = Less(arithmetic, Units(draft.posted))
        return Line(
            event=cell.event,
            plan=cell.plan,
            rule=cell.rule,
            party=cell.party,
            payee=cell.payee,
            component=cell.component,
            state=cell.state,
            number=draft.number,
            amount=Money(truth.amount - draft.posted, self.currency),
            earned=tally.month,
            posted=self.month,
            plan_version=terms.version.version,
            model_version=terms.model.id,
            station=self.events.station_ids[self.events.stations[row]],
            credited=tally.credited,
            at=self.clock.instant(instant),
            basis=rule.basis,
            measured=measured,
            before=before,
            arithmetic=arithmetic,
            reason=draft.reason,
            cause=draft.cause,
            corrects=draft.corrects,
        )

    def taken_back(self, vanished: Vanished) -> Line:
        """Make the line that takes back what is posted in a cell that is no part of the truth any more."""
        line = vanished.line
        return evolve(
            line,
            number=line.number + 1,
            amount=Money(-vanished.posted, self.currency),
            posted=self.month,
            arithmetic=Less(Units(0), Units(vanished.posted)),
            reason=vanished.reason,
            cause=vanished.cause,
            corrects=str(line.key),
        )


def truths(tally: Tally) -> Iterator[Truth]:
    """Give every cell of a tally that comes to something: what orders earn, then what refunds take back."""
    for place, parts in enumerate(tally.parts):
        for share, part in enumerate(parts):
            if part:
                yield Truth(tally, place, share, part)
    for reversal in tally.reversals:
        for share, part in enumerate(reversal.parts):
            if part:
                yield Truth(tally, reversal.place, share, part, reversal)


@final
@frozen(eq=False)
class Whole:
    """
    A tally of which nothing was posted before: each of its cells becomes a line.

    Attributes:
        tally: The tally.
    """

    tally: Tally

    def __len__(self) -> int:
        parts = [*self.tally.parts, *(reversal.parts for reversal in self.tally.reversals)]
        if all(len(each) == len(parts[0]) for each in parts):
            columns = (list(map(itemgetter(share), parts)) for share in range(len(parts[0])))
            return sum(len(column) - column.count(0) for column in columns)
        return sum(1 for _ in truths(self.tally))

    def postings(self, desk: Desk) -> "Iterator[Posting]":
        """Give what becomes a line, in order."""
        return map(desk.first_line, truths(self.tally))


@final
@frozen(eq=False)
class Some:
    """
    Lines that were singled out.

    Attributes:
        drafts: What becomes a line, in order.
    """

    drafts: "tuple[Posting, ...]"

    def __len__(self) -> int:
        return len(self.drafts)

    def postings(self, _desk: Desk) -> "Iterator[Posting]":
        """Give what becomes a line, in order."""
        return iter(self.drafts)


Posting: TypeAlias = Draft | Vanished
"""What becomes a line."""


@final
class NewLines(Sequence[Line]):
    """
    The lines of a settlement, made when they are asked for.

    Args:
        desk: What every line needs.
        blocks: What becomes a line, in order.
    """

    def __init__(self, desk: Desk, blocks: "Sequence[Whole | Some]") -> None:
        self._desk = desk
        self._blocks = blocks
        self._ends = list(accumulate(map(len, blocks)))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> "Sequence[Line]": ...
    def __getitem__(self, place: int | slice) -> "Line | Sequence[Line]":
        """Make a line, or some of them."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        number = place + len(self) if place < 0 else place
        if not 0 <= number < len(self):
            raise IndexError(place)
        block = bisect_right(self._ends, number)
        start = self._ends[block - 1] if block else 0
        postings = list(self._blocks[block].postings(self._desk))
        return self._made(postings[number - start])

    def __iter__(self) -> Iterator[Line]:
        for block in self._blocks:
            yield from map(self._made, block.postings(self._desk))

    def entries(self) -> Iterator[Entry]:
        """Give what differencing needs to know of each line."""
        for block in self._blocks:
            for posting in block.postings(self._desk):
                yield self._made(posting).entry if isinstance(posting, Vanished) else self._desk.entry(posting)

    def _made(self, posting: Posting) -> Line:
        return self._desk.taken_back(posting) if isinstance(posting, Vanished) else self._desk.line(posting)
